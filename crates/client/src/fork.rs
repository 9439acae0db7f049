//! What belongs to one process and must not be used by its children.
//!
//! `fork` copies an open connection into the child: both would read answers from the same socket and take each other's
//! for their own. So the process's id is kept beside what it opened, and a child forgets what it inherited. It does not
//! even drop it: closing TLS writes to the socket that the parent still uses.
//!
//! `fork` copies locks as well, as they are at that moment. [`before`] waits until no thread is inside the outbox's file,
//! so that the child finds none of them taken; [`in_parent`] and [`in_child`] go on. The packages for Python and C call
//! them by themselves (`os.register_at_fork`, `pthread_atfork`). Without them a child in which a thread of its parent was
//! inside at that very moment finds its outboxes unavailable: what `SQLite` holds in memory is as that thread left it.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

/// Whoever uses an outbox's file has passed it; whoever forks holds it shut.
static GATE: RwLock<()> = RwLock::new(());

/// How many threads have passed, and in the upper half of the bits in which process.
static INSIDE: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static SHUT: Cell<Option<RwLockWriteGuard<'static, ()>>> = const { Cell::new(None) };
}

/// To be called right before a `fork`, by the thread that forks.
pub fn before() {
    SHUT.set(Some(GATE.write().unwrap_or_else(PoisonError::into_inner)));
}

/// To be called right after a `fork`, in the parent.
pub fn in_parent() {
    drop(SHUT.take());
}

/// To be called right after a `fork`, in the child.
pub fn in_child() {
    drop(SHUT.take());
}

/// Leave to use an outbox's file. It is taken once, for moments, and never while waiting for anything but the file. `None`
/// in a child in which nobody may use one any more.
pub(crate) fn pass() -> Option<Pass> {
    let gate = GATE.read().unwrap_or_else(PoisonError::into_inner);
    let process = u64::from(std::process::id()) << 32;
    let one_more = |inside: u64| match inside & u64::from(u32::MAX) {
        0 => Some(process | 1),
        _ => (inside & !u64::from(u32::MAX) == process).then(|| inside + 1),
    };
    INSIDE.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).ok()?;
    Some(Pass { _gate: gate })
}

/// Ends with the value.
pub(crate) struct Pass {
    _gate: RwLockReadGuard<'static, ()>,
}

impl Drop for Pass {
    fn drop(&mut self) {
        INSIDE.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Things to be taken by one call at a time and brought back, each used by the process that made it.
pub(crate) struct PerProcess<T> {
    kept: Mutex<Kept<T>>,
    most: usize,
}

struct Kept<T> {
    process: u32,
    things: Vec<T>,
}

impl<T> PerProcess<T> {
    /// Keeps at most so many.
    pub(crate) fn new(most: usize) -> Self {
        Self { kept: Mutex::new(Kept { process: std::process::id(), things: Vec::new() }), most }
    }

    /// One that this process brought back; the last first, since its connection is the warmest.
    pub(crate) fn take(&self) -> Option<T> {
        self.kept()?.things.pop()
    }

    /// Brings one back. It is dropped when there are enough.
    pub(crate) fn put(&self, thing: T) {
        if let Some(mut kept) = self.kept()
            && kept.things.len() < self.most
        {
            kept.things.push(thing);
        }
    }

    /// The things of this process. `None` when the lock stays taken: then a thread of the parent may have held it at the
    /// moment of the fork, so nobody will ever give it back, and the caller does without.
    fn kept(&self) -> Option<MutexGuard<'_, Kept<T>>> {
        let mut kept = (0..PATIENCE).find_map(|_| {
            let kept = self.lock();
            if kept.is_none() {
                std::thread::yield_now();
            }
            kept
        })?;
        let process = std::process::id();
        if kept.process != process {
            std::mem::forget(std::mem::take(&mut kept.things));
            kept.process = process;
        }
        Some(kept)
    }

    fn lock(&self) -> Option<MutexGuard<'_, Kept<T>>> {
        match self.kept.try_lock() {
            Ok(kept) => Some(kept),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// Looks at the lock before going without. It is held for a push or a pop, so a few are plenty.
const PATIENCE: u32 = 1_000;

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        // In a child this forgets; whatever is left then is this process's own and is dropped as usual.
        drop(self.kept());
    }
}

impl<T> fmt::Debug for PerProcess<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PerProcess").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_back_up_to_a_number() {
        let things = PerProcess::new(2);
        (0..5).for_each(|n| things.put(n));
        assert_eq!((things.take(), things.take(), things.take()), (Some(1), Some(0), None));
    }

    #[test]
    fn a_lock_that_stays_taken_does_not_hang() {
        let things = PerProcess::new(2);
        things.put(1);
        let _held = things.kept.lock().unwrap();
        std::thread::scope(|scope| {
            let other = scope.spawn(|| things.take());
            assert_eq!(other.join().unwrap(), None);
        });
    }

    #[test]
    fn another_process_inherits_nothing() {
        struct Loud;
        impl Drop for Loud {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        let things = PerProcess::new(2);
        things.put(Loud);
        things.kept.lock().unwrap().process += 1;
        assert!(things.take().is_none());
        things.put(Loud);
        things.kept.lock().unwrap().process += 1;
        drop(things);
    }
}
