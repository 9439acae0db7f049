//! An outbox that one process has open, with its one thread.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::bell::Bell;
use super::connections::Connections;
use super::error::OutboxError;
use super::stats::Stats;
use super::store::Store;
use super::worker::Worker;
use crate::delivery::shared::Shared;
use crate::machine::signals;
use crate::options::settings::Place;

/// What `close` keeps of its time for ending a request.
const ENDING: Duration = Duration::from_millis(100);

pub(super) struct Opened {
    connections: Connections,
    bell: Bell,
}

impl Opened {
    pub(super) fn open(place: &Place, is_full: bool) -> Result<Self, OutboxError> {
        Ok(Self { connections: Connections::open(place, is_full)?, bell: Bell::default() })
    }

    /// Whether this process opened it, and not one whose child it is.
    pub(super) fn is_mine(&self) -> bool {
        self.connections.is_mine()
    }

    /// Whether its thread runs.
    pub(super) fn is_delivering(&self) -> bool {
        self.bell.is_running()
    }

    /// Uses the connection of those who put events in.
    pub(super) fn front<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        self.connections.front(work)
    }

    pub(super) fn stats(&self, shared: &Shared) -> Result<Stats, OutboxError> {
        let now = shared.clock.unix_milliseconds();
        self.front(|store| store.stats(now).map_err(|error| store.error(&error)))
    }

    /// An event came: the thread is started if there is none, and woken if it can do something about it.
    pub(super) fn notice(self: &Arc<Self>, source: i64, shared: &Arc<Shared>, max_age: i64) {
        self.bell.notice(source);
        self.start(shared, max_age);
    }

    /// Something came for any source: the thread is started if there is none, or woken to look.
    pub(super) fn rouse(self: &Arc<Self>, shared: &Arc<Shared>, max_age: i64) {
        self.bell.rouse();
        self.start(shared, max_age);
    }

    /// Without a token this process only puts events in, and another delivers them.
    fn start(self: &Arc<Self>, shared: &Arc<Shared>, max_age: i64) {
        if shared.options.has_token() {
            self.bell.start(|| thread(Arc::clone(self), Arc::clone(shared), max_age));
        }
    }

    /// Waits until nothing waits, the end, or a failure that time does not mend.
    pub(super) fn flush(
        self: &Arc<Self>,
        shared: &Arc<Shared>,
        max_age: i64,
        end: Option<Instant>,
    ) -> Result<(), OutboxError> {
        self.bell.hurried(|| {
            self.rouse(shared, max_age);
            while self.waiting()? > 0 && self.bell.wait(end)? {}
            Ok(())
        })
    }

    fn waiting(&self) -> Result<u64, OutboxError> {
        self.front(|store| store.waiting().map_err(|error| store.error(&error)))
    }

    /// Flushes, ends the thread, and closes the file. A request that cannot be ended in time ends by itself; its events
    /// stay leased until then.
    pub(super) fn close(
        self: &Arc<Self>,
        shared: &Arc<Shared>,
        max_age: i64,
        timeout: Duration,
    ) -> Result<Stats, OutboxError> {
        let end = Instant::now().checked_add(timeout);
        let flushed = self.flush(shared, max_age, end.and_then(|end| end.checked_sub(ENDING)));
        self.bell.end(end);
        self.shut(shared, flushed)
    }

    /// The last look, and the end of the connection. Of several who close at once, one has it and the others get its answer.
    fn shut(&self, shared: &Shared, flushed: Result<(), OutboxError>) -> Result<Stats, OutboxError> {
        let now = shared.clock.unix_milliseconds();
        self.connections.close_front(|store| {
            let Some(store) = store else {
                return self.bell.last().unwrap_or_else(|| Err(self.connections.closed()));
            };
            let answer = flushed.and(store.stats(now).map_err(|error| store.error(&error)));
            self.bell.remember(&answer);
            answer
        })
    }

    /// Lets go of what a child inherited, and of the thread that it does not have.
    pub(super) fn disown(self: Arc<Self>) {
        self.connections.disown();
        std::mem::forget(self);
    }
}

fn thread(opened: Arc<Opened>, shared: Arc<Shared>, max_age: i64) -> io::Result<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name("tiktok-capi".to_owned());
    let deliver = move || {
        let running = Running(opened);
        Worker { connections: &running.0.connections, bell: &running.0.bell, shared: &shared }.run(max_age);
    };
    signals::kept_from(|| thread.spawn(deliver))
}

/// Tells the end of the thread, however it ends.
struct Running(Arc<Opened>);

impl Drop for Running {
    fn drop(&mut self) {
        let Opened { connections, bell } = self.0.as_ref();
        if bell.is_ending() {
            connections.close_back();
        }
        bell.stopped();
    }
}
