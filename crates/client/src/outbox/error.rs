//! Why the outbox could not keep or hand out events.

use std::fmt;

use rusqlite::ffi::{ErrorCode, SQLITE_IOERR_SHMSIZE};

use crate::options::settings::Place;

/// The outbox cannot be used. It names the file and what mends it; it holds nothing of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxError {
    fault: OutboxFault,
    place: Place,
}

/// What is wrong with the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OutboxFault {
    /// `max_events` or `max_bytes` is reached, or the disk is full. The event was not taken.
    Full,
    /// The file is damaged.
    Damaged,
    /// The file was written by a newer version. It is left as it is.
    Newer,
    /// The file is no outbox, or no longer looks like one. It is left as it is.
    Foreign,
    /// The file cannot be opened, read or written.
    Unavailable,
    /// Other processes held the file for too long.
    Busy,
    /// The file is on a disk of another machine.
    Remote,
    /// Another copy of this library has the file open in the same process.
    Twice,
    /// The file was moved, deleted or replaced while it was open, and there is no other yet that would take what it held.
    Moved,
    /// The client was closed.
    Closed,
}

impl OutboxFault {
    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "outbox_full",
            Self::Damaged => "outbox_damaged",
            Self::Newer => "outbox_newer",
            Self::Foreign => "outbox_foreign",
            Self::Unavailable => "outbox_unavailable",
            Self::Busy => "outbox_busy",
            Self::Remote => "outbox_remote",
            Self::Twice => "outbox_twice",
            Self::Moved => "outbox_moved",
            Self::Closed => "outbox_closed",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Full => {
                "Deliver what waits (`tiktok-capi outbox drain`), export dead letters, make room on the disk, or raise \
                 `max_events` and `max_bytes`."
            }
            Self::Damaged => {
                "Stop all programs that use it, move the file and its -wal and -shm away, and start anew; `sqlite3 FILE .recover` reads what is left of it."
            }
            Self::Newer => "Use at least the version that wrote it, or give `outbox` another path.",
            Self::Foreign => {
                "It is another kind of file, or its first bytes are damaged. Give `outbox` another path."
            }
            Self::Unavailable => {
                "Check that its folder exists on a local disk and that this program may write there."
            }
            Self::Busy => {
                "Another program holds the file: look for a long transaction or a backup, and try again."
            }
            Self::Remote => {
                "A network share cannot keep it: several machines would write at once. Give `outbox` a path on a local disk, one for \
                 each machine."
            }
            Self::Twice => {
                "This process has loaded the library twice, and the other copy has the file open. Install it once (npm: \
                 `npm ls tiktok-capi` shows the copies), or give each its own `outbox`."
            }
            Self::Moved => {
                "The file, its -wal or -shm, or the folder was moved, deleted or replaced while it was in use. What this process \
                 still holds is written to the new file as soon as one can be made there."
            }
            Self::Closed => "Make a new client, or close this one later.",
        }
    }
}

impl OutboxError {
    pub(crate) fn new(fault: OutboxFault, place: &Place) -> Self {
        Self { fault, place: place.clone() }
    }

    /// What an error of `SQLite` means. Its text is not passed on.
    pub(super) fn of(error: &rusqlite::Error, place: &Place) -> Self {
        Self::new(fault(error), place)
    }

    /// The stable code, as `outbox_full`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.as_str()
    }

    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> OutboxFault {
        self.fault
    }

    /// The option `outbox`: the file's path, or `:memory:`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.place.as_str()
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.fault.hint()
    }
}

fn fault(error: &rusqlite::Error) -> OutboxFault {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        // A table, a column or a value is not what the schema says.
        return OutboxFault::Damaged;
    };
    match failure.code {
        // On a full disk the index of the write-ahead log cannot grow either.
        ErrorCode::DiskFull | ErrorCode::OutOfMemory => OutboxFault::Full,
        ErrorCode::SystemIoFailure if failure.extended_code == SQLITE_IOERR_SHMSIZE => OutboxFault::Full,
        // Its first bytes are not those of a database.
        ErrorCode::NotADatabase => OutboxFault::Foreign,
        ErrorCode::DatabaseCorrupt => OutboxFault::Damaged,
        ErrorCode::ConstraintViolation | ErrorCode::Unknown => OutboxFault::Damaged,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => OutboxFault::Busy,
        _ => OutboxFault::Unavailable,
    }
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path(), self.code(), self.hint())
    }
}

impl std::error::Error for OutboxError {}
