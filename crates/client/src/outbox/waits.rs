//! How long sources have waited already, by a clock that does not jump: the file tells the end of a wait by one that people set.

use std::collections::BTreeMap;
use std::time::Duration;

use super::circuit::Circuit;
use crate::machine::clock::milliseconds;

/// The waits that this process has seen.
#[derive(Default)]
pub(super) struct Waits(BTreeMap<i64, Seen>);

struct Seen {
    circuit: Circuit,
    /// On the clock that does not jump.
    end: Duration,
}

impl Waits {
    /// Milliseconds that a source has yet to wait, seen now on both clocks.
    pub(super) fn left(&mut self, source: i64, circuit: Circuit, now: i64, monotonic: Duration) -> i64 {
        let left = circuit.left(now);
        if left == 0 {
            self.0.remove(&source);
            return 0;
        }
        let time = Duration::from_millis(u64::try_from(left).unwrap_or_default());
        let seen = Seen { circuit, end: monotonic.saturating_add(time) };
        let known = self.0.entry(source).or_insert(seen);
        if known.circuit != circuit {
            *known = Seen { circuit, end: monotonic.saturating_add(time) };
        }
        left.min(milliseconds(known.end.saturating_sub(monotonic)))
    }
}
