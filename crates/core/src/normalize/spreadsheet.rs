//! What spreadsheets and data frames leave behind whole numbers: `10115.0`, once a column of codes was taken for numbers.

/// The digits alone, when the text is plain digits with `.0` behind them.
pub(crate) fn without_fraction(text: &str) -> Option<&str> {
    text.strip_suffix(".0").filter(|whole| is_digits(whole))
}

/// The digits alone, when the text is a decimal without a fraction, as `2.0` and `2.0000` of a database.
pub(crate) fn whole_number(text: &str) -> Option<&str> {
    let (whole, zeros) = text.split_once('.')?;
    (is_digits(whole) && !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0')).then_some(whole)
}

/// Whether it is a number with an exponent, as spreadsheets write long ones: `1.23457E+11`. Its last digits are lost.
pub(crate) fn has_exponent(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    is_digits(whole) && is_digits(fraction) && power.strip_prefix('+').is_some_and(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_zero_behind_plain_digits_goes() {
        assert_eq!(without_fraction("10115.0"), Some("10115"));
        assert_eq!(whole_number("2.0000"), Some("2"));
        for text in ["", ".0", "10115", "10115.5", "A1.0", "1.0.0", "10115.", "-1.0", "\u{661}.0"] {
            assert_eq!((without_fraction(text), whole_number(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn an_exponent_has_its_sign() {
        for text in ["1.23457E+11", "1e+21", "9.22337203685478E+18"] {
            assert!(has_exponent(text), "{text}");
        }
        for text in ["12E3", "1e5", "E+11", "1.E+5", "A1E+5", "1.2E+", "12345"] {
            assert!(!has_exponent(text), "{text}");
        }
    }
}
