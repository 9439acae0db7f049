//! Sums of money, exact: no price is rounded on the way, as it would be in binary numbers.

use crate::input::Input;
use crate::normalize::trim;

/// A number as it is written: digits, and how many of them stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    places: u32,
}

/// More than any currency or quantity has, so that no product of two overflows.
const MOST_PLACES: usize = 9;
const MOST_DIGITS: usize = 15;

impl Decimal {
    pub(super) const ZERO: Self = Self { digits: 0, places: 0 };
    pub(super) const ONE: Self = Self { digits: 1, places: 0 };

    /// A number that is not negative, or plain decimal text of one.
    pub(super) fn of(value: &Input<'_>) -> Option<Self> {
        match value {
            Input::Integer(number) => Self::written(&number.to_string()),
            // The shortest text that means this number, which is how it was written.
            Input::Number(number) => Self::written(&number.to_string()),
            Input::Text(text) => Self::written(trim(text)),
            _ => None,
        }
    }

    fn written(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = [whole, part].concat();
        let is_plain = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain || digits.len() > MOST_DIGITS || part.len() > MOST_PLACES {
            return None;
        }
        Some(Self { digits: digits.parse().ok()?, places: u32::try_from(part.len()).ok()? })
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Self { digits, places: self.places.checked_add(other.places)? })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let digits = self.scaled(places)?.checked_add(other.scaled(places)?)?;
        Some(Self { digits, places })
    }

    fn scaled(self, places: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(places.checked_sub(self.places)?)?)
    }

    /// The number that is written so.
    pub(super) fn to_input(self) -> Option<Input<'static>> {
        let point = 10_i128.checked_pow(self.places)?;
        let (whole, part) = (self.digits.checked_div(point)?, self.digits.checked_rem(point)?);
        if part == 0 {
            return i64::try_from(whole).ok().map(Input::Integer);
        }
        let width = usize::try_from(self.places).ok()?;
        format!("{whole}.{part:0width$}").parse().ok().map(Input::Number)
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
