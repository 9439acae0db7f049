//! What one process has open of an outbox, and its one thread.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::error::{OutboxError, OutboxFault};
use super::stats::Stats;
use super::store::Store;
use super::{MEMORY, worker};
use crate::cancel::Cancel;
use crate::fork;
use crate::service::Service;
use crate::signals;

/// How often whoever waits looks for what other processes have done.
const LOOK: Duration = Duration::from_millis(50);

/// What `close` keeps of its time for ending a request.
const ENDING: Duration = Duration::from_millis(100);

/// Two connections, so that those who put events in need not wait for the one that delivers them. Memory has one.
pub(super) struct Process {
    id: u32,
    path: Arc<str>,
    front: Arc<Mutex<Option<Store>>>,
    back: Arc<Mutex<Option<Store>>>,
    work: Mutex<Work>,
    changed: Condvar,
}

/// What the thread is told, and what it tells.
#[derive(Default)]
struct Work {
    is_running: bool,
    thread: Option<JoinHandle<()>>,
    /// Nothing more is to be started.
    is_ending: bool,
    /// Whether anything came since the thread last looked.
    has_news: bool,
    /// How many wait for it.
    hurrying: u32,
    /// Ends its waits for more events, as long as somebody waits for it.
    hurry: Cancel,
    /// Sources that cannot be sent to now, so that events for them wake nobody.
    paused: Vec<i64>,
    /// Ends the wait of the thread.
    wake: Cancel,
    /// Ends its request.
    sending: Cancel,
    /// What the file last said no to.
    failed: Option<OutboxError>,
    /// What whoever closed it was told.
    last: Option<Result<Stats, OutboxError>>,
}

impl Process {
    pub(super) fn open(path: &Arc<str>, is_full: bool) -> Result<Self, OutboxError> {
        let front = Arc::new(Mutex::new(Some(Store::open(path, is_full)?)));
        let is_memory = &**path == MEMORY;
        let back = if is_memory { Arc::clone(&front) } else { Arc::default() };
        let (work, changed) = (Mutex::default(), Condvar::new());
        let process = Self { id: std::process::id(), path: Arc::clone(path), front, back, work, changed };
        if !is_memory {
            *lock(&process.back) = Some(Store::open_behind(path, is_full)?);
        }
        Ok(process)
    }

    pub(super) fn is_mine(&self) -> bool {
        self.id == std::process::id()
    }

    /// Whether its thread runs.
    pub(super) fn is_delivering(&self) -> bool {
        self.work().is_running
    }

    pub(super) fn is_memory(&self) -> bool {
        &*self.path == MEMORY
    }

