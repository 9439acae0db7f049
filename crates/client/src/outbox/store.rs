//! The outbox's file: events are put in, and counted. They are leased in `lease.rs` and settled in `settle.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, Transaction, params};
use tiktok_capi_core::Envelope;

use super::crc::Crc;
use super::error::{OutboxError, OutboxFault};
use super::hold::{Files, Hold, Look};
use super::log::Log;
use super::rows::{add_counts, begin, integer, natural, since};
use super::schema;
use super::source::{source_id, sources};
use super::stats::Stats;
use crate::delivery::prepared::Prepared;
use crate::options::settings::Place;

/// A connection to the outbox's file.
pub(super) struct Store {
    pub(super) connection: Connection,
    place: Place,
    log: Log,
    look: Look,
    /// The last to be dropped.
    hold: Hold,
    /// Which opening of the files it is of.
    pub(super) generation: u64,
}

/// How much an outbox takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Events, dead letters included.
    pub(super) events: u64,
    /// Bytes of them.
    pub(super) bytes: u64,
}

impl Store {
    pub(super) fn open(place: &Place, is_full: bool) -> Result<Self, OutboxError> {
        let (connection, hold) = schema::open(place, is_full)?;
        connection.set_prepared_statement_cache_capacity(64);
        let log = Log::of(connection.path().unwrap_or(place.as_str()));
        let (place, look) = (place.clone(), hold.files().map_or(Look::NONE, |files| files.look()));
        Ok(Self { connection, place, log, look, hold, generation: 0 })
    }

    /// As [`Store::open`], for the thread: it moves the write-ahead log into the file so early that those who put events in
    /// need not.
    pub(super) fn open_behind(place: &Place, is_full: bool) -> Result<Self, OutboxError> {
        let mut store = Self::open(place, is_full)?;
        store.log.is_moved_early();
        Ok(store)
    }

    /// As [`Store::open`], for those who look: they wait for nobody who writes, and write nothing.
    pub(super) fn open_to_look(place: &Place, is_full: bool) -> Result<Self, OutboxError> {
        let store = Self::open(place, is_full)?;
        let looking = store.connection.pragma_update(None, "query_only", true);
        looking.map_err(|error| store.error(&error)).map(|()| store)
    }

