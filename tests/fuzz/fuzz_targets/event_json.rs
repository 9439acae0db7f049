//! Described events as JSON text, read under rules that the first byte chooses.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Entropy, Event, EventSource, Input, Region, Rules, Severity, explain, pixel};

fuzz_target!(|data: &[u8]| {
    let Some((options, json)) = data.split_first() else { return };
    let Ok(input) = Input::from_json(json) else { return };
    let rules = rules(*options);
    let reading = Event::read(&input, &rules);
    let has_error = reading.problems.iter().any(|problem| problem.severity() == Severity::Error);
    assert!(Input::from_json(explain(&input, &rules).to_json().as_bytes()).is_ok());
    let Some(event) = reading.outcome.ready() else { return };
    assert!(!has_error);
    let script = pixel(event).script();
    assert!(!script.contains(['<', '>', '\u{2028}', '\u{2029}']));
    assert_stable(&event.to_json(), &rules);
});

fn rules(options: u8) -> Rules {
    let source = EventSource::ALL.get(usize::from(options & 3)).copied().unwrap_or_default();
    Rules {
        event_source: source,
        strict: options & 4 != 0,
        modern_event_names: options & 8 != 0,
        default_region: Region::from_code(if options & 16 != 0 { "US" } else { "DE" }),
        ..Rules::at(1_767_225_600_000, Entropy::default())
    }
}

/// Canonical bytes, read as a described event, give the same bytes. The click id is percent-decoded once each time.
fn assert_stable(json: &str, rules: &Rules) {
    let again = Input::from_json(json.as_bytes()).expect("canonical bytes are JSON");
    let click_id = again.get("user").and_then(|user| user.get("ttclid")).and_then(Input::as_text);
    if click_id.is_some_and(|id| id.contains('%')) {
        return;
    }
    let lenient = Rules { strict: false, ..*rules };
    let reading = Event::read(&again, &lenient);
    assert_eq!(reading.outcome.ready().map(Event::to_json).as_deref(), Some(json));
}
