//! The outbox: what [`Client::enqueue`](crate::Client::enqueue) has acknowledged arrives.
//!
//! - `schema.rs` makes and opens the file. `store.rs` puts events in, `lease.rs` hands them out, `settle.rs` and `dead.rs` are
//!   about what became of them, `source.rs` about where they go: that is all the SQL there is. `log.rs` keeps the file's log
//!   short, `crc.rs` finds what was damaged.
//! - `circuit.rs`, `batch.rs` and `fate.rs` decide, without clock, disk or network.
//! - `process.rs` is what one process has open, and its thread; `worker.rs` is what the thread does.
//!
//! An event is canonical before it is written, so the file holds digests, and neither a raw identifier nor the token. It is
//! in one request at a time: a process leases events before it sends them, and when it dies, another takes over once the
//! lease has run out. That may send a second copy, which TikTok knows by its `event_id`. Events go in the order in which
//! they came; one that was not settled goes to the end.

mod batch;
mod circuit;
mod crc;
mod dead;
mod error;
mod fate;
mod lease;
mod log;
mod process;
mod schema;
mod settle;
mod source;
mod stats;
mod store;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tiktok_capi_core::Envelope;

pub use dead::DeadLetter;
pub use error::{OutboxError, OutboxFault};
pub use stats::{SourceStats, Stats};

use crate::fork::{self, Pass};
use crate::options::Options;
use crate::prepared::Prepared;
use crate::service::Service;
use circuit::milliseconds;
use process::Process;
use store::{Limits, Store};

/// The path that means memory: the same outbox, which ends with the process.
pub(crate) const MEMORY: &str = ":memory:";

/// The outbox of a client. It opens nothing before it is used.
pub(crate) struct Outbox {
    settings: Settings,
    state: Mutex<State>,
}

/// What the options say about it.
#[derive(Debug, Clone)]
struct Settings {
    path: Arc<str>,
    is_full: bool,
    limits: Limits,
    /// Milliseconds.
    max_age: i64,
}

enum State {
    Unused,
    Open(Arc<Process>),
    Closed {
        process: u32,
        /// What `close` said, for whoever closes again.
        answer: Result<Stats, OutboxError>,
    },
}

impl Outbox {
    pub(crate) fn new(options: &Options) -> Self {
        let path = absolute(options.outbox.as_deref().unwrap_or(MEMORY));
        let (events, bytes) = if path == MEMORY { (100_000, 1 << 27) } else { (1_000_000, 1 << 30) };
        let limits = Limits {
            events: options.max_events.unwrap_or(events),
            bytes: options.max_bytes.unwrap_or(bytes),
        };
        let settings = Settings {
            path: path.into(),
            is_full: options.is_durability_full,
            limits,
            max_age: milliseconds(options.max_age),
        };
        Self { settings, state: Mutex::new(State::Unused) }
    }

    /// Keeps events, all or none of them, and has them delivered.
    pub(crate) fn put(
        &self,
        service: &Arc<Service>,
        envelope: &Envelope<'_>,
        events: &[Prepared],
        counts: &BTreeMap<String, u64>,
    ) -> Result<(), OutboxError> {
        let process = self.open()?;
        let (now, limits) = (service.clock.unix_milliseconds(), self.settings.limits);
        let source = process.front(|store| store.put(envelope, events, counts, now, limits))?;
        if !events.is_empty() {
            process.notice(source, service, self.settings.max_age);
        }
        Ok(())
    }

    /// Waits until nothing waits any more, but no longer than that.
    pub(crate) fn flush(&self, service: &Arc<Service>, timeout: Duration) -> Result<Stats, OutboxError> {
        let process = self.open()?;
        process.flush(service, self.settings.max_age, Instant::now().checked_add(timeout))?;
        process.stats(service)
    }

    /// Flushes, then ends what this process has opened. The rest stays in the file.
    pub(crate) fn close(&self, service: &Arc<Service>, timeout: Duration) -> Result<Stats, OutboxError> {
        let process = {
            let _pass = self.pass()?;
            match &*self.state() {
                State::Open(process) if process.is_mine() => Some(Arc::clone(process)),
                State::Closed { process, answer } if *process == std::process::id() => return answer.clone(),
                _ => None,
            }
        };
        let closed = process.map(|process| process.close(service, self.settings.max_age, timeout));
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

    pub(crate) fn stats(&self, service: &Arc<Service>) -> Result<Stats, OutboxError> {
        self.open()?.stats(service)
    }

    pub(crate) fn dead(
        &self,
        service: &Arc<Service>,
        after: i64,
        most: usize,
    ) -> Result<Vec<DeadLetter>, OutboxError> {
        let now = service.clock.unix_milliseconds();
        self.with_store(|store| store.dead(after, most, now))
    }

    pub(crate) fn retry_dead(&self, service: &Arc<Service>, seqs: &[i64]) -> Result<usize, OutboxError> {
        let (process, now) = (self.open()?, service.clock.unix_milliseconds());
        let retried =
            process.front(|store| store.retry_dead(seqs, now).map_err(|error| store.error(&error)))?;
        if retried > 0 {
            process.rouse(service, self.settings.max_age);
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
    fn open(&self) -> Result<Arc<Process>, OutboxError> {
        let _pass = self.pass()?;
        let mut state = self.state();
        match &*state {
            State::Open(process) if process.is_mine() => return Ok(Arc::clone(process)),
            State::Closed { process, .. } if *process == std::process::id() => {
                return Err(OutboxError::new(OutboxFault::Closed, &self.settings.path));
            }
            _ => {}
        }
        if let State::Open(inherited) = std::mem::replace(&mut *state, State::Unused) {
            inherited.disown();
        }
        let process = Arc::new(Process::open(&self.settings.path, self.settings.is_full)?);
        *state = State::Open(Arc::clone(&process));
        Ok(process)
    }

    /// It comes before every lock, so that none is taken while the process is forked.
    fn pass(&self) -> Result<Pass, OutboxError> {
        fork::pass().ok_or_else(|| OutboxError::new(OutboxFault::Unavailable, &self.settings.path))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends it when its client ends.
    pub(crate) fn drop_with(&mut self, service: &Arc<Service>, timeout: Duration) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let State::Open(process) = std::mem::replace(state, State::Unused) else { return };
        if process.is_mine() && process.is_delivering() {
            let _ = process.close(service, self.settings.max_age, timeout);
            return;
        }
        match fork::pass() {
            // A client that only looked has nothing to wait for.
            Some(_pass) if process.is_mine() => drop(process),
            Some(_pass) => process.disown(),
            None => std::mem::forget(process),
        }
    }
}

/// A program may change its folder, and the file must stay the same.
fn absolute(path: &str) -> String {
    let absolute = || std::path::absolute(path).ok()?.into_os_string().into_string().ok();
    if path == MEMORY { None } else { absolute() }.unwrap_or_else(|| path.to_owned())
}
