//! CookieConsent by Orest Bida: `cc_cookie`, JSON with the accepted categories, which every shop names itself:
//! `{"categories":["necessary","ads"],"revision":0,…}`. Before version 3 the list is `level`.
//!
//! Source: orestbida/cookieconsent and its reference (cookieconsent.orestbida.com), values as sites send them in public
//! code. Sure.

use super::seen::{Answer, Seen, choice, lists};

const COOKIE: &str = "cc_cookie";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, |json, category| {
        let accepted = json.get("categories").or_else(|| json.get("level"));
        lists(accepted, category).map(choice).map(Some)
    })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Cookieconsent, category, &format!("cc_cookie={value}"))
    }

    #[test]
    fn the_category_is_among_the_accepted() {
        let value = "%7B%22categories%22%3A%5B%22necessary%22%2C%22ads%22%5D%2C%22revision%22%3A0%7D";
        assert_eq!(read("ads", value), GRANTED);
        assert_eq!(read("analytics", value), DENIED);
        assert_eq!(read("ads", r#"{"level":["necessary","ads"],"revision":0}"#), GRANTED);
        assert_eq!(read("ads", r#"{"categories":"ads"}"#), Err(COOKIE));
        assert_eq!(read("ads", r#"{"revision":0}"#), Err(COOKIE));
    }
}
