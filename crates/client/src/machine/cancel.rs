//! A way to end a running call from another thread.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Ends the calls that it was given to: waits wake up and requests in flight are cut.
///
/// Clones are the same switch. Once cancelled it stays so. Not for signal handlers, since it takes a lock.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_cancelled: bool,
    next: u64,
    hooks: BTreeMap<u64, Hook>,
}

type Hook = Box<dyn FnOnce() + Send>;

impl Cancel {
    /// A switch that nobody has used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the calls. The events that were not sent yet are told as `undelivered(cancelled)`.
    ///
    /// A call that is still resolving a name or opening a connection notices when that is done, after
    /// `connect_timeout` at the latest.
    pub fn cancel(&self) {
        let hooks = {
            let mut state = self.state();
            state.is_cancelled = true;
            std::mem::take(&mut state.hooks)
        };
        self.0.changed.notify_all();
        for hook in hooks.into_values() {
            hook();
        }
    }

    /// Whether [`Cancel::cancel`] was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state().is_cancelled
    }

    /// Waits, but no longer than until it is cancelled.
    pub fn wait(&self, how_long: Duration) {
        let Some(end) = Instant::now().checked_add(how_long) else { return };
        let mut state = self.state();
        while !state.is_cancelled {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            state = self.0.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Runs `hook` on another thread's [`Cancel::cancel`] for as long as the guard lives; at once when that came first.
    pub fn during(&self, hook: impl FnOnce() + Send + 'static) -> CancelGuard<'_> {
        let mut state = self.state();
        let id = state.next;
        if state.is_cancelled {
            drop(state);
            hook();
        } else {
            state.next += 1;
            state.hooks.insert(id, Box::new(hook));
        }
        CancelGuard { cancel: self, id }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cancel({})", self.is_cancelled())
    }
}

/// Keeps a hook of [`Cancel::during`] alive.
#[derive(Debug)]
pub struct CancelGuard<'c> {
    cancel: &'c Cancel,
    id: u64,
}

impl Drop for CancelGuard<'_> {
    fn drop(&mut self) {
        let hook = self.cancel.state().hooks.remove(&self.id);
        drop(hook);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_wait_ends_when_it_is_cancelled() {
        let cancel = Cancel::new();
        let started = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| cancel.wait(Duration::from_secs(60)));
            cancel.cancel();
        });
        assert!(cancel.is_cancelled() && started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn hooks_run_once_while_their_guard_lives() {
        let ran = Arc::new(AtomicU32::new(0));
        let hook = || {
            let ran = Arc::clone(&ran);
            move || {
                ran.fetch_add(1, Ordering::Relaxed);
            }
        };
        let cancel = Cancel::new();
        drop(cancel.during(hook()));
        let _kept = cancel.during(hook());
        cancel.cancel();
        cancel.cancel();
        assert_eq!(ran.load(Ordering::Relaxed), 1);
        let _late = cancel.during(hook());
        assert_eq!(ran.load(Ordering::Relaxed), 2);
    }
}
