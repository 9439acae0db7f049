//! What people hash in place of the canonical value. A digest that came is compared with each.

use tiktok_capi_core::catalog::Identifier;
use tiktok_capi_core::{Digest, Normalized};

/// What the digest is of, when it is one of the usual mistakes.
pub(super) fn mistake(
    given: &str,
    typed: &str,
    identifier: Identifier,
    normalized: &Normalized,
) -> Option<&'static str> {
    let lower = given.to_ascii_lowercase();
    let is_hex = lower.bytes().all(|b| b.is_ascii_hexdigit());
    match lower.len() {
        64 if is_hex => {}
        32 if is_hex => return Some("It has 32 digits, as MD5 has; TikTok wants SHA-256."),
        40 if is_hex => return Some("It has 40 digits, as SHA-1 has; TikTok wants SHA-256."),
        _ => return Some("It is no SHA-256 digest, which has 64 hexadecimal digits."),
    }
    let canonical = normalized.text().unwrap_or_default();
    if normalized.digest().is_some_and(|digest| digest.to_hex() == lower) {
        return Some("It is the right digest in upper case; TikTok documents lower case.");
    }
    let usual = candidates(typed, canonical, identifier);
    let found = usual.into_iter().find(|(text, _)| digest_of(text) == lower);
    found.map(|(_, mistake)| mistake)
}

fn candidates(typed: &str, canonical: &str, identifier: Identifier) -> Vec<(String, &'static str)> {
    let trimmed = typed.trim();
    let mut usual = vec![
        (String::new(), "It is the digest of nothing: an empty field was hashed."),
        (digest_of(canonical), "It was hashed twice: a digest is sent as it is."),
        (typed.to_owned(), "It is the digest of what you typed as it stands, not of its canonical form."),
        (trimmed.to_owned(), "The white space was removed, and nothing else."),
        (trimmed.to_lowercase(), "It was only trimmed and put in lower case."),
        (trimmed.to_uppercase(), "It was put in upper case."),
        (typed.to_lowercase(), "White space around it was not removed."),
    ];
    match identifier {
        Identifier::Phone => usual.extend(phones(trimmed, canonical)),
        Identifier::Email => usual.extend(emails(canonical)),
        Identifier::Name => {
            usual.push((without(canonical, ' '), "The spaces between the names were removed."));
        }
        _ => {}
    }
    usual
}

fn phones(trimmed: &str, canonical: &str) -> [(String, &'static str); 3] {
    let digits = canonical.trim_start_matches('+');
    let as_dialled = trimmed.chars().filter(char::is_ascii_digit).collect();
    [
        (digits.to_owned(), "The + in front is missing: TikTok hashes E.164 with it."),
        (format!("00{digits}"), "It begins with 00 in place of +."),
        (as_dialled, "It is the national number without its country code."),
    ]
}

/// Other networks and old advice rewrite addresses of Gmail; TikTok's Pixel does not.
fn emails(canonical: &str) -> Vec<(String, &'static str)> {
    let Some((local, domain)) = canonical.split_once('@') else { return Vec::new() };
    let untagged = local.split('+').next().unwrap_or(local);
    vec![
        (format!("{untagged}@{domain}"), "The +tag was cut off; it belongs to the address."),
        (format!("{}@{domain}", without(local, '.')), "The dots were removed; they belong to the address."),
        (
            format!("{}@{domain}", without(untagged, '.')),
            "Dots and +tag were removed; they belong to the address.",
        ),
        (local.to_owned(), "It is the part before the @ alone."),
    ]
}

/// The digest of a text that is not brought to its canonical form.
fn digest_of(text: &str) -> String {
    Digest::of(text).to_hex()
}

fn without(text: &str, unwanted: char) -> String {
    text.chars().filter(|c| *c != unwanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiktok_capi_core::{Input, Region, hash};

    fn of(field: &str, identifier: Identifier, typed: &str, given: &str) -> Option<&'static str> {
        let normalized =
            hash(field, &Input::text(typed), Region::from_code("GB"), &super::super::rules()).unwrap();
        mistake(given, typed, identifier, &normalized)
    }

    #[test]
    fn the_usual_mistakes_are_told_apart() {
        let mut told = std::collections::BTreeSet::new();
        let phone = "020 7946 0958";
        for text in ["442079460958", "00442079460958", "02079460958", phone, ""] {
            told.insert(of("phone", Identifier::Phone, phone, &digest_of(text)).unwrap());
        }
        let email = " Jo.Doe+x@Example.com";
        let right = digest_of("jo.doe+x@example.com");
        for given in [
            digest_of("jo.doe@example.com"),
            digest_of("jodoe@example.com"),
            digest_of("jodoe+x@example.com"),
            digest_of("Jo.Doe+x@Example.com"),
            digest_of("JO.DOE+X@EXAMPLE.COM"),
            digest_of(&right),
            right.to_uppercase(),
            "0".repeat(32),
            "0".repeat(40),
            "no digest".to_owned(),
        ] {
            told.insert(of("email", Identifier::Email, email, &given).unwrap());
        }
        assert_eq!(told.len(), 15, "{told:?}");
        assert_eq!(of("email", Identifier::Email, email, &digest_of("somebody else")), None);
    }
}
