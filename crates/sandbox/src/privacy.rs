//! What the sandbox may keep: personal data that arrives in the clear is never stored, logged or shown.
//!
//! What an event must not hold is found by the core's finder, so that a finding says what `explain` says. Phone numbers are
//! hidden besides: nobody needs them here.

use std::borrow::Cow;

use tiktok_capi_core::{Code, Entropy, Input, Rules, holds_address, normalize};

/// What stands in place of a value that must not be kept.
pub(crate) const MASK: &str = "***";

/// Whether the text holds an e-mail address or is a phone number.
pub(crate) fn is_personal(text: &str) -> bool {
    holds_address(text) || is_phone(text)
}

/// Whether the whole text is a number with `+` in front, or a `tel:` address.
pub(crate) fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let Some(rest) = text.strip_prefix('+').or_else(|| text.strip_prefix("tel:")) else { return false };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let is_plain =
        rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '/' | '+'));
    is_plain && (7..=15).contains(&digits)
}

/// An address of the web without what the core finds personal in it; nothing when that is nothing.
pub(crate) fn redacted_url(url: &str) -> Option<String> {
    let rules = Rules::at(0, Entropy::default());
    let canonical = normalize("page.url", &Input::text(url), None, &rules).ok()?;
    let is_redacted = canonical.problems().iter().any(|problem| problem.code() == Code::UrlRedacted);
    // What the core redacted before it was sent is redacted once more, to the same.
    canonical.text().filter(|text| is_redacted && *text != url).map(str::to_owned)
}

/// An address of the web without its query, when a phone number is a value there.
pub(crate) fn without_phones(url: &str) -> Option<String> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (address, rest) = url.split_at_checked(end)?;
    let is_phone = |pair: &str| pair.split_once('=').is_some_and(|(_, value)| is_encoded_phone(value));
    rest.split(['?', '#', '&']).any(is_phone).then(|| format!("{address}?{MASK}"))
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
            "a%2540b.co",
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
            "product@2x.png",
            "SKU@12",
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
        let redacted = |query: &str| redacted_url(&format!("https://x.de/a?{query}"));
        for query in ["utm_source=b&ttclid=E.C.P#top", "email=", "email=redacted", "x=%2B4915112345678"] {
            assert_eq!(redacted(query), None, "{query}");
        }
        for query in ["email=q", "a=1&phone=1", "q=jo%40x.de", "#name=Jo"] {
            let url = redacted(query).unwrap();
            assert!(url.starts_with("https://x.de/a?") && url.ends_with("redacted"), "{url}");
        }
        assert_eq!(redacted_url("https://x.de/u/jo@x.de/").as_deref(), Some("https://x.de/u/redacted/"));
        assert_eq!(
            without_phones("https://x.de/a?x=%2B4915112345678").as_deref(),
            Some("https://x.de/a?***")
        );
        assert_eq!(without_phones("https://x.de/a?x=4711"), None);
    }
}
