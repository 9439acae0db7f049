//! The verbs of a client that use its outbox.

use std::collections::BTreeMap;
use std::time::Duration;

use tiktok_capi_core::{Input, Problem, Severity};

use crate::client::Client;
use crate::delivery::prepared::{Built, Unsent};
use crate::delivery::receipt::{EventResult, Receipt};
use crate::events::Describes;
use crate::failure::Failure;
use crate::outbox::dead::DeadLetter;
use crate::outbox::error::OutboxError;
use crate::outbox::stats::Stats;

impl Client {
    /// How long [`Client::close`] waits in every language unless it is told otherwise, and how long the end of a program whose
    /// clients were not closed.
    pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

    /// Puts one described event, or a list of them, into the outbox and returns at once; a thread of this process delivers
    /// them. It never waits for the network. What is withheld, and what is refused of a list, is not kept, and the receipt says
    /// so. The others are kept, all or none of them.
    ///
    /// Where the option `outbox` names a file, an event that is `queued` survives the end of the process, however it ends.
    /// In memory it is promised only the time until [`Client::close`].
    ///
    /// # Errors
    /// `event_source_id` is missing, or `access_token` for an outbox in memory; else the one event is refused; else the outbox
    /// is full or cannot be used.
    pub fn enqueue(&self, described: impl Describes) -> Result<Receipt, Failure> {
        let events = self.read(described);
        let envelope = self.envelope()?;
        if self.options().is_outbox_in_memory() {
            self.token()?;
            self.0.shared.check_roots()?;
        }
        let counts = counts(events.built());
        events.hand_over(|events, _| {
            if !(events.is_empty() && counts.is_empty()) {
                self.0.outbox.put(&envelope, events, &counts)?;
            }
            let results = events.iter().map(EventResult::queued).collect();
            Ok::<_, OutboxError>(Receipt { results, ..Receipt::default() })
        })
    }

    /// How long [`Client::flush`] and [`Client::close`] wait, by seconds as any language gives them. Whoever says more than a
    /// century, as with infinity, waits for that long.
    ///
    /// # Errors
    /// It is no number, or less than 0.
    pub fn timeout(seconds: &Input<'_>) -> Result<Duration, Failure> {
        const CENTURY: Duration = Duration::from_secs(3_155_760_000);
        let timeout = match *seconds {
            Input::Integer(seconds) => u64::try_from(seconds).ok().map(Duration::from_secs),
            Input::Number(seconds) if seconds > CENTURY.as_secs_f64() => Some(CENTURY),
            Input::Number(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            _ => None,
        };
        let invalid = || Failure::invalid_argument("timeout", "Give seconds, 0 or more.");
        timeout.map(|timeout| timeout.min(CENTURY)).ok_or_else(invalid)
    }

    /// Waits until nothing waits in the outbox any more, what other processes put in included, but no longer than that.
    ///
    /// Without a token nothing is delivered from here, so it returns at once.
    ///
    /// # Errors
    /// The outbox cannot be used. What could not be delivered in time is no error: see [`Stats::waiting`].
    pub fn flush(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        self.0.outbox.flush(timeout)
    }

    /// Flushes the outbox and ends this client's part in it, within that time and a tenth of a second. What is left stays in the
    /// file; in memory it is lost, and counted in [`Stats::waiting`]. Afterwards this client can enqueue nothing, and whoever
    /// closes it again gets the same answer.
    ///
    /// Where other clients of the process share the outbox they go on, and so does its thread; the last one's `close` ends it.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn close(&self, timeout: Duration) -> Result<Stats, OutboxError> {
        self.0.outbox.close(timeout)
    }

    /// Whether [`Client::close`] was called in this process and has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.outbox.is_closed()
    }

    /// Whether a thread of this process delivers its outbox.
    #[must_use]
    pub fn is_delivering(&self) -> bool {
        self.0.outbox.is_delivering()
    }

    /// What the outbox holds, and what became of what it held.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn stats(&self) -> Result<Stats, OutboxError> {
        self.0.outbox.stats()
    }

    /// At most so many dead letters whose numbers are larger than `after`, by their numbers.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn dead_letters(&self, after: i64, most: usize) -> Result<Vec<DeadLetter>, OutboxError> {
        self.0.outbox.dead(after, most)
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
        self.0.outbox.retry_dead(numbers)
    }

    /// Ends the waits of all event sources, which then are tried at once: somebody mended what was wrong, or does not want to wait
    /// for as long as the service asked for. Gives how many waited.
    ///
    /// # Errors
    /// The outbox cannot be used.
    pub fn end_waits(&self) -> Result<usize, OutboxError> {
        self.0.outbox.end_waits()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_a_number_from_0_on() {
        let seconds = |given: &Input<'_>| Client::timeout(given).map(|timeout| timeout.as_secs_f64());
        let century = seconds(&Input::Number(f64::INFINITY));
        for (given, told) in [
            (Input::Integer(0), Ok(0.0)),
            (Input::Integer(2), Ok(2.0)),
            (Input::Number(0.25), Ok(0.25)),
            (Input::Number(-0.0), Ok(0.0)),
            (Input::Number(f64::MAX), century.clone()),
            (Input::Integer(i64::MAX), century.clone()),
        ] {
            assert_eq!(seconds(&given), told);
        }
        assert!(century.is_ok_and(|seconds| seconds > 3.1e9));
        for given in [
            Input::Integer(-1),
            Input::Number(-0.001),
            Input::Number(f64::NAN),
            Input::Number(f64::NEG_INFINITY),
            Input::Bool(true),
            Input::text("5"),
            Input::Null,
            Input::Unfit,
        ] {
            let failure = seconds(&given).unwrap_err();
            assert_eq!((failure.code(), failure.place()), ("invalid_argument", Some("timeout")));
        }
    }
}
