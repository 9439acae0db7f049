//! The outbox: what [`Client::enqueue`](crate::Client::enqueue) has acknowledged arrives.
//!
//! - `schema.rs` makes and opens the file. `store.rs` puts events in, `lease.rs` hands them out, `settle.rs` and `dead.rs` are
//!   about what became of them, `source.rs` about where they go, `rows.rs` about what they share: that is all the SQL there
//!   is. `log.rs` keeps the file's log short, `crc.rs` finds what was damaged, `patience.rs` waits for other processes.
//! - `circuit.rs`, `batch.rs` and `fate.rs` decide, without clock, disk or network.
//! - `opened.rs` is what one process has open: its `connections.rs`, its thread, and the `bell.rs` by which the two sides
//!   call each other; `worker.rs` is what the thread does.
//!
//! An event is canonical before it is written, so the file holds digests, and neither a raw identifier nor the token. It is
//! in one request at a time: a process leases events before it sends them, and when it dies, another takes over once the
//! lease has run out. That may send a second copy, which TikTok knows by its `event_id`. Events go in the order in which
//! they came; one that was not settled goes to the end.

mod batch;
mod bell;
mod circuit;
mod connections;
mod crc;
pub(crate) mod dead;
pub(crate) mod error;
mod fate;
mod lease;
mod log;
mod opened;
mod patience;
mod rows;
mod schema;
mod settle;
mod source;
pub(crate) mod stats;
mod store;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tiktok_capi_core::Envelope;

use crate::delivery::prepared::Prepared;
use crate::delivery::shared::Shared;
use crate::machine::clock::milliseconds;
use crate::machine::fork::{self, Pass};
use crate::options::Options;
use crate::options::settings::Place;
use dead::DeadLetter;
use error::{OutboxError, OutboxFault};
use opened::Opened;
use stats::Stats;
use store::{Limits, Store};

/// The outbox of a client. It opens nothing before it is used.
pub(crate) struct Outbox {
    settings: Settings,
    state: Mutex<State>,
}

/// What the options say about it.
#[derive(Debug, Clone)]
struct Settings {
    place: Place,
    is_full: bool,
    limits: Limits,
    /// Milliseconds.
    max_age: i64,
}

enum State {
    Unused,
    Open(Arc<Opened>),
    Closed {
        process: u32,
        /// What `close` said, for whoever closes again.
        answer: Result<Stats, OutboxError>,
    },
}

impl Outbox {
    pub(crate) fn new(options: &Options) -> Self {
        let given = &options.settings;
        let (events, bytes) = match given.outbox {
            Place::Memory => (100_000, 1 << 27),
            Place::File(_) => (1_000_000, 1 << 30),
        };
        let limits =
            Limits { events: given.max_events.unwrap_or(events), bytes: given.max_bytes.unwrap_or(bytes) };
        let settings = Settings {
            place: absolute(&given.outbox),
            is_full: given.is_durability_full,
            limits,
            max_age: milliseconds(given.max_age),
        };
        Self { settings, state: Mutex::new(State::Unused) }
    }

    /// Keeps events, all or none of them, and has them delivered.
    pub(crate) fn put(
        &self,
        shared: &Arc<Shared>,
        envelope: &Envelope<'_>,
        events: &[Prepared],
        counts: &BTreeMap<String, u64>,
    ) -> Result<(), OutboxError> {
        let opened = self.open()?;
        let (now, limits) = (shared.clock.unix_milliseconds(), self.settings.limits);
        let source = opened.front(|store| store.put(envelope, events, counts, now, limits))?;
        if !events.is_empty() {
            opened.notice(source, shared, self.settings.max_age);
        }
        Ok(())
    }

    /// Waits until nothing waits any more, but no longer than that.
    pub(crate) fn flush(&self, shared: &Arc<Shared>, timeout: Duration) -> Result<Stats, OutboxError> {
        let opened = self.open()?;
        opened.flush(shared, self.settings.max_age, Instant::now().checked_add(timeout))?;
        opened.stats(shared)
    }

