//! Closes an outbox while a fault of a row is going on, by the machine's clock.

use std::time::{Duration, Instant};

use tiktok_capi::{Client, Input, Stats};
use tiktok_capi_sandbox::{Config, Sandbox};

use super::Row;
use super::run::{Desert, options, plan};
use crate::support::event;
use crate::support::file::File;

/// What is given to `close`.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(2);

/// What closing came to.
pub(crate) struct Closed {
    pub(crate) took: Duration,
    pub(crate) events: u64,
    /// What the file holds afterwards.
    pub(crate) left: Stats,
    /// What `close` told.
    pub(crate) told: Stats,
    /// Events that the service has.
    pub(crate) arrived: u64,
}

/// Enqueues the events of a row, and closes at once.
pub(crate) fn close(row: &Row) -> Closed {
    let elsewhere = Sandbox::start(Config::default()).unwrap();
    let sandbox = Sandbox::start(Config { faults: plan(row, &elsewhere), ..Config::default() }).unwrap();
    let (file, desert) = (File::new(), Desert::new());
    let endpoint = if row.is_deserted { desert.url() } else { sandbox.endpoint() };
    let open = || {
        let options = options(row, &endpoint).with("outbox", &Input::text(file.path())).unwrap();
        Client::new(options).unwrap()
    };
    let client = open();
    let events: Vec<_> = (0..row.threads * row.calls * row.events).map(|id| event(id.to_string())).collect();
    assert!(client.enqueue(&events).unwrap().ok());
    let started = Instant::now();
    let told = client.close(TIMEOUT).unwrap();
    let took = started.elapsed();
    let counts = sandbox.counts();
    Closed {
        took,
        events: u64::try_from(events.len()).unwrap(),
        left: open().stats().unwrap(),
        told,
        arrived: counts.counted,
    }
}

impl Closed {
    /// Every event is delivered, dead, or still in the file; and what the service does not have is not lost.
    pub(crate) fn faults(&self) -> Option<String> {
        let Stats { waiting, dead, .. } = self.left;
        let accepted = self.left.reasons.get("accepted").copied().unwrap_or_default();
        let is_whole = accepted + waiting + dead == self.events;
        let is_kept = waiting + dead + self.arrived >= self.events;
        let is_told = (self.told.waiting, self.told.dead) == (waiting, dead);
        (!(is_whole && is_kept && is_told)).then(|| {
            format!(
                "{} events: {accepted} accepted, {waiting} wait, {dead} dead, {} arrived; told {:?}",
                self.events, self.arrived, self.told
            )
        })
    }
}
