//! How many events one request of a source takes. Pure.
//!
//! A request may fail for its size: a slow line does not carry it in time, a proxy does not take it, or one of its events
//! is what the service chokes on. So a batch that settled nothing is halved, until what passes is found or the event in
//! question is alone; and it grows again once batches of its size have passed often enough.

use std::collections::BTreeMap;

use crate::delivery::reason::Reason;

/// Batches that pass before a larger one is tried: one that fails costs several tries of its time-out.
const PROOFS: u32 = 16;

/// What this process has learned about the sources, since it began to deliver.
pub(super) struct Batches {
    most: usize,
    small: BTreeMap<i64, Small>,
}

/// A source that takes less than the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Small {
    size: usize,
    /// Batches of that size that have yet to pass.
    proofs: u32,
}

impl Batches {
    /// Every source takes so many events until it shows otherwise.
    pub(super) fn of_at_most(most: usize) -> Self {
        Self { most, small: BTreeMap::new() }
    }

    /// The events of the source's next request.
    pub(super) fn size(&self, source: i64) -> usize {
        self.small.get(&source).map_or(self.most, |small| small.size)
    }

    /// Learns from a request of so many events. `reason` is why it settled nothing, `None` when it settled something.
    pub(super) fn learn(&mut self, source: i64, events: usize, reason: Option<Reason>) {
        match reason {
            Some(reason) if events > 1 && may_be_for_its_size(reason) => {
                let size = (self.size(source).min(events) / 2).max(1);
                self.small.insert(source, Small { size, proofs: PROOFS });
            }
            None => self.passed(source, events),
            Some(_) => {}
        }
    }

    fn passed(&mut self, source: i64, events: usize) {
        let Some(small) = self.small.get_mut(&source).filter(|small| events >= small.size) else { return };
        small.proofs = small.proofs.saturating_sub(1);
        if small.proofs > 0 {
            return;
        }
        small.size = small.size.saturating_mul(2);
        if small.size >= self.most {
            self.small.remove(&source);
        }
    }
}

/// Where the service said something else, or was not there, fewer events would have met the same fate.
fn may_be_for_its_size(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Timeout
            | Reason::ConnectionLost
            | Reason::ServiceError
            | Reason::UnreadableReply
            | Reason::EncodedReply
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_halved_down_to_one() {
        let mut batches = Batches::of_at_most(1_000);
        let mut sizes = Vec::new();
        while batches.size(1) > 1 {
            batches.learn(1, batches.size(1), Some(Reason::Timeout));
            batches.learn(1, 1, Some(Reason::Timeout));
            sizes.push(batches.size(1));
        }
        assert_eq!(sizes, [500, 250, 125, 62, 31, 15, 7, 3, 1]);
        assert_eq!(batches.size(2), 1_000, "another source");
    }

    #[test]
    fn a_batch_that_was_not_full_is_halved_itself() {
        let mut batches = Batches::of_at_most(1_000);
        batches.learn(1, 40, Some(Reason::ServiceError));
        assert_eq!(batches.size(1), 20);
    }

    #[test]
    fn full_batches_that_pass_let_it_grow() {
        let mut batches = Batches::of_at_most(1_000);
        batches.learn(1, 500, Some(Reason::ConnectionLost));
        for _ in 0..100 {
            batches.learn(1, 1, None);
        }
        assert_eq!(batches.size(1), 250, "a probe shows nothing about size");
        for _ in 1..PROOFS {
            batches.learn(1, 250, None);
        }
        assert_eq!(batches.size(1), 250);
        batches.learn(1, 250, None);
        assert_eq!(batches.size(1), 500);
        batches.learn(1, 500, None);
        assert_eq!((batches.size(1), batches.small.len()), (1_000, 0));
    }

    #[test]
    fn what_is_not_for_the_size_changes_nothing() {
        let mut batches = Batches::of_at_most(1_000);
        for reason in [Reason::Connect, Reason::RateLimited, Reason::Unauthorized, Reason::Cancelled] {
            batches.learn(1, 1_000, Some(reason));
        }
        assert_eq!(batches.size(1), 1_000);
    }
}
