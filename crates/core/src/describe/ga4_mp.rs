//! GA4's Measurement Protocol: the body of a request to `mp/collect`, with up to 25 events.
//!
//! Its `user_data` is hashed by Google's rules, of which only the phone's are TikTok's too.

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, borrowed, plain, rows, text_at};
use super::found::{Found, known_name};
use super::ga4::{NAMES, fill};

static EVENT: &[Row] = rows! {
    "event_time" <- "timestamp_micros" as seconds;
};

static BODY: &[Row] = rows! {
    "event_time" <- "timestamp_micros" as seconds;
    "user.locale" <- "device.language";
    "user.city" <- "user_location.city";
    "user.state" <- "user_location.region_id";
    "user.country" <- "user_location.country_id";
};

static PASSED_OVER: &[&str] = &[
    "app_instance_id",
    "consent",
    "non_personalized_ads",
    "user_location.continent_id",
    "user_location.subcontinent_id",
    "validation_behavior",
];

pub(super) fn described<'p>(body: &'p Input<'_>) -> Found<'p> {
    let Some(Input::List(events)) = body.get("events") else {
        return Err(Problem::new("events", Code::NotThisFormat));
    };
    let named = events.iter().filter_map(|event| Some((event, text_at(event, "name")?)));
    let known = named.filter_map(|(event, name)| Some((event, known_name(NAMES, name)?)));
    let mut drafts: Vec<_> = known.map(|(event, name)| draft(body, event, name)).collect();
    let Some(first) = drafts.first_mut() else { return Err(nothing(events)) };
    first.pass_over(body, PASSED_OVER);
    Ok(drafts)
}

/// Why there is no event: none has a name, or none has a counterpart.
fn nothing(events: &[Input<'_>]) -> Problem {
    let is_named = events.is_empty() || events.iter().any(|event| text_at(event, "name").is_some());
    Problem::new("events", if is_named { Code::NoConversion } else { Code::NotThisFormat })
}

fn draft<'p>(body: &'p Input<'_>, call: &'p Input<'_>, name: &'static str) -> Draft<'p> {
    let mut event = Draft::of(name);
    event.fill(call, EVENT);
    let scopes: Vec<&Input<'_>> = at(call, "params").into_iter().chain([body]).collect();
    fill(&mut event, &scopes);
    event.fill(body, BODY);
    if let Some(consent) = consent(body) {
        event.put("consent", consent);
    }
    event.identify_by_order();
    event.pass_over(call, &["name"]);
    event
}

/// Microseconds since 1970, as a number or its digits.
fn seconds<'p>(micros: &'p Input<'_>) -> Option<Input<'p>> {
    let number = match micros {
        Input::Integer(number) => Some(*number),
        Input::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.map_or_else(|| plain(micros), |micros| Some(Input::Integer(micros.div_euclid(1_000_000))))
}

/// Google's signals, of which the most restrictive counts. `GRANTED` and `DENIED` are small letters to Google's tags, and
/// `non_personalized_ads` is the older word for no personalised advertising.
fn consent<'p>(body: &'p Input<'_>) -> Option<Input<'p>> {
    let mut signals = match at(body, "consent") {
        Some(Input::Map(signals)) => {
            signals.iter().map(|(name, value)| (name.as_ref(), signal(value))).collect()
        }
        Some(other) => return plain(other),
        None => Vec::new(),
    };
    if body.get("non_personalized_ads") == Some(&Input::Bool(true)) {
        signals.retain(|(name, _)| *name != "ad_personalization");
        signals.push(("ad_personalization", Input::text("denied")));
    }
    (!signals.is_empty()).then(|| Input::map([("google", Input::map(signals))]))
}

fn signal<'p>(value: &'p Input<'_>) -> Input<'p> {
    match value.as_text() {
        Some(word) => Input::text(word.to_ascii_lowercase()),
        None => borrowed(value),
    }
}
