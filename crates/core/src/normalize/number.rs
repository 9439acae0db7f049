//! Numbers: integers exact up to 2^53, money as numbers or plain decimal text (`rules.md` §1, §5).

use super::currency;
use super::spreadsheet::whole_number;
use super::text::{is_dash, is_decimal_digit, trim};
use crate::input::Input;
use crate::problem::Code;
use crate::value::Value;

/// 2^53: the largest magnitude at which every integer is a JSON number of its own.
pub(crate) const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;

/// More digits than this do not survive JSON in every language.
const SURE_DIGITS: usize = 15;

/// A number that is not negative, from a number or decimal text; and whether it has more digits than are kept for sure.
pub(crate) fn amount(value: &Input<'_>) -> Result<(Value<'static>, bool), Code> {
    match value {
        Input::Integer(_) | Input::Number(_) => {
            let number = any(value)?;
            let is_too_precise = is_too_precise(&number);
            if is_negative(&number) { Err(Code::InvalidNumber) } else { Ok((number, is_too_precise)) }
        }
        Input::Text(text) => decimal(trim(text)),
        Input::NotUnicode => Err(Code::NotUnicode),
        _ => Err(Code::WrongType),
    }
}

/// Whether it is money that goes back: a negative number, or text with a minus as people and spreadsheets write one, as
/// `-19,90`, `19.90-`, `EUR -19.90` or `(19.90)`.
pub(crate) fn is_refund(value: &Input<'_>) -> bool {
    match value {
        Input::Integer(number) => *number < 0,
        Input::Number(number) => number.is_finite() && *number < 0.0,
        Input::Text(text) => has_minus(trim(text)),
        _ => false,
    }
}

/// The sign stands in front of all digits or behind them, with no more there than a currency has.
fn has_minus(text: &str) -> bool {
    let is_minus = |c: char| matches!(c, '\u{2212}' | '\u{207b}') || is_dash(c);
    let [before, behind] = around_digits(text);
    let is_money = is_currency(before) && is_currency(behind);
    let is_in_parentheses = before.contains('(') && behind.contains(')');
    let is_some = text.contains(|c: char| is_decimal_digit(c) && c != '0');
    is_some && is_money && (is_in_parentheses || before.contains(is_minus) || behind.contains(is_minus))
}

/// What stands in front of the first digit and behind the last one.
fn around_digits(text: &str) -> [&str; 2] {
    let before = text.split(is_decimal_digit).next().unwrap_or_default();
    let behind = text.rsplit(is_decimal_digit).next().unwrap_or_default();
    [before, behind]
}

/// Signs, and the letters that a currency has, as `R$`, `kr` and `EUR`. `12-Jan` is a date.
fn is_currency(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.chars().count() <= 2 || currency::is_listed(&letters.to_uppercase())
}

/// An integer that is not negative, from an integer or its digits, with nothing but zeros behind a point.
pub(crate) fn count(value: &Input<'_>) -> Result<Value<'static>, Code> {
    let number = match value {
        Input::Integer(_) | Input::Number(_) => any(value)?,
        Input::Text(text) => {
            let text = trim(text);
            let digits = digits(whole_number(text).unwrap_or(text)).ok_or(Code::InvalidNumber)?;
            any(&Input::Integer(digits))?
        }
        Input::NotUnicode => return Err(Code::NotUnicode),
        _ => return Err(Code::WrongType),
    };
    match number {
        Value::Integer(0..) => Ok(number),
        Value::Integer(_) => Err(Code::InvalidNumber),
        _ => Err(Code::WrongType),
    }
}

/// Any number: one without a fraction is an integer, since JavaScript cannot tell 1 from 1.0.
pub(crate) fn any(value: &Input<'_>) -> Result<Value<'static>, Code> {
    match value {
        Input::Integer(n) if n.unsigned_abs() > 1 << 53 => Err(Code::NumberTooLarge),
        Input::Integer(n) => Ok(Value::Integer(*n)),
        Input::Number(n) if !n.is_finite() => Err(Code::InvalidNumber),
        Input::Number(n) if n.fract() != 0.0 => Ok(Value::Number(*n)),
        Input::Number(n) => integral(*n).map(Value::Integer).ok_or(Code::NumberTooLarge),
        Input::NotUnicode => Err(Code::NotUnicode),
        _ => Err(Code::WrongType),
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "checked: within ±2^53 and without fraction"
)]
fn integral(number: f64) -> Option<i64> {
    (number.abs() <= MAX_INTEGER).then_some(number as i64)
}

fn is_negative(number: &Value<'_>) -> bool {
    match number {
        Value::Integer(n) => *n < 0,
        Value::Number(n) => *n < 0.0,
        _ => false,
    }
}

/// Text of digits alone.
pub(crate) fn digits(text: &str) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // More digits than an i64 takes are too large for every field.
    is_plain.then(|| text.parse().unwrap_or(i64::MAX))
}

/// `19.90`: digits, and perhaps a point with digits behind it.
fn decimal(text: &str) -> Result<(Value<'static>, bool), Code> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(Code::InvalidNumber);
    }
    let number: f64 = text.parse().map_err(|_| Code::InvalidNumber)?;
    Ok((any(&Input::Number(number))?, significant_digits(text) > SURE_DIGITS))
}

