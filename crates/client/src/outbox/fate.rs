//! What the answer means for an event of the outbox. Pure.

use crate::delivery::reason::Reason;
use crate::delivery::receipt::Outcome;

/// What becomes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// TikTok has it: it is forgotten.
    Delivered,
    /// It is not sent again.
    Dead(Death),
    /// It goes to the end of the queue.
    Waiting {
        /// Whether TikTok may have it all the same.
        may_have_arrived: bool,
        /// Whether it was in a request.
        was_tried: bool,
    },
}

/// Why an event is in the dead letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Death {
    /// `rejected`, `partly`, `expired` or `damaged`.
    pub(super) reason: &'static str,
    /// TikTok's code, when it gave one.
    pub(super) code: Option<i64>,
    /// Whether TikTok may have it all the same.
    pub(super) may_have_arrived: bool,
    /// Whether it was in a request, by which it died.
    pub(super) was_tried: bool,
}

impl Death {
    /// Its fate stayed unknown until TikTok would no longer recognise a second copy.
    pub(super) const EXPIRED: Self =
        Self { reason: "expired", code: None, may_have_arrived: true, was_tried: false };

    /// Its bytes are not those that were written.
    pub(super) const DAMAGED: Self =
        Self { reason: "damaged", code: None, may_have_arrived: false, was_tried: false };

    fn by_answer(reason: &'static str, code: Option<i64>, may_have_arrived: bool) -> Self {
        Self { reason, code, may_have_arrived, was_tried: true }
    }
}

impl Fate {
    /// By what became of it in a request.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let code = outcome.code();
        match *outcome {
            Outcome::Accepted => Self::Delivered,
            // TikTok took some of the request and does not say which; a second copy could count twice (rules §7).
            Outcome::Partly => Self::Dead(Death::by_answer("partly", code, true)),
            Outcome::Rejected { may_have_arrived, .. } => {
                Self::Dead(Death::by_answer("rejected", code, may_have_arrived))
            }
            Outcome::Undelivered { reason, may_have_arrived, .. } => {
                Self::Waiting { may_have_arrived, was_tried: may_have_arrived || was_tried(reason, code) }
            }
            Outcome::Refused | Outcome::Withheld | Outcome::Queued => {
                Self::Waiting { may_have_arrived: false, was_tried: false }
            }
        }
    }

    /// Under which name it is counted.
    pub(super) fn count(&self, outcome: &Outcome) -> String {
        match (self, outcome.code(), outcome.reason()) {
            (Self::Dead(death), Some(code), _) => format!("{}.{code}", death.reason),
            (Self::Waiting { .. }, _, Some(reason)) => format!("undelivered.{}", reason.as_str()),
            _ => outcome.as_str().to_owned(),
        }
    }
}

/// Whether it was tried, where that is all that is known. There may have been no token, or nothing was sent any more after
/// another request.
fn was_tried(reason: Reason, code: Option<i64>) -> bool {
    code.is_some() || !matches!(reason, Reason::Unauthorized | Reason::Cancelled | Reason::Setup)
}

/// How far the clocks of two moments may differ, in milliseconds: the hour that `max_age` stays below TikTok's 48.
const CLOCKS_DIFFER: i64 = 3_600_000;

/// Whether an event must not be sent again: it may have arrived so long ago that TikTok would count a second copy.
pub(super) fn is_expired(first_attempt_at: Option<i64>, now: i64, max_age: i64) -> bool {
    // A first attempt in the future was dated by a clock that was set back since: nobody knows how old it is.
    first_attempt_at.is_some_and(|first| !(-CLOCKS_DIFFER..=max_age).contains(&now.saturating_sub(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_unsettled_waits() {
        let undelivered =
            |reason: Reason, may_have_arrived| Outcome::Undelivered { reason, code: None, may_have_arrived };
        let rejected = Outcome::Rejected { code: Some(40_002), status: 200, may_have_arrived: false };
        for (outcome, count, is_waiting, is_dead) in [
            (Outcome::Accepted, "accepted", false, false),
            (Outcome::Partly, "partly.20001", false, true),
            (rejected, "rejected.40002", false, true),
            (undelivered(Reason::Timeout, true), "undelivered.timeout", true, false),
            (undelivered(Reason::Unauthorized, false), "undelivered.unauthorized", true, false),
        ] {
            let fate = Fate::of(&outcome);
            assert_eq!(fate.count(&outcome), count);
            assert_eq!(matches!(fate, Fate::Waiting { .. }), is_waiting, "{count}");
            assert_eq!(matches!(fate, Fate::Dead(_)), is_dead, "{count}");
        }
    }

    #[test]
    fn only_what_was_in_a_request_was_tried() {
        let undelivered = |reason: Reason, code, may_have_arrived| {
            let fate = Fate::of(&Outcome::Undelivered { reason, code, may_have_arrived });
            matches!(fate, Fate::Waiting { was_tried: true, .. })
        };
        assert!(undelivered(Reason::Connect, None, false) && undelivered(Reason::Timeout, None, true));
        assert!(undelivered(Reason::Cancelled, None, true) && !undelivered(Reason::Cancelled, None, false));
        assert!(undelivered(Reason::Unauthorized, Some(40_105), false), "it refused the token");
        assert!(!undelivered(Reason::Unauthorized, None, false), "there was none");
        let [expired, damaged] = [Death::EXPIRED, Death::DAMAGED].map(|death| death.was_tried);
        assert!(!expired && !damaged);
        assert!(matches!(Fate::of(&Outcome::Partly), Fate::Dead(Death { was_tried: true, .. })));
    }

    #[test]
    fn age_counts_from_the_first_attempt_that_may_have_arrived() {
        assert!(!is_expired(None, i64::MAX, 0));
        assert!(!is_expired(Some(1_000), 2_000, 1_000));
        assert!(is_expired(Some(1_000), 2_001, 1_000));
        assert!(
            !is_expired(Some(1_000), 0, 1_000) && is_expired(Some(4_000_000), 0, 1_000),
            "a clock that was set back"
        );
    }
}
