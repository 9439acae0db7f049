//! What a payload says of its visitor's consent, in the places where each platform has it.
//!
//! Here it is only found and put into the words of an event. Of what cannot be read the event tells, and it is refused.

use std::borrow::Cow;

use crate::catalog::is_same_name;
use crate::input::Input;

use super::draft::{at, borrowed, plain};

/// Where a call has it.
pub(super) static OF_CALL: &[&str] = &["context.consent", "context.consentManagement"];

/// A call of Segment's or `RudderStack`'s: the more restrictive one, where it has both.
pub(super) fn of_call<'p>(call: &'p Input<'_>) -> Option<Input<'p>> {
    let of_segment = at(call, "context.consent.categoryPreferences").and_then(preferences);
    let of_rudderstack = at(call, "context.consentManagement").and_then(management);
    of_segment.into_iter().chain(of_rudderstack).max_by_key(|said| match said.as_text() {
        Some("granted") => 0,
        Some("denied") => 1,
        _ => 2,
    })
}

/// Whether a call is not for TikTok, by its `integrations` (Segment's and `RudderStack`'s common fields). What is said of a
/// destination counts more than what is said of all; the Pixel's word counts where there is none for the server's.
pub(super) fn is_turned_off(call: &Input<'_>) -> bool {
    let Some(Input::Map(destinations)) = at(call, "integrations") else {
        return call.get("integrations") == Some(&Input::Bool(false));
    };
    let is_on = |is_meant: fn(&str) -> bool| {
        let meant = destinations.iter().filter(|(name, value)| is_meant(name) && !value.is_absent());
        meant.map(|(_, value)| matches!(value, Input::Bool(true) | Input::Map(_))).min()
    };
    let own = is_on(is_server).or_else(|| is_on(is_tiktok));
    own.or_else(|| is_on(|name| name.eq_ignore_ascii_case("all"))) == Some(false)
}

/// `TikTok Conversions`, `Tiktok Offline Conversions`, `TIKTOK_ADS`, `actions-tiktok-pixel` and what else they are called.
pub(super) fn is_tiktok(name: &str) -> bool {
    letters(name).contains("tiktok")
}

