//! Orders and tracking calls as JSON text, in the form that the first byte names: there are events, or it is told why not,
//! and what is left out is told in few words.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Code, Entropy, Event, Format, Handling, Input, Rules, Unvisited, describe_with};

fuzz_target!(|data: &[u8]| {
    let Some((first, json)) = data.split_first() else { return };
    let Some(format) = Format::ALL.get(usize::from(*first) % Format::ALL.len()) else { return };
    let Ok(payload) = Input::from_json(json) else { return };
    let renewals = if *first < 0x80 { Handling::Skip } else { Handling::Send };
    let described = describe_with(*format, &payload, Unvisited { renewals, ..Unvisited::default() });
    assert!(!described.events.is_empty() || !described.problems.is_empty());
    let left = described.problems.iter().filter(|problem| problem.code() == Code::LeftOut);
    assert!(left.count() <= 24);
    let told = described.to_json();
    let told = Input::from_json(told.as_bytes()).expect("what is told is JSON");
    let rules = Rules::at(1_767_225_600_000, Entropy::default());
    let Some(Input::List(again)) = told.get("events") else { panic!("there is a list of events") };
    for (event, again) in described.events.iter().zip(again) {
        let (once, twice) = (Event::read(event, &rules), Event::read(again, &rules));
        assert_eq!(once.outcome.ready().map(Event::to_json), twice.outcome.ready().map(Event::to_json));
    }
});
