//! The guard around every entry: a panic becomes an ordinary error, and the process lives.
//!
//! Node would abort on a panic that leaves a function of an addon.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::thread;

use napi::Either;

use crate::failure::{Done, Failure};

/// What an entry gives to JavaScript.
pub(crate) type Answer<T> = Either<T, Failure>;

/// Runs the body of an entry.
pub(crate) fn guarded<T>(body: impl FnOnce() -> Done<T>) -> Answer<T> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(answer)) => Either::A(answer),
        Ok(Err(failure)) => Either::B(failure),
        Err(payload) => {
            // Dropping a payload may panic again.
            std::mem::forget(payload);
            Either::B(Failure::internal())
        }
    }
}

/// Panics of this library say where they happened, and not what was being handled: that may be personal.
///
/// The library has a standard library of its own inside, so no other Rust in the process is touched.
pub(crate) fn silence_panics() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        let name = thread::current().name().unwrap_or("thread").to_owned();
        let place = place.as_deref().unwrap_or("an unknown place");
        let _ = writeln!(std::io::stderr(), "tiktok-capi: internal error in {name} at {place}");
    }));
}
