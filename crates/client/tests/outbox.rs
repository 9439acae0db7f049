//! What `enqueue` promises, with a scripted service and a clock that moves only by waiting.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::file::File;
use support::{Answer, Moving, Scripted, code, event, options, status};
use tiktok_capi::{
    Cancel, Client, Failure, Input, Kind, Options, Outcome, Request, Stats, Transport, TransportError,
};

const LONG: Duration = Duration::from_secs(60);

/// A service that knows one token.
struct Picky;

impl Transport for Picky {
    fn send(&self, request: &Request<'_>, _: &Cancel) -> Answer {
        if request.token.expose() == "new" { code(0) } else { code(40_105) }
    }
}

fn client(options: Options, service: &Scripted, clock: &Moving) -> Client {
    Client::with_transport(options, service.clone(), clock.clone()).unwrap()
}

fn events(from: usize, to: usize) -> Vec<Input<'static>> {
    (from..to).map(|n| event(format!("e{n}"))).collect()
}

fn sent(service: &Scripted) -> Vec<String> {
    service.seen().into_iter().flat_map(|seen| seen.ids).collect()
}

fn count(stats: &Stats, name: &str) -> u64 {
    stats.reasons.get(name).copied().unwrap_or_default()
}

#[test]
fn what_is_queued_is_delivered_in_order() {
    for is_file in [true, false] {
        let file = File::new();
        let options = if is_file { file.options("{}") } else { options("{}") };
        let (service, clock) = (Scripted::in_order([]), Moving::default());
        let client = client(options, &service, &clock);
        let receipt = client.enqueue(&events(0, 2_500)).unwrap();
        assert!(receipt.ok() && receipt.results.iter().all(|result| result.outcome == Outcome::Queued));
        assert_eq!(receipt.results[0].event.as_deref(), Some("Contact"));
        assert_eq!(receipt.results[7].event_id.as_deref(), Some("e7"));
        let stats = client.flush(LONG).unwrap();
        assert_eq!((stats.waiting, stats.in_flight, stats.dead, stats.bytes), (0, 0, 0, 0));
        assert_eq!((count(&stats, "queued"), count(&stats, "accepted")), (2_500, 2_500));
        let ids = sent(&service);
        assert!(ids.iter().enumerate().all(|(n, id)| *id == format!("e{n}")), "each once, in order");
        assert_eq!(ids.len(), 2_500);
        assert!(service.seen().len() <= 5, "in few requests");
    }
}

#[test]
fn what_is_left_is_delivered_by_another_client() {
    let file = File::new();
    let clock = Moving::default();
    let first = client(file.options("{}"), &Scripted::new(|_, _| status(503)), &clock);
    first.enqueue(&events(0, 10)).unwrap();
    let left = first.close(Duration::from_millis(300)).unwrap();
    assert_eq!(left.waiting, 10);
    let closed = first.enqueue(&events(0, 1)).unwrap_err();
    assert_eq!((closed.kind(), closed.code()), (Kind::Outbox, "outbox_closed"));
    let service = Scripted::in_order([]);
    let second = client(file.options("{}"), &service, &clock);
    let stats = second.flush(LONG).unwrap();
    assert_eq!((stats.waiting, count(&stats, "accepted")), (0, 10));
    assert_eq!(sent(&service).into_iter().collect::<BTreeSet<_>>().len(), 10);
}

#[test]
fn what_tiktok_refuses_goes_to_the_dead_letters() {
    let file = File::new();
    let service =
        Scripted::new(|_, seen| if seen.ids.contains(&"e3".to_owned()) { code(40_002) } else { code(0) });
    let client = client(file.options("{}"), &service, &Moving::default());
    client.enqueue(&events(0, 10)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, count(&stats, "rejected.40002")), (0, 1, 1));
    let dead = client.dead_letters(0, 10).unwrap();
    assert_eq!((dead[0].event.id(), &*dead[0].reason, dead[0].code), ("e3", "rejected", Some(40_002)));
    assert!(dead[0].event.bytes().starts_with(b"{\"event\":"));
    assert_eq!(client.retry_dead(&[dead[0].seq]).unwrap(), 1);
    assert_eq!(client.flush(LONG).unwrap().dead, 1);
    let again = client.dead_letters(0, 10).unwrap();
    assert_eq!(again[0].event, dead[0].event, "bytes never change");
    assert_eq!(client.remove_dead(&[again[0].seq]).unwrap(), 1);
    assert_eq!(client.stats().unwrap().bytes, 0);
}

