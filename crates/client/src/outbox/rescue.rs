//! What a process still holds of an outbox whose file was moved, deleted or replaced, for the file that is there now.
//!
//! Events keep their bytes, ids and age. Those that were just being sent come along as well: nobody can write down any more what
//! became of them, and TikTok knows a second copy by its `event_id`. The counts and the waits of sources stay behind.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params_from_iter};

use super::error::OutboxError;
use super::hold::Files;
use super::rows::{Sums, add_counts, begin, take_number};
use super::source::{Source, source_id};
use super::store::Store;

/// How many were carried over, among the counts of the file that is there now.
const COUNT: &str = "carried";

/// Events that wait and dead letters, with where they go.
#[derive(Default)]
pub(super) struct Rescued {
    events: Vec<Saved>,
    dead: Vec<Saved>,
}

struct Saved {
    source: Source,
    mark: Mark,
    bytes: i64,
    members: Vec<Value>,
}

/// By what an event is known that may be in both files: its id and CRC.
type Mark = (String, i64);

/// What a row of `events` has beside its number, in this order.
const EVENT: &str = "event_id, crc, name, bytes, queued_at, attempts, max_age, first_attempt_at";

/// What a row of `dead` has beside its number and source, in this order.
const DEAD: &str = "event_id, crc, name, bytes, queued_at, attempts, first_attempt_at, died_at, reason, code, may_have_arrived";

const FORGET: &str = "DELETE FROM events; DELETE FROM dead; DELETE FROM leases; UPDATE sources SET waiting = 0, dead = 0, bytes = 0; COMMIT";

impl Rescued {
    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.events.len() + self.dead.len()).unwrap_or(u64::MAX)
    }
}

impl Store {
    /// Whether its file is no longer the one that is there.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.files().is_some_and(|files| files.are_elsewhere())
    }

    /// Lets events go as soon as they are kept elsewhere.
    pub(super) fn leaving<T>(
        &mut self,
        keep: impl FnOnce(&Rescued) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let connection = &self.connection;
        let begun = connection
            .execute_batch("PRAGMA query_only = off; BEGIN IMMEDIATE")
            .and_then(|()| rescued(connection));
        let rescued = begun.map_err(|error| self.error(&error))?;
        let kept = keep(&rescued);
        // What could not be taken out of the old file is in both. TikTok knows the copy.
        let _ = self.connection.execute_batch(if kept.is_ok() { FORGET } else { "ROLLBACK" });
        kept
    }

    /// What only this process finds in its file, which stays where it is. Where its log was deleted and nobody has made another
    /// yet, all of it goes into the file.
    pub(super) fn rescued_here(&self) -> Result<Rescued, OutboxError> {
        let connection = &self.connection;
        let is_moved =
            self.files().is_some_and(|files| files.has_lost_its_log() && is_log_moved(connection, &files));
        if is_moved {
            return Ok(Rescued::default());
        }
        rescued(connection).map_err(|error| self.error(&error))
    }

    /// Takes in what is not here yet, all of it or nothing.
    pub(super) fn take_in(&mut self, rescued: &Rescued) -> Result<(), OutboxError> {
        let files = self.files();
        let _turn =
            files.as_deref().map(|files| files.turns.write().ok_or_else(|| self.busy())).transpose()?;
        take_in(&mut self.connection, rescued).map_err(|error| self.error(&error))
    }
}

/// Whether all of the log is in the file now.
fn is_log_moved(connection: &Connection, files: &Files) -> bool {
    let Some(_turns) = files.turns.write().zip(files.turns.move_log()) else { return false };
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)) == Ok(false)
}

/// All that waits, and all dead letters. What is being sent may have arrived.
fn rescued(connection: &Connection) -> rusqlite::Result<Rescued> {
    let sent_at = "(SELECT started_at FROM leases WHERE seq BETWEEN first AND last)";
    let event = EVENT.replace("first_attempt_at", &format!("coalesce(first_attempt_at, {sent_at})"));
    let saved = |members: &str, table: &str, source: &str| -> rusqlite::Result<Vec<Saved>> {
        let sql = format!(
            "SELECT event_source, event_source_id, test_event_code, partner_name, length(bytes), {members}
             FROM {table} JOIN (SELECT id, event_source, event_source_id, test_event_code, partner_name FROM sources)
             ON id = {source} ORDER BY seq"
        );
        connection.prepare(&sql)?.query_map([], Saved::read)?.collect()
    };
    Ok(Rescued { events: saved(&event, "events", "seq >> 40")?, dead: saved(DEAD, "dead", "source")? })
}

fn take_in(connection: &mut Connection, rescued: &Rescued) -> rusqlite::Result<()> {
    let transaction = begin(connection)?;
    let known = marks(&transaction)?;
    let is_new = |saved: &&Saved| !known.contains(&saved.mark);
    let mut carried = 0;
    for saved in rescued.events.iter().filter(is_new) {
        let source = saved.source_id(&transaction)?;
        let seq = take_number(&transaction, source)?;
        saved.insert(&transaction, &format!("events (seq, {EVENT})"), seq)?;
        Sums { waiting: 1, dead: 0, bytes: saved.bytes }.add(&transaction, source)?;
        carried += 1;
    }
    for saved in rescued.dead.iter().filter(is_new) {
        let source = saved.source_id(&transaction)?;
        saved.insert(&transaction, &format!("dead (source, {DEAD})"), source)?;
        Sums { waiting: 0, dead: 1, bytes: saved.bytes }.add(&transaction, source)?;
        carried += 1;
    }
    if carried > 0 {
        add_counts(&transaction, &BTreeMap::from([(COUNT.to_owned(), carried)]))?;
    }
    transaction.commit()
}

/// What is here already.
fn marks(transaction: &Transaction<'_>) -> rusqlite::Result<BTreeSet<Mark>> {
    let mut query =
        transaction.prepare("SELECT event_id, crc FROM events UNION ALL SELECT event_id, crc FROM dead")?;
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Saved {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let columns = row.as_ref().column_count();
        Ok(Self {
            source: Source::read(row, 0)?,
            mark: (row.get(5)?, row.get(6)?),
            bytes: row.get(4)?,
            members: (5..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?,
        })
    }

    fn source_id(&self, transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
        source_id(transaction, &self.source.envelope())
    }

    /// The first member of the new row is handed in.
    fn insert(&self, transaction: &Transaction<'_>, into: &str, first: i64) -> rusqlite::Result<()> {
        let marks = ", ?".repeat(self.members.len());
        let sql = format!("INSERT INTO {into} VALUES (?{marks})");
        let members = std::iter::once(Value::Integer(first)).chain(self.members.iter().cloned());
        transaction.prepare_cached(&sql)?.execute(params_from_iter(members)).map(drop)
    }
}
