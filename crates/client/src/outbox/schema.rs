//! The file: how it is made, and how an old, new or foreign one is told.

use std::cell::Cell;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::error::{OutboxError, OutboxFault};

/// In the header of the file, so that no other database is taken for an outbox: `TCOB`.
const APPLICATION: i64 = 0x5443_4f42;

/// Raised whenever the tables change.
const VERSION: i64 = 1;

/// - `sources`: where events go, with its circuit. `last` is how many numbers were given to its events, `queued` how many
///   events it was ever given; `waiting` (with what is being sent), `dead` and `bytes` are sums, so that nobody counts rows.
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

/// Pages of the write-ahead log (16 MiB) at which whoever writes has to move them into the file.
const CHECKPOINT: i64 = 4_000;

/// Pages at which the thread does so. As long as it runs nobody else has to wait for the disk.
pub(super) const EARLY_CHECKPOINT: i64 = 1_000;

/// A connection of this process to the outbox at that path; a file that is not there is made.
pub(super) fn open(path: &Arc<str>, is_full: bool) -> Result<Connection, OutboxError> {
    if &**path == super::MEMORY {
        let connection = Connection::open_in_memory().map_err(|error| OutboxError::of(&error, path))?;
        connection.execute_batch(TABLES).map_err(|error| OutboxError::of(&error, path))?;
        return Ok(connection);
    }
    create(Path::new(&**path)).map_err(|_| OutboxError::new(OutboxFault::Unavailable, path))?;
    let (connection, fault) =
        connect_in_turn(path, is_full).map_err(|error| OutboxError::of(&error, path))?;
    fault.map_or(Ok(connection), |fault| Err(OutboxError::new(fault, path)))
}

/// Connects, again if another process is just making the file: `SQLite` does not wait for its change to the log by itself.
fn connect_in_turn(path: &str, is_full: bool) -> rusqlite::Result<(Connection, Option<OutboxFault>)> {
    let end = Instant::now() + SHORT;
    loop {
        match connect(path, is_full) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < end =>
            {
                std::thread::sleep(BREATH);
            }
            connected => return connected,
        }
    }
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
    connection.busy_handler(Some(wait_shortly))?;
    let fault = match marks(&mut connection)? {
        (APPLICATION, VERSION) => None,
        (APPLICATION, version) if version > VERSION => Some(OutboxFault::Newer),
        (0, 0) => make(&mut connection)?,
        _ => Some(OutboxFault::Foreign),
    };
    if fault.is_none() {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", if is_full { "full" } else { "normal" })?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
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

/// Whose file it is and its version, as of one moment: another process may be making it.
fn marks(connection: &mut Connection) -> rusqlite::Result<(i64, i64)> {
    let transaction = connection.transaction()?;
    Ok((pragma(&transaction, "application_id")?, pragma(&transaction, "user_version")?))
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// How long whoever calls waits for other processes. They write for some microseconds; a disk that is slow to sync may hold
/// them up for longer, and what holds the file for seconds is something else, as a backup. In Node and other programs with
/// one thread for everything, all of it waits.
const SHORT: Duration = Duration::from_secs(2);

/// How long the thread does, whom nobody waits for.
const LONG: Duration = Duration::from_secs(10);

/// The longest time between two looks.
const BREATH: Duration = Duration::from_millis(2);

/// For those who call. `SQLite` asks it how often it has asked for the same lock; false gives up.
pub(super) fn wait_shortly(tries: i32) -> bool {
    wait_for_others(tries, SHORT)
}

/// For the thread.
pub(super) fn wait_patiently(tries: i32) -> bool {
    wait_for_others(tries, LONG)
}

fn wait_for_others(tries: i32, most: Duration) -> bool {
    thread_local! { static SINCE: Cell<Option<Instant>> = const { Cell::new(None) } }
    let now = Instant::now();
    if tries == 0 {
        SINCE.set(Some(now));
    }
    let tries = u64::try_from(tries).unwrap_or_default();
    std::thread::sleep(Duration::from_micros(50 + 10 * tries).min(BREATH));
    SINCE.get().is_some_and(|since| now.duration_since(since) < most)
}
