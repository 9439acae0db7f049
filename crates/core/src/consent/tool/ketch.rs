//! Ketch: `_ketch_consent_v1_`, base64 of JSON with each purpose by the name that the shop gives it:
//! `{"analytics":{"status":"granted"},"behavioral_advertising":{"status":"denied"}}`.
//!
//! Source: ketch-sdk's `setPublicConsent` (public copies of the SDK's sources), and RudderStack's reader of it. Sure. The
//! cookie does not tell a default from an answer; where the law wants to be asked first, the shop's default in Ketch must
//! be a no.

use super::seen::{Answer, Seen, base64_text, choice, json};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const COOKIE: &str = "_ketch_consent_v1_";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.read(COOKIE, |text, purpose| chosen(&json(&base64_text(text)?)?, purpose))
}

fn chosen(json: &Input<'_>, purpose: &str) -> Said {
    let status = json.get(purpose).and_then(|purpose| purpose.get("status"));
    match status.and_then(Input::as_text) {
        Some("granted") => Ok(Some(choice(true))),
        Some("denied") => Ok(Some(choice(false))),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Ketch, category, &format!("_ketch_consent_v1_={value}"))
    }

    #[test]
    fn the_purpose_is_granted_or_denied() {
        // {"ads":{"status":"granted","canonicalPurposes":["behavioral_advertising"]},"analytics":{"status":"denied"}}
        let value = "eyJhZHMiOnsic3RhdHVzIjoiZ3JhbnRlZCIsImNhbm9uaWNhbFB1cnBvc2VzIjpbImJlaGF2aW9yYWxfYWR2ZXJ0aXNpbmciXX0sImFuYWx5\
                     dGljcyI6eyJzdGF0dXMiOiJkZW5pZWQifX0";
        for padding in ["", "=", "%3D"] {
            assert_eq!(read("ads", &format!("{value}{padding}")), GRANTED);
        }
        assert_eq!(read("analytics", value), DENIED);
        assert_eq!(read("personalization", value), Err(COOKIE));
        assert_eq!(read("ads", "eyJhZHMi"), Err(COOKIE));
    }
}
