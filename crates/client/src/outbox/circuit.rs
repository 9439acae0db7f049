//! Whether an event source may be sent to. Pure: time and chance are handed in.
//!
//! Open is the normal state. After a request that TikTok did not settle there is a wait, and then one event is sent alone
//! to see. When that is settled all others follow, in batches that `batch.rs` measures. The state is kept in the file, so all processes share it and only one
//! of them probes.

use std::time::Duration;

use crate::delivery::reason::Reason;
use crate::delivery::retry;
use crate::machine::clock::milliseconds;

/// The wait between two probes while TikTok refuses the token.
const UNAUTHORIZED: Duration = Duration::from_secs(60);

/// The state of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Circuit {
    /// Requests in a row that settled nothing.
    pub(super) failures: u32,
    /// Why the last of them did not.
    pub(super) reason: Option<Reason>,
    /// Nothing is sent before this moment, in Unix milliseconds.
    pub(super) not_before: i64,
    /// How long that was to be from when it was said, in milliseconds.
    pub(super) wait: i64,
}

impl Circuit {
    /// Whether only one event may go, to see whether the service is back.
    pub(super) fn is_probing(&self) -> bool {
        self.failures > 0
    }

    /// Milliseconds until something may be sent. More than was meant comes from a clock that was ahead and was set back since.
    pub(super) fn left(&self, now: i64) -> i64 {
        let left = self.not_before.saturating_sub(now);
        if (1..=self.wait).contains(&left) { left } else { 0 }
    }

    /// The same with a wait that begins now.
    pub(super) fn waiting(self, wait: i64, now: i64) -> Self {
        Self { not_before: now.saturating_add(wait), wait, ..self }
    }

    /// The state after a request. `reason` is why it settled nothing, `None` when it settled something.
    pub(super) fn after(
        self,
        reason: Option<Reason>,
        retry_after: Option<Duration>,
        now: i64,
        chance: f64,
    ) -> Self {
        let Some(reason) = reason else { return Self::default() };
        if reason == Reason::Cancelled {
            // We ended it ourselves, so nothing was learned. Whoever is next need not wait.
            return Self { not_before: self.not_before.min(now), ..self };
        }
        let failures = self.failures.saturating_add(1);
        let wait = match reason {
            Reason::Unauthorized => UNAUTHORIZED,
            _ => retry::backoff(failures, chance).max(retry_after.unwrap_or_default()),
        };
        Self { failures, reason: Some(reason), ..self }.waiting(milliseconds(wait), now)
    }

    /// The state's name in `Stats`.
    pub(super) fn state(&self) -> &'static str {
        match self.reason {
            None => "open",
            Some(Reason::Unauthorized) => "unauthorized",
            Some(_) => "down",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_waits_longer_and_closes() {
        let mut circuit = Circuit::default();
        let mut waits = Vec::new();
        for _ in 0..9 {
            assert_eq!(circuit.is_probing(), !waits.is_empty());
            circuit = circuit.after(Some(Reason::Timeout), None, 1_000, 1.0);
            waits.push(circuit.not_before - 1_000);
        }
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!((circuit.state(), circuit.is_probing()), ("down", true));
        assert_eq!(circuit.after(None, None, 5_000, 1.0), Circuit::default());
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_make_it_wait_longer() {
        let down = Circuit::default().after(Some(Reason::Connect), None, 3_600_000, 1.0);
        assert_eq!([3_600_000, 3_600_499, 3_600_500].map(|now| down.left(now)), [500, 1, 0]);
        assert_eq!([3_599_999, 0, -1].map(|now| down.left(now)), [0; 3]);
        assert_eq!(down.waiting(1_000, 0).left(0), 1_000);
    }

    #[test]
    fn the_service_may_ask_for_longer() {
        let asked = Some(Duration::from_secs(3_600));
        let circuit = Circuit::default().after(Some(Reason::RateLimited), asked, 0, 1.0);
        assert_eq!(circuit.not_before, 3_600_000);
    }

    #[test]
    fn a_refused_token_is_tried_once_a_minute() {
        let mut circuit = Circuit::default();
        for _ in 0..20 {
            circuit = circuit.after(Some(Reason::Unauthorized), None, 0, 0.5);
            assert_eq!((circuit.not_before, circuit.state()), (60_000, "unauthorized"));
        }
    }

    #[test]
    fn an_end_of_our_own_says_nothing() {
        assert_eq!(Circuit::default().after(Some(Reason::Cancelled), None, 7, 1.0), Circuit::default());
        let down = Circuit { failures: 3, reason: Some(Reason::Connect), not_before: 99_000, wait: 30_000 };
        let after = down.after(Some(Reason::Cancelled), None, 7_000, 1.0);
        assert_eq!(after, Circuit { not_before: 7_000, ..down });
    }
}
