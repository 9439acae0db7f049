//! Axeptio: `axeptio_cookies`, JSON with each vendor by the name that the shop's project gives it:
//! `{"$$token":"…","$$completed":true,"google_ads":false,"tiktok":true}`. `$$completed` is false before the visitor
//! answers.
//!
//! Source: axeptio/axeptio-php-sdk and axeptio/wordpress-plugin for the cookie, values as sites send them in public code
//! for the form. Sure.

use super::seen::{Answer, Seen, choice, flag};

const COOKIE: &str = "axeptio_cookies";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, |json, vendor| {
        let answered = flag(json, "$$completed")?;
        answered.then(|| flag(json, vendor).map(choice)).transpose()
    })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Axeptio, category, &format!("axeptio_cookies={value}"))
    }

    #[test]
    fn the_vendor_counts_when_the_visitor_has_answered() {
        let value = "{%22$$token%22:%22x%22%2C%22$$completed%22:true%2C%22tiktok%22:true%2C%22bing%22:false}";
        assert_eq!(read("tiktok", value), GRANTED);
        assert_eq!(read("bing", value), DENIED);
        assert_eq!(read("pixel", value), Err(COOKIE));
        assert_eq!(read("tiktok", "{%22$$completed%22:false}"), UNASKED);
        assert_eq!(read("tiktok", r#"{"tiktok":true}"#), Err(COOKIE));
    }
}
