//! The guard around every entry: a panic becomes a status, and the process lives.
//!
//! A panic that leaves an `extern "C"` function would end the process.

use tiktok_capi_guard::{Panicked, caught};
use tiktok_capi_json::Failure;

use crate::failure::Error;
use crate::pointer;
use crate::status::Status;

/// Runs the body of an entry that has an output. The output is written on success, the error on failure when there is a
/// place for it, and never both.
///
/// # Safety
/// `out` and `error` are each NULL or may be written to.
pub(crate) unsafe fn guarded<T>(
    out: *mut *mut T,
    error: *mut *mut Error,
    body: impl FnOnce() -> Result<T, Error>,
) -> Status {
    let output = || {
        if out.is_null() {
            return Err(Error::invalid_pointer("out", "Give a place for the answer."));
        }
        body()
    };
    match caught(output).unwrap_or_else(|Panicked| Err(Failure::internal().into())) {
        Ok(value) => {
            // SAFETY: it is not NULL, or there would be no value; and the caller promised that it may be written to.
            unsafe { pointer::give(out, value) };
            Status::Ok
        }
        // SAFETY: the caller promised the same to us.
        Err(failure) => unsafe { told(error, failure) },
    }
}

/// Hands an error over where the caller has a place for it.
///
/// # Safety
/// `place` is NULL or may be written to.
unsafe fn told(place: *mut *mut Error, error: Error) -> Status {
    let status = error.status();
    if !place.is_null() {
        // SAFETY: it is not NULL, and the caller promised that it may be written to.
        unsafe { pointer::give(place, error) };
    }
    status
}

/// Runs the body of an entry that has nothing to say.
pub(crate) fn contained(body: impl FnOnce()) {
    // What panicked was on its way out anyway.
    let _ = caught(body);
}