    /// Flushes, then ends what this process has opened. The rest stays in the file.
    pub(crate) fn close(&self, shared: &Arc<Shared>, timeout: Duration) -> Result<Stats, OutboxError> {
        let opened = {
            let _pass = self.pass()?;
            match &*self.state() {
                State::Open(opened) if opened.is_mine() => Some(Arc::clone(opened)),
                State::Closed { process, answer } if *process == std::process::id() => return answer.clone(),
                _ => None,
            }
        };
        let closed = opened.map(|opened| opened.close(shared, self.settings.max_age, timeout));
        let answer = closed.unwrap_or_else(|| Ok(Stats::default()));
        let _pass = self.pass()?;
        *self.state() = State::Closed { process: std::process::id(), answer: answer.clone() };
        answer
    }

    /// Whether this process closed it.
    pub(crate) fn is_closed(&self) -> bool {
        let Ok(_pass) = self.pass() else { return false };
        matches!(&*self.state(), State::Closed { process, .. } if *process == std::process::id())
    }

    pub(crate) fn stats(&self, shared: &Arc<Shared>) -> Result<Stats, OutboxError> {
        self.open()?.stats(shared)
    }

    pub(crate) fn dead(
        &self,
        shared: &Arc<Shared>,
        after: i64,
        most: usize,
    ) -> Result<Vec<DeadLetter>, OutboxError> {
        let now = shared.clock.unix_milliseconds();
        self.with_store(|store| store.dead(after, most, now))
    }

    pub(crate) fn retry_dead(&self, shared: &Arc<Shared>, seqs: &[i64]) -> Result<usize, OutboxError> {
        let (opened, now) = (self.open()?, shared.clock.unix_milliseconds());
        let retried =
            opened.front(|store| store.retry_dead(seqs, now).map_err(|error| store.error(&error)))?;
        if retried > 0 {
            opened.rouse(shared, self.settings.max_age);
        }
        Ok(retried)
    }

    pub(crate) fn remove_dead(&self, seqs: &[i64]) -> Result<usize, OutboxError> {
        self.with_store(|store| store.remove_dead(seqs))
    }

    fn with_store<T>(&self, work: impl FnOnce(&mut Store) -> rusqlite::Result<T>) -> Result<T, OutboxError> {
        self.open()?.front(|store| work(store).map_err(|error| store.error(&error)))
    }

    /// What this process has open. A child of a fork opens its own, and its parent's events stay the parent's.
    fn open(&self) -> Result<Arc<Opened>, OutboxError> {
        let _pass = self.pass()?;
        let mut state = self.state();
        match &*state {
            State::Open(opened) if opened.is_mine() => return Ok(Arc::clone(opened)),
            State::Closed { process, .. } if *process == std::process::id() => {
                return Err(OutboxError::new(OutboxFault::Closed, &self.settings.place));
            }
            _ => {}
        }
        if let State::Open(inherited) = std::mem::replace(&mut *state, State::Unused) {
            inherited.disown();
        }
        let opened = Arc::new(Opened::open(&self.settings.place, self.settings.is_full)?);
        *state = State::Open(Arc::clone(&opened));
        Ok(opened)
    }

    /// It comes before every lock, so that none is taken while the process is forked.
    fn pass(&self) -> Result<Pass, OutboxError> {
        fork::pass().ok_or_else(|| OutboxError::new(OutboxFault::Unavailable, &self.settings.place))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends it when its client ends.
    pub(crate) fn drop_with(&mut self, shared: &Arc<Shared>, timeout: Duration) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let State::Open(opened) = std::mem::replace(state, State::Unused) else { return };
        if opened.is_mine() && opened.is_delivering() {
            let _ = opened.close(shared, self.settings.max_age, timeout);
            return;
        }
        match fork::pass() {
            // A client that only looked has nothing to wait for.
            Some(_pass) if opened.is_mine() => drop(opened),
            Some(_pass) => opened.disown(),
            None => std::mem::forget(opened),
        }
    }
}

/// A program may change its folder, and the file must stay the same.
fn absolute(place: &Place) -> Place {
    let Place::File(path) = place else { return Place::Memory };
    let absolute = || std::path::absolute(&**path).ok()?.into_os_string().into_string().ok();
    absolute().map_or_else(|| place.clone(), |path| Place::File(path.into()))
}
