//! Shopify's customer privacy: `_tracking_consent`. The forms, newest first, with `a`nalytics, `m`arketing, `p`references
//! and `s`ale of data:
//! - `3AMPs.M_USCA_f_t_…`: `3`; the visitor's choices, a capital a yes, a small letter a no; a dot; capitals for what
//!   else is allowed by the region's default; region; whether to show a banner; whether the region knows of a sale of
//!   data; id.
//! - `{"v":"2.1","con":{"CMP":{"a":"","m":"1","p":"","s":"0"}},"purposes":{"a":true,"m":true,"p":true,"t":true}}`,
//!   percent-encoded, where the purposes may stand in a second cookie, `_cmp_a`, and `t` is the sale of data.
//! - `{"v":"2.0","con":{"GDPR":"1"}}`.
//!
//! Source: Shopify's own `consent-tracking-api.js`, which several public repositories hold a copy of, for 3 and 2.1
//! (sure); "GDPR" in Mapp's documentation of its Shopify app for 2.0 (fairly sure); values as shops send them for
//! `_cmp_a` (fairly sure).

use super::seen::{Answer, Seen, choice, decoded, flag, json};
use crate::consent::{Consent, Said, Unreadable};
use crate::input::Input;

const COOKIE: &str = "_tracking_consent";
const PURPOSES: &str = "_cmp_a";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let Some(value) = seen.cookie(COOKIE) else { return Ok(None) };
    let state = |text: &str| match text.strip_prefix('3') {
        Some(letters) => from_letters(letters).map(State::consent),
        None => from_json(&json(text)?),
    };
    let said = decoded(value, state).map_err(|Unreadable| COOKIE)?;
    let Some(purposes) = seen.cookie(PURPOSES) else { return Ok(said) };
    let allowed = |text: &str| Ok(allowed(json(text)?.get("purposes"))?.consent());
    // Purposes beside the third form would be left over from an older one.
    if value.starts_with('3') { Ok(said) } else { older(said, decoded(purposes, allowed)) }
}

fn older(said: Option<Consent>, defaults: Said) -> Answer {
    Ok(said.max(defaults.map_err(|Unreadable| PURPOSES)?))
}

/// What the visitor chose, and what is allowed all in all.
struct State {
    marketing: Option<bool>,
    sale: Option<bool>,
    marketing_allowed: bool,
    sale_allowed: bool,
}

impl State {
    fn consent(self) -> Option<Consent> {
        let marketing = match self.marketing {
            Some(yes) => Some(choice(yes)),
            None => (!self.marketing_allowed).then_some(Consent::Denied),
        };
        let sold = self.sale.unwrap_or(self.sale_allowed);
        marketing.max((!sold).then_some(Consent::OptedOut))
    }
}

fn from_letters(text: &str) -> Result<State, Unreadable> {
    let letters = text.split_once('_').map(|(letters, _)| letters).ok_or(Unreadable)?;
    let (chosen, defaults) = letters.split_once('.').unwrap_or((letters, ""));
    let known = |letter: char| "ampsAMPS".contains(letter);
    if !chosen.chars().chain(defaults.chars()).all(known) {
        return Err(Unreadable);
    }
    let choice = |yes: char| match (chosen.contains(yes), chosen.contains(yes.to_ascii_lowercase())) {
        (true, true) => Err(Unreadable),
        (yes, no) => Ok((yes || no).then_some(yes)),
    };
    Ok(State {
        marketing: choice('M')?,
        sale: choice('S')?,
        marketing_allowed: letters.contains('M'),
        sale_allowed: letters.contains('S'),
    })
}

fn from_json(json: &Input<'_>) -> Said {
    let choices = json.get("con").ok_or(Unreadable)?;
    match (json.get("v").and_then(Input::as_text), choices.get("CMP"), choices.get("GDPR")) {
        (Some("2.1"), Some(choices), _) => {
            let state = allowed(json.get("purposes"))?;
            let (marketing, sale) = (chosen(choices, "m")?, chosen(choices, "s")?);
            Ok(State { marketing, sale, ..state }.consent())
        }
        (Some("2.0"), _, Some(_)) => Ok(chosen(choices, "GDPR")?.map(choice)),
        _ => Err(Unreadable),
    }
}

fn chosen(choices: &Input<'_>, key: &str) -> Result<Option<bool>, Unreadable> {
    match choices.get(key).map(Input::as_text) {
        Some(Some("1")) => Ok(Some(true)),
        Some(Some("0")) => Ok(Some(false)),
        Some(Some("")) => Ok(None),
        _ => Err(Unreadable),
    }
}

