//! Keeps the write-ahead log short.
//!
//! `SQLite` begins the log anew once all of it was moved into the file and nobody reads it any more. While several
//! processes put events in without a pause, that moment never comes by itself: the log grows by as much as they write,
//! and faster than the file. So whoever finds it long makes the others wait for a moment; most of it is in the file by then.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::patience::{wait, wait_a_little};

/// A log of so many bytes is long: four times what it comes to where writers rest (`schema.rs`).
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
    changes_to_look: u32,
}

impl Log {
    pub(super) fn of(outbox: &str) -> Self {
        Self { path: format!("{outbox}-wal").into(), changes_to_look: 0 }
    }

    /// To be called after a change. That it could not be done harms nobody: the next one tries.
    pub(super) fn shorten(&mut self, connection: &mut Connection) {
        if let Some(fewer) = self.changes_to_look.checked_sub(1) {
            self.changes_to_look = fewer;
            return;
        }
        let is_long = std::fs::metadata(&self.path).is_ok_and(|log| log.len() > LONG);
        let is_in_use = is_long && !truncate(connection).unwrap_or(false);
        self.changes_to_look = if is_in_use { SELDOM } else { OFTEN };
    }
}

/// Whether it could be done. It tries often: there are moments for it, but they are short.
fn truncate(connection: &mut Connection) -> rusqlite::Result<bool> {
    let end = Instant::now() + PATIENCE;
    connection.busy_handler(Some(wait_a_little))?;
    let mut is_busy = true;
    while is_busy && Instant::now() < end {
        is_busy =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap_or(true);
        wait_a_little(0);
    }
    connection.busy_handler(Some(wait)).map(|()| !is_busy)
}
