//! Everything that one does with an outbox, and what it came to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use tiktok_capi::{Client, DeadLetter, Failure, Kind, Stats};

use super::{NEW, Original};
use crate::outbox_processes::{Folder, Skipping, options_for, order};
use crate::support::Scripted;

/// What using an outbox came to.
#[derive(Default)]
pub(crate) struct Used {
    pub(crate) stats: Option<Stats>,
    pub(crate) dead: Vec<DeadLetter>,
    /// Events that were sent, dead letters that were retried left out.
    pub(crate) sent: BTreeSet<String>,
    /// The codes of what failed.
    pub(crate) errors: Vec<&'static str>,
    /// How long it would have waited.
    pub(crate) waited: Duration,
    missing: usize,
}

/// Uses an outbox in every way. Whatever is sent is what was put in, and goes where it was meant to go.
pub(crate) fn use_all(folder: &Folder, original: &Original) -> Used {
    let (service, mut used) = (Scripted::in_order([]), Used::default());
    let options = options_for(folder, "C4A", Some("http://127.0.0.1:9"));
    let clock = Skipping::default();
    let client = Client::with_transport(options, service.clone(), clock.clone()).unwrap();
    let mut bounded = Bounded { folder, errors: Vec::new() };
    bounded.run(|| client.stats());
    bounded.run(|| enqueue(&client));
    bounded.run(|| client.flush(Duration::from_secs(2)));
    used.dead = bounded.run(|| client.dead_letters(0, 1_000)).unwrap_or_default();
    let numbers: Vec<i64> = used.dead.iter().map(|dead| dead.seq).collect();
    bounded.run(|| client.retry_dead(numbers.get(..1).unwrap_or_default()));
    bounded.run(|| client.remove_dead(numbers.get(1..2).unwrap_or_default()));
    bounded.run(|| client.flush(Duration::from_secs(1)));
    used.stats = bounded.run(|| client.stats());
    bounded.run(|| client.close(Duration::from_millis(300)));
    used.errors = bounded.errors;
    used.waited = clock.skipped();
    let bodies = service.seen().into_iter().flat_map(|seen| unaltered(&seen.body, original));
    used.sent = bodies.filter(|id| !id.starts_with('x')).collect();
    used.missing = original.waiting() - used.sent.len();
    used
}

fn enqueue(client: &Client) -> Result<(), Failure> {
    assert!(client.enqueue(&NEW.map(order))?.ok());
    Ok(())
}

/// The ids of a request's events, each of which is what was put in for that source.
fn unaltered(body: &[u8], original: &Original) -> Vec<String> {
    let body: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body).unwrap();
    let names: Vec<&str> = body.keys().map(String::as_str).collect();
    assert_eq!(names, ["data", "event_source", "event_source_id"]);
    assert_eq!(body["event_source"].get(), r#""web""#);
    let source: String = serde_json::from_str(body["event_source_id"].get()).unwrap();
    let data: Vec<Box<RawValue>> = serde_json::from_str(body["data"].get()).unwrap();
    data.iter().map(|event| id_of(event.get().as_bytes(), &source, original)).collect()
}

fn id_of(event: &[u8], source: &str, original: &Original) -> String {
    let known = original.events.iter().find(|(_, (of, bytes))| of == source && bytes == event);
    known.unwrap_or_else(|| panic!("an altered event was sent to {source}")).0.clone()
}

/// Runs what has to end, and to tell which file is to blame if it fails.
struct Bounded<'a> {
    folder: &'a Folder,
    errors: Vec<&'static str>,
}

impl Bounded<'_> {
    fn run<T, E: Into<Failure>>(&mut self, work: impl FnOnce() -> Result<T, E>) -> Option<T> {
        let started = Instant::now();
        let result = work().map_err(Into::into);
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
        if let Err(error) = &result {
            assert!(matches!(error.kind(), Kind::Outbox | Kind::OutboxFull));
            assert_eq!(error.place(), Some(self.folder.outbox().as_str()));
            assert!(error.to_string().contains(&self.folder.outbox()) && !error.hint().is_empty());
            self.errors.push(error.code());
        }
        result.ok()
    }
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_damaged = |dead: &DeadLetter| dead.reason == "damaged";
        let waits = self.stats.as_ref().is_some_and(|stats| stats.waiting > 0);
        let found = [
            (self.missing == 0, "everything sent"),
            (self.dead.iter().any(is_damaged), "damaged events found"),
            (waits, "some wait"),
        ];
        let found = found.into_iter().filter_map(|(is_so, what)| is_so.then_some(what));
        let errors: BTreeSet<&str> = self.errors.iter().copied().collect();
        let told: Vec<&str> = found.chain(errors).collect();
        // A changed byte ends the log, and a short file is an empty one: SQLite takes both for a write that was cut off.
        write!(f, "{}", if told.is_empty() { "cut off".to_owned() } else { told.join(", ") })
    }
}
