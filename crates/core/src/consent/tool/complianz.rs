//! Complianz: a cookie for each category, `cmplz_marketing`, with `allow` or `deny`, and `cmplz_banner-status`, which is
//! `dismissed` when the visitor has answered. On the main site of a multisite their names begin with `cmplz_rt_`.
//!
//! Source: Really-Simple-Plugins/complianz-gdpr, `cookiebanner/js/complianz.js` (`cmplz_set_consent`, `banner-status`)
//! and `get_cookie_prefix` in its PHP. Sure.

use super::seen::{Answer, Seen, choice};

const FIXED: &str = "cmplz_";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let category = seen.category.ok_or(FIXED)?;
    Ok(of(seen, FIXED, category)?.max(of(seen, "cmplz_rt_", category)?))
}

fn of(seen: &Seen<'_>, prefix: &str, category: &str) -> Answer {
    let cookie = |name: &str| seen.cookie(&format!("{prefix}{name}"));
    let answered = cookie("banner-status") == Some("dismissed");
    match cookie(category) {
        Some("allow") => Ok(Some(choice(true))),
        Some("deny") => Ok(Some(choice(false))),
        // The visitor has answered, and not about this category.
        None if !answered => Ok(None),
        _ => Err(FIXED),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, header: &str) -> Answer {
        super::super::tests::read(ConsentTool::Complianz, category, header)
    }

    #[test]
    fn the_category_counts_when_the_banner_was_dismissed() {
        assert_eq!(read("", "cmplz_banner-status=dismissed; cmplz_marketing=allow"), GRANTED);
        assert_eq!(read("", "cmplz_banner-status=dismissed; cmplz_marketing=deny"), DENIED);
        assert_eq!(read("statistics", "cmplz_banner-status=dismissed; cmplz_statistics=allow"), GRANTED);
        assert_eq!(read("", "cmplz_rt_banner-status=dismissed; cmplz_rt_marketing=allow"), GRANTED);
    }

    #[test]
    fn before_that_the_default_of_the_region_counts() {
        assert_eq!(read("", "cmplz_banner-status=show"), UNASKED);
        assert_eq!(read("", "cmplz_marketing=allow; cmplz_banner-status=show"), GRANTED);
        assert_eq!(read("", "cmplz_marketing=deny"), DENIED);
    }

    #[test]
    fn the_most_restrictive_of_two_sites_counts() {
        let both = "cmplz_rt_banner-status=dismissed; cmplz_rt_marketing=deny; \
                    cmplz_banner-status=dismissed; cmplz_marketing=allow";
        assert_eq!(read("", both), DENIED);
    }

    #[test]
    fn another_value_or_category_cannot_be_read() {
        assert_eq!(read("", "cmplz_banner-status=dismissed; cmplz_marketing=yes"), Err(FIXED));
        assert_eq!(read("ads", "cmplz_banner-status=dismissed; cmplz_marketing=allow"), Err(FIXED));
    }
}
