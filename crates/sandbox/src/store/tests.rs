//! Standings, merging, caps and the file.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::*;
use crate::dedup;
use crate::endpoint::{Channel, Endpoint};
use crate::record::MatchKeys;

fn store(capacity: usize) -> Store {
    Store::new(capacity, Plan::default(), None).unwrap()
}

fn event(id: &str, channel: Channel, received_ms: i64, data: &str) -> Recorded {
    Recorded {
        number: 0,
        received_ms,
        channel,
        endpoint: Endpoint::EventTrack,
        event_source: Cow::Borrowed("web"),
        event_source_id: "P".into(),
        test_event_code: None,
        event: "Purchase".to_owned(),
        event_id: Some(id.to_owned()),
        request_id: "r".to_owned(),
        code: 0,
        standing: Standing::Refused,
        findings: Vec::new(),
        match_keys: MatchKeys::default(),
        event_time: None,
        value: None,
        currency: None,
        filled: Vec::new(),
        data: RawValue::from_string(data.to_owned()).unwrap(),
        key: Some(dedup::key("web", "P", None, "Purchase", id)),
    }
}

fn standings(store: &Store) -> Vec<Standing> {
    store.events().iter().map(|event| event.standing).collect()
}

#[test]
fn the_second_leg_fills_in_what_the_first_lacks() {
    let mut store = store(10);
    store.record(vec![event("e", Channel::Pixel, 0, r#"{"user":{"ttp":"t"}}"#)], true);
    store.record(vec![event("e", Channel::Server, 1, r#"{"user":{"ttp":"u","email":"d"}}"#)], true);
    store.record(vec![event("e", Channel::Server, 2, r#"{"user":{"ip":"i"}}"#)], true);
    assert_eq!(standings(&store), [Standing::Counted, Standing::Merged(1), Standing::Duplicate(1)]);
    assert_eq!(store.events().get(1).unwrap().data.get(), r#"{"user":{"email":"d","ttp":"t"}}"#);
    let counts = store.counts();
    assert_eq!((counts.accepted, counts.counted, counts.merged, counts.duplicates), (3, 1, 1, 1));
}

#[test]
fn refused_events_do_not_count_and_are_not_remembered_as_seen() {
    let mut store = store(10);
    store.record(vec![event("e", Channel::Server, 0, "{}")], false);
    assert!(store.accepted("e").is_none());
    store.record(vec![event("e", Channel::Server, 1, "{}")], true);
    assert_eq!(standings(&store), [Standing::Refused, Standing::Counted]);
    assert_eq!(store.accepted("e").unwrap().number, 2);
}

#[test]
fn the_oldest_are_dropped_by_number_and_by_size() {
    let mut by_number = store(2);
    by_number.record((0..5).map(|n| event(&n.to_string(), Channel::Server, 0, "{}")).collect(), true);
    let numbers: Vec<_> = by_number.events().iter().map(|event| event.number).collect();
    assert_eq!((numbers, by_number.counts().forgotten, by_number.counts().accepted), (vec![4, 5], 3, 5));
    let mut by_size = store(1_000);
    let large = format!("\"{}\"", "x".repeat(1 << 20));
    by_size.record((0..200).map(|n| event(&n.to_string(), Channel::Server, 0, &large)).collect(), true);
    assert!((101..144).contains(&by_size.events().len()), "{}", by_size.events().len());
    let mut by_shared = store(1_000);
    let code: std::sync::Arc<str> = "x".repeat(1 << 20).into();
    let shared = |n: i32| Recorded {
        test_event_code: Some(code.clone()),
        ..event(&n.to_string(), Channel::Server, 0, "{}")
    };
    (0..300).for_each(|n| by_shared.record(vec![shared(n)], true));
    assert!(by_shared.counts().forgotten > 0, "a text that each request brings anew is counted");
    // A repeat is still known when its first is gone.
    by_size.record(vec![event("0", Channel::Pixel, 0, "{}")], true);
    assert_eq!(by_size.events().iter().next_back().unwrap().standing, Standing::Merged(1));
}

#[test]
fn a_file_brings_events_and_deduplication_back() {
    let path = std::env::temp_dir().join(format!("tiktok-sandbox-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let open = |capacity| Store::new(capacity, Plan::default(), Some(File::open(&path).unwrap())).unwrap();
    let mut first = open(2);
    let given = ["a", "b", "c"].map(|id| event(id, Channel::Pixel, 0, r#"{"user":{"ttp":"t"}}"#));
    first.record(given.into(), true);
    first.record(vec![event("b", Channel::Server, 1, r#"{"user":{"email":"d"}}"#)], true);
    drop(first);

    let second = open(2);
    assert_eq!(standings(&second), [Standing::Counted, Standing::Counted, Standing::Merged(2)]);
    drop(second);
    assert_eq!(standings(&open(1)), [Standing::Counted, Standing::Merged(2)]);

    let mut second = open(2);
    assert_eq!(
        (second.events().len(), second.counts().forgotten),
        (2, 0),
        "less room, and the file too has less"
    );
    second.record(vec![event("c", Channel::Pixel, 2, "{}")], true);
    assert_eq!(second.events().iter().next_back().unwrap().standing, Standing::Duplicate(3));
    second.reset(Plan::default());
    drop(second);
    assert_eq!(open(2).events().len(), 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::remove_file(path).unwrap();
}
