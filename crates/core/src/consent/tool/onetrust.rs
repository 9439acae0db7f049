//! OneTrust and CookiePro: `OptanonConsent`, a form (`application/x-www-form-urlencoded`) whose `groups` are
//! `C0001:1,C0004:0`; `eupubconsent-v2`, a TC string, where the shop takes part in TCF. Before the visitor answers, the groups
//! are what the shop's rule for the region allows, and OneTrust lets the page's scripts run by them.
//!
//! Source: "OneTrust Cookies" (my.onetrust.com, Knowledge) for the cookies; the README of commercetools'
//! `@commercetools-frontend/cookie-consent` for a whole value; README of the "OneTrust Consent Groups" templates for
//! Google Tag Manager. Sure. Of `isGpcEnabled` and `browserGpcFlag` no description was found; the browser says `Sec-GPC`
//! itself.

use super::seen::{Answer, Seen, choice, only, percent_decoded};
use crate::consent::Unreadable;

const COOKIE: &str = "OptanonConsent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let tcf = seen.tc_string("eupubconsent-v2")?;
    let Some(value) = seen.cookie(COOKIE) else { return Ok(tcf) };
    let category = seen.category.ok_or(COOKIE)?;
    let said = choice(group(value, category).map_err(|Unreadable| COOKIE)?);
    Ok(tcf.max(Some(said)))
}

/// The form is taken apart before it is decoded: `landingPath` is an address that anybody may have written a link to.
fn group(value: &str, category: &str) -> Result<bool, Unreadable> {
    let rewritten = if value.contains('&') { value.into() } else { percent_decoded(value)? };
    let fields = rewritten.split('&').filter_map(|field| field.split_once('='));
    let groups = percent_decoded(only(fields, "groups")?.ok_or(Unreadable)?)?;
    let groups = groups.split(',').filter_map(|group| group.split_once(':'));
    match only(groups, category)? {
        Some("1") => Ok(true),
        Some("0") => Ok(false),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    const ANSWERED: &str = "; OptanonAlertBoxClosed=2026-01-01T00:00:00.000Z";

    fn of(groups: &str) -> String {
        format!(
            "OptanonConsent=isGpcEnabled=0&datestamp=Thu+Jan+01+2026+00%3A00%3A00+GMT%2B0100&version=202401.1.0&\
             landingPath=NotLandingPage&groups={groups}&AwaitingReconsent=false"
        )
    }

    fn read(category: &str, header: &str) -> Answer {
        super::super::tests::read(ConsentTool::OneTrust, category, header)
    }

    #[test]
    fn the_group_counts_when_the_visitor_has_answered() {
        assert_eq!(read("", &(of("C0001%3A1%2CC0004%3A1") + ANSWERED)), GRANTED);
        assert_eq!(read("", &(of("C0001%3A1%2CC0004%3A0") + ANSWERED)), DENIED);
        assert_eq!(read("4", &(of("1%3A1%2C4%3A1") + ANSWERED)), GRANTED);
        assert_eq!(read("C0002", &(of("C0002:1,C0004:0") + ANSWERED)), GRANTED);
        let twice = "OptanonConsent=version%3D6%26groups%3DC0001%253A1%252CC0004%253A1";
        assert_eq!(read("", &(twice.to_owned() + ANSWERED)), GRANTED);
    }

    #[test]
    fn before_the_answer_the_rule_of_the_region_counts() {
        assert_eq!(read("", &of("C0001%3A1%2CC0004%3A1")), GRANTED);
        assert_eq!(read("", &of("C0001%3A1%2CC0004%3A0")), DENIED);
        assert_eq!(read("", "OptanonAlertBoxClosed=2026-01-01T00:00:00.000Z"), UNASKED);
    }

    #[test]
    fn a_group_that_is_not_there_cannot_be_read() {
        for groups in ["C0001%3A1", "", "C0001%3A1%2CC0004", "C0004%3A", "C0004%3A2", "C0004%3A1%2CC0004%3A0"]
        {
            assert_eq!(read("", &(of(groups) + ANSWERED)), Err(COOKIE), "{groups}");
        }
        assert_eq!(read("", "OptanonConsent=isGpcEnabled=0&version=6"), Err(COOKIE));
    }

    #[test]
    fn a_link_cannot_write_a_group() {
        let landing =
            "OptanonConsent=landingPath=https%3A%2F%2Fa.example%2F%3Fa%26groups%3DC0004%3A1&groups=C0004%3A0";
        assert_eq!(read("", &(landing.to_owned() + ANSWERED)), DENIED);
        let only_there = "OptanonConsent=landingPath=x%26groups%3DC0004%3A1&version=6";
        assert_eq!(read("", &(only_there.to_owned() + ANSWERED)), Err(COOKIE));
    }

    #[test]
    fn a_tc_string_counts_beside_it() {
        // Version 2 and nothing but noughts: no purpose is allowed.
        let nothing = format!("; eupubconsent-v2=C{}", "A".repeat(50));
        assert_eq!(read("", &(of("C0004%3A1") + ANSWERED + &nothing)), DENIED);
        assert_eq!(read("", &nothing), DENIED);
        let broken = of("C0004%3A1") + ANSWERED + "; eupubconsent-v2=nonsense!";
        assert_eq!(read("", &broken), Err("eupubconsent-v2"));
    }
}
