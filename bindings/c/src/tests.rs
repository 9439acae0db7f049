//! Who owns what, for an interpreter that watches every access (`make miri`): it cannot follow into SQLite, sockets and the C library,
//! so what is looked at here needs no client. The rest is watched by the address sanitizer (`make fuzz`) and by tests/c.

use std::ffi::{CStr, c_char};
use std::ptr;

use crate::buffer::{Buffer, tiktok_capi_buffer_data, tiktok_capi_buffer_free, tiktok_capi_buffer_len};
use crate::client::{Client, tiktok_capi_build, tiktok_capi_client_about, tiktok_capi_client_free};
use crate::error::{
    tiktok_capi_error_code, tiktok_capi_error_free, tiktok_capi_error_json, tiktok_capi_error_message,
    tiktok_capi_error_status,
};
use crate::failure::Error;
use crate::receipt::tiktok_capi_receipt_ok;
use crate::status::Status;
use crate::verbs::{tiktok_capi_hash, tiktok_capi_normalize, tiktok_capi_under};

type Verb = unsafe extern "C" fn(*const c_char, usize, *mut *mut Buffer, *mut *mut Error) -> Status;

/// Calls a verb with a text behind whose last byte there is nothing.
fn called(verb: Verb, text: &str) -> (Status, *mut Buffer, *mut Error) {
    let text: Box<[u8]> = text.as_bytes().into();
    let (mut out, mut error) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: the text has so many bytes, and both outputs may be written to.
    let status = unsafe { verb(text.as_ptr().cast(), text.len(), &raw mut out, &raw mut error) };
    (status, out, error)
}

#[test]
fn an_answer_outlives_its_text_and_is_freed_once() {
    let (status, out, error) = called(tiktok_capi_hash, r#"{"field":"email","value":"jo@example.com"}"#);
    assert_eq!((status, error), (Status::Ok, ptr::null_mut()));
    // SAFETY: the buffer was given by the library and is freed after its last use.
    unsafe {
        let text = CStr::from_ptr(tiktok_capi_buffer_data(out));
        assert_eq!(text.to_bytes().len(), tiktok_capi_buffer_len(out));
        assert_eq!(tiktok_capi_receipt_ok(out), 0);
        tiktok_capi_buffer_free(out);
    }
}

#[test]
fn an_error_outlives_its_text_and_is_freed_once() {
    for (text, expected) in
        [("{", Status::Config), (r#"{"field":"email","value":"nobody"}"#, Status::InvalidEvent)]
    {
        let (status, out, error) = called(tiktok_capi_normalize, text);
        assert_eq!((status, out), (expected, ptr::null_mut()));
        // SAFETY: the error was given by the library and is freed after its last use.
        unsafe {
            assert_eq!(tiktok_capi_error_status(error), expected);
            for text in [tiktok_capi_error_code, tiktok_capi_error_message, tiktok_capi_error_json] {
                assert!(!CStr::from_ptr(text(error)).is_empty());
            }
            tiktok_capi_error_free(error);
        }
    }
}

#[test]
fn nothing_is_read_through_a_pointer_to_nowhere() {
    let text = "{}";
    let (data, len) = (text.as_ptr().cast(), text.len());
    let (mut out, mut error): (*mut Buffer, *mut Error) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: each pointer is NULL or good for its length, but for one length that is refused unread.
    unsafe {
        let statuses = [
            tiktok_capi_normalize(ptr::null(), 2, &raw mut out, ptr::null_mut()),
            tiktok_capi_normalize(data, usize::MAX, &raw mut out, ptr::null_mut()),
            tiktok_capi_normalize(data, len, ptr::null_mut(), ptr::null_mut()),
            tiktok_capi_under(ptr::null(), 0, data, len, &raw mut out, ptr::null_mut()),
            tiktok_capi_build(ptr::null::<Client>(), data, len, &raw mut out, ptr::null_mut()),
            tiktok_capi_client_about(ptr::null::<Client>(), &raw mut out, &raw mut error),
        ];
        assert_eq!(statuses, [Status::InvalidPointer; 6]);
        assert!(out.is_null());
        tiktok_capi_error_free(error);
    }
}

#[test]
fn nothing_is_fine_to_free_and_to_ask() {
    // SAFETY: NULL is allowed.
    unsafe {
        tiktok_capi_buffer_free(ptr::null_mut());
        tiktok_capi_error_free(ptr::null_mut());
        tiktok_capi_client_free(ptr::null_mut());
        assert_eq!(tiktok_capi_buffer_len(ptr::null()), 0);
        assert!(!tiktok_capi_buffer_data(ptr::null()).is_null());
        assert_eq!(tiktok_capi_receipt_ok(ptr::null()), 0);
    }
}
