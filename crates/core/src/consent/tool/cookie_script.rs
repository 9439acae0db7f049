//! CookieScript: `CookieScriptConsent`, JSON, with a list that is text of JSON once more:
//! `{"action":"accept","categories":"[\\"performance\\",\\"targeting\\"]"}`. `action` is `accept` or `reject`.
//!
//! Source: "Custom Functions" (help.cookie-script.com) for actions and categories, values as sites send them in public
//! code for the form. Sure.

use super::seen::{Answer, Seen, choice, lists};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const COOKIE: &str = "CookieScriptConsent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, chosen)
}

fn chosen(json: &Input<'_>, category: &str) -> Said {
    match json.get("action").and_then(Input::as_text) {
        Some("accept") => accepted(json.get("categories"), category).map(choice).map(Some),
        Some("reject") => Ok(Some(choice(false))),
        _ => Err(Unreadable),
    }
}

fn accepted(categories: Option<&Input<'_>>, category: &str) -> Result<bool, Unreadable> {
    let Some(text) = categories.and_then(Input::as_text) else { return lists(categories, category) };
    let list = Input::from_json(text.as_bytes()).or(Err(Unreadable))?;
    lists(Some(&list), category)
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(
            ConsentTool::CookieScript,
            category,
            &format!("CookieScriptConsent={value}"),
        )
    }

    #[test]
    fn the_category_is_among_the_accepted() {
        let of = |action: &str, categories: &str| {
            format!("%7B%22action%22%3A%22{action}%22%2C%22categories%22%3A%22%5B{categories}%5D%22%7D")
        };
        let both = "%5C%22performance%5C%22%2C%5C%22targeting%5C%22";
        assert_eq!(read("", &of("accept", both)), GRANTED);
        assert_eq!(read("", &of("accept", "%5C%22performance%5C%22")), DENIED);
        assert_eq!(read("", &of("accept", "")), DENIED);
        assert_eq!(read("", &of("reject", both)), DENIED);
        assert_eq!(read("", r#"{"action":"accept","categories":["targeting"]}"#), GRANTED);
        assert_eq!(read("", &of("close", both)), Err(COOKIE));
        assert_eq!(read("", r#"{"action":"accept","categories":"["}"#), Err(COOKIE));
        assert_eq!(read("", r#"{"action":"accept"}"#), Err(COOKIE));
    }
}
