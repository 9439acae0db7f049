//! Everything that decides how a table is read and mapped: as flags say it, as a file keeps it, or as a preset brings it.
//!
//! A key has the name of its flag, so that whoever knows the one knows the other. No value of a row is in it.

mod fit;
mod kept;
pub mod preset;
mod settings;
mod settled;

use std::collections::BTreeMap;
use std::ops::Not;

use serde::{Deserialize, Serialize};

use crate::mapping::{PassOver, Target};

/// What was said about a table. What is not, the table tells itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Plan {
    /// The name of the events that have none.
    pub event: Option<String>,
    /// Where the conversions happened, as the option `event_source`.
    pub event_source: Option<String>,
    /// The encoding of a text.
    pub encoding: Option<String>,
    /// The character between the columns of a text.
    pub delimiter: Option<String>,
    /// The sheet of a workbook, by its name or number.
    pub sheet: Option<String>,
    /// What stands before the fraction of a number.
    pub decimal: Option<String>,
    /// What stands between thousands.
    pub thousands: Option<String>,
    /// How times are written.
    pub date_format: Option<String>,
    /// Where the clocks are that times were read from.
    pub time_zone: Option<String>,
    /// The column that says which rows are of one order, or the field that it goes into.
    pub group_by: Option<String>,
    /// Whether quotation marks stand where they should, whatever they take in.
    #[serde(skip_serializing_if = "Not::not")]
    pub trust_quotes: bool,
    /// Columns without which a header is not that of this export. Where there are some, the others may be missing, and
    /// names are compared by their letters and digits alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// The fields of a column; a blank one leaves the column out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, Fields>,
    /// A field and its value in every row.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// What a column of names calls an event, and the event's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, String>,
    /// Rows that are no conversions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pass_over: Vec<PassOver>,
}

/// The fields of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fields {
    /// One, as most columns have.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Fields {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(field) => std::slice::from_ref(field),
            Self::Many(fields) => fields,
        }
    }

    /// Adds one.
    pub fn push(&mut self, field: String) {
        *self = Self::Many(self.all().iter().cloned().chain([field]).collect());
    }
}

impl Plan {
    /// This plan, and what another says where this one says nothing: of a column that is named here nothing else counts,
    /// and a field that takes one value has it from here.
    #[must_use]
    pub fn over(mut self, base: Self) -> Self {
        let map = base.map.iter().filter_map(|(column, fields)| self.left_open(column, fields));
        let map: Vec<_> = map.collect();
        let mut set = base.set;
        set.retain(|field, _| !self.maps(field));
        self.map.extend(map);
        self.pass_over.extend(base.pass_over);
        Self {
            event: self.event.or(base.event),
            event_source: self.event_source.or(base.event_source),
            encoding: self.encoding.or(base.encoding),
            delimiter: self.delimiter.or(base.delimiter),
            sheet: self.sheet.or(base.sheet),
            // The one mark says what the other is.
            decimal: self.decimal.or(base.decimal.filter(|_| self.thousands.is_none())),
            thousands: self.thousands.or(base.thousands),
            date_format: self.date_format.or(base.date_format),
            time_zone: self.time_zone.or(base.time_zone),
            group_by: self.group_by.or(base.group_by),
            trust_quotes: self.trust_quotes || base.trust_quotes,
            requires: base.requires,
            set: extended(set, self.set),
            events: extended(base.events, self.events),
            ..self
        }
    }

    /// What of another's column counts beside this plan.
    fn left_open(&self, column: &str, fields: &Fields) -> Option<(String, Fields)> {
        let is_open = |field: &&String| {
            let takes_many = Target::of(field).is_some_and(|target| target.takes_many());
            !self.set.contains_key(*field) && (takes_many || !self.maps(field))
        };
        let left: Vec<_> = fields.all().iter().filter(is_open).cloned().collect();
        let is_left = !self.map.contains_key(column) && !left.is_empty();
        is_left.then(|| (column.to_owned(), Fields::of(left)))
    }

    /// Whether a column goes into that field.
    fn maps(&self, field: &str) -> bool {
        self.map.values().any(|fields| fields.all().iter().any(|other| other == field))
    }
}

/// What one says, and what the other says instead.
fn extended(mut base: BTreeMap<String, String>, over: BTreeMap<String, String>) -> BTreeMap<String, String> {
    base.extend(over);
    base
}

impl Fields {
    fn of(mut fields: Vec<String>) -> Self {
        match fields.pop() {
            Some(field) if fields.is_empty() => Self::One(field),
            last => Self::Many(fields.into_iter().chain(last).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_said_wins() {
        let base = "event = 'Purchase'\ndecimal = '.'\n[map]\nTotal = 'properties.value'\nMail = 'user.email'\nNote = 'properties.description'\n\
                    Date = 'event_time'\n[set]\n'properties.currency' = 'EUR'\n'properties.content_type' = 'product'";
        let said = "thousands = '.'\n[map]\nNet = 'properties.value'\nMail2 = 'user.email'\nNote = ''\n\
                    [set]\n'properties.content_type' = 'product_group'\nevent_time = '2026-01-01T00:00:00Z'";
        let both = "event = 'Purchase'\nthousands = '.'\n[map]\nNet = 'properties.value'\nMail = 'user.email'\nMail2 = 'user.email'\nNote = ''\n\
                    [set]\n'properties.currency' = 'EUR'\n'properties.content_type' = 'product_group'\nevent_time = '2026-01-01T00:00:00Z'";
        assert_eq!(plan(said).over(plan(base)), plan(both));
        assert_eq!(plan(said).over(Plan::default()), plan(said));
        assert_eq!(Plan::default().over(plan(base)), plan(base));
    }
}
