//! Civic Cookie Control: `CookieControl`, JSON:
//! `{"optionalCookies":{"analytics":"accepted","marketing":"revoked"},"interactedWith":true,…}`.
//!
//! Source: values as sites send them in public code, with `accepted` and with `revoked`. Fairly sure.

use super::seen::{Answer, Seen, choice};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const COOKIE: &str = "CookieControl";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, chosen)
}

fn chosen(json: &Input<'_>, category: &str) -> Said {
    let state = json.get("optionalCookies").and_then(|categories| categories.get(category));
    match state.and_then(Input::as_text) {
        Some("accepted") => Ok(Some(choice(true))),
        Some("revoked") => Ok(Some(choice(false))),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Civic, category, &format!("CookieControl={value}"))
    }

    fn of(marketing: &str, interacted: bool) -> String {
        let categories = format!(r#"{{"analytics":"accepted","marketing":"{marketing}"}}"#);
        format!(
            r#"{{"necessaryCookies":["a*"],"optionalCookies":{categories},"interactedWith":{interacted}}}"#
        )
    }

    #[test]
    fn the_category_is_accepted_or_revoked() {
        assert_eq!(read("", &of("accepted", true)), GRANTED);
        assert_eq!(read("", &of("revoked", true)), DENIED);
        assert_eq!(read("analytics", &of("revoked", true)), GRANTED);
        assert_eq!(read("", &of("accepted", false)), GRANTED);
        assert_eq!(read("", &of("revoked", false)), DENIED);
    }

    #[test]
    fn another_form_cannot_be_read() {
        assert_eq!(read("", &of("yes", true)), Err(COOKIE));
        assert_eq!(read("Marketing", &of("accepted", true)), Err(COOKIE));
        assert_eq!(read("", r#"{"optionalCookies":{}}"#), Err(COOKIE));
    }
}
