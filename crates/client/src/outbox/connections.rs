//! What one process has open of an outbox's file, and what becomes of it in a fork.

mod carry;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{MappedMutexGuard, Mutex, MutexGuard};

use super::error::{OutboxError, OutboxFault};
use super::patience::{self, LONG, SHORT};
use super::rescue::Rescued;
use super::store::Store;
use crate::machine::fork::{self, Pass};
use crate::options::settings::Place;

/// Three connections, so that those who put events in need not wait for the one that delivers them, nor those who look for
/// either. Memory has one. Each is opened by whoever uses it first.
pub(super) struct Connections {
    process: u32,
    place: Place,
    front: Arc<Connection>,
    back: Arc<Connection>,
    view: Arc<Connection>,
    /// Raised when the files are opened anew, since numbers of events then mean others.
    generation: AtomicU64,
    /// What waits for its file to be opened anew.
    rescued: Mutex<Option<Rescued>>,
}

struct Connection {
    open: fn(&Place, bool) -> Result<Store, OutboxError>,
    is_full: bool,
    state: Mutex<State>,
}

enum State {
    New,
    Open(Box<Store>),
    Closed,
}

impl Connections {
    pub(super) fn new(place: &Place, is_full: bool) -> Self {
        let front = Arc::new(Connection::new(Store::open, is_full));
        let other = |open| match place {
            Place::Memory => Arc::clone(&front),
            Place::File(_) => Arc::new(Connection::new(open, is_full)),
        };
        let (back, view) = (other(Store::open_behind), other(Store::open_to_look));
        let (generation, rescued) = (AtomicU64::new(0), Mutex::new(None));
        Self { process: std::process::id(), place: place.clone(), front, back, view, generation, rescued }
    }

    /// Whether this process opened them, and not one whose child it is.
    pub(super) fn is_mine(&self) -> bool {
        self.process == std::process::id()
    }

