//! Hostile sizes end in bounded work, and in a code instead of a panic.
//!
//! Times are asserted in optimised builds only, where everything here takes milliseconds.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tiktok_capi_core::catalog::{GROUPS, Rule};
use tiktok_capi_core::{
    Code, Entropy, Event, Input, MAX_DEPTH, MAX_EVENT_BYTES, Problem, Reading, Rules, explain, normalize,
};

const MANY: usize = 1_000_000;
const TEN_MEGABYTES: usize = 10_000_000;

fn rules() -> Rules {
    Rules::at(1_767_225_600_000, Entropy::default())
}

/// Runs in bounded time: within a second where the build is optimised.
fn bounded<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let limit = if cfg!(debug_assertions) { Duration::from_secs(60) } else { Duration::from_secs(1) };
    assert!(start.elapsed() < limit, "{what} took {:?}", start.elapsed());
    done
}

/// What JSON text comes to: the error of the reader, or those of the event.
fn codes(what: &str, json: &[u8]) -> Vec<Code> {
    bounded(what, || match Input::from_json(json) {
        Err(problem) => vec![problem.code()],
        Ok(input) => Event::read(&input, &rules()).problems.iter().map(Problem::code).collect(),
    })
}

#[test]
fn ten_megabytes_of_garbage() {
    // A small generator, so that the garbage is the same each time.
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..TEN_MEGABYTES).map(|_| next()).collect();
    assert_eq!(codes("noise", &noise), [Code::NotUnicode]);
    let letters: Vec<u8> = noise.iter().map(|b| b' ' + b % 90).collect();
    assert_eq!(codes("letters", &letters), [Code::InvalidJson]);
    assert_eq!(codes("zeros", &vec![0; TEN_MEGABYTES]), [Code::InvalidJson]);
    for start in ["{\"a\":\"", "[1,", "{", "\"", "-", "1"] {
        let text = start.to_owned() + &"x".repeat(TEN_MEGABYTES);
        assert_eq!(codes(start, text.as_bytes()), [Code::InvalidJson], "{start}");
    }
}

#[test]
fn ten_thousand_levels() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"user\":[", "]}")] {
        for levels in [MAX_DEPTH + 1, 127, 128, 10_000] {
            let deep = open.repeat(levels) + "1" + &close.repeat(levels);
            assert_eq!(codes(open, deep.as_bytes()), [Code::TooDeep], "{levels} of {open}");
        }
        assert_eq!(codes(open, open.repeat(10_000).as_bytes()), [Code::InvalidJson], "{open}");
    }
}

#[test]
fn a_million_values() {
    let list = format!("[{}1]", "1,".repeat(MANY));
    for place in
        [r#"{"event":"#, r#"{"user":{"email":"#, r#"{"properties":{"contents":"#, r#"{"properties":{"x":"#]
    {
        let json = format!("{place}{list}{}", "}".repeat(place.matches('{').count()));
        assert_eq!(codes(place, json.as_bytes()), [Code::EventTooLarge], "{place}");
    }
}

#[test]
fn a_million_keys() {
    let repeated = format!("{{{}\"k\":1}}", "\"k\":1,".repeat(MANY));
    assert_eq!(codes("repeated", repeated.as_bytes()), [Code::DuplicateKey]);
    let different: Vec<String> = (0..MANY).map(|n| format!("\"k{n}\":1")).collect();
    assert_eq!(codes("different", format!("{{{}}}", different.join(",")).as_bytes()), [Code::EventTooLarge]);
}

/// As many values as are read at all, each of them with a problem.
#[test]
fn as_many_problems_as_an_event_can_have() {
    let keys: Vec<(String, Input<'_>)> =
        (0..99_000).map(|n| (format!("emial{n}"), Input::Bool(true))).collect();
    for group in ["user", "properties", "page"] {
        let input = Input::map([("event", Input::text("Contact")), (group, Input::map(keys.clone()))]);
        let Reading { problems, .. } = bounded(group, || Event::read(&input, &rules()));
        let about_keys =
            problems.iter().filter(|problem| problem.path().starts_with(&format!("{group}.emial")));
        let expected = if group == "properties" { 0 } else { 99_000 };
        assert_eq!(about_keys.count(), expected, "{group}: custom parameters may have any name");
        assert!(problems.len() <= 100_000);
        assert!(bounded(group, || explain(&input, &rules()).to_json()).len() < 100_000_000);
    }
}

/// One field of each rule; slow builds read a tenth of it.
#[test]
fn ten_megabytes_in_a_field_of_each_rule() {
    let length = if cfg!(debug_assertions) { TEN_MEGABYTES / 10 } else { TEN_MEGABYTES };
    let mut rules_seen = BTreeSet::new();
    let rows = GROUPS.iter().flat_map(|group| group.fields.iter().map(move |field| (group.name, field)));
    let rows: Vec<_> = rows.filter(|(_, field)| rules_seen.insert(format!("{:?}", field.rule))).collect();
    for filler in ["a", "é", "0", " ", "@", "٣", "%41", "\u{301}", "+", "-", "a b", "x@y.z,"] {
        let text = Input::text(filler.repeat(length / filler.len()));
        for (group, field) in &rows {
            let path = format!("{group}.{}", field.name);
            let Ok(read) = bounded(&path, || normalize(&path, &text, None, &rules())) else {
                assert!(
                    matches!(field.rule, Rule::Object(_) | Rule::Lines(_)) || field.rule.is_input_only(),
                    "{path}"
                );
                continue;
            };
            let is_answered = read.text().is_some() || !read.problems().is_empty();
            assert_eq!(is_answered, filler != " ", "{path}: {filler}");
        }
    }
}

#[test]
fn an_event_may_fill_a_request_to_its_last_byte() {
    let of = |length: usize| {
        let properties = Input::map([("x", Input::text("a".repeat(length)))]);
        Input::map([
            ("event", Input::text("Contact")),
            ("event_id", Input::text("e1")),
            ("properties", properties),
        ])
    };
    let size = |length: usize| Some(Event::read(&of(length), &rules()).outcome.ready()?.to_json().len());
    let rest = size(1).unwrap() - 1;
    assert_eq!(size(MAX_EVENT_BYTES - rest), Some(1_044_480));
    assert_eq!(size(MAX_EVENT_BYTES - rest + 1), None);
}

#[test]
fn an_event_of_ten_megabytes_is_refused() {
    for place in ["event", "event_id", "event_time", "consent", "unknown"] {
        let text = "a".repeat(TEN_MEGABYTES);
        let input = Input::map([("event", Input::text("Contact")), ("page", Input::Null)]);
        let Input::Map(mut members) = input else { return };
        members.retain(|(key, _)| key != place);
        members.push((place.into(), Input::text(text)));
        let reading = bounded(place, || Event::read(&Input::Map(members), &rules()).problems);
        let code = match place {
            "event" => Code::InvalidEventName,
            "event_time" => Code::InvalidTime,
            "consent" => Code::InvalidConsent,
            _ => Code::EventTooLarge,
        };
        assert!(reading.iter().any(|problem| problem.code() == code), "{place}");
    }
}
