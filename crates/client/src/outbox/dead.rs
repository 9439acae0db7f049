//! Dead letters: events that are not sent again unless somebody asks for it.

use std::time::Duration;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::rows::{Sums, begin, natural, since, take_number};
use super::store::Store;
use crate::delivery::prepared::Prepared;
use crate::machine::clock::milliseconds;
use crate::options::settings::LONGEST_AGE;

/// An event that was not delivered and will not be tried again by itself.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// Its number in the outbox, for [`Client::retry_dead`](crate::Client::retry_dead).
    pub seq: i64,
    /// The event as it would be sent. It holds digests and is personal data.
    pub event: Prepared,
    /// `web`, `app`, `offline` or `crm`.
    pub event_source: String,
    /// The pixel code or other id.
    pub event_source_id: String,
    /// `rejected` by TikTok; `partly`, when TikTok took some events of its request; `expired`, when its fate was unknown
    /// for longer than `max_age`; `damaged`, when the file no longer holds what was written.
    pub reason: String,
    /// TikTok's code, when it gave one.
    pub code: Option<i64>,
    /// Whether TikTok may have it all the same.
    pub may_have_arrived: bool,
    /// How often it was taken out and tried.
    pub attempts: u64,
    /// How long ago it was put into the outbox.
    pub age: Duration,
    /// How long ago TikTok may have got it for the first time.
    pub since_first_attempt: Option<Duration>,
    /// How long ago it was given up.
    pub since_death: Duration,
}

impl DeadLetter {
    /// Whether TikTok would count it a second time if it were sent again and had arrived: it knows a second copy for 48
    /// hours (rules §10).
    #[must_use]
    pub fn may_count_twice(&self) -> bool {
        self.may_have_arrived && self.since_first_attempt.unwrap_or(self.age) > LONGEST_AGE
    }
}

impl Store {
    /// The next dead letters behind a number, by their numbers.
    pub(super) fn dead(&self, after: i64, most: usize, now: i64) -> rusqlite::Result<Vec<DeadLetter>> {
        self.connection
            .prepare_cached(
                "SELECT seq, name, event_id, dead.bytes, event_source, event_source_id, dead.reason, code, may_have_arrived,
                        attempts, queued_at, first_attempt_at, died_at
                 FROM dead JOIN sources ON sources.id = source WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            )?
            .query_map(params![after, i64::try_from(most).unwrap_or(i64::MAX)], |row| read(row, now))?
            .collect()
    }

    /// Puts dead letters back into the queue. Gives how many there were.
    ///
    /// One that TikTok would still know a second copy of is sent as long as that is so. Any other may count twice, and
    /// whoever names it wants that: it goes as if it had never been sent.
    pub(super) fn retry_dead(&mut self, seqs: &[i64], now: i64) -> rusqlite::Result<usize> {
        let longest = milliseconds(LONGEST_AGE);
        self.take_out(seqs, |transaction, seq, source, _| {
            transaction
                .prepare_cached(
                    "INSERT INTO events (seq, name, event_id, bytes, crc, queued_at, attempts, first_attempt_at, max_age)
                     SELECT ?2, name, event_id, bytes, crc, queued_at, attempts,
                            iif(is_known, first_attempt_at, NULL), iif(is_known, ?3, NULL)
                     FROM (SELECT *, ?4 - first_attempt_at BETWEEN 0 AND ?3 AS is_known FROM dead WHERE seq = ?1)",
                )?
                .execute([seq, take_number(transaction, source)?, longest, now])?;
            Ok(Sums { waiting: 1, dead: -1, bytes: 0 })
        })
    }

    /// Forgets dead letters. Gives how many there were.
    pub(super) fn remove_dead(&mut self, seqs: &[i64]) -> rusqlite::Result<usize> {
        self.take_out(seqs, |_, _, _, bytes| Ok(Sums { waiting: 0, dead: -1, bytes: -bytes }))
    }

    /// Takes dead letters out, once something was done with each: it gets number, source and size.
    fn take_out(
        &mut self,
        seqs: &[i64],
        each: impl Fn(&Transaction<'_>, i64, i64, i64) -> rusqlite::Result<Sums>,
    ) -> rusqlite::Result<usize> {
        let transaction = begin(&mut self.connection)?;
        let mut taken = 0;
        for seq in seqs {
            let found = transaction
                .prepare_cached("SELECT source, length(bytes) FROM dead WHERE seq = ?1")?
                .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((source, bytes)) = found else { continue };
            let sums = each(&transaction, *seq, source, bytes)?;
            transaction.prepare_cached("DELETE FROM dead WHERE seq = ?1")?.execute([seq])?;
            sums.add(&transaction, source)?;
            taken += 1;
        }
        transaction.commit().map(|()| taken)
    }
}

fn read(row: &Row<'_>, now: i64) -> rusqlite::Result<DeadLetter> {
    let first_attempt_at: Option<i64> = row.get(11)?;
    Ok(DeadLetter {
        seq: row.get(0)?,
        event: Prepared::from_parts(&text(row, 1)?, &text(row, 2)?, row.get(3)?),
        event_source: text(row, 4)?,
        event_source_id: text(row, 5)?,
        reason: row.get(6)?,
        code: row.get(7)?,
        may_have_arrived: row.get(8)?,
        attempts: natural(row.get(9)?),
        age: since(now, row.get(10)?),
        since_first_attempt: first_attempt_at.map(|then| since(now, then)),
        since_death: since(now, row.get(12)?),
    })
}

/// A damaged dead letter is shown as well as it can be.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(String::from_utf8_lossy(row.get_ref(column)?.as_bytes()?).into_owned())
}
