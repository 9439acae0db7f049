//! What one process has open of an outbox's file, and what becomes of it in a fork.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

use super::error::{OutboxError, OutboxFault};
use super::patience::{self, LONG, SHORT};
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
}

struct Connection {
    open: fn(&Place, bool) -> Result<Store, OutboxError>,
    is_full: bool,
    state: Mutex<State>,
}

enum State {
    New,
    Open(Store),
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
        Self { process: std::process::id(), place: place.clone(), front, back, view }
    }

    /// Whether this process opened them, and not one whose child it is.
    pub(super) fn is_mine(&self) -> bool {
        self.process == std::process::id()
    }

    /// Uses the connection of those who put events in.
    pub(super) fn front<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        self.with(&self.front, SHORT, work)
    }

    /// Uses the connection of those who look.
    pub(super) fn view<T>(&self, work: impl FnOnce(&Store) -> rusqlite::Result<T>) -> Result<T, OutboxError> {
        self.with(&self.view, SHORT, |store| work(store).map_err(|error| store.error(&error)))
    }

    /// Uses the thread's connection.
    pub(super) fn back<T>(
        &self,
        work: impl FnOnce(&mut Store) -> rusqlite::Result<T>,
    ) -> Result<T, OutboxError> {
        self.with(&self.back, LONG, |store| work(store).map_err(|error| store.error(&error)))
    }

    /// One moment ends all that a call waits for: its turn, and then other programs.
    fn with<T>(
        &self,
        connection: &Connection,
        patience: Duration,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let end = Instant::now() + patience;
        let _pass = fork::pass();
        let busy = || OutboxError::new(OutboxFault::Busy, &self.place);
        let mut state = connection.state.try_lock_until(end).ok_or_else(busy)?;
        patience::until(end, || {
            if matches!(*state, State::New) {
                *state = State::Open((connection.open)(&self.place, connection.is_full)?);
            }
            let State::Open(store) = &mut *state else { return Err(self.closed()) };
            work(store)
        })
    }

    /// Whether anybody outside the thread opened one.
    pub(super) fn is_used(&self) -> bool {
        let _pass = fork::pass();
        [&self.front, &self.view].into_iter().any(|connection| !matches!(*connection.lock(), State::New))
    }

    /// Uses the connection of those who look for the last time, when that of those who put events in is closed. Whoever comes
    /// second waits for the first, and gets none.
    pub(super) fn close_front<T>(&self, last: impl FnOnce(Option<Store>) -> T) -> T {
        let _pass = fork::pass();
        let front = self.front.lock().take();
        last(self.view.lock().take().or(front))
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
        for connection in self.all() {
            drop(connection.lock().take());
        }
    }

    pub(super) fn closed(&self) -> OutboxError {
        OutboxError::new(OutboxFault::Closed, &self.place)
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

impl Connection {
    fn new(open: fn(&Place, bool) -> Result<Store, OutboxError>, is_full: bool) -> Self {
        Self { open, is_full, state: Mutex::new(State::New) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    fn take(&mut self) -> Option<Store> {
        match std::mem::replace(self, Self::Closed) {
            Self::Open(store) => Some(store),
            Self::New | Self::Closed => None,
        }
    }
}
