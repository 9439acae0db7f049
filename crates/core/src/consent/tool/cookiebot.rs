//! Cookiebot: `CookieConsent`, an object as JavaScript writes it, percent-encoded:
//! `{stamp:'…',necessary:true,preferences:false,statistics:false,marketing:true,method:'explicit',ver:1,region:'de'}`.
//! `0` is a no to all; `-1` is a visitor of a region where nothing has to be asked, so all is accepted. An implied consent
//! (`method`) is one where the shop set it up so, and Cookiebot lets the page's scripts run by it.
//!
//! Source: "Programming Cookiebot" (cookiebot.com/en/developer: `consent.method`, server-side usage) and
//! `documentation/CookiebotAPI.md` in CybotAS/CookiebotWP. Sure.

use super::seen::{Answer, Seen, choice, only};
use crate::consent::{Said, Unreadable};
use crate::normalize::trim;

const COOKIE: &str = "CookieConsent";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.read(COOKIE, |text, category| match text {
        "0" => Ok(Some(choice(false))),
        "-1" => Ok(Some(choice(true))),
        _ => chosen(text, category),
    })
}

fn chosen(text: &str, category: &str) -> Said {
    let members = members(text)?;
    match only(members.iter().copied(), category)? {
        Some("true") => Ok(Some(choice(true))),
        Some("false") => Ok(Some(choice(false))),
        _ => Err(Unreadable),
    }
}

fn members(text: &str) -> Result<Vec<(&str, &str)>, Unreadable> {
    let inner = trim(text).strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let mut rest = inner.ok_or(Unreadable)?;
    let mut members = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once(':').ok_or(Unreadable)?;
        let (value, after) = value(trim(after))?;
        members.push((trim(key).trim_matches('"'), value));
        rest = after;
    }
    Ok(members)
}

/// The value that stands first, and what follows its comma.
fn value(text: &str) -> Result<(&str, &str), Unreadable> {
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '\'' | '"')) else {
        return Ok(text.split_once(',').map_or((text, ""), |(value, after)| (trim(value), after)));
    };
    let (value, after) =
        text.strip_prefix(quote).and_then(|text| text.split_once(quote)).ok_or(Unreadable)?;
    let after = trim(after);
    let after = if after.is_empty() { after } else { after.strip_prefix(',').ok_or(Unreadable)? };
    Ok((value, after))
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Cookiebot, category, &format!("CookieConsent={value}"))
    }

    fn of(marketing: &str, method: &str) -> String {
        format!(
            "{{stamp:%27mM3TdEMGrRFe+/Cn==%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:true%2C\
             marketing:{marketing}%2Cmethod:%27{method}%27%2Cver:1%2Cutc:1767225600000%2Cregion:%27de%27}}"
        )
    }

    #[test]
    fn an_explicit_choice_counts() {
        assert_eq!(read("", &of("true", "explicit")), GRANTED);
        assert_eq!(read("", &of("false", "explicit")), DENIED);
        assert_eq!(read("preferences", &of("true", "explicit")), DENIED);
        assert_eq!(read("", "{stamp:'x',marketing:true,method:'explicit'}"), GRANTED);
        assert_eq!(read("", r#"{"stamp":"x", "marketing": true, "method":"explicit"}"#), GRANTED);
        assert_eq!(read("", "%257Bmarketing%253Atrue%252Cmethod%253A%2527explicit%2527%257D"), GRANTED);
    }

    #[test]
    fn an_implied_one_counts_where_the_shop_takes_it() {
        assert_eq!(read("", &of("true", "implied")), GRANTED);
        assert_eq!(read("", &of("false", "implied")), DENIED);
        assert_eq!(read("", "{marketing:true,ver:1}"), GRANTED);
    }

    #[test]
    fn the_special_values() {
        assert_eq!(read("", "0"), DENIED);
        assert_eq!(read("", "-1"), GRANTED);
        assert_eq!(read("", "1"), Err(COOKIE));
    }

    #[test]
    fn what_stands_in_quotes_is_no_member() {
        assert_eq!(read("", "{stamp:'a,marketing:true',method:'explicit'}"), Err(COOKIE));
        assert_eq!(read("", "{stamp:',marketing:true,method:'explicit'}"), Err(COOKIE));
        assert_eq!(read("", "{stamp:'x'y,marketing:true,method:'explicit'}"), Err(COOKIE));
        assert_eq!(read("", "{marketing:'maybe',method:'explicit'}"), Err(COOKIE));
        assert_eq!(read("", "{marketing:true,marketing:false,method:'explicit'}"), Err(COOKIE));
        assert_eq!(read("", "{marketing:true,method:'expl"), Err(COOKIE));
        assert_eq!(read("advertising", &of("true", "explicit")), Err(COOKIE));
    }
}
