//! Signals are for the program's own threads.

/// Starts a thread that takes no signal. One that is for the whole process goes to any thread that lets it through, so a
/// program that blocks SIGTERM in its own threads and waits for it would be ended by ours.
#[cfg(unix)]
pub(crate) fn kept_from<T>(start: impl FnOnce() -> T) -> T {
    use nix::sys::signal::{SigSet, SigmaskHow, Signal};
    let mut signals = SigSet::all();
    // These are for the thread that caused them, and handlers that report crashes want to see them.
    for fault in [
        Signal::SIGSEGV,
        Signal::SIGBUS,
        Signal::SIGFPE,
        Signal::SIGILL,
        Signal::SIGTRAP,
        Signal::SIGSYS,
        Signal::SIGABRT,
    ] {
        signals.remove(fault);
    }
    // A thread begins with the mask of whoever starts it.
    let before = signals.thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let started = start();
    if let Ok(before) = before {
        let _ = before.thread_set_mask();
    }
    started
}

#[cfg(not(unix))]
pub(crate) fn kept_from<T>(start: impl FnOnce() -> T) -> T {
    start()
}
