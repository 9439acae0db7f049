//! What belongs to one process and must not be used by its children.
//!
//! `fork` copies an open connection into the child: both would read answers from the same socket and take each other's
//! for their own. So the process's id is kept beside what it opened, and a child forgets what it inherited. It does not
//! even drop it: closing TLS writes to the socket that the parent still uses.
//!
//! `fork` copies locks as well, as they are at that moment. [`before`] waits until no thread is inside the outbox's file,
//! so that the child finds none of them taken; [`in_parent`] and [`in_child`] go on. The packages for Python and C have them
//! called by themselves, whoever forks (`pthread_atfork`). Without them a child whose parent had a thread inside finds its
//! outboxes unavailable as a rule; and since memory is not copied at one moment, now and then it waits for ever.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

/// Who is inside an outbox's file: a process in the upper half of the bits, [`SHUT`], and how many of its threads. One
/// number and no lock, since a lock could be copied while it is taken.
static GATE: AtomicU64 = AtomicU64::new(0);

/// Nobody may enter, because a thread is about to fork.
const SHUT: u64 = 1 << 31;

/// The threads inside.
const INSIDE: u64 = SHUT - 1;

/// To be called right before a `fork`, by the thread that forks.
pub fn before() {
    if enter(SHUT) {
        while GATE.load(Ordering::Acquire) & INSIDE > 0 {
            rest();
        }
    }
}

/// To be called right after a `fork`, in the parent.
pub fn in_parent() {
    GATE.fetch_and(!SHUT, Ordering::AcqRel);
}

/// To be called right after a `fork`, in the child.
pub fn in_child() {
    // If `before` was not called, a thread that this process does not have may be inside.
    if GATE.load(Ordering::Acquire) & SHUT > 0 {
        GATE.store(0, Ordering::Release);
    }
}

/// Leave to use an outbox's file. It is taken once, for moments, and never while waiting for anything but the file. `None`
/// in a child in which nobody may use one any more.
pub(crate) fn pass() -> Option<Pass> {
    enter(1).then_some(Pass(()))
}

/// Ends with the value.
pub(crate) struct Pass(());

impl Drop for Pass {
    fn drop(&mut self) {
        GATE.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Adds to the gate as soon as it is not shut. False where a thread of another process is inside for good.
fn enter(more: u64) -> bool {
    loop {
        let gate = GATE.load(Ordering::Acquire);
        let Some(ours) = ours(gate, std::process::id()) else { return false };
        if ours & SHUT > 0 {
            rest();
        } else if GATE.compare_exchange_weak(gate, ours + more, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return true;
        }
    }
}

/// The gate as it is for this process: what another left is of no concern, unless somebody was inside.
fn ours(gate: u64, process: u32) -> Option<u64> {
    let (owner, process) = (gate >> 32, u64::from(process));
    if owner == process { Some(gate) } else { (gate & INSIDE == 0).then_some(process << 32) }
}

fn rest() {
    std::thread::sleep(Duration::from_micros(20));
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
    fn what_another_process_left_counts_only_if_somebody_was_inside() {
        assert_eq!(ours(0, 7), Some(7 << 32));
        assert_eq!(ours(7 << 32 | 3, 7), Some(7 << 32 | 3));
        assert_eq!(ours(6 << 32 | SHUT, 7), Some(7 << 32), "it was just forking");
        assert_eq!(ours(6 << 32 | 1, 7), None);
        assert_eq!(ours(6 << 32 | SHUT | 1, 7), None);
    }

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
