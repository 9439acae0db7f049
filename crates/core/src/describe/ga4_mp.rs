//! GA4's Measurement Protocol: the body of a request to `mp/collect`, with up to 25 events.
//!
//! Its `user_data` is hashed by Google's rules, of which only the phone's are TikTok's too.

use crate::input::Input;
use crate::normalize::trim;
use crate::path::Path;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, borrowed, plain, rows, text_at};
use super::found::{Found, event_name};
use super::ga4::{NAMES, fill};
use super::rule::flag;

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
    let named =
        events.iter().enumerate().filter_map(|(index, event)| Some((index, event, text_at(event, "name")?)));
    let mut drafts: Vec<_> = named.map(|(index, event, name)| draft(body, event, name, index)).collect();
    let Some(first) = drafts.first_mut() else { return Err(nothing(events)) };
    first.pass_over(body, PASSED_OVER);
    Ok(drafts)
}

/// Why there is no event: there are none, or none has a name.
fn nothing(events: &[Input<'_>]) -> Problem {
    Problem::new("events", if events.is_empty() { Code::NoConversion } else { Code::NotThisFormat })
}

fn draft<'p>(body: &'p Input<'_>, call: &'p Input<'_>, name: &str, index: usize) -> Draft<'p> {
    let Some(name) = event_name(NAMES, name) else {
        let path = Path::Root.key("events").index(index).key("name").to_string();
        return Draft::none(call, Problem::new(path, Code::NoConversion));
    };
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

/// Microseconds since 1970, as a number or its digits. Python's `time.time() * 1e6` has a fraction.
fn seconds<'p>(micros: &'p Input<'_>) -> Option<Input<'p>> {
    const MICRO: i64 = 1_000_000;
    let number = match micros {
        Input::Integer(number) => Some(*number),
        Input::Number(number) => return Some(Input::Number((number / 1e6).floor())),
        Input::Text(text) => trim(text).parse().ok(),
        _ => None,
    };
    number.map_or_else(|| plain(micros), |micros| Some(Input::Integer(micros.div_euclid(MICRO))))
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
    let impersonal =
        at(body, "non_personalized_ads").and_then(flag).filter(|flag| *flag != Input::Bool(false));
    if let Some(flag) = impersonal {
        let answer = if flag == Input::Bool(true) { Input::text("denied") } else { flag };
        signals.retain(|(name, _)| *name != "ad_personalization");
        signals.push(("ad_personalization", answer));
    }
    (!signals.is_empty()).then(|| Input::map([("google", Input::map(signals))]))
}

fn signal<'p>(value: &'p Input<'_>) -> Input<'p> {
    match value.as_text() {
        Some(word) => Input::text(word.to_ascii_lowercase()),
        None => borrowed(value),
    }
}
