//! What stands in a cell.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::DateTime;

/// A value of a table. CSV has texts alone; a workbook knows what it holds. `Debug` shows the kind and never the value.
#[derive(Clone, PartialEq)]
pub enum Cell<'r> {
    /// Nothing, or blanks alone.
    Blank,
    /// Text, as it stands.
    Text(Cow<'r, str>),
    /// Text whose bytes do not belong to the encoding of the table.
    NotText,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or a very large one.
    Number(f64),
    /// A yes or no.
    Flag(bool),
    /// A date with a time of the day, in no time zone that the table would tell.
    Time(DateTime),
}

impl Cell<'_> {
    /// Whether nothing stands there.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }
}

impl<'r> Cell<'r> {
    /// A text, or a blank cell where there are blanks alone.
    pub(crate) fn text(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if is_blank(&text) { Self::Blank } else { Self::Text(text) }
    }

    pub(crate) fn bytes(bytes: &'r [u8]) -> Self {
        str::from_utf8(bytes).map_or(Self::NotText, Self::text)
    }

    /// What it says, trimmed, as the name of a column or an order. Nothing where it is no text.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        (!matches!(self, Self::NotText)).then(|| self.written().trim().to_owned())
    }

    /// How a text has it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::NotText | Self::Blank => String::new(),
            Self::Text(text) => text.clone().into_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Time(time) => time.to_string(),
        }
    }

    /// Spreadsheets keep every number with a fraction; one without is a whole number, as an order's.
    pub(crate) fn number(number: f64) -> Self {
        /// 2⁵³: whole numbers beyond it are not exact.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let is_whole = number.fract() == 0.0 && number.abs() <= EXACT;
        let whole = is_whole.then(|| format!("{number:.0}").parse().ok()).flatten();
        whole.map_or(Self::Number(number), Self::Integer)
    }
}

/// Whether a text says nothing: white space, or the marks without width that exports leave behind.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "Blank",
            Self::Text(_) => "Text",
            Self::NotText => "NotText",
            Self::Integer(_) => "Integer",
            Self::Number(_) => "Number",
            Self::Flag(_) => "Flag",
            Self::Time(_) => "Time",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_fraction_is_whole() {
        assert_eq!(Cell::number(4711.0), Cell::Integer(4711));
        assert_eq!(Cell::number(-3.0), Cell::Integer(-3));
        assert_eq!(Cell::number(19.9), Cell::Number(19.9));
        assert_eq!(Cell::number(1e300), Cell::Number(1e300));
    }

    #[test]
    fn blanks_say_nothing() {
        for blank in ["", "  \t", "\u{a0}", "\u{feff}"] {
            assert_eq!(Cell::text(blank), Cell::Blank);
        }
        assert_eq!(Cell::bytes(b"\xff"), Cell::NotText);
        assert_eq!(Cell::bytes(b" a "), Cell::Text(" a ".into()));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", [Cell::text("jo@x.example"), Cell::Integer(4711)]), "[Text, Integer]");
    }
}