fn is_server(name: &str) -> bool {
    is_tiktok(name) && !letters(name).contains("pixel")
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Segment's consent management: whether the visitor allowed the category `Advertising`, in any case. Other categories are
/// of the workspace's own naming.
fn preferences<'p>(categories: &'p Input<'_>) -> Option<Input<'p>> {
    let Input::Map(categories) = categories else { return Some(borrowed(categories)) };
    let named = categories.iter().filter(|(name, _)| name.eq_ignore_ascii_case("advertising"));
    let (_, allowed) = named.min_by_key(|(_, allowed)| *allowed == Input::Bool(true))?;
    Some(word(allowed))
}

/// A yes or no in words; anything else as it is, to be told of.
fn word<'p>(allowed: &'p Input<'_>) -> Input<'p> {
    match allowed {
        Input::Bool(true) => Input::text("granted"),
        Input::Bool(false) => Input::text("denied"),
        other => borrowed(other),
    }
}

/// `RudderStack`'s consent management: two lists of the ids of categories. The ids of `OneTrust` and iubenda are known, and what is
/// not allowed there is denied; with other providers they are of the shop's own naming, as far as they are not words.
fn management<'p>(management: &'p Input<'_>) -> Option<Input<'p>> {
    if !matches!(management, Input::Map(_)) {
        return Some(borrowed(management));
    }
    let [allowed, denied] = ["allowedConsentIds", "deniedConsentIds"].map(|name| ids(management.get(name)));
    let (Some(allowed), Some(denied)) = (allowed, denied) else { return Some(borrowed(management)) };
    let known = category(management);
    let is_meant = |id: &Cow<'_, str>| known.map_or_else(|| is_named(id), |known| is_same_name(known, id));
    if denied.iter().any(is_meant) {
        return Some(Input::text("denied"));
    }
    if allowed.iter().any(is_meant) {
        return Some(Input::text("granted"));
    }
    let is_asked = !allowed.is_empty() || !denied.is_empty();
    (is_asked && (known.is_some() || allowed.is_empty())).then(|| Input::text("denied"))
}

/// The category for advertising of a consent tool that has the same one everywhere.
fn category(management: &Input<'_>) -> Option<&'static str> {
    let provider = management.get("provider").and_then(Input::as_text)?;
    CATEGORIES.iter().find(|(name, _)| is_same_name(name, provider)).map(|(_, id)| *id)
}

const CATEGORIES: [(&str, &str); 2] = [("oneTrust", "C0004"), ("iubenda", "5")];

fn is_named(id: &str) -> bool {
    const NAMES: [&str; 6] =
        ["advertising", "advertisement", "marketing", "targeting", "targeted_advertising", "C0004"];
    NAMES.iter().any(|name| is_same_name(name, id))
}

/// Nothing where they cannot be read. Those of iubenda are numbers.
fn ids<'p>(list: Option<&'p Input<'_>>) -> Option<Vec<Cow<'p, str>>> {
    let id = |id: &'p Input<'_>| match id {
        Input::Integer(number) => Some(Cow::Owned(number.to_string())),
        other => other.as_text().map(Cow::Borrowed),
    };
    match list {
        None | Some(Input::Null) => Some(Vec::new()),
        Some(Input::List(ids)) => ids.iter().map(id).collect(),
        Some(_) => None,
    }
}

/// Where it stands there.
pub(super) static OF_PUSHED: &[&str] = &["consent", "consent_state", "x-ga-gcs", "x-ga-gcd", "gcs", "gcd"];

/// Google's consent mode in what a server container hands on (`consent_state`, `x-ga-gcs`, `x-ga-gcd`, or `gcs` and `gcd` as in
/// the request) and in a body of the Measurement Protocol (`consent`), or a word of the shop's own in `consent`.
pub(super) fn of_pushed<'p>(pushed: &'p Input<'_>) -> Option<Input<'p>> {
    let own = at(pushed, "consent");
    let state = at(pushed, "consent_state").or(own.filter(|own| matches!(own, Input::Map(_))));
    let google = google(pushed, state).map(|google| ("google", google));
    let word = own.filter(|own| !matches!(own, Input::Map(_))).and_then(plain).map(|word| ("word", word));
    let signals: Vec<_> = google.into_iter().chain(word).collect();
    (!signals.is_empty()).then(|| Input::map(signals))
}

fn google<'p>(pushed: &'p Input<'_>, state: Option<&'p Input<'_>>) -> Option<Input<'p>> {
    let state = match state {
        None => &[],
        Some(Input::Map(types)) => types.as_slice(),
        Some(other) => return plain(other),
    };
    let types = state.iter().map(|(name, said)| (name.as_ref(), word(said)));
    let of_tags = [("gcs", "x-ga-gcs"), ("gcd", "x-ga-gcd")].into_iter();
    let of_tags = of_tags
        .filter_map(|(name, place)| Some((name, plain(at(pushed, place).or_else(|| at(pushed, name))?)?)));
    let all: Vec<_> = types.chain(of_tags).collect();
    (!all.is_empty()).then(|| Input::map(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: &str) -> Input<'_> {
        Input::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_destination_counts_more_than_all() {
        for (integrations, expected) in [
            (r#"{"TikTok Conversions":false}"#, true),
            (r#"{"Tiktok Conversions":false}"#, true),
            (r#"{"All":false}"#, true),
            (r#"{"all":false,"TikTok Conversions":true}"#, false),
            (r#"{"All":false,"TikTok Conversions":{"ttclid":"T"}}"#, false),
            (r#"{"All":true,"TIKTOK_ADS":false}"#, true),
            (r#"{"TikTok Pixel":false}"#, true),
            (r#"{"TikTok Pixel":false,"TikTok Conversions":true}"#, false),
            (r#"{"TikTok Pixel":true,"TikTok Conversions":false}"#, true),
            (r#"{"TikTok Conversions":"false"}"#, true),
            (r#"{"Facebook Pixel":false}"#, false),
            (r#"{"TikTok Conversions":null}"#, false),
            ("{}", false),
            ("null", false),
            ("false", true),
        ] {
            let call = format!(r#"{{"integrations":{integrations}}}"#);
            assert_eq!(is_turned_off(&input(&call)), expected, "{integrations}");
        }
    }

    #[test]
    fn lists_of_categories_are_read_by_their_provider() {
        for (management, expected) in [
            (
                r#"{"provider":"oneTrust","allowedConsentIds":["C0001","C0004"],"deniedConsentIds":[]}"#,
                Some("granted"),
            ),
            (
                r#"{"provider":"oneTrust","allowedConsentIds":["C0001"],"deniedConsentIds":["C0004"]}"#,
                Some("denied"),
            ),
            (
                r#"{"provider":"oneTrust","allowedConsentIds":["C0001"],"deniedConsentIds":[]}"#,
                Some("denied"),
            ),
            (r#"{"provider":"iubenda","allowedConsentIds":["1","5"]}"#, Some("granted")),
            (r#"{"provider":"iubenda","allowedConsentIds":[1,5]}"#, Some("granted")),
            (r#"{"provider":"custom","allowedConsentIds":["Marketing"]}"#, Some("granted")),
            (
                r#"{"provider":"ketch","deniedConsentIds":["targeted_advertising"],"allowedConsentIds":["x"]}"#,
                Some("denied"),
            ),
            (
                r#"{"provider":"custom","allowedConsentIds":["marketing"],"deniedConsentIds":["marketing"]}"#,
                Some("denied"),
            ),
            (r#"{"provider":"custom","allowedConsentIds":[],"deniedConsentIds":["4711"]}"#, Some("denied")),
            (r#"{"provider":"custom","allowedConsentIds":["4711"],"deniedConsentIds":["4712"]}"#, None),
            (r#"{"provider":"oneTrust","allowedConsentIds":[],"deniedConsentIds":[]}"#, None),
            ("{}", None),
        ] {
            let call = format!(r#"{{"context":{{"consentManagement":{management}}}}}"#);
            let call = input(&call);
            assert_eq!(of_call(&call).as_ref().and_then(Input::as_text), expected, "{management}");
        }
        for context in [
            r#"{"consentManagement":{"deniedConsentIds":"C0004"}}"#,
            r#"{"consentManagement":["C0004"]}"#,
            r#"{"consent":{"categoryPreferences":["Advertising"]}}"#,
            r#"{"consent":{"categoryPreferences":true}}"#,
        ] {
            let call = format!(r#"{{"context":{context}}}"#);
            assert!(of_call(&input(&call)).is_some_and(|said| said.as_text().is_none()), "{context}");
        }
    }
}
