//! Cookie Information: `CookieInformationConsent`, JSON:
//! `{"consents_approved":["cookie_cat_necessary"],"consents_denied":["cookie_cat_marketing"],…}`.
//!
//! Source: values as sites send them in public code, and Cookie Information's template for Google Tag Manager, which
//! reads `consents_approved`. Sure.

use super::seen::{Answer, Seen, choice, lists};
use crate::consent::Unreadable;

const COOKIE: &str = "CookieInformationConsent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, |json, category| {
        let in_list = |list| lists(json.get(list), category);
        match (in_list("consents_approved")?, in_list("consents_denied")?) {
            (false, false) => Err(Unreadable),
            (_, no) => Ok(Some(choice(!no))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(
            ConsentTool::CookieInformation,
            category,
            &format!("CookieInformationConsent={value}"),
        )
    }

    #[test]
    fn the_category_is_in_one_of_two_lists() {
        let of = |yes: &str, no: &str| {
            format!(
                "%7B%22website_uuid%22%3A%220%22%2C%22consents_approved%22%3A[{yes}],%22consents_denied%22:[{no}]%7D"
            )
        };
        let marketing = "%22cookie_cat_necessary%22%2C%22cookie_cat_marketing%22";
        assert_eq!(read("", &of(marketing, "")), GRANTED);
        assert_eq!(read("", &of("%22cookie_cat_necessary%22", "%22cookie_cat_marketing%22")), DENIED);
        assert_eq!(read("", &of(marketing, marketing)), DENIED);
        assert_eq!(read("cookie_cat_statistic", &of(marketing, "")), Err(COOKIE));
        assert_eq!(read("", &of("", "")), Err(COOKIE));
        assert_eq!(read("", r#"{"consents_approved":["cookie_cat_marketing"]}"#), Err(COOKIE));
    }
}
