//! CookieYes: `cookieyes-consent`, as `consentid:…,consent:yes,action:yes,necessary:yes,advertisement:no`. Before the
//! visitor answers, the values are blank.
//!
//! Source: values as sites send them in public code (a first visit in the tests of a cookie blocker,
//! `consent:,action:,necessary:,…`); `cookieyes.com/cookies-installed-by-cookieyes-and-their-purposes` names the
//! categories. Sure of the form.

use super::seen::{Answer, Seen, choice, only};
use crate::consent::{Said, Unreadable};

const COOKIE: &str = "cookieyes-consent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.read(COOKIE, chosen)
}

fn chosen(text: &str, category: &str) -> Said {
    match only(text.split(',').filter_map(|pair| pair.split_once(':')), category)? {
        Some("yes") => Ok(Some(choice(true))),
        Some("no") => Ok(Some(choice(false))),
        Some("") => Ok(None),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::CookieYes, category, &format!("cookieyes-consent={value}"))
    }

    #[test]
    fn the_category_counts_when_the_visitor_has_answered() {
        assert_eq!(
            read("", "consentid:TEST,consent:yes,action:yes,necessary:yes,advertisement:yes"),
            GRANTED
        );
        assert_eq!(read("", "consentid:TEST,consent:no,action:yes,necessary:yes,advertisement:no"), DENIED);
        assert_eq!(read("other", "consentid:TEST%2Caction%3Ayes%2Cother%3Ayes"), GRANTED);
    }

    #[test]
    fn before_that_a_value_is_blank_or_the_default_of_the_region() {
        assert_eq!(read("", "consentid:TEST,consent:,action:,necessary:,advertisement:"), UNASKED);
        assert_eq!(read("", "consentid:TEST,consent:,action:,necessary:yes,advertisement:yes"), GRANTED);
        assert_eq!(read("", "consentid:TEST,consent:no,action:,necessary:yes,advertisement:no"), DENIED);
    }

    #[test]
    fn another_form_cannot_be_read() {
        let values =
            ["consentid:TEST", "action:yes,advertisement:1", "action:yes,advertisement:yes,advertisement:no"];
        for value in values {
            assert_eq!(read("", value), Err(COOKIE), "{value}");
        }
        assert_eq!(read("marketing", "action:yes,advertisement:yes"), Err(COOKIE));
    }
}
