//! Country, sent in plain.

mod names;
mod spelling;

use std::borrow::Cow;

use super::shown::shown;
use super::text::trim;
use crate::problem::Code;

/// Two letters, three letters or an English name; two letters in lower case come out.
pub(crate) fn canonical(raw: &str) -> Result<Cow<'static, str>, Code> {
    let code = alpha2(raw).ok_or(Code::InvalidCountry)?;
    Ok(Cow::Owned(code.to_ascii_lowercase()))
}

/// The two capital letters of a country, from any of its spellings.
pub(crate) fn alpha2(text: &str) -> Option<&'static str> {
    let text = shown(text);
    let text = trim(&text);
    by_code(text).or_else(|| spelling::by_name(text)).or_else(|| twice(text))
}

/// The same from a code alone. `uk` counts as `gb`: ISO 3166-1 keeps it reserved for the United Kingdom, and people write it.
pub(crate) fn by_code(code: &str) -> Option<&'static str> {
    if !matches!(code.len(), 2 | 3) {
        return None;
    }
    let code = code.to_ascii_uppercase();
    let special = BEYOND_ISO.iter().find(|(known, _)| *known == code).map(|(_, alpha2)| *alpha2);
    special.or_else(|| {
        rust_iso3166::from_alpha2(&code)
            .or_else(|| rust_iso3166::from_alpha3(&code))
            .map(|known| known.alpha2)
    })
}

/// Codes that ISO 3166-1 keeps for others, or leaves to everybody, and shops have in their lists of countries.
const BEYOND_ISO: [(&str, &str); 5] = [("AC", "AC"), ("TA", "TA"), ("UK", "GB"), ("XK", "XK"), ("XKX", "XK")];

/// `United Kingdom (UK)`: what stands in brackets says the same once more.
fn twice(text: &str) -> Option<&'static str> {
    let (before, rest) = text.split_once('(')?;
    let once = |text: &str| by_code(text).or_else(|| spelling::by_name(text));
    let code = once(trim(before))?;
    (once(trim(rest.strip_suffix(')')?)) == Some(code)).then_some(code)
}

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
            ("xk", "xk"),
            ("XKX", "xk"),
            ("Kosovo", "xk"),
            ("AC", "ac"),
            ("United Kingdom (UK)", "gb"),
            ("C&ocirc;te d&#039;Ivoire", "ci"),
            ("\u{200e}Germany\u{200b}", "de"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
        }
        for raw in ["XX", "ZZZ", "Germania", "1", "Germany (FR)", "(DE)", "Germany (DE) (", "N/A", "N.A."] {
            assert_eq!(canonical(raw), Err(Code::InvalidCountry));
        }
    }
}
