//! Gets a bad event out of a batch: TikTok refuses a whole request for one of its events, so the request is halved
//! until the bad events stand alone. Pure: whoever sends is handed in.
//!
//! With n events of which b are bad this takes at most 2·log2(n)·b + 1 requests, log2 rounded up.

use std::ops::Range;

/// What a request came to, as far as splitting is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of its events arrived.
    Fine,
    /// It was refused because of at least one of its events; the service may have named which one, counted in the
    /// request.
    Bad {
        /// The index that the service named. It may be wrong: it only says which half is sent first.
        hint: Option<usize>,
        /// Whether the refusal means that an event is bad, and not perhaps the size of the request.
        is_certain: bool,
    },
    /// Anything else. It is settled, for better or worse.
    Settled,
}

/// Sends the events of a range, in halves where needed. `send` remembers the answers by itself.
pub(crate) fn deliver(events: Range<usize>, send: &mut impl FnMut(Range<usize>) -> Part) -> Part {
    let part = send(events.clone());
    if let Part::Bad { hint, is_certain } = part {
        halve(events, hint, is_certain, send);
    }
    part
}

/// Sends the halves of a range that holds a bad event. When the first half is fine, a certain refusal was about the
/// second, so that one is halved without being sent.
fn halve(
    events: Range<usize>,
    hint: Option<usize>,
    is_certain: bool,
    send: &mut impl FnMut(Range<usize>) -> Part,
) {
    if events.len() < 2 {
        return;
    }
    let middle = events.start + events.len() / 2;
    let (left, right) = (events.start..middle, middle..events.end);
    let named = hint.and_then(|index| events.start.checked_add(index)).filter(|index| events.contains(index));
    let (first, second) =
        if named.is_some_and(|index| left.contains(&index)) { (right, left) } else { (left, right) };
    let is_second_bad = deliver(first, send) == Part::Fine && is_certain;
    if is_second_bad && second.len() > 1 {
        let hint = named.and_then(|index| index.checked_sub(second.start));
        halve(second, hint, is_certain, send);
    } else {
        deliver(second, send);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What a service that refuses a request for any of these events is asked, and what it ends up with.
    struct Service {
        bad: BTreeSet<usize>,
        hint: fn(usize) -> Option<usize>,
        requests: usize,
        arrived: Vec<usize>,
        refused: Vec<usize>,
    }

    impl Service {
        fn of(bad: impl IntoIterator<Item = usize>, hint: fn(usize) -> Option<usize>) -> Self {
            Self { bad: bad.into_iter().collect(), hint, requests: 0, arrived: vec![], refused: vec![] }
        }

        fn send(&mut self, events: Range<usize>) -> Part {
            self.requests += 1;
            match self.bad.range(events.clone()).next() {
                None => {
                    self.arrived.extend(events);
                    Part::Fine
                }
                Some(&first) => {
                    self.refused.extend(Some(events.start).filter(|_| events.len() == 1));
                    Part::Bad { hint: (self.hint)(first - events.start), is_certain: true }
                }
            }
        }

        /// Every good event arrives once, every bad one is refused alone, within the bound.
        fn check(mut self, size: usize) -> usize {
            deliver(0..size, &mut |events| self.send(events));
            self.arrived.sort_unstable();
            self.refused.sort_unstable();
            let good: Vec<usize> = (0..size).filter(|index| !self.bad.contains(index)).collect();
            assert_eq!(self.arrived, good);
            assert_eq!(self.refused, self.bad.iter().copied().collect::<Vec<_>>());
            let levels = usize::try_from(size.next_power_of_two().ilog2()).unwrap();
            assert!(self.requests <= 2 * levels * self.bad.len() + 1, "{} of {size}", self.requests);
            self.requests
        }
    }

    const HINTS: [fn(usize) -> Option<usize>; 6] = [
        |_| None,
        Some,
        |_| Some(0),
        |_| Some(usize::MAX),
        |truth| Some(truth + 1),
        |truth| Some(truth.wrapping_sub(1)),
    ];

    #[test]
    fn one_bad_of_a_thousand_costs_at_most_21_requests() {
        for hint in HINTS {
            let most = (0..1_000).map(|bad| Service::of([bad], hint).check(1_000)).max();
            assert!(most <= Some(21), "{most:?}");
        }
        let named = (0..1_000).map(|bad| Service::of([bad], Some).check(1_000)).max();
        assert!(named <= Some(12), "a right hint saves requests: {named:?}");
    }

    #[test]
    fn any_bad_events_of_any_batch() {
        for hint in HINTS {
            for size in 1..=9_usize {
                for chosen in 0..1_usize << size {
                    Service::of((0..size).filter(|index| chosen >> index & 1 == 1), hint).check(size);
                }
            }
        }
    }

    #[test]
    fn many_bad_events() {
        for hint in HINTS {
            for step in [2, 3, 7, 100] {
                Service::of((0..1_000).step_by(step), hint).check(1_000);
            }
            assert!(Service::of(0..1_000, hint).check(1_000) <= 1_999);
        }
    }

    #[test]
    fn a_request_that_is_too_large_is_only_cut() {
        let (mut requests, mut arrived) = (0, 0);
        deliver(0..1_000, &mut |events| {
            requests += 1;
            if events.len() > 50 {
                return Part::Bad { hint: None, is_certain: false };
            }
            arrived += events.len();
            Part::Fine
        });
        assert_eq!((arrived, requests), (1_000, 63));
    }

    #[test]
    fn what_is_settled_otherwise_is_not_taken_for_fine() {
        let mut seen = vec![];
        deliver(0..4, &mut |events| {
            seen.push(events.clone());
            if events.len() == 4 { Part::Bad { hint: None, is_certain: true } } else { Part::Settled }
        });
        assert_eq!(seen, [0..4, 0..2, 2..4]);
    }
}
