//! Leases: the next events of a source, for one process and for a time.
//!
//! A lease is one row, a range of numbers. It is taken before its events are sent and ends with their settlement. What a
//! process leaves that dies in between is leased again, as it was, once its time has run out.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use tiktok_capi_core::requests;

use super::batch::Batches;
use super::circuit::Circuit;
use super::crc::Crc;
use super::fate::{Death, is_expired};
use super::rows::{begin, integer};
use super::source::{Kept, Source, set_circuit, sources};
use super::store::Store;
use super::waits::Waits;
use crate::delivery::prepared::Prepared;

/// No lease is longer than an hour: ten tries of five minutes and the waits between them. One that ends later was dated by a
/// clock that was ahead and was set back since.
const LONGEST: i64 = 3_600_000;

/// Events that this process alone may send for a while.
pub(super) struct Lease {
    pub(super) id: i64,
    /// Of which opening of the files: later ones have other numbers.
    pub(super) generation: u64,
    /// When its events were leased this time.
    pub(super) started_at: i64,
    pub(super) source_id: i64,
    pub(super) source: Source,
    pub(super) circuit: Circuit,
    /// What to send.
    pub(super) events: Vec<Prepared>,
    /// Their places in the file.
    pub(super) rows: Vec<Leased>,
    /// What must not be sent any more.
    pub(super) lost: Vec<(Leased, Death)>,
}

/// The place of an event in the file.
pub(super) struct Leased {
    pub(super) seq: i64,
    /// The first moment at which TikTok may have got it.
    pub(super) first_attempt_at: Option<i64>,
}

/// What there is to do.
pub(super) enum Next {
    /// These can be sent.
    Send(Lease),
    /// Nothing can be sent before `due`; `None` when nothing waits. `paused` are the sources that wait for it.
    Later { due: Option<i64>, paused: Vec<i64> },
}

/// The terms of a lease, in milliseconds.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) length: i64,
    /// The same moment on the clock that does not jump.
    pub(super) monotonic: Duration,
    /// How many events each source takes.
    pub(super) batches: &'a Batches,
    pub(super) max_age: i64,
    /// The source that was served last; the others come first.
    pub(super) served: i64,
    /// How long an event waits for others that share its request.
    pub(super) linger: i64,
}

impl Store {
    /// Leases the next events that may be sent now.
    pub(super) fn lease(&mut self, now: i64, terms: Terms<'_>, waits: &mut Waits) -> rusqlite::Result<Next> {
        let transaction = begin(&mut self.connection)?;
        let mut kept = sources(&transaction)?;
        kept.sort_by_key(|source| (source.id <= terms.served, source.id));
        let (mut due, mut paused) = (None::<i64>, Vec::new());
        let mut sooner = |moment: i64| due = Some(due.map_or(moment, |due: i64| due.min(moment)));
        for source in kept.iter().filter(|source| source.waiting > 0) {
            let wait = waits.left(source.id, source.circuit, now, terms.monotonic);
            if wait > 0 {
                sooner(now.saturating_add(wait));
                paused.push(source.id);
                continue;
            }
            match claim(&transaction, source, now, terms)? {
                Claim::Range(range) => {
                    transaction.commit()?;
                    return range.read(self, source, terms.max_age).map(Next::Send);
                }
                Claim::Later(moment) => sooner(moment),
                // The sum is wrong, and so the file damaged.
                Claim::Nothing => {}
            }
        }
        Ok(Next::Later { due, paused })
    }
}

/// What a source had to lease.
enum Claim {
    Range(Range),
    /// Nothing before that moment.
    Later(i64),
    Nothing,
}

/// Events that were leased, before they are read.
struct Range {
    lease: i64,
    first: i64,
    last: i64,
    now: i64,
    /// When the process began that leased them before and died.
    taken_over: Option<i64>,
}

