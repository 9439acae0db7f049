//! Civic Cookie Control: `CookieControl`, JSON:
//! `{"optionalCookies":{"analytics":"accepted","marketing":"revoked"},"interactedWith":true,…}`.
//!
//! Source: values as sites send them in public code, with `accepted` and with `revoked`. Fairly sure; that
//! `interactedWith` tells an answer is our reading of its name.

use super::{Answer, Input, Said, Seen, Unreadable, choice, unasked};

const COOKIE: &str = "CookieControl";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, chosen)
}

fn chosen(json: &Input<'_>, category: &str) -> Said {
    let state = json.get("optionalCookies").and_then(|categories| categories.get(category));
    let said = match state.and_then(Input::as_text) {
        Some("accepted") => choice(true),
        Some("revoked") => choice(false),
        _ => return Err(Unreadable),
    };
    let answered = matches!(json.get("interactedWith"), Some(Input::Bool(true)));
    Ok(if answered { Some(said) } else { unasked(said) })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
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
    fn the_category_counts_when_the_visitor_has_answered() {
        assert_eq!(read("", &of("accepted", true)), GRANTED);
        assert_eq!(read("", &of("revoked", true)), DENIED);
        assert_eq!(read("analytics", &of("revoked", true)), GRANTED);
        assert_eq!(read("", &of("accepted", false)), UNASKED);
        assert_eq!(read("", &of("revoked", false)), DENIED);
    }

    #[test]
    fn another_form_cannot_be_read() {
        assert_eq!(read("", &of("yes", true)), Err(COOKIE));
        assert_eq!(read("Marketing", &of("accepted", true)), Err(COOKIE));
        assert_eq!(read("", r#"{"optionalCookies":{}}"#), Err(COOKIE));
    }
}
