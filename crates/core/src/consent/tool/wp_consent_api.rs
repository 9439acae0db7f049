//! WordPress's Consent API, which several tools of WordPress write to: a cookie for each category,
//! `wp_consent_marketing`, with `allow` or `deny`.
//!
//! Source: Really-Simple-Plugins/wp-consent-level-api, `api.php` and `assets/js/wp-consent-api.js`. Sure.

use super::seen::{Answer, Seen, choice};

const FIXED: &str = "wp_consent_";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let category = seen.category.ok_or(FIXED)?;
    match seen.cookie(&format!("{FIXED}{category}")) {
        None => Ok(None),
        Some("allow") => Ok(Some(choice(true))),
        Some("deny") => Ok(Some(choice(false))),
        Some(_) => Err(FIXED),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, header: &str) -> Answer {
        super::super::tests::read(ConsentTool::WpConsentApi, category, header)
    }

    #[test]
    fn allows_and_denies() {
        assert_eq!(read("", "wp_consent_functional=allow; wp_consent_marketing=allow"), GRANTED);
        assert_eq!(read("", "wp_consent_functional=allow; wp_consent_marketing=deny"), DENIED);
        assert_eq!(read("statistics", "wp_consent_statistics=allow; wp_consent_marketing=deny"), GRANTED);
        assert_eq!(read("", "wp_consent_functional=allow"), UNASKED);
        assert_eq!(read("", "wp_consent_marketing=yes"), Err(FIXED));
    }
}
