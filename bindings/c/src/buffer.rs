//! `tiktok_capi_buffer`: an answer.

use std::ffi::c_char;
use std::fmt;

use crate::guard::contained;
use crate::pointer;

/// An answer: UTF-8 text, NUL-terminated and with a length. There is no NUL inside.
///
/// It belongs to the caller, who frees it with `tiktok_capi_buffer_free`. One thread at a time may use it.
pub struct Buffer {
    /// The text and the NUL behind it.
    bytes: Vec<u8>,
}

impl Buffer {
    pub(crate) fn of(text: impl Into<Vec<u8>>) -> Self {
        let mut bytes = text.into();
        bytes.push(0);
        Self { bytes }
    }

    pub(crate) fn text(&self) -> &[u8] {
        self.bytes.strip_suffix(b"\0").unwrap_or(&self.bytes)
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} bytes)", self.bytes.len() - 1)
    }
}

/// The text; an empty one for NULL. It lives as long as the buffer.
///
/// # Safety
/// `buffer` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_buffer_data(buffer: *const Buffer) -> *const c_char {
    // SAFETY: the caller promises what the header says of `buffer`.
    let buffer = unsafe { pointer::peek(buffer) };
    buffer.map_or(c"".as_ptr(), |buffer| buffer.bytes.as_ptr().cast())
}

/// Bytes of the text, the NUL behind it not counted; 0 for NULL.
///
/// # Safety
/// `buffer` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_buffer_len(buffer: *const Buffer) -> usize {
    // SAFETY: the caller promises what the header says of `buffer`.
    unsafe { pointer::peek(buffer) }.map_or(0, |buffer| buffer.bytes.len() - 1)
}

/// Frees a buffer. NULL is fine.
///
/// # Safety
/// `buffer` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_buffer_free(buffer: *mut Buffer) {
    // SAFETY: the caller promises what the header says of `buffer`.
    contained(|| drop(unsafe { pointer::take(buffer) }));
}
