//! The sandbox's clock: every age is measured by it, and tests may move it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// The machine's clock with an offset, or a time that stands still.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    offset_ms: i64,
    frozen_ms: Option<i64>,
}

/// What `/sandbox/clock` says.
#[derive(Debug, Serialize)]
pub(crate) struct Reading {
    now: i64,
    now_ms: i64,
    frozen: bool,
}

impl Clock {
    pub(crate) fn now_ms(&self) -> i64 {
        self.frozen_ms.unwrap_or_else(|| machine_ms().saturating_add(self.offset_ms))
    }

    /// Goes on from that moment.
    pub(crate) fn set(&mut self, now_ms: i64) {
        self.offset_ms = now_ms.saturating_sub(machine_ms());
        self.frozen_ms = self.frozen_ms.map(|_| now_ms);
    }

    pub(crate) fn advance(&mut self, by_ms: i64) {
        self.set(self.now_ms().saturating_add(by_ms));
    }

    /// Stops, or goes on from where it stands.
    pub(crate) fn freeze(&mut self, is_frozen: bool) {
        let now_ms = self.now_ms();
        self.frozen_ms = is_frozen.then_some(now_ms);
        self.set(now_ms);
    }

    pub(crate) fn reading(&self) -> Reading {
        let now_ms = self.now_ms();
        Reading { now: now_ms.div_euclid(1_000), now_ms, frozen: self.frozen_ms.is_some() }
    }
}

fn machine_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_stands_where_it_is_put() {
        let mut clock = Clock::default();
        clock.freeze(true);
        clock.set(5_000);
        assert_eq!(clock.now_ms(), 5_000);
        clock.advance(-1_000);
        assert_eq!(clock.now_ms(), 4_000);
        clock.freeze(false);
        assert!((4_000..60_000).contains(&clock.now_ms()));
    }
}
