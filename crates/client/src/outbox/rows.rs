//! What several files do with the rows of the outbox.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

/// Every change takes the file's write lock at once, so that it never has to give up halfway.
pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
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

pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

pub(super) fn since(now: i64, then: i64) -> Duration {
    Duration::from_millis(natural(now.saturating_sub(then)))
}
