//! `tiktok_capi_error`: why a call did not do what it says.

use std::ffi::{CStr, CString, c_char};
use std::fmt;

use tiktok_capi_json::Failure;

use crate::guard::contained;
use crate::pointer;
use crate::status::Status;

/// Why a call failed. It holds names, codes and advice, and never a value of an event, the token, or what TikTok said.
///
/// It belongs to the caller, who frees it with `tiktok_capi_error_free`. One thread at a time may use it.
pub struct Error {
    status: Status,
    code: CString,
    message: CString,
    json: CString,
}

impl Error {
    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// A pointer or a length that cannot be used.
    pub(crate) fn invalid_pointer(argument: &str, hint: &str) -> Self {
        let failure = Failure::config("invalid_pointer", argument, hint);
        Self { status: Status::InvalidPointer, ..Self::from(failure) }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self {
            status: failure.kind().into(),
            code: text(failure.code()),
            message: text(&failure.to_string()),
            json: text(&failure.to_json()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?})", self.code)
    }
}

/// Text that C can read. Nothing that we tell has U+0000 in it.
fn text(told: &str) -> CString {
    CString::new(told).unwrap_or_default()
}

/// The status of the call that failed; `TIKTOK_CAPI_STATUS_OK` for NULL.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_status(error: *const Error) -> Status {
    // SAFETY: the caller promises what the header says of `error`.
    unsafe { pointer::peek(error) }.map_or(Status::Ok, |error| error.status)
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
    told(unsafe { pointer::peek(error) }, |error| &error.code)
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
    told(unsafe { pointer::peek(error) }, |error| &error.message)
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
    told(unsafe { pointer::peek(error) }, |error| &error.json)
}

/// Frees an error. NULL is fine.
///
/// # Safety
/// `error` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_error_free(error: *mut Error) {
    // SAFETY: the caller promises what the header says of `error`.
    contained(|| unsafe { pointer::take(error) });
}

fn told(error: Option<&Error>, text: fn(&Error) -> &CString) -> *const c_char {
    error.map_or(c"", |error| -> &CStr { text(error) }).as_ptr()
}
