//! Klaro: `klaro`, JSON with each service by the name that the shop gave it: `{"analytics":false,"tiktok":true}`.
//!
//! Source: "Annotated Config File" (klaro.org, `storageMethod`, `storageName`), values as sites send them in public code.
//! Sure.

use super::seen::{Answer, Seen, choice, flag};

const COOKIE: &str = "klaro";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, |json, category| flag(json, category).map(choice).map(Some))
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Klaro, category, &format!("klaro={value}"))
    }

    #[test]
    fn the_service_is_true_or_false() {
        let value = "%7B%22klaro%22%3Atrue%2C%22analytics%22%3Afalse%2C%22tiktok%22%3Atrue%7D";
        assert_eq!(read("tiktok", value), GRANTED);
        assert_eq!(read("analytics", value), DENIED);
        assert_eq!(read("pixel", value), Err(COOKIE));
        assert_eq!(read("tiktok", r#"{"tiktok":1}"#), Err(COOKIE));
    }
}