/// Leases the next events of a source: those of a process that died, or the next that nobody has.
fn claim(
    transaction: &Transaction<'_>,
    source: &Kept,
    now: i64,
    terms: Terms<'_>,
) -> rusqlite::Result<Claim> {
    let dead = transaction
        .prepare_cached(
            "DELETE FROM leases WHERE id = (SELECT min(id) FROM leases WHERE source = ?1 AND (until <= ?2 OR until > ?3))
             RETURNING first, last, started_at",
        )?
        .query_row([source.id, now, now.saturating_add(LONGEST)], |row| Ok((row.get(0)?, row.get(1)?, Some(row.get(2)?))))
        .optional()?;
    let (first, last, taken_over) = match dead {
        Some(dead) => dead,
        None => match fresh(transaction, source, now, terms)? {
            Fresh::Events { first, last } => (first, last, None),
            Fresh::Young { due } => return Ok(Claim::Later(due)),
            Fresh::None => return Ok(lease_end(transaction, source.id)?.map_or(Claim::Nothing, Claim::Later)),
        },
    };
    let until = now.saturating_add(terms.length);
    transaction
        .prepare_cached(
            "INSERT INTO leases (source, first, last, started_at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute([source.id, first, last, taken_over.unwrap_or(now), until])?;
    let lease = transaction.last_insert_rowid();
    if source.circuit.is_probing() {
        set_circuit(transaction, source.id, source.circuit.waiting(terms.length, now))?;
    }
    Ok(Claim::Range(Range { lease, first, last, now, taken_over }))
}

/// Events that nobody has.
enum Fresh {
    /// They go into one request.
    Events {
        first: i64,
        last: i64,
    },
    /// There is room for more of them until then.
    Young {
        due: i64,
    },
    None,
}

fn fresh(
    transaction: &Transaction<'_>,
    source: &Kept,
    now: i64,
    terms: Terms<'_>,
) -> rusqlite::Result<Fresh> {
    let most = if source.circuit.is_probing() { 1 } else { terms.batches.size(source.id) };
    let rows: Vec<(i64, i64, i64)> = transaction
        .prepare_cached(
            "SELECT seq, length(bytes), queued_at FROM events
             WHERE seq > (SELECT coalesce(max(last), ?1 << 40) FROM leases WHERE source = ?1) AND seq < (?1 + 1) << 40
             ORDER BY seq LIMIT ?2",
        )?
        .query_map([source.id, integer(most)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let sizes: Vec<usize> =
        rows.iter().map(|(_, size, _)| usize::try_from(*size).unwrap_or(usize::MAX)).collect();
    let range = requests(&sizes, most).next().unwrap_or_default();
    let events = rows.get(range.clone()).unwrap_or_default();
    let (Some((first, _, queued_at)), Some((last, ..))) = (events.first(), events.last()) else {
        return Ok(Fresh::None);
    };
    let has_room = rows.len() < most && range.len() == rows.len();
    // A clock that was set back must not hold events up.
    let is_young = (0..terms.linger).contains(&now.saturating_sub(*queued_at));
    if has_room && is_young {
        return Ok(Fresh::Young { due: queued_at.saturating_add(terms.linger) });
    }
    Ok(Fresh::Events { first: *first, last: *last })
}

impl Range {
    /// Reads the events. Nobody else touches them, so this needs no lock.
    fn read(self, store: &Store, source: &Kept, max_age: i64) -> rusqlite::Result<Lease> {
        let mut lease = Lease {
            id: self.lease,
            generation: store.generation,
            started_at: self.now,
            source_id: source.id,
            source: source.source.clone(),
            circuit: source.circuit,
            events: Vec::new(),
            rows: Vec::new(),
            lost: Vec::new(),
        };
        let mut query = store.connection.prepare_cached(
            "SELECT name, event_id, bytes, seq, first_attempt_at, crc, coalesce(max_age, ?3) FROM events
             WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
        )?;
        let crc = Crc::new(&source.source.envelope());
        let mut rows = query.query([self.first, self.last, max_age])?;
        while let Some(row) = rows.next()? {
            let first_attempt_at: Option<i64> = row.get(4)?;
            let leased = Leased { seq: row.get(3)?, first_attempt_at: first_attempt_at.or(self.taken_over) };
            match intact(row, &crc) {
                None => lease.lost.push((leased, Death::DAMAGED)),
                Some(_) if is_expired(leased.first_attempt_at, self.now, row.get(6)?) => {
                    lease.lost.push((leased, Death::EXPIRED));
                }
                Some(event) => {
                    lease.events.push(event);
                    lease.rows.push(leased);
                }
            }
        }
        // Those of another process may be settled by now. What was just found is there, unless the file is damaged.
        let is_empty = lease.rows.is_empty() && lease.lost.is_empty();
        if is_empty && self.taken_over.is_none() {
            Err(rusqlite::Error::QueryReturnedNoRows)
        } else {
            Ok(lease)
        }
    }
}

/// The event of a row, unless it is not what was written.
fn intact(row: &Row<'_>, crc: &Crc) -> Option<Prepared> {
    let (name, id): (String, String) = (row.get(0).ok()?, row.get(1).ok()?);
    let event = Prepared::from_parts(&name, &id, row.get(2).ok()?);
    (row.get(5) == Ok(crc.of(&event))).then_some(event)
}

/// When the first lease of a source ends.
fn lease_end(connection: &Connection, source: i64) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT min(until) FROM leases WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
}
