//! `tiktok_capi_error`: the functions that tell why a call did not do what it says.

use std::ffi::{CStr, c_char};

use crate::failure::Error;
use crate::guard::contained;
use crate::pointer;
use crate::status::Status;

/// The status of the call that failed; `TIKTOK_CAPI_STATUS_OK` for NULL.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_status(error: *const Error) -> Status {
    // SAFETY: the caller promises what the header says of `error`.
    unsafe { pointer::peek(error) }.map_or(Status::Ok, Error::status)
}

/// The stable code, as `invalid_option`; an empty text for NULL.
///
/// The text is NUL-terminated and lives as long as the error.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_code(error: *const Error) -> *const c_char {
    // SAFETY: the caller promises what the header says of `error`.
    told(unsafe { pointer::peek(error) }, Error::code)
}

/// What is wrong and how to mend it, in English, for people; an empty text for NULL. It may be logged.
///
/// The text is NUL-terminated and lives as long as the error.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_message(error: *const Error) -> *const c_char {
    // SAFETY: the caller promises what the header says of `error`.
    told(unsafe { pointer::peek(error) }, Error::message)
}

/// The whole as JSON, for programs: `{"code", "error", "hint", "message", "option", "path", "problems": [{"code", "hint",
/// "path", "severity"}]}`; an empty text for NULL. The first `path` is that of an outbox.
///
/// The text is NUL-terminated and lives as long as the error.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_json(error: *const Error) -> *const c_char {
    // SAFETY: the caller promises what the header says of `error`.
    told(unsafe { pointer::peek(error) }, Error::json)
}

/// Frees an error. NULL is fine.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_free(error: *mut Error) {
    // SAFETY: the caller promises what the header says of `error`.
    contained(|| drop(unsafe { pointer::take(error) }));
}

fn told(error: Option<&Error>, text: fn(&Error) -> &CStr) -> *const c_char {
    error.map_or(c"", text).as_ptr()
}
