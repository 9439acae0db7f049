//! The verbs of a client that use its outbox.

use std::collections::BTreeMap;
use std::time::Duration;

use tiktok_capi_core::{Input, Problem, Severity};

use crate::client::Client;
use crate::error::{EnqueueError, InvalidEvent};
use crate::outbox::{DeadLetter, OutboxError, Stats};
use crate::prepared::{Built, Unsent};
use crate::receipt::{self, EventResult, Receipt};

impl Client {
    /// How long [`Client::close`] waits in every language unless it is told otherwise, and how long the end of a client
    /// that was not closed waits.
    pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

    /// Puts events into the outbox and returns at once; a thread of this process delivers them. It never waits for the
    /// network, and it never fails for one event of the list: what is refused or withheld is not kept, and the receipt
    /// says so. The others are kept, all or none of them.
    ///
    /// Where the option `outbox` names a file, an event that is `queued` survives the end of the process, however it ends.
    /// In memory it is promised only the time until [`Client::close`].
    ///
    /// # Errors
    /// `event_source_id` is missing, or `access_token` for an outbox in memory; or the outbox is full or cannot be used.
    pub fn enqueue(&self, events: &[Input<'_>]) -> Result<Receipt, EnqueueError> {
        self.enqueue_built(self.build_all(events))
    }

    /// Puts one event into the outbox; see [`Client::enqueue`].
    ///
    /// # Errors
    /// The event is refused, and those of [`Client::enqueue`].
    pub fn enqueue_one(&self, event: &Input<'_>) -> Result<Receipt, EnqueueError> {
        let built = self.build(event);
        if built.event != Err(Unsent::Refused) {
            return self.enqueue_built(vec![built]);
        }
        // It is counted like one of a list; that it cannot be is told when the next one is kept.
        let _ = self.enqueue_built(vec![built.clone()]);
        Err(InvalidEvent::new(built.problems).into())
    }

    /// Puts events into the outbox as [`Client::build_all`] read them.
    ///
    /// # Errors
    /// Those of [`Client::enqueue`].
    pub fn enqueue_built(&self, built: Vec<Built>) -> Result<Receipt, EnqueueError> {
        let envelope = self.envelope()?;
        if self.options().is_outbox_in_memory() {
            self.token()?;
        }
        let counts = counts(&built);
        receipt::each(built, |events| {
            if !(events.is_empty() && counts.is_empty()) {
                self.0.outbox.put(&self.0.service, &envelope, events, &counts)?;
            }
            Ok(Receipt { results: events.iter().map(EventResult::queued).collect(), ..Receipt::default() })
        })
    }

    /// Waits until nothing waits in the outbox any more, what other processes put in included, but no longer than that.
    ///
    /// Without a token nothing is delivered from here, so it returns at once.
    ///
    /// # Errors
    /// The outbox cannot be used. What could not be delivered in time is no error: see [`Stats::waiting`].
    pub fn flush(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        self.0.outbox.flush(&self.0.service, timeout)
    }

    /// Flushes the outbox and ends its thread, within that time and a tenth of a second. What is left stays in the file;
    /// in memory it is lost, and counted in [`Stats::waiting`]. Afterwards nothing can be enqueued, and whoever closes again
    /// gets the same answer.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn close(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        self.0.outbox.close(&self.0.service, timeout)
    }

    /// Whether [`Client::close`] was called in this process and has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.outbox.is_closed()
    }

    /// What the outbox holds, and what became of what it held.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn stats(&self) -> Result<Stats, OutboxError> {
        self.0.outbox.stats(&self.0.service)
    }

    /// At most so many dead letters whose numbers are larger than `after`, by their numbers.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn dead_letters(&self, after: i64, most: usize) -> Result<Vec<DeadLetter>, OutboxError> {
        self.0.outbox.dead(&self.0.service, after, most)
    }

    /// Sends dead letters again, by their numbers, with the same bytes and `event_id`. Gives how many there were; they are
    /// delivered as what [`Client::enqueue`] puts in.
    ///
    /// One that may have arrived less than 47 hours ago is sent until then, since TikTok knows a second copy for 48 hours.
    /// An older one is sent all the same, and may count twice.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn retry_dead(&self, numbers: &[i64]) -> Result<usize, OutboxError> {
        self.0.outbox.retry_dead(&self.0.service, numbers)
    }

    /// Forgets dead letters for good. Gives how many there were.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn remove_dead(&self, numbers: &[i64]) -> Result<usize, OutboxError> {
        self.0.outbox.remove_dead(numbers)
    }
}

/// What is counted beside the events that are kept: `withheld.consent_denied`, `refused.…`.
fn counts(built: &[Built]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for built in built {
        let name = match built.event {
            Ok(_) => continue,
            Err(Unsent::Withheld) => {
                named("withheld", built, |problem| problem.code().as_str().starts_with("consent"))
            }
            Err(Unsent::Refused) => named("refused", built, |problem| problem.severity() == Severity::Error),
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// The outcome, with the code of the problem that led to it.
fn named(outcome: &str, built: &Built, decides: impl Fn(&&Problem) -> bool) -> String {
    let problem = built.problems.iter().find(decides);
    problem.map_or_else(|| outcome.to_owned(), |problem| format!("{outcome}.{}", problem.code().as_str()))
}
