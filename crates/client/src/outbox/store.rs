//! The outbox's events in `SQLite`: put in, leased, settled. All SQL of what waits is here; of the dead, in `dead.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use tiktok_capi_core::{Envelope, requests};

use super::circuit::Circuit;
use super::error::{OutboxError, OutboxFault};
use super::fate::{Death, Fate, is_expired};
use super::log::Log;
use super::schema;
use super::stats::{SourceStats, Stats};
use crate::prepared::Prepared;
use crate::reason::Reason;

/// Events that one transaction settles: whoever wants to put one in waits for no more than these.
pub(super) const CHUNK: usize = 100;

/// A connection to the outbox's file.
pub(super) struct Store {
    pub(super) connection: Connection,
    pub(super) path: Arc<str>,
    log: Log,
}

/// How much an outbox takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Events, dead letters included.
    pub(super) events: u64,
    /// Bytes of them.
    pub(super) bytes: u64,
}

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
    waiting: i64,
}

/// Events that this process alone may send for a while.
pub(super) struct Lease {
    id: i64,
    started_at: i64,
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
    seq: i64,
    /// The first moment at which TikTok may have got it.
    first_attempt_at: Option<i64>,
}

/// What there is to do.
pub(super) enum Next {
    /// These can be sent.
    Send(Lease),
    /// Nothing can be sent before `due`; `None` when nothing waits. `paused` are the sources that wait for it.
    Later { due: Option<i64>, paused: Vec<i64> },
}

/// The terms of a lease, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) length: i64,
    pub(super) max_batch: usize,
    pub(super) max_age: i64,
    /// The source that was served last; the others come first.
    pub(super) served: i64,
    /// How long an event waits for others that share its request.
    pub(super) linger: i64,
}

/// What a request came to, for its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    /// Why nothing was settled.
    pub(super) reason: Option<Reason>,
    pub(super) retry_after: Option<Duration>,
    /// Random, from 0 to 1.
    pub(super) chance: f64,
}

