//! The `SQLite` file in which events outlive the sandbox.

use std::io;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::record::Recorded;

/// One row an event: its deduplication key, and all else as JSON.
const SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, key BLOB, record TEXT NOT NULL) STRICT";

pub(crate) struct File {
    connection: Connection,
}

impl File {
    /// Opens or creates the file; a new one is for its owner alone, since digests are personal data.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        create(path)?;
        let connection = Connection::open(path).map_err(io::Error::other)?;
        connection.execute_batch(SCHEMA).map_err(io::Error::other)?;
        // Losing the last events in a power failure does no harm here, waiting for the disk would.
        connection.pragma_update(None, "synchronous", "OFF").map_err(io::Error::other)?;
        Ok(Self { connection })
    }

    /// Gives every event, oldest first.
    pub(crate) fn each(&self, mut take: impl FnMut(Recorded)) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare("SELECT key, record FROM events ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (key, record): (Option<[u8; 16]>, String) = (row.get(0)?, row.get(1)?);
            // A row of another version is passed over.
            if let Ok(event) = serde_json::from_str::<Recorded>(&record) {
                take(Recorded { key: key.map(u128::from_be_bytes), ..event });
            }
        }
        Ok(())
    }

    /// Writes events; one with a number that is there already takes its place.
    pub(crate) fn append(&mut self, events: &[Recorded]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT OR REPLACE INTO events VALUES (?1, ?2, ?3)")?;
            for event in events {
                let record = serde_json::to_string(event).unwrap_or_default();
                insert.execute(params![number(event.number), event.key.map(u128::to_be_bytes), record])?;
            }
        }
        transaction.commit()
    }

    /// Drops the events with those numbers.
    pub(crate) fn forget(&mut self, numbers: &[u64]) -> rusqlite::Result<()> {
        if numbers.is_empty() {
            return Ok(());
        }
        let transaction = self.connection.transaction()?;
        {
            let mut delete = transaction.prepare_cached("DELETE FROM events WHERE number = ?1")?;
            for one in numbers {
                delete.execute([number(*one)])?;
            }
        }
        transaction.commit()
    }

    pub(crate) fn clear(&mut self) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM events", []).map(drop)
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn create(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
