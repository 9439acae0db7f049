//! Sums of money, exact: no price is rounded on the way, as it would be in binary numbers.

use crate::input::Input;
use crate::normalize::trim;

/// A number that is not negative, as it is written: digits, and how many of them stand behind the point.
///
/// ```
/// use tiktok_capi_core::Decimal;
///
/// let sum = Decimal::parse("0.1").zip(Decimal::parse("0.2")).and_then(|(a, b)| a.plus(b));
/// assert_eq!(sum.map(|sum| sum.with_places(2)).as_deref(), Some("0.30"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// More than any currency or quantity has, so that no product of two overflows.
const MOST_PLACES: usize = 9;
const MOST_DIGITS: usize = 15;

/// Places of what is only added up, so that sums have room before the point.
const MOST_PLACES_OF_A_SUM: usize = 20;

impl Decimal {
    /// Nothing at all.
    pub const ZERO: Self = Self { digits: 0, places: 0 };
    pub(crate) const ONE: Self = Self { digits: 1, places: 0 };

    /// A number that is not negative, or plain decimal text of one, of so few digits that products are exact.
    pub(crate) fn of(value: &Input<'_>) -> Option<Self> {
        match value {
            Input::Integer(number) => Self::factor(&number.to_string()),
            // The shortest text that means this number, which is how it was written.
            Input::Number(number) => Self::factor(&number.to_string()),
            Input::Text(text) => Self::factor(trim(text)),
            _ => None,
        }
    }

    fn factor(text: &str) -> Option<Self> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let written = Self::parse(text).filter(|_| digits <= MOST_DIGITS)?;
        usize::try_from(written.places).is_ok_and(|places| places <= MOST_PLACES).then_some(written)
    }

    /// A number in plain digits, maybe with a point among them. Nothing for what is none, or has more digits than sums have
    /// room for: 20 behind the point, 38 in all.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = [whole, part].concat();
        let is_plain = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain || part.len() > MOST_PLACES_OF_A_SUM {
            return None;
        }
        Some(Self { digits: digits.parse().ok()?, places: u32::try_from(part.len()).ok()? })
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Self { digits, places: self.places.checked_add(other.places)? })
    }

    /// The sum. Nothing where it has more digits than there is room for.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let digits = self.scaled(places)?.checked_add(other.scaled(places)?)?;
        Some(Self { digits, places })
    }

    fn scaled(self, places: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(places.checked_sub(self.places)?)?)
    }

    /// The number that is written so.
    pub(crate) fn to_input(self) -> Option<Input<'static>> {
        let text = self.with_places(0);
        if text.contains('.') {
            text.parse().ok().map(Input::Number)
        } else {
            text.parse().ok().map(Input::Integer)
        }
    }

    /// In plain digits, at least so many of them behind the point, and no zero more than that at the end.
    #[must_use]
    pub fn with_places(self, least: usize) -> String {
        let places = usize::try_from(self.places).unwrap_or(0);
        let digits = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, part) = digits.split_at_checked(digits.len() - places).unwrap_or_default();
        let part = format!("{:0<least$}", part.trim_end_matches('0'));
        if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<Decimal> {
        Decimal::of(&Input::from_json(json.as_bytes()).unwrap())
    }

    fn sum(terms: &[(&str, &str)]) -> Option<Input<'static>> {
        let terms = terms.iter().map(|(price, quantity)| of(price)?.times(of(quantity)?));
        terms.into_iter().try_fold(Decimal::ZERO, |sum, term| sum.plus(term?))?.to_input()
    }

    #[test]
    fn sums_are_exact() {
        for (terms, expected) in [
            (vec![("19.9", "2")], Input::Number(39.8)),
            (vec![("0.1", "3")], Input::Number(0.3)),
            (vec![("0.1", "1"), ("0.2", "1")], Input::Number(0.3)),
            (vec![("1.1", "1.1")], Input::Number(1.21)),
            (vec![("\"19.90\"", "\"2\""), ("0.2", "1")], Input::Integer(40)),
            (vec![("1e-5", "1")], Input::Number(0.00001)),
            (vec![("0.05", "1")], Input::Number(0.05)),
            (vec![], Input::Integer(0)),
        ] {
            assert_eq!(sum(&terms), Some(expected), "{terms:?}");
        }
    }

    #[test]
    fn sums_are_shown_with_the_places_of_their_currency() {
        let shown = |text, least| Decimal::parse(text).map(|number| number.with_places(least));
        assert_eq!(shown("1254.4", 2).as_deref(), Some("1254.40"));
        assert_eq!(shown("1254.400", 0).as_deref(), Some("1254.4"));
        assert_eq!(shown("0.005", 2).as_deref(), Some("0.005"));
        assert_eq!(shown("0", 2).as_deref(), Some("0.00"));
        assert_eq!(shown("1980", 0).as_deref(), Some("1980"));
        assert_eq!(shown("20.00", 0).as_deref(), Some("20"));
        assert_eq!(shown("0.00000000000000000001", 2).as_deref(), Some("0.00000000000000000001"));
        for text in ["", ".5", "-1", "1e5", "0.000000000000000000001", &"9".repeat(40)] {
            assert_eq!(shown(text, 2), None, "{text}");
        }
        let large = Decimal::parse(&"9".repeat(38));
        assert_eq!(large.zip(large).and_then(|(a, b)| a.plus(b)), None);
    }

    #[test]
    fn what_is_no_price_is_none() {
        for json in [
            "-1",
            "\"-1\"",
            "\"1,50\"",
            "\"€ 5\"",
            "\"\"",
            "\".5\"",
            "\"1.2.3\"",
            "1e20",
            "1e-12",
            "true",
            "null",
            "[1]",
            "1e999",
        ] {
            assert_eq!(of(json), None, "{json}");
        }
        assert_eq!(sum(&[("999999999999999", "999999999999999"); 3]), None);
    }
}