impl Source {
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

impl Store {
    pub(super) fn open(path: &Arc<str>, is_full: bool) -> Result<Self, OutboxError> {
        let connection = schema::open(path, is_full)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection, path: Arc::clone(path), log: Log::of(path) })
    }

    /// As [`Store::open`], to move the write-ahead log into the file so early that those who put events in need not.
    pub(super) fn open_behind(path: &Arc<str>, is_full: bool) -> Result<Self, OutboxError> {
        let store = Self::open(path, is_full)?;
        let early = store.connection.pragma_update(None, "wal_autocheckpoint", schema::EARLY_CHECKPOINT);
        early.map_err(|error| store.error(&error)).map(|()| store)
    }

    pub(super) fn error(&self, error: &rusqlite::Error) -> OutboxError {
        OutboxError::of(error, &self.path)
    }

    /// Keeps events, all or none of them, and counts what else happened. Gives the id of their source.
    pub(super) fn put(
        &mut self,
        envelope: &Envelope<'_>,
        events: &[Prepared],
        counts: &BTreeMap<String, u64>,
        now: i64,
        limits: Limits,
    ) -> Result<i64, OutboxError> {
        let mut put = || -> rusqlite::Result<Option<i64>> {
            let transaction = begin(&mut self.connection)?;
            if !events.is_empty() && !has_room(&transaction, events, limits)? {
                return Ok(None);
            }
            let source = source_id(&transaction, envelope)?;
            insert(&transaction, source, envelope, events, now)?;
            add_counts(&transaction, counts)?;
            transaction.commit()?;
            Ok(Some(source))
        };
        let full = OutboxError::new(OutboxFault::Full, &self.path);
        let source = put().map_err(|error| OutboxError::of(&error, &self.path))?.ok_or(full)?;
        self.log.shorten(&mut self.connection);
        Ok(source)
    }

    /// Leases the next events that may be sent now.
    pub(super) fn lease(&mut self, now: i64, terms: Terms) -> rusqlite::Result<Next> {
        let transaction = begin(&mut self.connection)?;
        let mut kept = sources(&transaction)?;
        kept.sort_by_key(|source| (source.id <= terms.served, source.id));
        let (mut due, mut paused) = (None::<i64>, Vec::new());
        let mut sooner = |moment: i64| due = Some(due.map_or(moment, |due: i64| due.min(moment)));
        for source in kept.iter().filter(|source| source.waiting > 0) {
            if source.circuit.not_before > now {
                sooner(source.circuit.not_before);
                paused.push(source.id);
                continue;
            }
            match claim(&transaction, source, now, terms)? {
                Ok(range) => {
                    transaction.commit()?;
                    return range.read(&self.connection, source, terms.max_age).map(Next::Send);
                }
                Err(Some(moment)) => sooner(moment),
                // The sum is wrong, and so the file damaged.
                Err(None) => {}
            }
        }
        Ok(Next::Later { due, paused })
    }

    /// Some events of a lease meet their fate, each counted under a name.
    ///
    /// When the lease was taken over meanwhile, because this process slept longer than it lasts, what TikTok accepted is
    /// taken out all the same, and the rest is left to the other process.
    pub(super) fn settle(
        &mut self,
        lease: &Lease,
        fates: &[(&Leased, Fate, String)],
        now: i64,
    ) -> rusqlite::Result<()> {
        let transaction = begin(&mut self.connection)?;
        let is_held = is_held(&transaction, lease)?;
        let (mut sums, mut delivered, mut counts) = (Sums::default(), Vec::new(), BTreeMap::new());
        for (leased, fate, name) in fates {
            *counts.entry(name.clone()).or_default() += 1;
            match *fate {
                Fate::Delivered => delivered.push(leased.seq),
                _ if !is_held => {}
                Fate::Dead(death) => bury(&transaction, lease, leased, death, now, &mut sums)?,
                Fate::Waiting { may_have_arrived } => {
                    to_the_end(&transaction, lease, leased, may_have_arrived)?;
                }
            }
        }
        for (first, last) in runs(&delivered) {
            forget(&transaction, first, last, &mut sums)?;
        }
        sums.add(&transaction, lease.source_id)?;
        add_counts(&transaction, &counts)?;
        transaction.commit()
    }

    /// Ends a lease whose events are settled, and tells its source what the service said.
    pub(super) fn end(&mut self, lease: &Lease, verdict: Verdict, now: i64) -> rusqlite::Result<()> {
        let transaction = begin(&mut self.connection)?;
        if is_held(&transaction, lease)? {
            transaction.prepare_cached("DELETE FROM leases WHERE id = ?1")?.execute([lease.id])?;
            let circuit = circuit(&transaction, lease.source_id)?;
            let after = circuit.after(verdict.reason, verdict.retry_after, now, verdict.chance);
            set_circuit(&transaction, lease.source_id, after)?;
        }
        transaction.commit()
    }

    /// How many events wait, with those that are being sent.
    pub(super) fn waiting(&self) -> rusqlite::Result<u64> {
        self.connection
            .prepare_cached("SELECT coalesce(sum(waiting), 0) FROM sources")?
            .query_row([], |row| row.get(0).map(natural))
    }

    pub(super) fn stats(&self, now: i64) -> rusqlite::Result<Stats> {
        let connection = &self.connection;
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get(0)).map(natural);
        let oldest: Option<i64> = connection.query_row(
            "SELECT min((SELECT queued_at FROM events WHERE seq BETWEEN id << 40 AND (id << 40) + last ORDER BY seq LIMIT 1))
             FROM sources",
            [],
            |row| row.get(0),
        )?;
        let mut query = connection.prepare(
            "SELECT name, n FROM counts UNION ALL SELECT 'queued', sum(queued) FROM sources HAVING sum(queued) > 0",
        )?;
        let reasons = query.query_map([], |row| Ok((row.get(0)?, natural(row.get(1)?))))?;
        Ok(Stats {
            waiting: self.waiting()?,
            in_flight: number("SELECT count(*) FROM leases JOIN events ON seq BETWEEN first AND last")?,
            dead: number("SELECT coalesce(sum(dead), 0) FROM sources")?,
            bytes: number("SELECT coalesce(sum(bytes), 0) FROM sources")?,
            oldest: oldest.map(|queued_at| since(now, queued_at)),
            reasons: reasons.collect::<Result<_, _>>()?,
            sources: sources(connection)?.into_iter().map(|kept| kept.stats(now)).collect(),
        })
    }
}

