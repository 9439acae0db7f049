//! Carries what is held of files that somebody moved, deleted or replaced into those that are there now.

use std::sync::atomic::Ordering;
use std::time::Instant;

use super::{Connections, State};
use crate::outbox::error::{OutboxError, OutboxFault};
use crate::outbox::store::Store;

impl Connections {
    /// Opens anew what is not where it was any more. The old files stay open as long as they hold what no other does.
    ///
    /// # Errors
    /// There is no file that would take it.
    pub(super) fn carry_over(&self, end: Instant) -> Result<(), OutboxError> {
        let [Some(mut front), Some(mut back), Some(mut view)] =
            self.all().map(|connection| connection.state.try_lock_until(end))
        else {
            return Err(self.error(OutboxFault::Busy));
        };
        let open = [&mut *front, &mut *back, &mut *view].into_iter().find_map(State::store);
        let Some(old) = open.filter(|old| old.is_lost()) else { return Ok(()) };
        tracing::error!(target: "tiktok_capi", code = "outbox_moved", "the outbox was moved or deleted while it was in use");
        self.generation.fetch_add(1, Ordering::Relaxed);
        if old.is_elsewhere() {
            let new = self.carried_from(old)?;
            (*front, *back, *view) = (State::Open(Box::new(new)), State::New, State::New);
        } else {
            // `SQLite` has one index open for all connections of a file, so all of them close first.
            *self.rescued.lock() = Some(old.rescued_here()?);
            (*front, *back, *view) = (State::New, State::New, State::New);
            *front = State::Open(Box::new(self.opened(&self.front)?));
        }
        Ok(())
    }

    /// The events leave one file when they are in the other.
    fn carried_from(&self, old: &mut Store) -> Result<Store, OutboxError> {
        let Some(files) = old.files() else { return Err(self.error(OutboxFault::Moved)) };
        let carried = old.leaving(|rescued| {
            // The log of another file would be taken for that of the new one.
            files.remove_what_is_left();
            let mut new = self.opened(&self.front)?;
            new.take_in(rescued).map(|()| new)
        });
        carried.map_err(|error| match error.fault() {
            OutboxFault::Unavailable => self.error(OutboxFault::Moved),
            _ => error,
        })
    }
}
