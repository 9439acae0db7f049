//! What becomes of leased events.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{Connection, Transaction, params};

use super::fate::{Death, Fate};
use super::lease::{Lease, Leased};
use super::rows::{Sums, add_counts, begin, integer, take_number};
use super::source::{circuit, set_circuit};
use super::store::Store;
use crate::delivery::reason::Reason;
use crate::delivery::receipt::Outcome;

/// Events that one transaction settles: whoever wants to put one in waits for no more than these.
pub(super) const CHUNK: usize = 100;

/// What a request teaches about its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lesson {
    /// Why nothing was settled.
    pub(super) reason: Option<Reason>,
    pub(super) retry_after: Option<Duration>,
    /// Random, from 0 to 1.
    pub(super) chance: f64,
}

impl Store {
    /// Some events of a lease meet their fate, each counted under a name.
    ///
    /// When the lease was taken over meanwhile, because this process slept longer than it lasts, what TikTok accepted is
    /// taken out all the same, and the rest is left to the other process. Whoever comes second finds an event settled, and
    /// does not count it again. A lease of files that were
    /// opened anew since is over: its events wait in the new ones.
    pub(super) fn settle(
        &mut self,
        lease: &Lease,
        fates: &[(&Leased, Fate, String)],
        now: i64,
    ) -> rusqlite::Result<()> {
        if lease.generation != self.generation {
            return Ok(());
        }
        let transaction = begin(&mut self.connection)?;
        let is_held = is_held(&transaction, lease)?;
        let (mut sums, mut delivered, mut counts) = (Sums::default(), Vec::new(), BTreeMap::new());
        for (leased, fate, name) in fates {
            if !is_held && *fate != Fate::Delivered {
                continue;
            }
            let settled = match *fate {
                Fate::Delivered => {
                    delivered.push(leased.seq);
                    continue;
                }
                Fate::Dead(death) => bury(&transaction, lease, leased, death, now, &mut sums)?,
                Fate::Waiting { may_have_arrived, was_tried } => {
                    to_the_end(&transaction, lease, leased, may_have_arrived, was_tried)?
                }
            };
            count(&mut counts, name, settled);
        }
        for (first, last) in runs(&delivered) {
            let forgotten = forget(&transaction, first, last, &mut sums)?;
            count(&mut counts, Outcome::Accepted.as_str(), forgotten);
        }
        sums.add(&transaction, lease.source_id)?;
        add_counts(&transaction, &counts)?;
        transaction.commit()
    }

    /// Ends a lease whose events are settled, and tells its source what the service said.
    pub(super) fn end(&mut self, lease: &Lease, lesson: Lesson, now: i64) -> rusqlite::Result<()> {
        let transaction = begin(&mut self.connection)?;
        if lease.generation == self.generation && is_held(&transaction, lease)? {
            transaction.prepare_cached("DELETE FROM leases WHERE id = ?1")?.execute([lease.id])?;
            let circuit = circuit(&transaction, lease.source_id)?;
            let after = circuit.after(lesson.reason, lesson.retry_after, now, lesson.chance);
            set_circuit(&transaction, lease.source_id, after)?;
        }
        transaction.commit()
    }
}

fn is_held(connection: &Connection, lease: &Lease) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM leases WHERE id = ?1")?.exists([lease.id])
}

/// Ranges of numbers without a gap, so that no other event lies in one.
fn runs(seqs: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    seqs.chunk_by(|seq, next| seq.checked_add(1) == Some(*next))
        .filter_map(|run| run.first().copied().zip(run.last().copied()))
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str, events: usize) {
    if events > 0 {
        *counts.entry(name.to_owned()).or_default() += u64::try_from(events).unwrap_or(u64::MAX);
    }
}

/// What was delivered is done with. Gives how many there were.
fn forget(transaction: &Transaction<'_>, first: i64, last: i64, sums: &mut Sums) -> rusqlite::Result<usize> {
    let mut delete = transaction
        .prepare_cached("DELETE FROM events WHERE seq BETWEEN ?1 AND ?2 RETURNING length(bytes)")?;
    let mut rows = delete.query([first, last])?;
    let mut forgotten = 0;
    while let Some(row) = rows.next()? {
        forgotten += 1;
        sums.bytes -= row.get::<_, i64>(0)?;
    }
    sums.waiting -= integer(forgotten);
    Ok(forgotten)
}

/// Puts an event behind all others, so that one which the service chokes on does not hold them up.
fn to_the_end(
    transaction: &Transaction<'_>,
    lease: &Lease,
    leased: &Leased,
    may_have_arrived: bool,
    was_tried: bool,
) -> rusqlite::Result<usize> {
    let first_attempt_at = leased.first_attempt_at.or(may_have_arrived.then_some(lease.started_at));
    let seq = take_number(transaction, lease.source_id)?;
    transaction
        .prepare_cached(
            "UPDATE events SET seq = ?2, first_attempt_at = ?3, attempts = attempts + ?4 WHERE seq = ?1",
        )?
        .execute(params![leased.seq, seq, first_attempt_at, was_tried])
}

fn bury(
    transaction: &Transaction<'_>,
    lease: &Lease,
    leased: &Leased,
    death: Death,
    now: i64,
    sums: &mut Sums,
) -> rusqlite::Result<usize> {
    // What an earlier request may have delivered, this one's answer does not take back.
    let first_attempt_at = leased.first_attempt_at.or(death.may_have_arrived.then_some(lease.started_at));
    let may_have_arrived = death.may_have_arrived || leased.first_attempt_at.is_some();
    let buried = transaction
        .prepare_cached(
            "INSERT INTO dead (source, name, event_id, bytes, crc, queued_at, first_attempt_at, attempts, died_at, reason,
                               code, may_have_arrived)
             SELECT ?2, name, event_id, bytes, crc, queued_at, ?3, attempts + ?8, ?4, ?5, ?6, ?7 FROM events WHERE seq = ?1",
        )?
        .execute(params![
            leased.seq,
            lease.source_id,
            first_attempt_at,
            now,
            death.reason,
            death.code,
            may_have_arrived,
            death.was_tried
        ])?;
    sums.waiting -= integer(buried);
    sums.dead += integer(buried);
    transaction.prepare_cached("DELETE FROM events WHERE seq = ?1")?.execute([leased.seq])?;
    Ok(buried)
}