#[test]
fn an_outage_costs_one_probe_at_a_time() {
    let file = File::new();
    let clock = Moving::default();
    let back = clock.now() + 6 * 3_600_000;
    let service = Scripted::new({
        let clock = clock.clone();
        move |_, _| if clock.now() < back { Err(TransportError::Connect) } else { code(0) }
    });
    let client = client(file.options("{}"), &service, &clock);
    client.enqueue(&events(0, 3_000)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, count(&stats, "accepted")), (0, 0, 3_000));
    assert_eq!(stats.sources[0].state, "open");
    let probes = service.seen().iter().filter(|seen| seen.ids.len() == 1).count();
    // Six hours of waits of 15 seconds on the average; a hundred more or less is seven times what chance does to the number.
    assert!((1_250..1_650).contains(&probes), "{probes}");
    assert!(service.seen().len() < probes + 20);
}

#[test]
fn a_file_of_the_first_version_is_raised() {
    let (file, clock) = (File::new(), Moving::default());
    let service = Scripted::in_order([]);
    let writer = client(file.options("{}"), &service, &clock);
    writer.enqueue(&events(0, 3)).unwrap();
    writer.close(LONG).unwrap();
    let old = rusqlite::Connection::open(file.path()).unwrap();
    old.execute_batch("ALTER TABLE sources DROP COLUMN wait; PRAGMA user_version = 1").unwrap();
    drop(old);
    let reader = client(file.options("{}"), &service, &clock);
    reader.enqueue(&events(3, 4)).unwrap();
    assert_eq!(count(&reader.close(LONG).unwrap(), "accepted"), 4);
}

#[test]
fn a_refused_token_pauses_and_loses_nothing() {
    let file = File::new();
    let clock = Moving::default();
    let good = clock.now() + 6 * 3_600_000;
    let service = Scripted::new({
        let clock = clock.clone();
        move |_, _| if clock.now() < good { code(40_105) } else { code(0) }
    });
    let client = client(file.options("{}"), &service, &clock);
    client.enqueue(&events(0, 500)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, count(&stats, "accepted")), (0, 0, 500));
    let asked = service.seen().len();
    assert!((355..=365).contains(&asked), "one probe a minute: {asked}");
}

