//! Keeps the write-ahead log short.
//!
//! After a change whoever finds it long enough moves it into the file. `SQLite` then begins the log anew as soon as nobody reads
//! it any more. While several processes put events in without a pause, that moment never comes by itself: the log grows by as
//! much as they write, and faster than the file. So whoever finds it very long makes the others wait for a moment; most of it is
//! in the file by then.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::hold::{Files, Look};
use super::patience::{wait, wait_a_little};

/// Pages of the log (16 MiB) at which whoever writes has to move them into the file.
const MOST: u32 = 4_000;

/// Pages at which the thread does so. As long as it runs nobody else has to wait for the disk.
const EARLY: u32 = 1_000;

/// A log of so many bytes is long: four times what it comes to where writers rest.
const LONG: u64 = 1 << 26;

/// Changes between two looks.
const OFTEN: u32 = 16;

/// How long it is tried.
const PATIENCE: Duration = Duration::from_millis(100);

/// Changes until the next try, when somebody was reading all the time: a backup, say.
const SELDOM: u32 = 1_024;

/// The log of an outbox's file.
pub(super) struct Log {
    path: PathBuf,
    most: u32,
    changes_to_look: u32,
}

impl Log {
    pub(super) fn of(outbox: &str) -> Self {
        Self { path: format!("{outbox}-wal").into(), most: MOST, changes_to_look: 0 }
    }

    /// For the thread, so that those who put events in need not do it.
    pub(super) fn is_moved_early(&mut self) {
        self.most = EARLY;
    }

    /// Moves all of it that can be moved, where room is short. It begins anew then.
    pub(super) fn make_room(connection: &Connection, files: &Files) {
        let Some(_turn) = files.turns.move_log() else { return };
        let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }

    /// To be called after a change, while others may write. That it could not be done harms nobody: the next one tries.
    pub(super) fn move_into_file(&self, connection: &Connection, files: &Files, look: &Look) {
        if look.frames() >= self.most {
            Self::make_room(connection, files);
        }
    }

    /// To be called after a change, while nobody else writes. The next one tries, if it could not be done.
    pub(super) fn shorten(&mut self, connection: &mut Connection, files: &Files) {
        if let Some(fewer) = self.changes_to_look.checked_sub(1) {
            self.changes_to_look = fewer;
            return;
        }
        let is_long = std::fs::metadata(&self.path).is_ok_and(|log| log.len() > LONG);
        let is_in_use = is_long && !truncate(connection, files).unwrap_or(false);
        self.changes_to_look = if is_in_use { SELDOM } else { OFTEN };
    }
}

/// Whether it could be done. It tries often: there are moments for it, but they are short.
fn truncate(connection: &mut Connection, files: &Files) -> rusqlite::Result<bool> {
    let end = Instant::now() + PATIENCE;
    connection.busy_handler(Some(wait_a_little))?;
    let mut is_busy = true;
    while is_busy && Instant::now() < end {
        if let Some(_turn) = files.turns.move_log() {
            is_busy =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap_or(true);
        }
        wait_a_little(0);
    }
    connection.busy_handler(Some(wait)).map(|()| !is_busy)
}
