//! What the sandbox may keep: personal data that arrives in the clear is never stored, logged or shown.

use std::borrow::Cow;

use tiktok_capi_core::catalog::is_personal_name;

/// What stands in place of a value that must not be kept.
pub(crate) const MASK: &str = "***";

/// Whether the text holds an e-mail address or is a phone number.
pub(crate) fn is_personal(text: &str) -> bool {
    holds_email(text) || is_phone(text)
}

/// Whether something like `a@b` stands anywhere in the text, percent-encoded or not.
fn holds_email(text: &str) -> bool {
    let around = |mark: &'static str| {
        text.match_indices(mark).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            // `jo@@x.de` is no address, and personal all the same.
            let after = text.get(at..).and_then(|after| after.trim_start_matches(mark).chars().next());
            before.is_some_and(is_in_address) && after.is_some_and(char::is_alphanumeric)
        })
    };
    text.contains('@') && around("@") || text.contains("%40") && around("%40")
}

fn is_in_address(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '"' | '\'')
}

/// Whether the whole text is a number with `+` in front, or a `tel:` address.
fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let Some(rest) = text.strip_prefix('+').or_else(|| text.strip_prefix("tel:")) else { return false };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let is_plain =
        rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '/' | '+'));
    is_plain && (7..=15).contains(&digits)
}

/// An address of the web without what is personal in it; nothing when nothing is.
///
/// Its query is dropped as a whole: a page of a test needs no more than a hint.
pub(crate) fn masked_url(url: &str) -> Option<String> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (address, rest) = url.split_at_checked(end)?;
    if is_personal(address) {
        return Some(MASK.to_owned());
    }
    let is_bad = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        !value.is_empty() && (is_personal_name(name) || name == "name" || is_encoded_phone(value))
            || holds_email(pair)
    };
    rest.split(['?', '#', '&']).any(is_bad).then(|| format!("{address}?{MASK}"))
}

/// A `+` is written `%2B` in a query, and a bare one stands for a blank.
fn is_encoded_phone(value: &str) -> bool {
    let plus = value.strip_prefix("%2B").or_else(|| value.strip_prefix("%2b"));
    plus.is_some_and(|digits| is_phone(&format!("+{}", digits.replace("%20", " ")))) || is_phone(value)
}

/// The text, or the mask where it holds personal data.
pub(crate) fn kept(text: &str) -> Cow<'_, str> {
    if is_personal(text) { Cow::Borrowed(MASK) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_seen_and_ids_are_not() {
        for text in [
            "jo@x.de",
            "mail jo@x.de now",
            "jö@müller.de",
            "a%40b.c",
            "jo@@x.de",
            "+49 (151) 123-45678",
            "tel:+15551234567",
        ] {
            assert!(is_personal(text), "{text}");
        }
        for text in [
            "",
            "4915112345678",
            "E.C.P.abc",
            "@jo",
            "a @ b",
            "https://x.de/@jo",
            "+1",
            "+49 order 12345678",
            "ключ",
        ] {
            assert!(!is_personal(text), "{text}");
        }
    }

    #[test]
    fn an_address_keeps_what_is_not_personal() {
        assert_eq!(masked_url("https://x.de/a?utm_source=b&ttclid=E.C.P#top"), None);
        assert_eq!(masked_url("https://x.de/a?email="), None);
        for query in ["email=q", "a=1&phone=1", "q=jo%40x.de", "x=%2B4915112345678", "#name=Jo"] {
            assert_eq!(
                masked_url(&format!("https://x.de/a?{query}")).as_deref(),
                Some("https://x.de/a?***"),
                "{query}"
            );
        }
        assert_eq!(masked_url("https://x.de/u/jo@x.de/").as_deref(), Some("***"));
    }
}
