//! The caller's pointers, looked at before anything is read through them.

use std::ffi::c_char;
use std::slice;

use crate::failure::Error;

/// The caller's text. Nothing says that it is UTF-8: who reads it finds out.
///
/// # Safety
/// `data` is NULL or points to `len` bytes that nobody changes before the call returns.
pub(crate) unsafe fn text<'a>(name: &str, data: *const c_char, len: usize) -> Result<&'a [u8], Error> {
    if data.is_null() {
        return Err(Error::invalid_pointer(name, "Give a text; an empty one needs a pointer too."));
    }
    if isize::try_from(len).is_err() {
        return Err(Error::invalid_pointer(name, "Give the length of the text in bytes."));
    }
    // SAFETY: not NULL, the length is one that a slice may have, and the caller promised the bytes.
    Ok(unsafe { slice::from_raw_parts(data.cast(), len) })
}

/// A handle that the call needs.
///
/// # Safety
/// `handle` is NULL or was given by this library and is not freed before the call returns.
pub(crate) unsafe fn handle<'a, T>(name: &str, handle: *const T) -> Result<&'a T, Error> {
    // SAFETY: the caller promised the same to us.
    let handle = unsafe { peek(handle) };
    handle.ok_or_else(|| Error::invalid_pointer(name, "Give a handle that this library gave."))
}

/// A handle, when there is one.
///
/// # Safety
/// As for [`handle`].
pub(crate) unsafe fn peek<'a, T>(handle: *const T) -> Option<&'a T> {
    // SAFETY: whatever is not NULL came from `Box::into_raw` in `give`, as the caller promised.
    unsafe { handle.as_ref() }
}

/// Hands a value over to the caller.
///
/// # Safety
/// `out` is not NULL and may be written to.
pub(crate) unsafe fn give<T>(out: *mut *mut T, value: T) {
    // SAFETY: the caller promised that it may be written to.
    unsafe { out.write(Box::into_raw(Box::new(value))) };
}

/// Takes a value back.
///
/// # Safety
/// `handle` is NULL or was given by this library, is not freed, and nobody uses it any more.
pub(crate) unsafe fn take<T>(handle: *mut T) -> Option<T> {
    // SAFETY: it came from `Box::into_raw` in `give`, and the caller promised that it is the last use.
    (!handle.is_null()).then(|| *unsafe { Box::from_raw(handle) })
}
