//! Catches the panics of an entry, for the doors of other languages: each makes an error of its own of them.
//!
//! What a panic says may be personal, so it is dropped, and standard error is told the place alone. The library of a door has a
//! standard library of its own inside, so the hook touches no other Rust in the process.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::Once;
use std::thread;

/// Something panicked; what it said is dropped.
#[derive(Clone, Copy, Debug)]
pub struct Panicked;

/// Runs the body of an entry, or what it does without its host.
///
/// # Errors
/// It panicked.
pub fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Panicked> {
    static SILENCED: Once = Once::new();
    SILENCED.call_once(|| set_hook(Box::new(tell_the_place)));
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| {
        // A payload may panic again when it is dropped; what comes of that is let be.
        catch_unwind(AssertUnwindSafe(|| drop(payload))).unwrap_or_else(std::mem::forget);
        Panicked
    })
}

fn tell_the_place(panic: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let name = thread.name().unwrap_or("thread");
    let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
    let place = place.as_deref().unwrap_or("an unknown place");
    let _ = writeln!(std::io::stderr(), "tiktok-capi: internal error in {name} at {place}");
}
