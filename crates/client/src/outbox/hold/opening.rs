//! What is held before the first connection is opened in this process, and in which order. All of it is done in the turn of the one
//! that opens.

use std::fs::File;
use std::io::{Error, ErrorKind};

use super::index::Index;
use super::locks::{Range, again};
use super::places::{Places, beside, open_beside};
use super::{Files, first_page, recovery};
use crate::outbox::error::OutboxFault;
use crate::outbox::patience;

/// What a shared lock of `SQLite` covers: 510 bytes (`SHARED_FIRST`, `SHARED_SIZE`).
const SHARED: Range = Range { first: 0x4000_0002, bytes: 510 };

/// What whoever wants a lock has to pass before: the pending and the reserved byte (`PENDING_BYTE`, `RESERVED_BYTE`).
const COMING: Range = Range { first: 0x4000_0000, bytes: 2 };

/// In the log's index, who uses it (`UNIX_SHM_DMS`).
const IN_USE: Range = Range { first: 128, bytes: 1 };

/// In the log's index, who makes it from the log (`WAL_RECOVER_LOCK`).
const RECOVERY: Range = Range { first: 122, bytes: 1 };

impl Files {
    /// First, an empty file becomes a database. Nobody sees it before it is one. False where it is not empty.
    pub(in crate::outbox) fn begin(&self) -> Result<bool, OutboxFault> {
        if !self.is_empty() {
            return Ok(false);
        }
        let begun = until(|| COMING.claim(&self.outbox))
            .and_then(|()| until(|| SHARED.claim(&self.outbox)))
            .and_then(|()| if self.is_empty() { self.write_first_page() } else { Ok(()) });
        // What it had for itself it goes on sharing, with no moment in between.
        SHARED.hold(&self.outbox);
        COMING.release(&self.outbox);
        begun.map(|()| true)
    }

    fn is_empty(&self) -> bool {
        self.outbox.metadata().is_ok_and(|found| found.len() == 0)
    }

    /// What is beside an empty file is of one that was there before, and would be taken for its own.
    fn write_first_page(&self) -> Result<(), OutboxFault> {
        for ending in ["-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(&self.path, ending));
        }
        first_page::write(&self.outbox).map_err(|error| fault(&error))
    }

    /// Whether it has a log already, or has to be given one by a connection that is alone.
    pub(in crate::outbox) fn has_log(&self) -> bool {
        first_page::has_log(&self.outbox)
    }

    /// Then nobody deletes its log any more, nobody begins the log's index anew, and nobody makes it from the log: it is whole.
    pub(in crate::outbox) fn keep(&self) -> Result<(), OutboxFault> {
        until(|| SHARED.hold(&self.outbox))?;
        let index = self.opened_index()?;
        let log = beside(&self.path, "-wal");
        if IN_USE.own(index) {
            recovery::begin(index, &log).map_err(|error| fault(&error))?;
        }
        until(|| IN_USE.hold(index))?;
        until(|| RECOVERY.hold(index))?;
        let is_whole = || Index::read(index).is_some_and(|index| index.is_whole());
        if is_whole() || !self.own.has_locks() {
            return Ok(());
        }
        // Who is alive may just be writing it, and whoever opens the files waits for nobody else who writes.
        let _turn = self.turns.write().ok_or(OutboxFault::Busy)?;
        if is_whole() { Ok(()) } else { recovery::mend(index, &log).map_err(|error| fault(&error)) }
    }

    /// It stays open from now on: closing it would end the locks that other copies have on it.
    fn opened_index(&self) -> Result<&File, OutboxFault> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = open_beside(&self.outbox, &beside(&self.path, "-shm")).map_err(|error| fault(&error))?;
        Ok(self.index.get_or_init(|| index))
    }

    /// At last, when a connection is open: which files it has.
    pub(in crate::outbox) fn cover(&self) -> Result<(), OutboxFault> {
        let log =
            File::options().write(true).open(beside(&self.path, "-wal")).map_err(|error| gone(&error))?;
        let _ = self.log.set(log);
        let places = Places::of(&self.path).filter(|places| places.index_is(self.index.get()));
        let _ = self.places.set(places.ok_or(OutboxFault::Moved)?);
        Ok(())
    }

    /// Makes the index whole, in the turn of the one that writes: somebody died while he wrote it.
    pub(in crate::outbox) fn mend(&self) -> Result<(), OutboxFault> {
        match self.index.get().filter(|_| self.own.has_locks()) {
            Some(index) => recovery::mend(index, &beside(&self.path, "-wal")).map_err(|error| fault(&error)),
            None => Ok(()),
        }
    }

    /// The same for those who read, where it is torn.
    pub(in crate::outbox) fn heal(&self) -> Result<(), OutboxFault> {
        let is_torn = || self.index().is_some_and(|index| !index.is_whole());
        if !is_torn() {
            return Ok(());
        }
        let _turn = self.turns.write().ok_or(OutboxFault::Busy)?;
        if is_torn() { self.mend() } else { Ok(()) }
    }
}

fn until(has: impl Fn() -> bool) -> Result<(), OutboxFault> {
    if again(has, patience::wait) { Ok(()) } else { Err(OutboxFault::Busy) }
}

/// A file that a connection has just made was taken away where there is none. No descriptor may be left as well.
fn gone(error: &Error) -> OutboxFault {
    if error.kind() == ErrorKind::NotFound { OutboxFault::Moved } else { fault(error) }
}

fn fault(error: &Error) -> OutboxFault {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => OutboxFault::Full,
        _ => OutboxFault::Unavailable,
    }
}
