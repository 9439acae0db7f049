//! The guard around every entry: a panic becomes an ordinary exception, and the interpreter lives.
//!
//! pyo3 alone would raise `PanicException`, which `except Exception` does not catch.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::thread;

use pyo3::prelude::*;

use crate::errors;

/// Runs the body of an entry.
pub(crate) fn guarded<T>(py: Python<'_>, body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    caught(body).unwrap_or_else(|Panicked| Err(errors::internal(py)))
}

/// Something panicked; what it said is dropped.
pub(crate) struct Panicked;

/// Runs what has no interpreter at hand.
pub(crate) fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| {
        // Dropping a payload may panic again.
        std::mem::forget(payload);
        Panicked
    })
}

/// Panics of this library say where they happened, and not what was being handled: that may be personal.
///
/// The library has a standard library of its own inside, so no other Rust in the process is touched.
pub(crate) fn silence_panics() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        let name = thread::current().name().unwrap_or("thread").to_owned();
        let _ = writeln!(
            std::io::stderr(),
            "tiktok-capi: internal error in {name} at {}",
            place.as_deref().unwrap_or("an unknown place")
        );
    }));
}
