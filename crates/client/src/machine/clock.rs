//! Time, behind a trait so that tests need not wait.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::cancel::Cancel;

/// The clock that a client reads and waits by.
pub trait Clock: Send + Sync {
    /// Unix milliseconds, for the time of events and for dates of the service.
    fn unix_milliseconds(&self) -> i64;

    /// Time since some fixed moment; it never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits, but no longer than until the call is cancelled.
    fn wait(&self, how_long: Duration, cancel: &Cancel);
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn unix_milliseconds(&self) -> i64 {
        milliseconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        cancel.wait(how_long);
    }
}

/// As the outbox's file and the log count them.
pub(crate) fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