    /// Does something in the turn of the one that writes.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let Some(files) = self.files() else { return work(self) };
        let turn = files.turns.write().ok_or_else(|| self.busy())?;
        self.look_before(&files)?;
        let done = if self.look.are_within_limit() || self.makes_room(Look::are_within_limit) {
            work(self)
        } else {
            Err(self.full())
        };
        self.look_after(&files)?;
        self.log.shorten(&mut self.connection, &files);
        drop(turn);
        self.log.move_into_file(&self.connection, &files, &self.look);
        done
    }

    /// Looks at the files, in the turn of the one that writes, and makes the log's index whole where it is torn.
    fn look_before(&mut self, files: &Files) -> Result<(), OutboxError> {
        self.look = files.look_again(&self.look);
        if self.look.is_torn() {
            files.mend().map_err(|fault| OutboxError::new(fault, &self.place))?;
            self.look = files.look_closely();
        }
        self.refuse_cut()
    }

    /// Looks whether what was written is where others find it.
    fn look_after(&mut self, files: &Files) -> Result<(), OutboxError> {
        self.look = files.look();
        if self.look.are_cut() {
            self.look = files.look_closely();
        }
        self.refuse_cut()
    }

    fn refuse_cut(&self) -> Result<(), OutboxError> {
        if self.look.are_cut() { Err(OutboxError::new(OutboxFault::Damaged, &self.place)) } else { Ok(()) }
    }

    /// Does something in a turn of those who read.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Self) -> rusqlite::Result<T>) -> Result<T, OutboxError> {
        let files = self.files();
        let heal = |files: &Arc<Files>| files.heal().map_err(|fault| OutboxError::new(fault, &self.place));
        files.as_ref().map_or(Ok(()), heal)?;
        let _turn =
            files.as_deref().map(|files| files.turns.read().ok_or_else(|| self.busy())).transpose()?;
        if files.as_deref().is_some_and(|files| files.look_closely().are_cut()) {
            return Err(OutboxError::new(OutboxFault::Damaged, &self.place));
        }
        work(self).map_err(|error| self.error(&error))
    }

    /// The same before a change, for which it is remembered what they looked like.
    pub(super) fn looks_lost(&mut self) -> bool {
        self.look = self.files().map_or(Look::NONE, |files| files.look());
        !self.look.are_in_place()
    }

    /// Whether they were not in their places right after the last change.
    pub(super) fn was_lost(&self) -> bool {
        !self.look.are_in_place()
    }

    /// Whether somebody moved, deleted or replaced its files.
    pub(super) fn is_lost(&self) -> bool {
        self.files().is_some_and(|files| !files.are_in_place())
    }

    pub(super) fn files(&self) -> Option<Arc<Files>> {
        self.hold.files()
    }

    /// Moves the log into the file, so that it begins anew, and looks whether that was enough.
    pub(super) fn makes_room(&self, is_enough: impl FnOnce(&Look) -> bool) -> bool {
        let Some(files) = self.files() else { return true };
        Log::make_room(&self.connection, &files);
        is_enough(&files.look())
    }

    fn full(&self) -> OutboxError {
        OutboxError::new(OutboxFault::Full, &self.place)
    }

    pub(super) fn busy(&self) -> OutboxError {
        OutboxError::new(OutboxFault::Busy, &self.place)
    }

    /// A quota and a limit are told by `SQLite` as any other failure to write.
    pub(super) fn error(&self, error: &rusqlite::Error) -> OutboxError {
        let error = OutboxError::of(error, &self.place);
        let is_full = error.fault() == OutboxFault::Unavailable
            && self.files().is_some_and(|files| !files.have_room(&files.look(), 0, self.free_pages()));
        if is_full { self.full() } else { error }
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
        if !self.has_room_for(events) {
            return Err(self.full());
        }
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
        let put = put();
        put.map_err(|error| self.error(&error))?.ok_or_else(|| self.full())
    }

    /// Whether the disk has room for them, and for what is written about them later.
    fn has_room_for(&self, events: &[Prepared]) -> bool {
        let Some(files) = self.files() else { return true };
        let pages = pages_of(events);
        files.have_room(&self.look, pages, 0)
            || self.makes_room(|look| files.have_room(look, pages, self.free_pages()))
    }

    /// Pages of the file that hold nothing, as after a delivery.
    fn free_pages(&self) -> u64 {
        self.connection
            .pragma_query_value(None, "freelist_count", |row| row.get(0).map(natural))
            .unwrap_or_default()
    }

    /// Counts what happened to no event.
    pub(super) fn count(&mut self, name: &str) -> rusqlite::Result<()> {
        let transaction = begin(&mut self.connection)?;
        add_counts(&transaction, &BTreeMap::from([(name.to_owned(), 1)]))?;
        transaction.commit()
    }

    /// How many events wait, with those that are being sent.
    pub(super) fn waiting(&self) -> rusqlite::Result<u64> {
        self.connection
            .prepare_cached("SELECT coalesce(sum(waiting), 0) FROM sources")?
            .query_row([], |row| row.get(0).map(natural))
    }

    pub(super) fn stats(&self, now: i64) -> rusqlite::Result<Stats> {
        let connection = &self.connection.unchecked_transaction()?; // all of it as of one moment; nobody waits for a reader
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
        let (waiting, dead) = (self.waiting()?, number("SELECT coalesce(sum(dead), 0) FROM sources")?);
        let reasons = query.query_map([], |row| Ok((row.get(0)?, natural(row.get(1)?))))?;
        Ok(Stats {
            waiting,
            in_flight: number("SELECT count(*) FROM leases JOIN events ON seq BETWEEN first AND last")?,
            dead,
            left_behind: if self.is_lost() { waiting + dead } else { 0 },
            bytes: number("SELECT coalesce(sum(bytes), 0) FROM sources")?,
            oldest: oldest.map(|queued_at| since(now, queued_at)),
            reasons: reasons.collect::<Result<_, _>>()?,
            sources: sources(connection)?.into_iter().map(|kept| kept.stats(now)).collect(),
            thread: None,
        })
    }
}

/// Pages that a change writes which puts them in, at most: each fills the rest of one, and some hold the tables together.
fn pages_of(events: &[Prepared]) -> u64 {
    let bytes: usize = events.iter().map(|event| event.bytes().len() + 128).sum();
    16 + u64::try_from(bytes / 2_048).unwrap_or(u64::MAX)
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
