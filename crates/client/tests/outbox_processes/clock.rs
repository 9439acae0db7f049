//! A clock that waits for nothing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tiktok_capi::{Cancel, Clock, SystemClock};

/// The machine's clock, put forward by every wait: whoever waits for a lease to run out has it at once.
#[derive(Clone, Default)]
pub(crate) struct Skipping {
    machine: SystemClock,
    skipped: Arc<Mutex<Duration>>,
}

impl Skipping {
    /// How long nobody waited.
    pub(crate) fn skipped(&self) -> Duration {
        *self.skipped.lock().unwrap()
    }
}

impl Clock for Skipping {
    fn unix_milliseconds(&self) -> i64 {
        self.machine.unix_milliseconds() + i64::try_from(self.skipped().as_millis()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        self.machine.monotonic() + self.skipped()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        if !cancel.is_cancelled() {
            *self.skipped.lock().unwrap() += how_long;
        }
    }
}