    /// Uses the connection of those who put events in.
    pub(super) fn front<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        self.with(&self.front, work)
    }

    /// Uses the thread's connection.
    pub(super) fn back<T>(
        &self,
        work: impl FnOnce(&mut Store) -> rusqlite::Result<T>,
    ) -> Result<T, OutboxError> {
        self.with(&self.back, |store| work(store).map_err(|error| store.error(&error)))
    }

    fn with<T>(
        &self,
        store: &Mutex<Option<Store>>,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let _pass = fork::pass();
        let closed = || OutboxError::new(OutboxFault::Closed, &self.path);
        lock(store).as_mut().ok_or_else(closed).and_then(work)
    }

    pub(super) fn stats(&self, service: &Service) -> Result<Stats, OutboxError> {
        let now = service.clock.unix_milliseconds();
        self.front(|store| store.stats(now).map_err(|error| store.error(&error)))
    }

    /// An event came: the thread is started if there is none, and woken if it can do something about it.
    pub(super) fn notice(self: &Arc<Self>, source: i64, service: &Arc<Service>, max_age: i64) {
        let mut work = self.work();
        if !work.has_news && !work.paused.contains(&source) {
            work.has_news = true;
            work.wake.cancel();
        }
        self.start(&mut work, service, max_age);
    }

    /// Something came for any source: the thread is started if there is none, or woken to look.
    pub(super) fn rouse(self: &Arc<Self>, service: &Arc<Service>, max_age: i64) {
        let mut work = self.work();
        work.has_news = true;
        work.wake.cancel();
        self.start(&mut work, service, max_age);
    }

    /// Without a token this process only puts events in, and another delivers them.
    fn start(self: &Arc<Self>, work: &mut Work, service: &Arc<Service>, max_age: i64) {
        if work.is_running || work.is_ending || !service.options.has_token() {
            return;
        }
        let (process, service) = (Arc::clone(self), Arc::clone(service));
        let thread = std::thread::Builder::new().name("tiktok-capi".to_owned());
        let deliver = move || {
            let running = Running(process);
            worker::run(&running.0, &service, max_age);
        };
        let started = signals::kept_from(|| thread.spawn(deliver));
        work.is_running = started.is_ok();
        work.thread = started.ok();
    }

    /// Waits until nothing waits, the end, or a failure that time does not mend.
    pub(super) fn flush(
        self: &Arc<Self>,
        service: &Arc<Service>,
        max_age: i64,
        end: Option<Instant>,
    ) -> Result<(), OutboxError> {
        {
            let mut work = self.work();
            work.hurrying += 1;
            work.hurry.cancel();
        }
        self.rouse(service, max_age);
        let waited = self.wait_until_empty(end);
        let mut work = self.work();
        work.hurrying = work.hurrying.saturating_sub(1);
        if work.hurrying == 0 {
            work.hurry = Cancel::new();
        }
        waited
    }

    fn wait_until_empty(&self, end: Option<Instant>) -> Result<(), OutboxError> {
        loop {
            if self.front(|store| store.waiting().map_err(|error| store.error(&error)))? == 0 {
                return Ok(());
            }
            let work = self.work();
            let left = end.map_or(LOOK, |end| end.saturating_duration_since(Instant::now()));
            if left.is_zero() || !work.is_running {
                return Ok(());
            }
            if let Some(failed) = work.failed.as_ref().filter(|failed| !may_mend(failed)) {
                return Err(failed.clone());
            }
            drop(self.changed.wait_timeout(work, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Flushes, ends the thread, and closes the file. A request that cannot be ended in time ends by itself; its events
    /// stay leased until then.
    pub(super) fn close(
        self: &Arc<Self>,
        service: &Arc<Service>,
        max_age: i64,
        timeout: Duration,
    ) -> Result<Stats, OutboxError> {
        let end = Instant::now().checked_add(timeout);
        let flushed = self.flush(service, max_age, end.and_then(|end| end.checked_sub(ENDING)));
        self.end(end);
        self.shut(service, flushed)
    }

    /// The last look, and the end of the connection. Of several who close at once, one has it and the others get its answer.
    fn shut(&self, service: &Service, flushed: Result<(), OutboxError>) -> Result<Stats, OutboxError> {
        let now = service.clock.unix_milliseconds();
        let _pass = fork::pass();
        let mut front = lock(&self.front);
        let Some(store) = front.take() else {
            let closed = OutboxError::new(OutboxFault::Closed, &self.path);
            return self.work().last.clone().unwrap_or(Err(closed));
        };
        let stats = store.stats(now).map_err(|error| store.error(&error));
        let answer = flushed.and(stats);
        self.work().last = Some(answer.clone());
        answer
    }

    fn end(&self, end: Option<Instant>) {
        let mut work = self.work();
        work.is_ending = true;
        work.hurry.cancel();
        work.wake.cancel();
        work.sending.cancel();
        while work.is_running {
            let left = end.map_or(LOOK, |end| end.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return;
            }
            work = self.changed.wait_timeout(work, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner).0;
        }
        // Whoever closes before a fork wants the process to have no other thread: Python counts them, and warns.
        let thread = work.thread.take();
        drop(work);
        let _ = thread.map(JoinHandle::join);
    }

    /// Lets go of what a child inherited. No thread was using it at the moment of the fork, so closing harms nobody: locks
    /// belong to the parent's process, and nothing is written (`schema.rs`). If one was, it is left as it is for good.
    pub(super) fn disown(self: Arc<Self>) {
        for store in [&self.front, &self.back] {
            if let Ok(mut store) = store.try_lock() {
                drop(store.take());
            }
        }
        std::mem::forget(self);
    }

    /// For the thread: what to do until there is news.
    pub(super) fn rest(&self, paused: Vec<i64>) -> Option<Cancel> {
        let mut work = self.work();
        if work.is_ending {
            return None;
        }
        work.paused = paused;
        work.wake = Cancel::new();
        if std::mem::take(&mut work.has_news) {
            work.wake.cancel();
        }
        Some(work.wake.clone())
    }

    /// For the thread: the switch that ends its next request, unless it is to end.
    pub(super) fn sending(&self) -> Option<Cancel> {
        let mut work = self.work();
        work.paused.clear();
        (!work.is_ending).then(|| work.sending.clone())
    }

    /// For the thread: cancelled as long as somebody waits for it.
    pub(super) fn hurry(&self) -> Cancel {
        self.work().hurry.clone()
    }

    /// For the thread: something was done, or failed.
    pub(super) fn tell(&self, failed: Option<OutboxError>) {
        self.work().failed = failed;
        self.changed.notify_all();
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the end of the thread, however it ends.
struct Running(Arc<Process>);

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.work().is_ending && !self.0.is_memory() {
            let _pass = fork::pass();
            drop(lock(&self.0.back).take());
        }
        self.0.work().is_running = false;
        self.0.changed.notify_all();
    }
}

fn lock(store: &Mutex<Option<Store>>) -> MutexGuard<'_, Option<Store>> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the next try may succeed.
fn may_mend(error: &OutboxError) -> bool {
    matches!(error.fault(), OutboxFault::Full | OutboxFault::Busy)
}
