//! Where events go, as the file keeps it, with the state of its circuit.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use tiktok_capi_core::Envelope;

use super::circuit::Circuit;
use super::rows::natural;
use super::stats::SourceStats;
use crate::delivery::reason::Reason;

/// Where events go: an [`Envelope`] that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    kind: String,
    id: String,
    test_event_code: String,
    partner_name: String,
}

/// A source of the file with its state.
pub(super) struct Kept {
    pub(super) id: i64,
    pub(super) source: Source,
    pub(super) circuit: Circuit,
    pub(super) waiting: i64,
}

impl Source {
    /// What four columns of a row say, from that one on.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            kind: row.get(first)?,
            id: row.get(first + 1)?,
            test_event_code: row.get(first + 2)?,
            partner_name: row.get(first + 3)?,
        })
    }

    pub(super) fn envelope(&self) -> Envelope<'_> {
        let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
        Envelope {
            event_source: &self.kind,
            event_source_id: &self.id,
            test_event_code: given(&self.test_event_code),
            partner_name: given(&self.partner_name),
        }
    }
}

impl Kept {
    pub(super) fn stats(self, now: i64) -> SourceStats {
        let wait = Duration::from_millis(natural(self.circuit.left(now)));
        SourceStats {
            event_source: self.source.kind,
            event_source_id: self.source.id,
            is_test: !self.source.test_event_code.is_empty(),
            waiting: natural(self.waiting),
            state: self.circuit.state(),
            next_try: self.circuit.is_probing().then_some(wait),
        }
    }
}

/// The row of a source, made when it is new.
pub(super) fn source_id(transaction: &Transaction<'_>, envelope: &Envelope<'_>) -> rusqlite::Result<i64> {
    let key = [
        envelope.event_source,
        envelope.event_source_id,
        envelope.test_event_code.unwrap_or_default(),
        envelope.partner_name.unwrap_or_default(),
    ];
    let found = transaction
        .prepare_cached(
            "SELECT id FROM sources
             WHERE event_source = ?1 AND event_source_id = ?2 AND test_event_code = ?3 AND partner_name = ?4",
        )?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    transaction.execute(
        "INSERT INTO sources (event_source, event_source_id, test_event_code, partner_name) VALUES (?1, ?2, ?3, ?4)",
        key,
    )?;
    Ok(transaction.last_insert_rowid())
}

/// All sources of the file.
pub(super) fn sources(connection: &Connection) -> rusqlite::Result<Vec<Kept>> {
    connection
        .prepare_cached(
            "SELECT failures, reason, not_before, wait, id, event_source, event_source_id, test_event_code, partner_name, waiting
             FROM sources ORDER BY id",
        )?
        .query_map([], |row| {
            let source = Source::read(row, 5)?;
            Ok(Kept { id: row.get(4)?, source, circuit: read_circuit(row)?, waiting: row.get(9)? })
        })?
        .collect()
}

pub(super) fn circuit(connection: &Connection, source: i64) -> rusqlite::Result<Circuit> {
    connection
        .prepare_cached("SELECT failures, reason, not_before, wait FROM sources WHERE id = ?1")?
        .query_row([source], read_circuit)
}

fn read_circuit(row: &Row<'_>) -> rusqlite::Result<Circuit> {
    let reason: Option<String> = row.get(1)?;
    let reason = Reason::all().iter().copied().find(|known| reason.as_deref() == Some(known.as_str()));
    Ok(Circuit { failures: row.get(0)?, reason, not_before: row.get(2)?, wait: row.get(3)? })
}

/// Ends the waits of all sources. Gives how many did wait.
pub(super) fn end_waits(connection: &Connection, now: i64) -> rusqlite::Result<usize> {
    connection.execute("UPDATE sources SET not_before = ?1 WHERE not_before > ?1", [now])
}

pub(super) fn set_circuit(connection: &Connection, source: i64, circuit: Circuit) -> rusqlite::Result<()> {
    let reason = circuit.reason.map(Reason::as_str);
    connection
        .prepare_cached(
            "UPDATE sources SET failures = ?2, reason = ?3, not_before = ?4, wait = ?5 WHERE id = ?1",
        )?
        .execute(params![source, circuit.failures, reason, circuit.not_before, circuit.wait])
        .map(drop)
}
