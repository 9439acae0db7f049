//! CookieFirst: `cookiefirst-consent`, JSON:
//! `{"necessary":true,"performance":false,"functional":false,"advertising":true,…}`.
//!
//! Source: values in the cookie lists of uBlock Origin Lite (uBlockOrigin/uBOL-home, `annoyances-cookies.trusted-set-cookie.js`),
//! and its categories in the guides of elbwalker. Fairly sure; the maker does not document the cookie.

use super::seen::{Answer, Seen, choice, flag};

const COOKIE: &str = "cookiefirst-consent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, |json, category| flag(json, category).map(choice).map(Some))
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::CookieFirst, category, &format!("cookiefirst-consent={value}"))
    }

    #[test]
    fn the_category_is_true_or_false() {
        let of = |advertising: &str| {
            format!(
                "%7B%22necessary%22%3Atrue%2C%22performance%22%3Atrue%2C%22functional%22%3Atrue%2C%22advertising%22%3A\
                 {advertising}%2C%22timestamp%22%3A1767225600%2C%22type%22%3A%22category%22%7D"
            )
        };
        assert_eq!(read("", &of("true")), GRANTED);
        assert_eq!(read("", &of("false")), DENIED);
        assert_eq!(read("performance", &of("false")), GRANTED);
        assert_eq!(read("", &of("%22true%22")), Err(COOKIE));
        assert_eq!(read("marketing", &of("true")), Err(COOKIE));
        assert_eq!(read("", r#"{"advertising":true,"advertising":false}"#), Err(COOKIE));
    }
}