impl Kept {
    fn stats(self, now: i64) -> SourceStats {
        let wait = since(self.circuit.not_before, now);
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

/// Every change takes the file's write lock at once, so that it never has to give up halfway.
pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn has_room(transaction: &Transaction<'_>, events: &[Prepared], limits: Limits) -> rusqlite::Result<bool> {
    let (count, bytes) = transaction
        .prepare_cached("SELECT coalesce(sum(waiting + dead), 0), coalesce(sum(bytes), 0) FROM sources")?
        .query_row([], |row| Ok((natural(row.get(0)?), natural(row.get(1)?))))?;
    let more: usize = events.iter().map(|event| event.bytes().len()).sum();
    let fits =
        |there: u64, more: usize, most| there.saturating_add(u64::try_from(more).unwrap_or(u64::MAX)) <= most;
    Ok(fits(count, events.len(), limits.events) && fits(bytes, more, limits.bytes))
}

/// The row of a source, made when it is new.
fn source_id(transaction: &Transaction<'_>, envelope: &Envelope<'_>) -> rusqlite::Result<i64> {
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

fn insert(
    transaction: &Transaction<'_>,
    source: i64,
    envelope: &Envelope<'_>,
    events: &[Prepared],
    now: i64,
) -> rusqlite::Result<()> {
    let bytes: usize = events.iter().map(|event| event.bytes().len()).sum();
    let (count, bytes) = (integer(events.len()), integer(bytes));
    let last: i64 = transaction
        .prepare_cached(
            "UPDATE sources SET last = last + ?2, queued = queued + ?2, waiting = waiting + ?2, bytes = bytes + ?3
             WHERE id = ?1 RETURNING (id << 40) + last",
        )?
        .query_row([source, count, bytes], |row| row.get(0))?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO events (seq, name, event_id, bytes, crc, queued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let crc = Crc::new(envelope);
    for (seq, event) in (last - count + 1..).zip(events) {
        insert.execute(params![seq, event.name(), event.id(), event.bytes(), crc.of(event), now])?;
    }
    Ok(())
}

/// A new number for an event of that source, behind all others.
pub(super) fn take_number(transaction: &Transaction<'_>, source: i64) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("UPDATE sources SET last = last + 1 WHERE id = ?1 RETURNING (id << 40) + last")?
        .query_row([source], |row| row.get(0))
}

/// What is added to the sums of a source.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) waiting: i64,
    pub(super) dead: i64,
    pub(super) bytes: i64,
}

impl Sums {
    pub(super) fn add(&self, transaction: &Transaction<'_>, source: i64) -> rusqlite::Result<()> {
        transaction
            .prepare_cached(
                "UPDATE sources SET waiting = waiting + ?2, dead = dead + ?3, bytes = bytes + ?4 WHERE id = ?1",
            )?
            .execute([source, self.waiting, self.dead, self.bytes])
            .map(drop)
    }
}

/// Tells whether what is read is what was written, and for whom: `SQLite` does not see a byte that changed in the middle of
/// a value.
struct Crc(crc32fast::Hasher);

impl Crc {
    fn new(envelope: &Envelope<'_>) -> Self {
        let mut crc = Self(crc32fast::Hasher::new());
        crc.update([
            envelope.event_source.as_bytes(),
            envelope.event_source_id.as_bytes(),
            envelope.test_event_code.unwrap_or_default().as_bytes(),
            envelope.partner_name.unwrap_or_default().as_bytes(),
        ]);
        crc
    }

    fn of(&self, event: &Prepared) -> i64 {
        let mut crc = Self(self.0.clone());
        crc.update([event.name().as_bytes(), event.id().as_bytes(), event.bytes()]);
        crc.0.finalize().into()
    }

    fn update<const N: usize>(&mut self, parts: [&[u8]; N]) {
        for part in parts {
            self.0.update(part);
            self.0.update(b"\0");
        }
    }
}

pub(super) fn add_counts(
    transaction: &Transaction<'_>,
    counts: &BTreeMap<String, u64>,
) -> rusqlite::Result<()> {
    let mut add = transaction.prepare_cached(
        "INSERT INTO counts (name, n) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n",
    )?;
    counts
        .iter()
        .try_for_each(|(name, n)| add.execute(params![name, i64::try_from(*n).unwrap_or(i64::MAX)]).map(drop))
}

fn sources(connection: &Connection) -> rusqlite::Result<Vec<Kept>> {
    connection
        .prepare_cached(
            "SELECT failures, reason, not_before, id, event_source, event_source_id, test_event_code, partner_name, waiting
             FROM sources ORDER BY id",
        )?
        .query_map([], |row| {
            let source = Source {
                kind: row.get(4)?,
                id: row.get(5)?,
                test_event_code: row.get(6)?,
                partner_name: row.get(7)?,
            };
            Ok(Kept { id: row.get(3)?, source, circuit: read_circuit(row)?, waiting: row.get(8)? })
        })?
        .collect()
}

fn circuit(connection: &Connection, source: i64) -> rusqlite::Result<Circuit> {
    connection
        .prepare_cached("SELECT failures, reason, not_before FROM sources WHERE id = ?1")?
        .query_row([source], read_circuit)
}

fn read_circuit(row: &Row<'_>) -> rusqlite::Result<Circuit> {
    let reason: Option<String> = row.get(1)?;
    let reason = Reason::all().iter().copied().find(|known| reason.as_deref() == Some(known.as_str()));
    Ok(Circuit { failures: row.get(0)?, reason, not_before: row.get(2)? })
}

fn set_circuit(connection: &Connection, source: i64, circuit: Circuit) -> rusqlite::Result<()> {
    let reason = circuit.reason.map(Reason::as_str);
    connection
        .prepare_cached("UPDATE sources SET failures = ?2, reason = ?3, not_before = ?4 WHERE id = ?1")?
        .execute(params![source, circuit.failures, reason, circuit.not_before])
        .map(drop)
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
    terms: Terms,
) -> rusqlite::Result<Result<Range, Option<i64>>> {
    let dead = transaction
        .prepare_cached(
            "DELETE FROM leases WHERE id = (SELECT min(id) FROM leases WHERE source = ?1 AND until <= ?2)
             RETURNING first, last, started_at",
        )?
        .query_row([source.id, now], |row| Ok((row.get(0)?, row.get(1)?, Some(row.get(2)?))))
        .optional()?;
    let (first, last, taken_over) = match dead {
        Some(dead) => dead,
        None => match fresh(transaction, source, now, terms)? {
            Fresh::Events { first, last } => (first, last, None),
            Fresh::Young { due } => return Ok(Err(Some(due))),
            Fresh::None => return Ok(Err(lease_end(transaction, source.id)?)),
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
        set_circuit(transaction, source.id, Circuit { not_before: until, ..source.circuit })?;
    }
    Ok(Ok(Range { lease, first, last, now, taken_over }))
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

fn fresh(transaction: &Transaction<'_>, source: &Kept, now: i64, terms: Terms) -> rusqlite::Result<Fresh> {
    let most = if source.circuit.is_probing() { 1 } else { terms.max_batch };
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
    fn read(self, connection: &Connection, source: &Kept, max_age: i64) -> rusqlite::Result<Lease> {
        let mut lease = Lease {
            id: self.lease,
            started_at: self.now,
            source_id: source.id,
            source: source.source.clone(),
            circuit: source.circuit,
            events: Vec::new(),
            rows: Vec::new(),
            lost: Vec::new(),
        };
        let mut query = connection.prepare_cached(
            "SELECT name, event_id, bytes, seq, first_attempt_at, crc FROM events
             WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
        )?;
        let crc = Crc::new(&source.source.envelope());
        let mut rows = query.query([self.first, self.last])?;
        while let Some(row) = rows.next()? {
            let first_attempt_at: Option<i64> = row.get(4)?;
            let leased = Leased { seq: row.get(3)?, first_attempt_at: first_attempt_at.or(self.taken_over) };
            match intact(row, &crc) {
                None => lease.lost.push((leased, Death::DAMAGED)),
                Some(_) if is_expired(leased.first_attempt_at, self.now, max_age) => {
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

fn is_held(connection: &Connection, lease: &Lease) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM leases WHERE id = ?1")?.exists([lease.id])
}

/// Ranges of numbers without a gap, so that no other event lies in one.
fn runs(seqs: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    seqs.chunk_by(|seq, next| seq.checked_add(1) == Some(*next))
        .filter_map(|run| run.first().copied().zip(run.last().copied()))
}

/// What was delivered is done with.
fn forget(transaction: &Transaction<'_>, first: i64, last: i64, sums: &mut Sums) -> rusqlite::Result<()> {
    let mut delete = transaction
        .prepare_cached("DELETE FROM events WHERE seq BETWEEN ?1 AND ?2 RETURNING length(bytes)")?;
    let mut rows = delete.query([first, last])?;
    while let Some(row) = rows.next()? {
        sums.waiting -= 1;
        sums.bytes -= row.get::<_, i64>(0)?;
    }
    Ok(())
}

/// Puts an event behind all others, so that one which the service chokes on does not hold them up.
fn to_the_end(
    transaction: &Transaction<'_>,
    lease: &Lease,
    leased: &Leased,
    may_have_arrived: bool,
) -> rusqlite::Result<()> {
    let first_attempt_at = leased.first_attempt_at.or(may_have_arrived.then_some(lease.started_at));
    let seq = take_number(transaction, lease.source_id)?;
    transaction
        .prepare_cached(
            "UPDATE events SET seq = ?2, first_attempt_at = ?3, attempts = attempts + 1 WHERE seq = ?1",
        )?
        .execute(params![leased.seq, seq, first_attempt_at])
        .map(drop)
}

fn bury(
    transaction: &Transaction<'_>,
    lease: &Lease,
    leased: &Leased,
    death: Death,
    now: i64,
    sums: &mut Sums,
) -> rusqlite::Result<()> {
    let buried = transaction
        .prepare_cached(
            "INSERT INTO dead (source, name, event_id, bytes, crc, queued_at, first_attempt_at, attempts, died_at, reason,
                               code, may_have_arrived)
             SELECT ?2, name, event_id, bytes, crc, queued_at, ?3, attempts + 1, ?4, ?5, ?6, ?7 FROM events WHERE seq = ?1",
        )?
        .execute(params![
            leased.seq,
            lease.source_id,
            leased.first_attempt_at,
            now,
            death.reason,
            death.code,
            death.may_have_arrived
        ])?;
    sums.waiting -= integer(buried);
    sums.dead += integer(buried);
    transaction.prepare_cached("DELETE FROM events WHERE seq = ?1")?.execute([leased.seq]).map(drop)
}

pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

pub(super) fn since(now: i64, then: i64) -> Duration {
    Duration::from_millis(natural(now.saturating_sub(then)))
}
