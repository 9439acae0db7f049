//! The decimal mark of a column.

use std::fmt;

use super::amount::Amount;
use super::numeral::{Numeral, Says};

/// What stands between a number and its fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `19.90`
    Point,
    /// `19,90`
    Comma,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimals(Mark);

/// Looks at the numbers of a column, cell by cell.
#[derive(Debug, Clone, Default)]
pub struct DecimalSurvey {
    /// The lines of the first cells that say so.
    point: Option<u64>,
    comma: Option<u64>,
    either: Option<u64>,
}

/// Why a column's numbers cannot be read. Holds lines and no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// Some say so and some say otherwise.
    Both {
        /// A line with a decimal point.
        point: u64,
        /// A line with a decimal comma.
        comma: u64,
    },
    /// None says anything.
    Either {
        /// The first line that leaves it open, as `1.234` does.
        line: u64,
    },
}

impl Mark {
    fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

impl Decimals {
    /// Numbers with that mark.
    #[must_use]
    pub fn with(mark: Mark) -> Self {
        Self(mark)
    }

    /// The mark.
    #[must_use]
    pub fn mark(self) -> Mark {
        self.0
    }

    /// The amount of a cell, or nothing where the text is no number that is written in this way.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Amount<'_>> {
        let numeral = Numeral::of(text)?;
        Some(Amount { number: numeral.plain(self.0.char())?, currency: numeral.currency })
    }
}

impl DecimalSurvey {
    /// Looks at a cell.
    pub fn see(&mut self, text: &str, line: u64) {
        let seen = match Numeral::of(text).and_then(|numeral| numeral.says()) {
            None | Some(Says::Nothing) => return,
            Some(Says::Decimal(',')) => &mut self.comma,
            Some(Says::Decimal(_)) => &mut self.point,
            Some(Says::Either) => &mut self.either,
        };
        seen.get_or_insert(line);
    }

    /// The mark that a cell shows. Whole numbers show none.
    #[must_use]
    pub fn seen(&self) -> Option<Mark> {
        match (self.point, self.comma) {
            (Some(_), None) => Some(Mark::Point),
            (None, Some(_)) => Some(Mark::Comma),
            _ => None,
        }
    }

    /// What the cells say together.
    ///
    /// # Errors
    ///
    /// Where they say both, or leave it open: an amount is never guessed.
    pub fn decided(&self) -> Result<Decimals, Undecided> {
        match (self.point, self.comma, self.either) {
            (Some(point), Some(comma), _) => Err(Undecided::Both { point, comma }),
            (None, None, Some(line)) => Err(Undecided::Either { line }),
            (_, Some(_), _) => Ok(Decimals(Mark::Comma)),
            _ => Ok(Decimals(Mark::Point)),
        }
    }
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Both { point, comma } => {
                write!(f, "numbers have a decimal point (line {point}) and a decimal comma (line {comma})")
            }
            Self::Either { line } => {
                write!(f, "whether a mark divides thousands or begins a fraction is open (line {line})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str]) -> Result<Mark, Undecided> {
        let mut survey = DecimalSurvey::default();
        for (cell, line) in cells.iter().zip(2..) {
            survey.see(cell, line);
        }
        survey.decided().map(Decimals::mark)
    }

    #[test]
    fn one_cell_decides_for_all() {
        assert_eq!(decided(&["1.234", "5", "19,90"]), Ok(Mark::Comma));
        assert_eq!(decided(&["1.234", "5", "19.9"]), Ok(Mark::Point));
        assert_eq!(decided(&["1.234", "1.234.567"]), Ok(Mark::Comma));
        assert_eq!(decided(&["5", "", "abc"]), Ok(Mark::Point));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(decided(&["5", "1.234", "2,345"]), Err(Undecided::Either { line: 3 }));
        assert_eq!(decided(&["19,90", "19.90"]), Err(Undecided::Both { point: 3, comma: 2 }));
    }
}
