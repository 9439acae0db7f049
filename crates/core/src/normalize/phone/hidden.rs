//! Digits that are hidden or mistyped: libphonenumber would drop the signs in their place, and read another number
//! (`rules.md` §3.2).

use super::digits::without_words;

/// As few letters make libphonenumber read a number as one of words.
const KEYPAD_LETTERS: usize = 3;

/// `+49151123****` and `415-555-XXXX`: what is left are not all digits of the number.
pub(super) fn is_masked(text: &str) -> bool {
    let number = without_words(text);
    let letters = || number.chars().filter(char::is_ascii_alphabetic);
    let is_crossed_out = letters().count() >= KEYPAD_LETTERS && letters().all(|c| matches!(c, 'x' | 'X'));
    is_crossed_out || number.contains("..") || number.contains(is_mask)
}

fn is_mask(c: char) -> bool {
    matches!(
        c,
        '*' | '?' | '_' | '\u{d7}' | '\u{2022}' | '\u{2026}' | '\u{2217}' | '\u{25a0}'
            ..='\u{25ff}' | '\u{2588}' | '\u{ff0a}'
    )
}

/// `+4915112345678a` and `+49 15l 12345678`: nobody knows what a letter or two stand for. Three are a keypad's, and a mark of an
/// extension has its digits behind it.
pub(super) fn has_stray_letters(text: &str) -> bool {
    let number = without_words(text);
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let letters = number.chars().filter(|&c| is_letter(c)).count();
    let mark = number.find(is_letter).and_then(|start| number.get(start..)).unwrap_or_default();
    (1..KEYPAD_LETTERS).contains(&letters) && !is_extension(mark, letters)
}

/// `x 12` and `ex. 12`, as libphonenumber knows them, with no letters elsewhere.
fn is_extension(mark: &str, letters: usize) -> bool {
    let digits = mark.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = mark.strip_suffix(digits).unwrap_or_default();
    let is_known = ["x", "ex", "xt"].iter().any(|known| known.eq_ignore_ascii_case(word));
    is_known
        && word.len() == letters
        && digits.trim_start_matches([' ', '.', ':']).starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_digits_are_seen() {
        for text in [
            "+49151123****",
            "+49151 1234 ????",
            "+49151-1234-____",
            "+49151123\u{2026}",
            "+49151123...",
            "+49151 123 \u{2022}\u{2022}\u{2022}\u{2022}",
            "+49151\u{25cf}\u{25cf}45678",
            "415-555-XXXX",
            "+49151xxx45678",
        ] {
            assert!(is_masked(text), "{text}");
        }
        for text in [
            "+1.213.373.4253",
            "1-800-FLOWERS",
            "+1 213 373 4253 x12",
            "?+12133734253",
            "Mobile: 0151 12345678.",
        ] {
            assert!(!is_masked(text), "{text}");
        }
    }

    #[test]
    fn a_letter_or_two_are_no_digits() {
        for text in [
            "+4915112345678a",
            "+49 15l 12345678",
            "0151 1234O678",
            "+49 151 12345678 x",
            "12345 x 5 a",
            "12345 p5",
            "12345ab67",
        ] {
            assert!(has_stray_letters(text), "{text}");
        }
        for text in [
            "c: 0151 12345678",
            "12345 x5",
            "12345X 5",
            "12345 ex. 5",
            "1-800-CALL-ME",
            "12345",
            "0151 12345678 ext 5",
        ] {
            assert!(!has_stray_letters(text), "{text}");
        }
    }
}
