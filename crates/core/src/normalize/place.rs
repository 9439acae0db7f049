//! City and state. They are sent in plain: TikTok asks for letters and digits in lower case.

mod codes;
mod united_states;

use std::borrow::Cow;

use super::addresses::holds_address;
use super::placeholder;
use super::shown::shown;
use super::text::{apply, is_dash, is_decimal_digit, letters_and_digits, trim};
use crate::hash::Digest;
use crate::problem::Code;
use crate::region::Region;

pub(crate) fn city(raw: &str) -> Result<Cow<'_, str>, Code> {
    apply(shown(raw), plain)
}

/// A code of ISO 3166-2 stands without its prefix, and within the United States a state's name becomes its two letters.
pub(crate) fn state(raw: &str, country: Option<Region>) -> Result<Cow<'_, str>, Code> {
    apply(shown(raw), |text| {
        if let Some(code) = code(trim(text), country) {
            return Ok(Cow::Owned(code.to_ascii_lowercase()));
        }
        let state = plain(text)?;
        let letters = (country == Some(Region::US)).then(|| united_states::letters(&state)).flatten();
        Ok(letters.map_or(state, Cow::Owned))
    })
}

/// Its letters, marks and digits.
fn plain(text: &str) -> Result<Cow<'_, str>, Code> {
    if holds_address(text) {
        return Err(Code::PersonalData);
    }
    if placeholder::is_nobody(text) {
        return Err(Code::Placeholder);
    }
    let place = letters_and_digits(text);
    if is_place(&place) { Ok(place) } else { Err(Code::InvalidPlace) }
}

/// Digits alone can be a district or the code of a region, as `13` for Tokyo (ISO 3166-2). As many as a phone number has
/// are one. A digest is no place either: these fields are sent in plain.
fn is_place(text: &str) -> bool {
    let is_phone = text.chars().count() > MOST_DIGITS && text.chars().all(is_decimal_digit);
    !text.is_empty() && !is_phone && Digest::from_hex(text).is_none()
}

const MOST_DIGITS: usize = 6;

/// What stands behind the prefix of a code that there is, as `CA` in `US-CA`: `La-Paz` is none of Laos. `NAN`, of Afghanistan,
/// keeps its prefix, for alone it stands for nobody.
fn code(text: &str, country: Option<Region>) -> Option<&str> {
    let (prefix, code) = text
        .split_once(|c| c == '_' || is_dash(c))
        .map_or_else(|| glued(text), |(a, b)| Some((trim(a), trim(b))))?;
    let is_theirs = country.is_none_or(|country| prefix.eq_ignore_ascii_case(country.as_str()));
    (is_theirs && is_listed(prefix, code) && !placeholder::is_nobody(code)).then_some(code)
}

/// `JP13`, as WooCommerce has some of them.
fn glued(text: &str) -> Option<(&str, &str)> {
    let (prefix, code) = text.split_at_checked(2)?;
    code.bytes().all(|byte| byte.is_ascii_digit()).then_some((prefix, code))
}

fn is_listed(prefix: &str, code: &str) -> bool {
    let prefix = prefix.to_ascii_uppercase();
    let place = codes::CODES.binary_search_by_key(&prefix.as_str(), |(country, _)| country).ok();
    let known = place.and_then(|place| codes::CODES.get(place)).map(|(_, known)| known.split(' '));
    known.is_some_and(|mut known| known.any(|known| known.eq_ignore_ascii_case(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_marks_and_digits_stay() {
        for (raw, expected) in [
            ("New York", "newyork"),
            ("São Paulo", "sãopaulo"),
            ("S&atilde;o Paulo", "sãopaulo"),
            ("東京", "東京"),
            ("Xi\u{2bc}an", "xian"),
            ("Ro\u{fe0f}me\u{200e}", "rome"),
            ("Washington, D.C.", "washingtondc"),
        ] {
            assert_eq!(city(raw).unwrap(), expected);
        }
        assert_eq!(city("--"), Err(Code::InvalidPlace));
        assert_eq!(city("jo&#64;x.de"), Err(Code::PersonalData));
    }

    #[test]
    fn codes_stand_without_their_prefix() {
        let region = |code: &str| Region::from_code(code);
        for (raw, country, expected) in [
            ("US-CA", region("us"), "ca"),
            ("us-ca", None, "ca"),
            ("DE-BY", region("de"), "by"),
            ("CA\u{2011}ON", None, "on"),
            ("GB - ENG", None, "eng"),
            ("VE-A", region("ve"), "a"),
            ("JP13", region("jp"), "13"),
            ("US-PR", None, "pr"),
            ("us_ca", None, "ca"),
        ] {
            assert_eq!(state(raw, country).unwrap(), expected, "{raw}");
        }
        for (raw, country, expected) in [
            ("La-Paz", None, "lapaz"),
            ("US-CA", region("ca"), "usca"),
            ("Al-Jawf", region("al"), "aljawf"),
            ("US-California", region("us"), "uscalifornia"),
            ("XX-CA", None, "xxca"),
            ("AF-NAN", region("af"), "afnan"),
            ("PR", None, "pr"),
            ("JP99", region("jp"), "jp99"),
            ("13", None, "13"),
            ("-", None, ""),
        ] {
            assert_eq!(state(raw, country).as_deref().unwrap_or_default(), expected, "{raw}");
        }
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(codes::CODES.is_sorted_by_key(|(country, _)| country));
        assert_eq!(
            codes::CODES.iter().filter(|(country, _)| Region::from_code(country).is_none()).count(),
            0
        );
    }
}
