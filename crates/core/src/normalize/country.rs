//! Country, sent in plain.

use std::borrow::Cow;

use rust_iso3166::{ALL, CountryCode};

use super::text::{folded, is_letter_mark_or_digit, trim};
use crate::problem::Code;

/// Two letters, three letters or the English short name of ISO 3166-1; two letters in lower case come out.
///
/// `uk` counts as `gb`: ISO 3166-1 keeps it reserved for the United Kingdom, and people write it.
pub(crate) fn canonical(raw: &str) -> Result<Cow<'static, str>, Code> {
    let code = alpha2(trim(raw)).ok_or(Code::InvalidCountry)?;
    Ok(Cow::Owned(code.to_ascii_lowercase()))
}

/// The two capital letters of a country, from any of its spellings.
pub(crate) fn alpha2(text: &str) -> Option<&'static str> {
    let found = match text.len() {
        2 if text.eq_ignore_ascii_case("uk") => return Some("GB"),
        2 => rust_iso3166::from_alpha2(&text.to_ascii_uppercase()),
        3 => rust_iso3166::from_alpha3(&text.to_ascii_uppercase()),
        _ => None,
    };
    found.map(|known| known.alpha2).or_else(|| by_name(text))
}

/// ISO's English short name, with or without what it puts into brackets, or a name of everyday English.
fn by_name(text: &str) -> Option<&'static str> {
    let wanted = bare_name(text);
    let everyday = || EVERYDAY.iter().find(|(name, _)| *name == wanted).map(|(_, code)| *code);
    let whole = || ALL.iter().find(|known| bare_name(known.name) == wanted).map(|known| known.alpha2);
    if wanted.is_empty() { None } else { everyday().or_else(whole).or_else(|| by_short_name(&wanted)) }
}

/// The name before the brackets, when only one country has it: not `Korea`.
fn by_short_name(wanted: &str) -> Option<&'static str> {
    let before_brackets =
        |known: &&CountryCode| bare_name(known.name.split('(').next().unwrap_or_default()) == wanted;
    let mut found = ALL.iter().filter(before_brackets);
    found.next().filter(|_| found.next().is_none()).map(|known| known.alpha2)
}

/// The letters of a name without "the", which people put at the start.
fn bare_name(name: &str) -> String {
    let name = folded(name);
    let words = name.split(|c: char| !is_letter_mark_or_digit(c)).filter(|word| !word.is_empty());
    words.filter(|word| *word != "the").collect()
}

/// Names that everybody writes and ISO 3166-1 does not have, without spaces.
const EVERYDAY: &[(&str, &str)] = &[
    ("unitedstates", "US"),
    ("unitedkingdom", "GB"),
    ("greatbritain", "GB"),
    ("russia", "RU"),
    ("vietnam", "VN"),
    ("southkorea", "KR"),
    ("northkorea", "KP"),
    ("turkey", "TR"),
    ("czechrepublic", "CZ"),
    ("ivorycoast", "CI"),
    ("taiwan", "TW"),
    ("laos", "LA"),
    ("syria", "SY"),
    ("moldova", "MD"),
    ("tanzania", "TZ"),
    ("brunei", "BN"),
    ("macau", "MO"),
    ("capeverde", "CV"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_in_every_spelling() {
        for (raw, expected) in [
            ("DE", "de"),
            ("deu", "de"),
            ("Germany", "de"),
            ("UK", "gb"),
            ("United States of America", "us"),
            ("the netherlands", "nl"),
            ("Korea (Republic of)", "kr"),
            ("CÔTE D'IVOIRE", "ci"),
            ("Iran", "ir"),
            ("Vietnam", "vn"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
        }
        for raw in ["XX", "ZZZ", "Germania", "1", "Korea", "the"] {
            assert_eq!(canonical(raw), Err(Code::InvalidCountry));
        }
    }
}
