//! What one process has open of an outbox's file, and what becomes of it in a fork.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{OutboxError, OutboxFault};
use super::store::Store;
use crate::machine::fork;
use crate::options::settings::Place;

/// Two connections, so that those who put events in need not wait for the one that delivers them. Memory has one.
pub(super) struct Connections {
    process: u32,
    place: Place,
    front: Arc<Mutex<Option<Store>>>,
    back: Arc<Mutex<Option<Store>>>,
}

impl Connections {
    pub(super) fn open(place: &Place, is_full: bool) -> Result<Self, OutboxError> {
        let front = Arc::new(Mutex::new(Some(Store::open(place, is_full)?)));
        let back = match place {
            Place::Memory => Arc::clone(&front),
            Place::File(_) => Arc::new(Mutex::new(Some(Store::open_behind(place, is_full)?))),
        };
        Ok(Self { process: std::process::id(), place: place.clone(), front, back })
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
        store: &Mutex<Option<Store>>,
        work: impl FnOnce(&mut Store) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let _pass = fork::pass();
        lock(store).as_mut().ok_or_else(|| self.closed()).and_then(work)
    }

    /// Uses the connection of those who put events in for the last time. Whoever comes second waits for the first, and gets
    /// none.
    pub(super) fn close_front<T>(&self, last: impl FnOnce(Option<Store>) -> T) -> T {
        let _pass = fork::pass();
        let mut front = lock(&self.front);
        last(front.take())
    }

    /// Closes the thread's connection to a file. In memory it is that of the others.
    pub(super) fn close_back(&self) {
        if self.place != Place::Memory {
            let _pass = fork::pass();
            drop(lock(&self.back).take());
        }
    }

    pub(super) fn closed(&self) -> OutboxError {
        OutboxError::new(OutboxFault::Closed, &self.place)
    }

    /// Lets go of what a child inherited. No thread was using it at the moment of the fork, so closing harms nobody: locks
    /// belong to the parent's process, and nothing is written (`schema.rs`). If one was, it is left as it is for good.
    pub(super) fn disown(&self) {
        for store in [&self.front, &self.back] {
            if let Ok(mut store) = store.try_lock() {
                drop(store.take());
            }
        }
    }
}

fn lock(store: &Mutex<Option<Store>>) -> MutexGuard<'_, Option<Store>> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}
