//! What one process has open of an outbox's file, and what becomes of it in a fork.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{OutboxError, OutboxFault};
use super::store::Store;
use crate::machine::fork::{self, Pass};
use crate::options::settings::Place;

/// Two connections, so that those who put events in need not wait for the one that delivers them. Memory has one. Each is
/// opened by whoever uses it first.
pub(super) struct Connections {
    process: u32,
    place: Place,
    front: Arc<Connection>,
    back: Arc<Connection>,
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
        let back = match place {
            Place::Memory => Arc::clone(&front),
            Place::File(_) => Arc::new(Connection::new(Store::open_behind, is_full)),
        };
        Self { process: std::process::id(), place: place.clone(), front, back }
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
        connection: &Connection,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let _pass = fork::pass();
        let mut state = connection.lock();
        if matches!(*state, State::New) {
            *state = State::Open((connection.open)(&self.place, connection.is_full)?);
        }
        let State::Open(store) = &mut *state else { return Err(self.closed()) };
        work(store)
    }

    /// Whether that connection was opened.
    pub(super) fn is_used(&self) -> bool {
        let _pass = fork::pass();
        !matches!(*self.front.lock(), State::New)
    }

    /// Uses the connection of those who put events in for the last time. Whoever comes second waits for the first, and gets
    /// none.
    pub(super) fn close_front<T>(&self, last: impl FnOnce(Option<Store>) -> T) -> T {
        let _pass = fork::pass();
        let mut front = self.front.lock();
        last(front.take())
    }

    /// Closes the thread's connection to a file. In memory it is that of the others.
    pub(super) fn close_back(&self) {
        if self.place != Place::Memory {
            let _pass = fork::pass();
            drop(self.back.lock().take());
        }
    }

    /// Closes both, by leave that the caller has.
    pub(super) fn close(&self, _: &Pass) {
        for connection in [&self.front, &self.back] {
            drop(connection.lock().take());
        }
    }

    pub(super) fn closed(&self) -> OutboxError {
        OutboxError::new(OutboxFault::Closed, &self.place)
    }

    /// Lets go of what a child inherited. No thread was using it at the moment of the fork, so closing harms nobody: locks
    /// belong to the parent's process, and nothing is written (`schema.rs`). If one was, it is left as it is for good.
    pub(super) fn disown(&self) {
        for connection in [&self.front, &self.back] {
            if let Ok(mut state) = connection.state.try_lock() {
                drop(state.take());
            }
        }
    }
}

impl Connection {
    fn new(open: fn(&Place, bool) -> Result<Store, OutboxError>, is_full: bool) -> Self {
        Self { open, is_full, state: Mutex::new(State::New) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
