//! A clock that the test drives.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tiktok_capi::{Cancel, Clock};

use super::{Moving, NOW};

/// Time that passes only by waiting, and no further than whoever drives it lets it. It begins shut.
#[derive(Clone)]
pub(crate) struct Gated {
    moving: Moving,
    until: Arc<AtomicI64>,
}

impl Gated {
    pub(crate) fn new() -> Self {
        Self { moving: Moving::default(), until: Arc::new(AtomicI64::new(NOW)) }
    }

    /// Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        self.moving.now()
    }

    /// Lets it go on to that moment, or a little further: to the end of a wait.
    pub(crate) fn open_until(&self, moment: i64) {
        self.until.fetch_max(moment, Ordering::SeqCst);
    }

    /// Time passes, whoever waits.
    pub(crate) fn pass(&self, milliseconds: i64) {
        self.moving.wait(Duration::from_millis(milliseconds.try_into().unwrap()), &Cancel::new());
        self.open_until(self.now());
    }
}

impl Clock for Gated {
    fn unix_milliseconds(&self) -> i64 {
        self.moving.now()
    }

    fn monotonic(&self) -> Duration {
        self.moving.monotonic()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        self.moving.wait(how_long, cancel);
        while self.moving.now() > self.until.load(Ordering::SeqCst) && !cancel.is_cancelled() {
            cancel.wait(Duration::from_millis(1));
        }
    }
}
