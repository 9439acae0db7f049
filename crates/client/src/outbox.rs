//! The outbox: what [`Client::enqueue`](crate::Client::enqueue) has acknowledged arrives.
//!
//! - `schema.rs` makes and opens the file. `store.rs` puts events in, `lease.rs` hands them out, `settle.rs` and `dead.rs` are
//!   about what became of them, `source.rs` about where they go, `rows.rs` about what they share: that is all the SQL there
//!   is. `log.rs` keeps the file's log short, `crc.rs` finds what was damaged, `patience.rs` waits for other processes, and
//!   `hold.rs` keeps off those that this process has inside. `rescue.rs` is for files that somebody moved or deleted.
//! - `circuit.rs`, `waits.rs`, `batch.rs` and `fate.rs` decide, without clock, disk or network.
//! - `opened.rs` is what one process has open: its `connections.rs`, its thread, and the `bell.rs` by which the two sides
//!   call each other; `worker.rs` is what the thread does. By `registry.rs` the clients of one file share all of that.
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
#[cfg(unix)]
mod hold;
#[cfg(not(unix))]
#[path = "outbox/unheld.rs"]
mod hold;
mod lease;
mod log;
mod opened;
mod patience;
mod registry;
mod rescue;
mod rows;
mod schema;
mod settle;
mod source;
pub(crate) mod stats;
mod store;
mod waits;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tiktok_capi_core::Envelope;

use crate::delivery::prepared::Prepared;
use crate::delivery::shared::Shared;
use crate::machine::clock::milliseconds;
use crate::machine::fork::{self, Pass};
use crate::options::settings::Place;
use dead::DeadLetter;
use error::{OutboxError, OutboxFault};
use opened::{Opened, Settings};
use stats::Stats;
use store::Limits;

/// The outbox of a client. It opens nothing before it is used.
pub(crate) struct Outbox {
    settings: Settings,
    shared: Arc<Shared>,
    state: Mutex<State>,
}

enum State {
    Unused,
    Open(Arc<Opened>),
    /// `close` has taken leave of the others that share it.
    Parted {
        opened: Arc<Opened>,
        is_last: bool,
    },
    Closed {
        process: u32,
        /// What `close` said, for whoever closes again.
        answer: Result<Stats, OutboxError>,
    },
}

impl Outbox {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let given = &shared.options.settings;
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
        Self { settings, shared, state: Mutex::new(State::Unused) }
    }

    /// Keeps events, all or none of them, and has them delivered.
    pub(crate) fn put(
        &self,
        envelope: &Envelope<'_>,
        events: &[Prepared],
        counts: &BTreeMap<String, u64>,
    ) -> Result<(), OutboxError> {
        let opened = self.open()?;
        let (now, limits) = (self.now(), self.settings.limits);
        let put = opened.front(|store| store.put(envelope, events, counts, now, limits));
        if put.as_ref().is_err_and(|error| error.fault() == OutboxFault::Full) {
            opened.start(); // what waits is all that can make room
        }
        let source = put?;
        if !events.is_empty() {
            opened.notice(source);
            retry_stranded();
        }
        Ok(())
    }

    /// Waits until nothing waits any more, but no longer than that.
    pub(crate) fn flush(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        let opened = self.open()?;
        opened.flush(Instant::now().checked_add(timeout))?;
        opened.stats()
    }

    /// Flushes, then ends this client's part. The last client ends what this process has opened, and the rest stays in the file.
    pub(crate) fn close(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        let end = Instant::now().checked_add(timeout);
        let Some(opened) = self.used()? else { return self.closed(Ok(Stats::default())) };
        let flushed = opened.flush_before(end);
        let answer = if self.part()? { opened.end(end, flushed) } else { flushed };
        self.closed(answer)
    }

    /// What this process has open and has not closed yet.
    fn used(&self) -> Result<Option<Arc<Opened>>, OutboxError> {
        let _pass = self.pass()?;
        let state = self.state();
        let (State::Open(opened) | State::Parted { opened, .. }) = &*state else { return Ok(None) };
        Ok(opened.is_mine().then(|| Arc::clone(opened)))
    }

    /// Takes leave of the others, once, however many close this client. True where there are none.
    fn part(&self) -> Result<bool, OutboxError> {
        let _pass = self.pass()?;
        let mut state = self.state();
        if let State::Open(opened) = &*state {
            *state = State::Parted { is_last: opened.part(), opened: Arc::clone(opened) };
        }
        Ok(matches!(*state, State::Parted { is_last: true, .. }))
    }

    /// What whoever closes is told: the first answer that there was.
    fn closed(&self, answer: Result<Stats, OutboxError>) -> Result<Stats, OutboxError> {
        let process = std::process::id();
        let pass = self.pass()?;
        let mut state = self.state();
        if let State::Closed { process: owner, answer } = &*state
            && *owner == process
        {
            return answer.clone();
        }
        std::mem::replace(&mut *state, State::Closed { process, answer: answer.clone() }).release(&pass);
        answer
    }

    /// Whether this process closed it.
    pub(crate) fn is_closed(&self) -> bool {
        let Ok(_pass) = self.pass() else { return false };
        matches!(&*self.state(), State::Closed { process, .. } if *process == std::process::id())
    }

    /// Whether this process delivers it at the moment.
    pub(crate) fn is_delivering(&self) -> bool {
        self.used().is_ok_and(|used| used.is_some_and(|opened| opened.is_delivering()))
    }

    pub(crate) fn stats(&self) -> Result<Stats, OutboxError> {
        self.open()?.stats()
    }

    pub(crate) fn dead(&self, after: i64, most: usize) -> Result<Vec<DeadLetter>, OutboxError> {
        let now = self.now();
        self.open()?.view(|store| store.dead(after, most, now))
    }

    pub(crate) fn retry_dead(&self, seqs: &[i64]) -> Result<usize, OutboxError> {
        let (opened, now) = (self.open()?, self.now());
        let retried =
            opened.front(|store| store.retry_dead(seqs, now).map_err(|error| store.error(&error)))?;
        if retried > 0 {
            opened.rouse();
        }
        Ok(retried)
    }

    pub(crate) fn end_waits(&self) -> Result<usize, OutboxError> {
        let (opened, now) = (self.open()?, self.now());
        let ended = opened
            .front(|store| source::end_waits(&store.connection, now).map_err(|error| store.error(&error)))?;
        opened.rouse();
        Ok(ended)
    }

    pub(crate) fn remove_dead(&self, seqs: &[i64]) -> Result<usize, OutboxError> {
        self.open()?.front(|store| store.remove_dead(seqs).map_err(|error| store.error(&error)))
    }

    /// What this process has open. A child of a fork opens its own, and its parent's events stay the parent's.
    fn open(&self) -> Result<Arc<Opened>, OutboxError> {
        let pass = self.pass()?;
        let mut state = self.state();
        let closed = || Err(OutboxError::new(OutboxFault::Closed, &self.settings.place));
        match &*state {
            State::Open(opened) if opened.is_mine() => return Ok(Arc::clone(opened)),
            State::Parted { opened, .. } if opened.is_mine() => return closed(),
            State::Closed { process, .. } if *process == std::process::id() => return closed(),
            _ => {}
        }
        std::mem::replace(&mut *state, State::Unused).release(&pass);
        let opened = registry::join(&pass, &self.settings, &self.shared);
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

    fn now(&self) -> i64 {
        self.shared.clock.unix_milliseconds()
    }

    /// Its client was dropped. It waits for nothing: languages drop what they collect while everybody waits for that.
    pub(crate) fn leave(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(state, State::Unused) {
            State::Open(opened) if opened.is_mine() => leave(opened),
            state => match fork::pass() {
                Some(pass) => state.release(&pass),
                None => std::mem::forget(state),
            },
        }
    }
}