#[test]
fn what_may_have_arrived_too_long_ago_is_not_sent_again() {
    let file = File::new();
    let clock = Moving::default();
    let lost: Answer = Err(TransportError::Timeout);
    let service = Scripted::new({
        let (clock, end) = (clock.clone(), clock.now() + 25 * 3_600_000);
        move |_, _| if clock.now() < end { lost.clone() } else { code(0) }
    });
    let client = client(file.options(r#"{"max_age": 3600}"#), &service, &clock);
    client.enqueue(&events(0, 1)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, count(&stats, "expired")), (0, 1, 1));
    let dead = client.dead_letters(0, 1).unwrap();
    assert!(dead[0].may_have_arrived && dead[0].since_first_attempt > Some(Duration::from_secs(3_600)));
    assert!(clock.now() < support::NOW + 2 * 3_600_000, "and it was not tried until the service was back");
}

#[test]
fn a_lost_lease_is_taken_over_and_keeps_the_time_of_the_first_attempt() {
    let file = File::new();
    let clock = Moving::default();
    let stuck = Scripted::new(|_, _| {
        loop {
            std::thread::park();
        }
    });
    let dying = client(file.options("{}"), &stuck, &clock);
    dying.enqueue(&events(0, 5)).unwrap();
    while stuck.seen().is_empty() {
        std::thread::yield_now();
    }
    std::mem::forget(dying);
    let service = Scripted::in_order([]);
    let heir = client(file.options("{}"), &service, &clock);
    let stats = heir.flush(LONG).unwrap();
    assert_eq!((stats.waiting, count(&stats, "accepted")), (0, 5));
    assert_eq!(sent(&service), ["e0", "e1", "e2", "e3", "e4"]);
    assert!(clock.now() - support::NOW >= 130_000, "not before the lease had run out");
}

#[test]
fn a_full_outbox_raises_and_keeps_what_it_has() {
    let file = File::new();
    let client =
        client(file.options(r#"{"max_events": 10}"#), &Scripted::new(|_, _| status(503)), &Moving::default());
    client.enqueue(&events(0, 8)).unwrap();
    let full = |result: Result<_, Failure>| matches!(result, Err(failure) if (failure.kind(), failure.code()) == (Kind::OutboxFull, "outbox_full"));
    assert!(full(client.enqueue(&events(8, 11))), "all or none");
    client.enqueue(&events(8, 10)).unwrap();
    assert!(full(client.enqueue(&event("e10".to_owned()))));
    assert_eq!(client.stats().unwrap().waiting, 10);
}

/// As after the restart of a program that had filled it: what waits is all that can make room.
#[test]
fn whoever_finds_it_full_delivers_what_waits() {
    let (file, service, clock) = (File::new(), Scripted::in_order([]), Moving::default());
    let without_token = Options::default().with("pixel_code", &Input::text("C4A")).unwrap();
    let without_token = without_token.with("outbox", &Input::text(file.path())).unwrap();
    client(without_token, &service, &clock).enqueue(&events(0, 10)).unwrap();
    let client = client(file.options(r#"{"max_events": 10}"#), &service, &clock);
    let end = Instant::now() + LONG;
    while let Err(failure) = client.enqueue(&event("late")) {
        assert_eq!(failure.code(), "outbox_full");
        assert!(Instant::now() < end, "nobody made room");
        std::thread::yield_now();
    }
}

#[test]
fn a_token_that_changes_is_asked_for() {
    let file = File::new();
    let token = Arc::new(Mutex::new("old"));
    let source = Arc::clone(&token);
    let options = file
        .options("{}")
        .with_token_source(Arc::new(move || tiktok_capi::Token::new(*source.lock().unwrap())));
    let clock = Moving::default();
    let client = Client::with_transport(options, Picky, clock).unwrap();
    client.enqueue(&events(0, 3)).unwrap();
    let waits = std::thread::spawn({
        let client = client.clone();
        move || client.flush(LONG).unwrap()
    });
    std::thread::sleep(Duration::from_millis(20));
    *token.lock().unwrap() = "new";
    let stats = waits.join().unwrap();
    assert_eq!((stats.waiting, count(&stats, "accepted")), (0, 3));
}

#[test]
fn closing_is_bounded_and_leaves_the_rest() {
    let file = File::new();
    let stuck = Scripted::new(|_, _| {
        std::thread::sleep(Duration::from_secs(8));
        code(0)
    });
    let client = client(file.options("{}"), &stuck, &Moving::default());
    client.enqueue(&events(0, 5)).unwrap();
    let started = Instant::now();
    let stats = client.close(Duration::from_secs(1)).unwrap();
    assert!(started.elapsed() < Duration::from_secs(4), "before the request ended");
    assert_eq!((stats.waiting, stats.in_flight), (5, 5));
}

#[test]
fn foreign_newer_and_damaged_files_are_told_apart_and_left() {
    let file = File::new();
    let code_of = |bytes: &[u8]| {
        std::fs::write(file.path(), bytes).unwrap();
        let client = client(file.options("{}"), &Scripted::in_order([]), &Moving::default());
        let error = client.stats().unwrap_err();
        assert_eq!(error.path(), file.path());
        assert_eq!(std::fs::read(file.path()).unwrap(), bytes, "untouched");
        error.code()
    };
    assert_eq!(code_of(&[b'x'; 5_000]), "outbox_foreign");
    let made = {
        let file = File::new();
        client(file.options("{}"), &Scripted::in_order([]), &Moving::default()).stats().unwrap();
        std::fs::read(file.path()).unwrap()
    };
    let mut newer = made.clone();
    newer[63] = 3;
    assert_eq!(code_of(&newer), "outbox_newer");
    let mut foreign = made;
    foreign[71] = 1;
    assert_eq!(code_of(&foreign), "outbox_foreign");
}

#[test]
fn refused_and_withheld_events_are_counted_and_not_kept() {
    let file = File::new();
    let client =
        client(file.options(r#"{"require_consent": true}"#), &Scripted::in_order([]), &Moving::default());
    let bad = Input::from_json(br#"{"event": 5, "consent": "granted"}"#).unwrap();
    let receipt = client.enqueue(&[event("e0".to_owned()), bad.clone()]).unwrap();
    assert_eq!(receipt.results[0].outcome, Outcome::Withheld);
    assert_eq!(receipt.results[1].outcome, Outcome::Refused);
    assert_eq!(client.enqueue(&bad).unwrap_err().kind(), Kind::InvalidEvent);
    let stats = client.stats().unwrap();
    assert_eq!((stats.waiting, count(&stats, "withheld.consent_missing")), (0, 1));
    assert_eq!(stats.counts()["refused"], 2);
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let file = File::new();
    let client = client(file.options("{}"), &Scripted::new(|_, _| status(503)), &Moving::default());
    client.enqueue(&events(0, 1)).unwrap();
    let files: Vec<_> = std::fs::read_dir(&file.0).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 2);
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}
