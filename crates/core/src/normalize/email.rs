//! E-mail addresses: trimmed, NFC, lower-case, and nothing else (`rules.md` §3).
//!
//! Dots and `+tag` stay and the domain is not turned into punycode: TikTok's page asks for none of it, and its own
//! Pixel hashes the plain form.

use std::borrow::Cow;

use super::placeholder;
use super::text::{folded, is_invisible, is_letter_mark_or_digit, is_punctuation, is_space, trim};
use crate::problem::Code;

const LONGEST: usize = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let email = folded(trim(raw));
    if is_address(&email) { Ok(email) } else { Err(Code::InvalidEmail) }
}

/// One address and nothing around it: what else stands there would be hashed along, and match nobody.
fn is_address(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    email.len() <= LONGEST && is_local_part(local) && domain.split('.').all(is_label)
}

/// Apostrophes, `+` and dots are people's own, wherever they stand but for an apostrophe in front, which quotes.
fn is_local_part(local: &str) -> bool {
    let is_plain = !local.starts_with(is_apostrophe) && !is_edged(local) && !local.contains(is_forbidden);
    !local.is_empty() && is_plain && !placeholder::is_unfilled(local)
}

/// A part of a domain (RFC 1123 §2.1, RFC 5891 §4.2.3.1), with the underscore of some intranets.
fn is_label(label: &str) -> bool {
    let is_part =
        |c| matches!(c, '-' | '_') || is_letter_mark_or_digit(c) && !is_invisible(c) || is_in_words(c);
    let is_edge = |c| c == '-' || is_in_words(c);
    !label.is_empty()
        && !label.starts_with(is_edge)
        && !label.ends_with(is_edge)
        && label.chars().all(is_part)
}

/// The punctuation that RFC 5892 appendix A lets stand inside a word: Catalan, Greek, Hebrew, Japanese.
fn is_in_words(c: char) -> bool {
    matches!(c, '\u{b7}' | '\u{375}' | '\u{5f3}' | '\u{5f4}' | '\u{30fb}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}')
}

/// At its edge such a sign is a bullet or a quotation mark.
fn is_edged(local: &str) -> bool {
    local.starts_with(is_in_words) || local.ends_with(is_in_words)
}

/// What RFC 5322 §3.2.3 lets stand in quotation marks alone; `*`, `%` and braces, which are of masks and templates; shapes that
/// mask as well; and signs of other scripts that come around an address or between two.
fn is_forbidden(c: char) -> bool {
    if c.is_ascii_graphic() {
        return b"<>()[]\";:\\,*%{}".iter().any(|&sign| c == char::from(sign));
    }
    let is_sign = is_punctuation(c) && !is_apostrophe(c) && !is_in_words(c);
    let is_shape = matches!(c, '\u{2580}'..='\u{25ff}');
    c.is_control() || is_space(c) || is_invisible(c) || is_sign || is_shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_trim_and_case_is_done() {
        assert_eq!(canonical(" ALICE_abc@gmail.com ").unwrap(), "alice_abc@gmail.com");
        assert_eq!(canonical("J.o+tag@GoogleMail.com").unwrap(), "j.o+tag@googlemail.com");
        assert_eq!(canonical("jo@EXÄMPLE.de").unwrap(), "jo@exämple.de");
    }

    #[test]
    fn what_is_no_single_address_is_refused() {
        let long = format!("{}@x.de", "a".repeat(250));
        for raw in ["", "@", "jo", "@x.de", "jo@", "a@b@c", "jo @x.de", "a@x.de,b@x.de", "a@x.de,", &long] {
            assert_eq!(canonical(raw), Err(Code::InvalidEmail));
        }
        assert!(canonical(&format!("{}@x.de", "a".repeat(249))).is_ok());
    }

    #[test]
    fn what_stands_around_an_address_makes_it_none() {
        for (before, after) in [
            ("<", ">"),
            ("mailto:", ""),
            ("", ";"),
            ("'", "'"),
            ("\u{201c}", "\u{201d}"),
            ("", "."),
            ("", "/"),
            ("", "?subject=x"),
            ("\u{ad}", ""),
            ("{{", "}}"),
            ("***", ""),
            ("%22", "%22"),
            ("\u{b7}", ""),
            ("\u{25cf}\u{25cf}", ""),
            ("\u{1f4e7} ", ""),
        ] {
            assert_eq!(
                canonical(&format!("{before}jo@x.de{after}")),
                Err(Code::InvalidEmail),
                "{before}{after}"
            );
        }
    }

    #[test]
    fn a_domain_has_labels() {
        for domain in ["x..de", ".x.de", "-x.de", "x-.de", "x.de-", "x|y.de", "x\u{200b}.de"] {
            assert_eq!(canonical(&format!("jo@{domain}")), Err(Code::InvalidEmail), "{domain}");
        }
        for domain in ["localhost", "xn--mnchen-3ya.de", "col\u{b7}lectiu.cat", "my_host.de", "\u{4f8b}.jp"] {
            assert!(canonical(&format!("jo@{domain}")).is_ok(), "{domain}");
        }
    }
}