    /// Uses the connection of those who put events in. What it says is true of the files that are there afterwards.
    pub(super) fn front<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        waiting(SHORT, |end| {
            let mut store = self.turn(&self.front, end)?;
            if store.looks_lost() {
                drop(store);
                self.carry_over(end)?;
                store = self.turn(&self.front, end)?;
            }
            let done = store.write(work);
            let is_lost = store.was_lost();
            drop(store);
            if !is_lost {
                return done;
            }
            // What is written is not refused because somebody else was just carrying it over: that has a time of its own.
            let end = Instant::now() + SHORT;
            patience::until(end, || self.carry_over(end)).and(done)
        })
    }

    /// Uses the connection of those who look. Where there is no file any more, they see what this process still holds.
    pub(super) fn view<T>(&self, work: impl FnOnce(&Store) -> rusqlite::Result<T>) -> Result<T, OutboxError> {
        waiting(SHORT, |end| {
            let holds = |connection: &&Arc<Connection>| connection.is_lost() && self.carry_over(end).is_err();
            let held = [&self.view, &self.front].into_iter().find(holds);
            self.turn(held.unwrap_or(&self.view), end)?.read(work)
        })
    }

    /// Uses the thread's connection, to begin something.
    pub(super) fn back<T>(
        &self,
        work: impl FnMut(&mut Store) -> rusqlite::Result<T>,
    ) -> Result<T, OutboxError> {
        waiting(LONG, |end| if self.back.is_lost() { self.carry_over(end) } else { Ok(()) })?;
        self.finish(work)
    }

    /// Uses the thread's connection, to write down what came of it: in the file where it began. Where the log has taken all the
    /// room it begins anew.
    pub(super) fn finish<T>(
        &self,
        mut work: impl FnMut(&mut Store) -> rusqlite::Result<T>,
    ) -> Result<T, OutboxError> {
        let mut work = |store: &mut Store| work(store).map_err(|error| store.error(&error));
        let work = |store: &mut Store| match work(store) {
            Err(error) if error.fault() == OutboxFault::Full && store.makes_room(|_| true) => work(store),
            done => done,
        };
        waiting(LONG, |end| self.turn(&self.back, end)?.write(work))
    }

    /// A connection, for as long as it is used.
    fn turn<'c>(
        &self,
        connection: &'c Connection,
        end: Instant,
    ) -> Result<MappedMutexGuard<'c, Store>, OutboxError> {
        let busy = || self.error(OutboxFault::Busy);
        let mut state = connection.state.try_lock_until(end).ok_or_else(busy)?;
        if matches!(*state, State::New) {
            *state = State::Open(Box::new(self.opened(connection)?));
        }
        MutexGuard::try_map(state, State::store).map_err(|_| self.error(OutboxFault::Closed))
    }

    fn opened(&self, connection: &Connection) -> Result<Store, OutboxError> {
        let mut store = (connection.open)(&self.place, connection.is_full)?;
        store.generation = self.generation.load(Ordering::Relaxed);
        let mut rescued = self.rescued.lock();
        // Whoever looks writes nothing.
        if let Some(held) = rescued.as_ref().filter(|_| !std::ptr::eq(connection, Arc::as_ptr(&self.view))) {
            store.take_in(held)?;
            *rescued = None;
        }
        Ok(store)
    }

    /// Events that are in no file which others could find.
    pub(super) fn left_behind(&self) -> u64 {
        self.rescued.lock().as_ref().map_or(0, Rescued::len)
    }

    /// Whether anybody outside the thread opened one.
    pub(super) fn is_used(&self) -> bool {
        let _pass = fork::pass();
        [&self.front, &self.view].into_iter().any(|connection| !matches!(*connection.lock(), State::New))
    }

    /// Uses the connection of those who look for the last time, when that of those who put events in is closed. Whoever comes
    /// second waits for the first, and gets none.
    pub(super) fn close_front<T>(&self, last: impl FnOnce(Option<Store>) -> T) -> T {
        waiting(SHORT, |_| {
            let front = self.front.lock().take();
            last(self.view.lock().take().or(front))
        })
    }

    /// Closes the thread's connection to a file. In memory it is that of the others.
    pub(super) fn close_back(&self) {
        if self.place != Place::Memory {
            let _pass = fork::pass();
            drop(self.back.lock().take());
        }
    }

    /// Closes all, by leave that the caller has.
    pub(super) fn close(&self, _: &Pass) {
        if self.front.is_lost() {
            let _ = self.carry_over(Instant::now());
        }
        for connection in self.all() {
            drop(connection.lock().take());
        }
    }

    fn error(&self, fault: OutboxFault) -> OutboxError {
        OutboxError::new(fault, &self.place)
    }

    /// Lets go of what a child inherited. No thread was using it at the moment of the fork, so closing harms nobody: locks
    /// belong to the parent's process, and nothing is written (`schema.rs`). If one was, it is left as it is for good.
    pub(super) fn disown(&self) {
        for connection in self.all() {
            if let Some(mut state) = connection.state.try_lock() {
                drop(state.take());
            }
        }
    }

    fn all(&self) -> [&Connection; 3] {
        [&self.front, &self.back, &self.view]
    }
}

/// One moment ends all that a call waits for: its turn, and then other programs.
fn waiting<T>(patience: Duration, work: impl FnOnce(Instant) -> T) -> T {
    let end = Instant::now() + patience;
    let _pass = fork::pass();
    patience::until(end, || work(end))
}

impl Connection {
    fn new(open: fn(&Place, bool) -> Result<Store, OutboxError>, is_full: bool) -> Self {
        Self { open, is_full, state: Mutex::new(State::New) }
    }

    /// Whether somebody moved, deleted or replaced its files. Whoever uses it just now sees that too.
    fn is_lost(&self) -> bool {
        self.state.try_lock().is_some_and(|mut state| state.store().is_some_and(|store| store.is_lost()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    fn store(&mut self) -> Option<&mut Store> {
        match self {
            Self::Open(store) => Some(store),
            Self::New | Self::Closed => None,
        }
    }

    fn take(&mut self) -> Option<Store> {
        match std::mem::replace(self, Self::Closed) {
            Self::Open(store) => Some(*store),
            Self::New | Self::Closed => None,
        }
    }
}