impl State {
    /// Lets go of what is open: as one of several who share it, or as a child of whoever opened it.
    fn release(self, pass: &Pass) {
        match self {
            Self::Open(opened) | Self::Parted { opened, .. } if !opened.is_mine() => opened.disown(),
            Self::Open(opened) => opened.leave(pass),
            Self::Unused | Self::Parted { .. } | Self::Closed { .. } => {}
        }
    }
}

/// One client fewer uses it. What is in memory alone and has no thread is kept until there is one, or the process ends.
fn leave(opened: Arc<Opened>) {
    let is_stranded = opened.is_stranded();
    match fork::pass() {
        Some(pass) if is_stranded => registry::keep(&pass, opened),
        Some(pass) => opened.leave(&pass),
        None => std::mem::forget(opened),
    }
}

/// Tries to start threads for those that have none and no client.
fn retry_stranded() {
    let Some(pass) = fork::pass() else { return };
    let stranded = registry::take_stranded(&pass);
    drop(pass);
    for opened in stranded {
        opened.rouse();
        leave(opened);
    }
}

/// Ends all that this process has open, within that time.
pub(crate) fn end(timeout: Duration) {
    let end = Instant::now().checked_add(timeout);
    retry_stranded();
    let all = delivering(|_| true);
    let flushed: Vec<_> = all.iter().map(|opened| opened.flush_before(end)).collect();
    for (opened, flushed) in all.iter().zip(flushed) {
        let _ = opened.end(end, flushed);
    }
}

/// Waits until nothing waits any more in those places that this process delivers, but no longer than that.
pub(crate) fn flush(timeout: Duration, is_meant: impl Fn(&Place) -> bool) {
    let end = Instant::now().checked_add(timeout);
    retry_stranded();
    for opened in delivering(is_meant) {
        let _ = opened.flush(end);
    }
}

/// What this process delivers at the moment.
fn delivering(is_meant: impl Fn(&Place) -> bool) -> Vec<Arc<Opened>> {
    let Some(pass) = fork::pass() else { return Vec::new() };
    let mut all = registry::all(&pass);
    drop(pass);
    all.retain(|opened| opened.is_delivering() && is_meant(opened.place()));
    all
}

/// A program may change its folder, and the file must stay the same.
fn absolute(place: &Place) -> Place {
    let Place::File(path) = place else { return Place::Memory };
    let absolute = || std::path::absolute(&**path).ok()?.into_os_string().into_string().ok();
    absolute().map_or_else(|| place.clone(), |path| Place::File(path.into()))
}
