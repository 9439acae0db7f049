//! An outbox that one process has open, with its one thread. The clients that share it come and go.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::bell::{Bell, FAILED, Left};
use super::connections::Connections;
use super::error::OutboxError;
use super::stats::Stats;
use super::store::{Limits, Store};
use super::worker::Worker;
use crate::delivery::shared::Shared;
use crate::machine::fork::{self, Pass};
use crate::machine::signals;
use crate::options::settings::Place;

/// What `close` keeps of its time for ending a request.
const ENDING: Duration = Duration::from_millis(100);

/// How often no thread could be started, among the counts of the file: other programs show it.
const NO_THREAD: &str = "no_thread";

/// What the options of a client say about its outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) place: Place,
    pub(super) is_full: bool,
    pub(super) limits: Limits,
    /// Milliseconds.
    pub(super) max_age: i64,
}

pub(super) struct Opened {
    settings: Settings,
    /// The first client's; those of the others do the same.
    shared: Arc<Shared>,
    connections: Connections,
    bell: Bell,
}

impl Opened {
    /// For one client. Nothing is opened before it is used.
    pub(super) fn new(settings: Settings, shared: Arc<Shared>) -> Self {
        let connections = Connections::new(&settings.place, settings.is_full);
        let opened = Self { settings, shared, connections, bell: Bell::default() };
        opened.bell.join();
        opened
    }

    /// One client more uses it, unless its file or its delivery is another. What is in memory is its client's own.
    pub(super) fn join(&self, settings: &Settings, shared: &Shared) -> bool {
        let is_file = settings.place != Place::Memory;
        is_file && self.settings == *settings && self.shared.delivers_like(shared) && self.bell.join()
    }

    /// A client was dropped: the others, and the thread as long as something waits, go on.
    pub(super) fn leave(&self, pass: &Pass) {
        if self.bell.leave() {
            self.connections.close(pass);
        }
    }

    /// Whether what waits is nowhere but in memory, and no thread could be started for it.
    pub(super) fn is_stranded(&self) -> bool {
        let is_in_memory = *self.place() == Place::Memory;
        is_in_memory && self.bell.thread() == Some(FAILED) && self.waiting().is_ok_and(|waiting| waiting > 0)
    }

    /// A client is closed, and the others go on. True for the last of them, which has to [`end`](Opened::end) it.
    pub(super) fn part(&self) -> bool {
        self.bell.part()
    }

    pub(super) fn place(&self) -> &Place {
        &self.settings.place
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

    /// Uses the connection of those who look.
    pub(super) fn view<T>(&self, work: impl FnOnce(&Store) -> rusqlite::Result<T>) -> Result<T, OutboxError> {
        self.connections.view(work)
    }

    pub(super) fn stats(&self) -> Result<Stats, OutboxError> {
        let now = self.shared.clock.unix_milliseconds();
        let stats = self.view(|store| store.stats(now))?;
        let left_behind = stats.left_behind + self.connections.left_behind();
        Ok(Stats { left_behind, thread: self.bell.thread(), ..stats })
    }

    /// An event came: the thread is started if there is none, and woken if it can do something about it.
    pub(super) fn notice(self: &Arc<Self>, source: i64) {
        self.bell.notice(source);
        self.start();
    }

    /// Something came for any source: the thread is started if there is none, or woken to look.
    pub(super) fn rouse(self: &Arc<Self>) {
        self.bell.rouse();
        self.start();
    }

    /// The thread is started if there is none. Without a token this process only puts events in, and another delivers them.
    pub(super) fn start(self: &Arc<Self>) {
        if self.shared.options.has_token() && self.bell.start(|| thread(Arc::clone(self))) {
            tracing::error!(target: "tiktok_capi", "no thread can be started to deliver the outbox");
            let _ = self.front(|store| store.count(NO_THREAD).map_err(|error| store.error(&error)));
        }
    }

    /// Waits until nothing waits, the end, or a failure that time does not mend.
    pub(super) fn flush(self: &Arc<Self>, end: Option<Instant>) -> Result<(), OutboxError> {
        self.bell.hurried(|| {
            self.rouse();
            while self.waiting()? > 0 && self.bell.wait(end)? {}
            Ok(())
        })
    }

    fn waiting(&self) -> Result<u64, OutboxError> {
        self.view(Store::waiting)
    }

    /// As [`flush`](Opened::flush), with time left for ending a request. What could not even be opened has nothing to end.
    pub(super) fn flush_before(self: &Arc<Self>, end: Option<Instant>) -> Result<Stats, OutboxError> {
        if !self.connections.is_used() {
            return Ok(Stats::default());
        }
        self.flush(end.and_then(|end| end.checked_sub(ENDING)))?;
        self.stats()
    }

    /// Ends the thread, and closes the file. A request that cannot be ended in time ends by itself; its events stay leased until
    /// then. Gives the last look; of several who do it at once, one has that and the others get its answer.
    pub(super) fn end(
        &self,
        end: Option<Instant>,
        flushed: Result<Stats, OutboxError>,
    ) -> Result<Stats, OutboxError> {
        self.bell.end(end);
        let now = self.shared.clock.unix_milliseconds();
        self.connections.close_front(|store| {
            let Some(store) = store else { return self.bell.last().unwrap_or(flushed) };
            let answer = flushed.and(store.read(|store| store.stats(now)));
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

fn thread(opened: Arc<Opened>) -> io::Result<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name("tiktok-capi".to_owned());
    let deliver = move || {
        let running = Running(opened);
        let Opened { settings, shared, connections, bell } = running.0.as_ref();
        Worker { connections, bell, shared }.run(settings.max_age);
    };
    signals::kept_from(|| thread.spawn(deliver))
}

/// Tells the end of the thread, however it ends.
struct Running(Arc<Opened>);

impl Drop for Running {
    fn drop(&mut self) {
        let Opened { connections, bell, .. } = self.0.as_ref();
        match bell.stopped() {
            Left::Clients => {}
            Left::Closing => connections.close_back(),
            Left::Nobody => drop(fork::pass().map(|pass| connections.close(&pass))),
        }
    }
}
