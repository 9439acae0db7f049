//! Keeps the write-ahead log short.
//!
//! `SQLite` begins the log anew once all of it was moved into the file and nobody reads it any more. While several
//! processes put events in without a pause, that moment never comes by itself: the log grows by as much as they write,
//! and faster than the file. So whoever finds it long makes the others wait for a moment.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::schema::wait_for_others;

/// A log of so many bytes is long.
const LONG: u64 = 1 << 24;

/// Changes between two looks.
const OFTEN: u32 = 16;

/// Changes until the next try, when somebody was reading all the time: a backup, say.
const SELDOM: u32 = 1_024;

/// How long it waits for others.
const PATIENCE: Duration = Duration::from_millis(100);

/// The log of an outbox's file.
pub(super) struct Log {
    path: PathBuf,
    changes_to_look: u32,
}

impl Log {
    pub(super) fn of(outbox: &Arc<str>) -> Self {
        Self { path: format!("{outbox}-wal").into(), changes_to_look: 0 }
    }

    /// To be called after a change. That it could not be done harms nobody: the next one tries.
    pub(super) fn shorten(&mut self, connection: &mut Connection) {
        if let Some(fewer) = self.changes_to_look.checked_sub(1) {
            self.changes_to_look = fewer;
            return;
        }
        let is_long = std::fs::metadata(&self.path).is_ok_and(|log| log.len() > LONG);
        let is_read = is_long && !truncate(connection).unwrap_or(false);
        self.changes_to_look = if is_read { SELDOM } else { OFTEN };
    }
}

/// Whether nobody was in the way.
fn truncate(connection: &mut Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(PATIENCE)?;
    let is_busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
    connection.busy_handler(Some(wait_for_others))?;
    is_busy.map(|is_busy| !is_busy)
}
