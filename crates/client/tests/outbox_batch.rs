//! A batch that cannot pass as a whole holds up nobody for long.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use support::file::File;
use support::{Moving, Scripted, code, events};
use tiktok_capi::{Client, Stats, TransportError};

/// Delivers events of which each may be sent again for an hour, by a clock that moves only by waiting.
fn deliver(service: &Scripted, count: usize) -> Stats {
    let file = File::new();
    let options = file.options(r#"{"max_age": 3600}"#);
    let client = Client::with_transport(options, service.clone(), Moving::default()).unwrap();
    client.enqueue(&events(count)).unwrap();
    client.flush(Duration::from_secs(120)).unwrap()
}

#[test]
fn an_event_that_the_service_chokes_on_is_left_alone() {
    for poison in ["0", "250", "500"] {
        let service =
            Scripted::new(
                move |_, seen| {
                    if seen.ids.iter().any(|id| id == poison) { code(50_000) } else { code(0) }
                },
            );
        let stats = deliver(&service, 501);
        assert_eq!((stats.waiting, stats.reasons["accepted"]), (0, 500), "{poison}");
        assert_eq!((stats.dead, stats.reasons["expired"]), (1, 1), "{poison}");
        let seen = service.seen();
        let good = seen.iter().rposition(|seen| seen.ids.iter().any(|id| id != poison)).unwrap() + 1;
        assert!(good < 100, "{good} requests until all others had arrived: {poison}");
        let arrived = seen.iter().filter(|seen| seen.ids.iter().all(|id| id != poison));
        let arrived: Vec<&String> = arrived.flat_map(|seen| &seen.ids).collect();
        assert_eq!((arrived.len(), arrived.iter().collect::<BTreeSet<_>>().len()), (500, 500), "once each");
    }
}

#[test]
fn what_the_line_carries_is_found() {
    for most in [700, 60, 1] {
        let service =
            Scripted::new(
                move |_, seen| {
                    if seen.ids.len() > most { Err(TransportError::Timeout) } else { code(0) }
                },
            );
        let stats = deliver(&service, 3_000);
        assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 3_000), "{most}");
        // Half of what passes, and now and then a look whether more does by now.
        let (requests, fewest) = (service.seen().len(), 3_000 / most);
        assert!(requests < 60 + 3 * fewest, "{requests} where {fewest} would do");
    }
}
