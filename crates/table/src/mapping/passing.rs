//! Rows that are no conversions, as a status tells: an order that nobody paid, or that was cancelled.

use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::error::Error;
use crate::rows::Cells;

use super::header::index_of;

/// Which rows to pass over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PassOver {
    /// The column that tells. A blank cell tells nothing.
    pub column: String,
    /// The words that tell it, without case, alone or in a list with commas. Without them, and without `unless`, any does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// The words beside which all others tell it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// A column that has to be blank, too.
    pub where_blank: Option<String>,
    /// Why, as the code of a problem: `not_paid`.
    pub code: String,
}

/// A rule, by the numbers of its columns.
#[derive(Debug, Clone)]
pub(super) struct Passing {
    pub(super) index: usize,
    where_blank: Option<usize>,
    rule: PassOver,
}

impl Passing {
    pub(super) fn of(rule: &PassOver, header: &[String]) -> Result<Self, Error> {
        let where_blank = rule.where_blank.as_deref().map(|name| index_of(name, header)).transpose()?;
        Ok(Self { index: index_of(&rule.column, header)?, where_blank, rule: rule.clone() })
    }

    /// Why the row is passed over.
    pub(super) fn code(&self, cells: Cells<'_>) -> Option<&str> {
        let is_blank = self.where_blank.is_none_or(|index| cells.get(index).is_blank());
        let tells = is_blank && !cells.get(self.index).is_blank() && self.rule.tells(&cells.get(self.index));
        tells.then_some(self.rule.code.as_str())
    }

    pub(super) fn uses(&self, index: usize) -> bool {
        self.index == index || self.where_blank == Some(index)
    }
}

impl PassOver {
    fn tells(&self, cell: &Cell<'_>) -> bool {
        let text = cell.name().unwrap_or_default();
        let is_one =
            |words: &[String], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
        if !self.unless.is_empty() {
            return !is_one(&self.unless, &text);
        }
        self.is.is_empty() || is_one(&self.is, &text) || text.split(',').any(|part| is_one(&self.is, part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(is: &[&str], unless: &[&str], text: &str) -> bool {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        PassOver { is: words(is), unless: words(unless), ..PassOver::default() }.tells(&Cell::text(text))
    }

    #[test]
    fn words_tell_without_case_and_in_lists() {
        assert!(
            tells(&["void"], &[], " Void ")
                && tells(&["a b"], &[], "x, A B")
                && tells(&[], &[], "2026-01-01")
        );
        assert!(!tells(&["void"], &[], "voided") && !tells(&[], &["paid", "partially_refunded"], "Paid"));
        assert!(tells(&[], &["paid"], "pending"));
    }
}