/// What the region's defaults allow. Shopify allows all where it says nothing.
fn allowed(purposes: Option<&Input<'_>>) -> Result<State, Unreadable> {
    let allows = |key| purposes.map_or(Ok(true), |purposes| flag(purposes, key));
    Ok(State { marketing: None, sale: None, marketing_allowed: allows("m")?, sale_allowed: allows("t")? })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    const OPTED_OUT: Answer = Ok(Some(Consent::OptedOut));

    fn read(header: &str) -> Answer {
        super::super::tests::read(ConsentTool::Shopify, "", header)
    }

    fn third(letters: &str) -> Answer {
        read(&format!("_tracking_consent=3{letters}_DEBE_f_f_AAAAAAAAAAAAAAAAAAAAAA_%7B%7D"))
    }

    #[test]
    fn letters_of_the_third_form() {
        assert_eq!(third("AMPS."), GRANTED);
        assert_eq!(third("AMP.S"), GRANTED);
        assert_eq!(third("amps."), DENIED);
        assert_eq!(third("AmPS."), DENIED);
        assert_eq!(third("AMPs."), OPTED_OUT);
        assert_eq!(third("s.AMP"), OPTED_OUT);
    }

    #[test]
    fn before_a_choice_only_the_no_of_the_region_counts() {
        assert_eq!(third(".AMPS"), UNASKED);
        assert_eq!(third("."), DENIED);
        assert_eq!(third(".AMP"), OPTED_OUT);
    }

    fn second(con: &str, purposes: &str) -> String {
        let json = format!(r#"{{"con":{{"CMP":{con}}},"v":"2.1","region":"DEBE","reg":"GDPR"{purposes}}}"#);
        let encoded = percent_encoding::utf8_percent_encode(&json, percent_encoding::NON_ALPHANUMERIC);
        format!("_tracking_consent={encoded}")
    }

    const NOTHING: &str = r#"{"a":"","m":"","p":"","s":""}"#;

    #[test]
    fn choices_of_the_second_form() {
        assert_eq!(read(&second(r#"{"a":"1","m":"1","p":"1","s":""}"#, "")), GRANTED);
        assert_eq!(read(&second(r#"{"a":"1","m":"0","p":"1","s":"1"}"#, "")), DENIED);
        assert_eq!(read(&second(r#"{"a":"1","m":"1","p":"1","s":"0"}"#, "")), OPTED_OUT);
        assert_eq!(read(&second(r#"{"a":"","m":"","p":"","s":"0"}"#, "")), OPTED_OUT);
        assert_eq!(read(&second(NOTHING, "")), UNASKED);
        assert_eq!(read(r#"_tracking_consent={"v":"2.0","con":{"GDPR":"1"}}"#), GRANTED);
        assert_eq!(read(r#"_tracking_consent={"v":"2.0","con":{"GDPR":""}}"#), UNASKED);
    }

    #[test]
    fn purposes_of_the_second_form() {
        let forbidden = r#","purposes":{"a":false,"p":false,"m":false,"t":false}"#;
        let no_sale = r#","purposes":{"a":true,"p":true,"m":true,"t":false}"#;
        assert_eq!(read(&second(NOTHING, forbidden)), DENIED);
        assert_eq!(read(&second(NOTHING, no_sale)), OPTED_OUT);
        let beside = second(NOTHING, "") + r#"; _cmp_a={"purposes":{"a":true,"p":true,"m":false,"t":true}}"#;
        assert_eq!(read(&beside), DENIED);
        assert_eq!(read(&(second(NOTHING, "") + "; _cmp_a=x")), Err(PURPOSES));
        assert_eq!(read(r#"_cmp_a={"purposes":{"m":false}}"#), UNASKED);
    }

    #[test]
    fn another_form_cannot_be_read() {
        for value in
            ["3", "3AMPS", "3XYZ_DE_f_f_", "3Mm._DE_f_f_", r#"{"v":"1.0","con":{}}"#, r#"{"v":"2.1"}"#]
        {
            assert_eq!(read(&format!("_tracking_consent={value}")), Err(COOKIE), "{value}");
        }
        assert_eq!(read(&second(r#"{"a":"1"}"#, "")), Err(COOKIE));
        assert_eq!(read(&second(r#"{"m":"yes","s":""}"#, "")), Err(COOKIE));
    }
}
