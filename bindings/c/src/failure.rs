//! Why a call did not do what it says, as C is told. `error.rs` has the functions that tell it.

use std::ffi::{CStr, CString};
use std::fmt;

use tiktok_capi_json::Failure;

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

    pub(crate) fn code(&self) -> &CStr {
        &self.code
    }

    pub(crate) fn message(&self) -> &CStr {
        &self.message
    }

    pub(crate) fn json(&self) -> &CStr {
        &self.json
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
