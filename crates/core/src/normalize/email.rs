//! E-mail addresses: trimmed, NFC, lower-case, and nothing else (`rules.md` §3).
//!
//! Dots and `+tag` stay and the domain is not turned into punycode: TikTok's page asks for none of it, and its own
//! Pixel hashes the plain form.

use std::borrow::Cow;

use super::text::{folded, is_invisible, is_space, trim};
use crate::problem::Code;

const LONGEST: usize = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets

pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let email = folded(trim(raw));
    if is_address(&email) { Ok(email) } else { Err(Code::InvalidEmail) }
}

/// Exactly one `@` with something at both sides, nothing blank or invisible, no list.
fn is_address(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let has_both_sides = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    has_both_sides && email.len() <= LONGEST && !email.contains(is_forbidden)
}

/// An unquoted comma is never part of an address (RFC 5321 §4.1.2), so one stands between two of them.
fn is_forbidden(c: char) -> bool {
    c == ',' || c.is_control() || !c.is_ascii_graphic() && (is_space(c) || is_invisible(c))
}

/// Whether a text is one e-mail address, for those who must not let one pass.
pub(crate) fn is_email(text: &str) -> bool {
    text.contains('@') && canonical(text).is_ok()
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
        let hidden = "jo\u{200b}@x.de";
        for raw in
            ["", "@", "jo", "@x.de", "jo@", "a@b@c", "jo @x.de", "a@x.de,b@x.de", "a@x.de,", hidden, &long]
        {
            assert_eq!(canonical(raw), Err(Code::InvalidEmail));
        }
        assert!(canonical(&format!("{}@x.de", "a".repeat(249))).is_ok());
    }
}
