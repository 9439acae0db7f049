//! The file: how it is made, and how an old, new or foreign one is told.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::{OutboxError, OutboxFault};
use super::hold::{self, Files, Hold};
use super::log::Log;
use super::patience;
use crate::options::settings::Place;

/// In the header of the file, so that no other database is taken for an outbox: `TCOB`.
const APPLICATION: i64 = 0x5443_4f42;

/// Raised whenever the tables change.
const VERSION: i64 = 2;

/// - `sources`: where events go, with its circuit, which waits for `wait` milliseconds until `not_before`. `last` is how many
///   numbers were given to its events, `queued` how many events it was ever given; `waiting` (with what is being sent), `dead`
///   and `bytes` are sums, so that nobody counts rows.
/// - `events`: what waits. The number of an event is its source's id, and in the lower bits a number of the source that
///   is never used twice, or a late answer could settle another event. So the events of a source lie side by side in
///   their order, and whoever adds one touches two pages: its source's and the last one of those.
/// - `leases`: ranges of `events` that are being sent. All that is not in one lies behind the last of its source.
/// - `dead`: what will not be sent again unless somebody asks for it.
/// - `counts`: how often what happened, but for `queued`.
///
/// Times are Unix milliseconds. `first_attempt_at` is the first moment at which TikTok may have got the event; `max_age` stands
/// in place of the option's where somebody asked for the event to be sent again.
const TABLES: &str = "
    CREATE TABLE sources (
        id INTEGER PRIMARY KEY, event_source TEXT NOT NULL, event_source_id TEXT NOT NULL,
        test_event_code TEXT NOT NULL, partner_name TEXT NOT NULL,
        last INTEGER NOT NULL DEFAULT 0, queued INTEGER NOT NULL DEFAULT 0,
        waiting INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0, reason TEXT, not_before INTEGER NOT NULL DEFAULT 0,
        wait INTEGER NOT NULL DEFAULT 0,
        UNIQUE (event_source, event_source_id, test_event_code, partner_name)
    ) STRICT;
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY, name TEXT NOT NULL, event_id TEXT NOT NULL, bytes BLOB NOT NULL, crc INTEGER NOT NULL,
        queued_at INTEGER NOT NULL, first_attempt_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
        max_age INTEGER
    ) STRICT;
    CREATE TABLE leases (
        id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        started_at INTEGER NOT NULL, until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE dead (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL, name TEXT NOT NULL, event_id TEXT NOT NULL,
        bytes BLOB NOT NULL, crc INTEGER NOT NULL, queued_at INTEGER NOT NULL, first_attempt_at INTEGER,
        attempts INTEGER NOT NULL, died_at INTEGER NOT NULL, reason TEXT NOT NULL, code INTEGER,
        may_have_arrived INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE counts (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// A connection of this process to the outbox at that place, and what keeps harm off; a file that is not there is made.
pub(super) fn open(place: &Place, is_full: bool) -> Result<(Connection, Hold), OutboxError> {
    let Place::File(path) = place else {
        let connection = in_memory().map_err(|error| OutboxError::of(&error, place))?;
        return Ok((connection, Hold::default()));
    };
    if !hold::is_allowed() {
        return Err(OutboxError::new(OutboxFault::Full, place));
    }
    let file = Path::new(&**path);
    if hold::is_remote(file) {
        return Err(OutboxError::new(OutboxFault::Remote, place));
    }
    create(file).map_err(|_| OutboxError::new(OutboxFault::Unavailable, place))?;
    let hold = Hold::take(file).map_err(|fault| OutboxError::new(fault, place))?;
    let connection = match hold.files() {
        Some(files) => held(place, is_full, &files),
        None => connected(place, is_full),
    }?;
    Ok((connection, hold))
}

/// The first connection of this process comes when all is held that keeps harm off.
fn held(place: &Place, is_full: bool, files: &Files) -> Result<Connection, OutboxError> {
    let error = |fault| OutboxError::new(fault, place);
    if files.are_covered() {
        files.heal().map_err(error)?;
        return connected(place, is_full);
    }
    let _turn = files.turns.open().ok_or_else(|| error(OutboxFault::Busy))?;
    if files.are_covered() {
        return connected(place, is_full);
    }
    let is_new = files.begin().map_err(error)?;
    if !files.has_log() {
        drop(connected(place, is_full)?);
    }
    files.keep().map_err(error)?;
    let connection = connected(place, is_full)?;
    files.cover().map_err(error)?;
    if is_new {
        // Its tables, and whose file it is, are told by the file alone then.
        Log::make_room(&connection, files);
    }
    Ok(connection)
}

/// Another process may just be making the file, and `SQLite` does not wait for its change to the log by itself.
fn connected(place: &Place, is_full: bool) -> Result<Connection, OutboxError> {
    let connected = patience::in_turn(|| connect(place.as_str(), is_full));
    let (connection, fault) = connected.map_err(|error| OutboxError::of(&error, place))?;
    fault.map_or(Ok(connection), |fault| Err(OutboxError::new(fault, place)))
}

fn in_memory() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(TABLES).map(|()| connection)
}

/// A new file is for its owner alone: digests are personal data. `SQLite` gives its other files the same mode.
///
/// A file that is there is not touched, and one that was made is not closed while others of this process connect: closing
/// a file ends all locks that the process has on it, those of its connections too (POSIX, fcntl).
fn create(path: &Path) -> std::io::Result<()> {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn connect(path: &str, is_full: bool) -> rusqlite::Result<(Connection, Option<OutboxFault>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // Closing must never remove the log: a process that was forked may believe that it holds a lock which it does not.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_handler(Some(patience::wait))?;
    let fault = match marks(&mut connection)? {
        (APPLICATION, VERSION) => None,
        (APPLICATION, 1) => raise(&mut connection)?,
        (APPLICATION, version) if version > VERSION => Some(OutboxFault::Newer),
        (0, 0) => make(&mut connection)?,
        _ => Some(OutboxFault::Foreign),
    };
    if fault.is_none() {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", if is_full { "full" } else { "normal" })?;
        connection.pragma_update(None, "fullfsync", is_full)?; // where fsync alone leaves it in the disk's memory: macOS
        // `log.rs` moves the log into the file, where turns are taken for it. Elsewhere `SQLite` does, at its own 1,000 pages.
        connection.pragma_update(None, "wal_autocheckpoint", if cfg!(unix) { 0 } else { 1_000 })?;
        marks(&mut connection)?; // whoever reads makes the log and its index
    }
    Ok((connection, fault))
}

/// Makes the tables of an empty file. Two processes may come here at once: the second finds them made.
fn make(connection: &mut Connection) -> rusqlite::Result<Option<OutboxFault>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    if pragma(&transaction, "application_id")? == APPLICATION {
        return Ok(None);
    }
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 {
        return Ok(Some(OutboxFault::Foreign));
    }
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit().map(|()| None)
}

/// The tables of the first version, which did not know how long a wait was meant to be. Two processes may come here at once.
fn raise(connection: &mut Connection) -> rusqlite::Result<Option<OutboxFault>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if pragma(&transaction, "user_version")? == 1 {
        transaction.execute_batch("ALTER TABLE sources ADD COLUMN wait INTEGER NOT NULL DEFAULT 0")?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit().map(|()| None)
}

/// Whose file it is and its version, as of one moment: another process may be making it.
fn marks(connection: &mut Connection) -> rusqlite::Result<(i64, i64)> {
    let transaction = connection.transaction()?;
    Ok((pragma(&transaction, "application_id")?, pragma(&transaction, "user_version")?))
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn what_is_durable_in_full_passes_the_disks_own_memory() {
        for is_full in [true, false] {
            let (connection, _) = connect(":memory:", is_full).unwrap();
            assert_eq!(pragma(&connection, "fullfsync").unwrap(), i64::from(is_full));
        }
    }
}