/// Digits behind the point of a number that is no integer, in its shortest form.
pub(crate) fn decimals(number: f64) -> usize {
    let mut buffer = ryu_js::Buffer::new();
    let text = buffer.format_finite(number);
    let (mantissa, exponent) = text.split_once("e-").unwrap_or((text, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    fraction + exponent.parse().unwrap_or(0)
}

fn is_too_precise(number: &Value<'_>) -> bool {
    match number {
        Value::Integer(n) => significant_digits(itoa::Buffer::new().format(*n)) > SURE_DIGITS,
        Value::Number(n) => significant_digits(ryu_js::Buffer::new().format_finite(*n)) > SURE_DIGITS,
        _ => false,
    }
}

/// Digits from the first that is not zero, exponent apart; zeros at the end of a whole number count, being exact.
fn significant_digits(text: &str) -> usize {
    let mantissa = text.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    digits.skip_while(|&b| b == b'0').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_or_decimal_text() {
        assert_eq!(amount(&Input::text(" 19.90 ")), Ok((Value::Number(19.9), false)));
        assert_eq!(amount(&Input::Number(20.0)), Ok((Value::Integer(20), false)));
        assert_eq!(amount(&Input::Number(-0.0)), Ok((Value::Integer(0), false)));
        for text in ["$5", "1,000", "-1", "+1", "1e3", ".5", "5.", "١", ""] {
            assert_eq!(amount(&Input::text(text)), Err(Code::InvalidNumber), "{text}");
        }
        for n in [-0.01, f64::NAN, f64::INFINITY] {
            assert_eq!(amount(&Input::Number(n)), Err(Code::InvalidNumber));
        }
        assert_eq!(amount(&Input::Bool(true)), Err(Code::WrongType));
    }

    #[test]
    fn money_that_goes_back_is_seen() {
        for text in [
            "-1",
            "-0.01",
            "\u{2212}5",
            "- 19.90",
            "-19,90",
            "$-5",
            "-$5",
            "19.90-",
            "(19.90)",
            "-1e3",
            "EUR -5",
            "-EUR 5",
            "kr -5",
            "-5 kr",
            "5,00- EUR",
            "5-\u{20ac}",
            "$(5.00)",
            "(5.00) EUR",
            "EUR (5)",
            "-\u{665}",
            "\u{207b}5",
        ] {
            assert!(is_refund(&Input::text(text)), "{text}");
        }
        for text in [
            "1", "0", "-0.00", "2-3", "-", "", "order-5", "(0)", "free", "5 - free", "12-Jan", "CUR-5",
            "(5) 5",
        ] {
            assert!(!is_refund(&Input::text(text)), "{text}");
        }
        assert!(is_refund(&Input::Integer(-1)) && is_refund(&Input::Number(-0.01)));
        assert!(!is_refund(&Input::Number(-0.0)) && !is_refund(&Input::Number(f64::NEG_INFINITY)));
    }

    #[test]
    fn fifteen_digits_are_sure() {
        assert_eq!(amount(&Input::text("1234567890123.45")).map(|(_, doubtful)| doubtful), Ok(false));
        assert_eq!(amount(&Input::text("1234567890123.456")).map(|(_, doubtful)| doubtful), Ok(true));
        assert_eq!(amount(&Input::Number(0.1 + 0.2)).map(|(_, doubtful)| doubtful), Ok(true));
        assert_eq!(amount(&Input::text("0.000000000000001")).map(|(_, doubtful)| doubtful), Ok(false));
    }

    #[test]
    fn decimals_are_those_of_the_shortest_form() {
        for (number, expected) in [(0.5, 1), (19.99, 2), (1234.005, 3), (1e-7, 7), (1.5e-7, 8), (5e-324, 324)]
        {
            assert_eq!(decimals(number), expected, "{number}");
        }
    }

    #[test]
    fn integers_are_exact_or_refused() {
        assert_eq!(any(&Input::Integer(1 << 53)), Ok(Value::Integer(1 << 53)));
        assert_eq!(any(&Input::Integer((1 << 53) + 1)), Err(Code::NumberTooLarge));
        assert_eq!(any(&Input::Number(1e21)), Err(Code::NumberTooLarge));
        assert_eq!(count(&Input::text("2")), Ok(Value::Integer(2)));
        assert_eq!(count(&Input::text("2.0")), Ok(Value::Integer(2)));
        assert_eq!(count(&Input::text("2.5")), Err(Code::InvalidNumber));
        assert_eq!(count(&Input::Number(2.0)), Ok(Value::Integer(2)));
        assert_eq!(count(&Input::Number(2.5)), Err(Code::WrongType));
        assert_eq!(count(&Input::Integer(-1)), Err(Code::InvalidNumber));
        assert_eq!(count(&Input::text("99999999999999999999")), Err(Code::NumberTooLarge));
    }
}
