//! What only tests call.

use std::ffi::c_char;

use crate::buffer::Buffer;
use crate::failure::Error;
use crate::guard::guarded;
use crate::pointer;
use crate::status::Status;

/// Panics with a message that must not be seen.
///
/// # Panics
/// Always, and inside the guard.
///
/// # Safety
/// `message` points to so many bytes; `out` and `error` may be written to.
#[unsafe(no_mangle)]
#[expect(clippy::panic, reason = "that is what it is for")]
pub unsafe extern "C" fn tiktok_capi_panic_for_test(
    message: *const c_char,
    message_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    let message = || unsafe { pointer::text("message", message, message_len) };
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { guarded(out, error, || panic!("{}", String::from_utf8_lossy(message()?))) }
}
