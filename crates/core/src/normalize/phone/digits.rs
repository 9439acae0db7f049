//! The digits of a number in any script, and what people put between them.

use crate::normalize::text::{is_dash, is_decimal_digit, is_space};

/// From the first `+` or digit on.
pub(super) fn without_words(text: &str) -> &str {
    text.find(|c| is_plus(c) || is_decimal_digit(c)).and_then(|start| text.get(start..)).unwrap_or_default()
}

pub(super) fn is_plus(c: char) -> bool {
    matches!(c, '+' | '＋')
}

/// What people put between the digits of one number: white space, dashes, and libphonenumber's `VALID_PUNCTUATION`.
pub(super) fn is_between_digits(c: char) -> bool {
    is_space(c) || is_dash(c) || "()[].~/\u{ad}\u{2212}\u{30fc}（）［］．／⁓∼～".contains(c)
}

/// The digits of any script as ASCII, without what stands between them.
pub(super) fn digits_of(text: &str) -> String {
    text.chars().filter_map(unicode_digit).filter_map(|digit| char::from_digit(digit, 10)).collect()
}

/// The value of a decimal digit of any script. Every block of them begins at its zero and runs to nine.
pub(super) fn unicode_digit(c: char) -> Option<u32> {
    let is_digit = |code: u32| char::from_u32(code).is_some_and(is_decimal_digit);
    if c.is_ascii() || !is_decimal_digit(c) {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    let before = (1..=9).take_while(|&n| is_digit(code - n)).count();
    u32::try_from(before).ok().filter(|&value| value < 10)
}
