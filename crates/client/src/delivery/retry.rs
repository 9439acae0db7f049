//! When to try again. Pure: time, chance and the budget's clock are handed in.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use backon::{BackoffBuilder, ExponentialBuilder};

use crate::machine::clock::milliseconds;

/// The longest wait before a try. A service that asks for more is not waited for.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The longest `Retry-After` that is believed. What asks for more is broken, or is a page of something in between: a source that
/// waits longer would lose a day to it.
pub(crate) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// How patient a client is with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Tries, the first included.
    pub(crate) max_attempts: u32,
    /// The longest that one try takes.
    pub(crate) timeout: Duration,
}

/// What to do after a try that failed for a transient reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Wait and try again.
    Wait(Duration),
    /// Give up.
    Stop,
}

impl Policy {
    /// Decides after the `made`th try. `chance` is random in 0..1, `elapsed` the time since the first try began.
    pub(crate) fn next(
        &self,
        made: u32,
        elapsed: Duration,
        retry_after: Option<Duration>,
        chance: f64,
    ) -> Next {
        let wait = backoff(made, chance).max(retry_after.unwrap_or_default());
        let is_too_long = wait > LONGEST_WAIT || elapsed.saturating_add(wait) > self.longest();
        if made >= self.max_attempts || is_too_long { Next::Stop } else { Next::Wait(wait) }
    }

    /// The longest that all tries of one request take, waits included.
    pub(crate) fn longest(&self) -> Duration {
        let waits = LONGEST_WAIT.saturating_mul(self.max_attempts.saturating_sub(1));
        self.timeout.saturating_mul(self.max_attempts).saturating_add(waits)
    }
}

/// Full jitter: any time up to a ceiling that doubles with each try, from half a second to [`LONGEST_WAIT`].
pub(crate) fn backoff(made: u32, chance: f64) -> Duration {
    let ceilings = ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(LONGEST_WAIT)
        .without_max_times();
    let past = usize::try_from(made.saturating_sub(1)).unwrap_or(usize::MAX);
    let ceiling = ceilings.build().nth(past).unwrap_or(LONGEST_WAIT);
    ceiling.mul_f64(chance.clamp(0.0, 1.0))
}

/// Reads `Retry-After`: seconds, or a date in one of HTTP's three forms (RFC 9110 §10.2.3). Anything else says nothing.
pub(crate) fn after(value: &str, now: i64) -> Option<Duration> {
    let value = value.trim();
    let wait = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        Duration::from_secs(value.parse().unwrap_or(u64::MAX))
    } else {
        let now = UNIX_EPOCH.checked_add(Duration::from_millis(u64::try_from(now).ok()?))?;
        httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(LONGEST_RETRY_AFTER))
}

/// How much may be tried again, over all calls of a client, so that an outage is not made worse.
///
/// A token bucket, kept as the moment at which it will be full (GCRA), so that one atomic number is all of it: no lock
/// that a `fork` could leave locked. A retry takes a token, ten requests that succeed at once bring one back, and so do
/// ten seconds.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    full_at: AtomicI64,
}

/// Retries that a full bucket allows.
const TOKENS: i64 = 100;

/// Milliseconds in which a token comes back.
const REFILL: i64 = 10_000;

impl Budget {
    /// Takes a token, when there is one. `now` is a monotonic clock.
    pub(crate) fn take(&self, now: Duration) -> bool {
        let now = milliseconds(now);
        let take = |full_at: i64| {
            let later = full_at.max(now).saturating_add(REFILL);
            (later <= now.saturating_add(TOKENS * REFILL)).then_some(later)
        };
        self.full_at.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Brings back a tenth of a token.
    pub(crate) fn reward(&self) {
        let give = |full_at: i64| Some(full_at.saturating_sub(REFILL / 10));
        let _ = self.full_at.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy { max_attempts: 4, timeout: Duration::from_secs(10) };

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    fn wait(made: u32, retry_after: Option<f64>, chance: f64) -> Next {
        POLICY.next(made, Duration::ZERO, retry_after.map(seconds), chance)
    }

    #[test]
    fn the_ceiling_doubles_and_chance_takes_part_of_it() {
        for (made, ceiling) in
            [(1, 0.5), (2, 1.0), (3, 2.0), (6, 16.0), (7, 30.0), (8, 30.0), (u32::MAX, 30.0)]
        {
            let made_so_often = made.min(1_000);
            assert_eq!(backoff(made_so_often, 1.0), seconds(ceiling), "{made}");
            assert_eq!(backoff(made_so_often, 0.5), seconds(ceiling / 2.0), "{made}");
            assert_eq!(backoff(made_so_often, 0.0), Duration::ZERO, "{made}");
        }
        assert_eq!(wait(3, None, 1.0), Next::Wait(seconds(2.0)));
    }

    #[test]
    fn four_tries_are_made() {
        assert_eq!(wait(4, None, 0.0), Next::Stop);
        assert_eq!(Policy { max_attempts: 1, ..POLICY }.next(1, Duration::ZERO, None, 0.0), Next::Stop);
    }

    #[test]
    fn retry_after_is_a_minimum_with_a_bound() {
        assert_eq!(wait(1, Some(7.0), 1.0), Next::Wait(seconds(7.0)));
        assert_eq!(wait(3, Some(1.0), 1.0), Next::Wait(seconds(2.0)));
        assert_eq!(wait(1, Some(30.0), 1.0), Next::Wait(seconds(30.0)));
        assert_eq!(wait(1, Some(30.1), 1.0), Next::Stop);
    }

    #[test]
    fn all_tries_end_within_the_bound() {
        assert_eq!(POLICY.longest(), Duration::from_secs(130));
        assert_eq!(POLICY.next(1, seconds(129.5), None, 1.0), Next::Wait(seconds(0.5)));
        assert_eq!(POLICY.next(1, Duration::from_secs(130), None, 1.0), Next::Stop);
        assert_eq!(POLICY.next(1, Duration::MAX, Some(Duration::MAX), 1.0), Next::Stop);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = 784_111_777_000;
        for (value, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:50:37 1994", Some(60)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(3_600)),
            ("99999999999999999999999", Some(3_600)),
            ("-5", None),
            ("1.5", None),
            ("1e3", None),
            ("NaN", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(after(value, now), expected.map(Duration::from_secs), "{value}");
        }
        assert_eq!(after("Sun, 06 Nov 1994 08:50:37 GMT", -1), None);
    }

    #[test]
    fn an_outage_is_not_amplified() {
        let budget = Budget::default();
        let at = Duration::from_secs;
        let allowed = (0..10_000).filter(|_| budget.take(at(5))).count();
        assert_eq!(allowed, 100);
        assert!(!budget.take(at(14)));
        assert!(budget.take(at(15)) && !budget.take(at(15)), "ten seconds bring one token");
        (0..10).for_each(|_| budget.reward());
        assert!(budget.take(at(15)) && !budget.take(at(15)), "so do ten successes");
    }

    #[test]
    fn the_bucket_does_not_overflow() {
        let budget = Budget::default();
        (0..10_000).for_each(|_| budget.reward());
        let allowed = (0..1_000).filter(|_| budget.take(Duration::from_secs(1_000_000))).count();
        assert_eq!(allowed, 100);
    }
}
