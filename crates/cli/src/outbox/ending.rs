//! Whether somebody asked the program to end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// How soon it is noticed.
pub(super) const SOON: Duration = Duration::from_millis(100);

/// Ctrl-C or SIGTERM.
pub(super) struct Ending(Arc<AtomicBool>);

impl Ending {
    /// From now on the signals no longer end the program by themselves.
    pub(super) fn on_signal() -> io::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register(signal, Arc::clone(&asked))?;
        }
        Ok(Self(asked))
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Waits, but not beyond a signal.
    pub(super) fn wait(&self, time: Duration) {
        let start = Instant::now();
        while !self.is_asked() {
            let left = time.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(SOON));
        }
    }
}
