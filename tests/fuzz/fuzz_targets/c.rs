//! The C functions as a program calls them that gives anything: texts with nothing behind their last byte, pointers to nowhere,
//! lengths that nothing has. The address sanitizer sees what is read beyond a text, used after it was freed, or left behind.

#![no_main]

use std::ffi::{CStr, c_char};
use std::ptr;

use libfuzzer_sys::fuzz_target;
use tiktok_capi_c::buffer::{Buffer, tiktok_capi_buffer_data, tiktok_capi_buffer_free, tiktok_capi_buffer_len};
use tiktok_capi_c::client::{
    Client, tiktok_capi_build, tiktok_capi_client_about, tiktok_capi_client_free, tiktok_capi_client_new,
    tiktok_capi_client_visitor, tiktok_capi_explain, tiktok_capi_pixel,
};
use tiktok_capi_c::error::{
    tiktok_capi_error_code, tiktok_capi_error_free, tiktok_capi_error_json, tiktok_capi_error_message,
};
use tiktok_capi_c::failure::Error;
use tiktok_capi_c::receipt::tiktok_capi_receipt_ok;
use tiktok_capi_c::status::Status;
use tiktok_capi_c::verbs::{
    tiktok_capi_base_code, tiktok_capi_context, tiktok_capi_describe, tiktok_capi_event_id, tiktok_capi_hash,
    tiktok_capi_normalize, tiktok_capi_under, tiktok_capi_verify_shopify,
};

type Verb = unsafe extern "C" fn(*const c_char, usize, *mut *mut Buffer, *mut *mut Error) -> Status;
type ClientVerb =
    unsafe extern "C" fn(*const Client, *const c_char, usize, *mut *mut Buffer, *mut *mut Error) -> Status;

const VERBS: [Verb; 7] = [
    tiktok_capi_normalize,
    tiktok_capi_hash,
    tiktok_capi_event_id,
    tiktok_capi_context,
    tiktok_capi_base_code,
    tiktok_capi_describe,
    tiktok_capi_verify_shopify,
];
const CLIENT_VERBS: [ClientVerb; 5] =
    [tiktok_capi_build, tiktok_capi_explain, tiktok_capi_client_visitor, pixel, about];

/// Bits of the second byte: what is nowhere, and a length that no text has.
const NO_TEXT: u8 = 1;
const NO_OUT: u8 = 2;
const NO_ERROR: u8 = 4;
const NO_CLIENT: u8 = 8;
const TOO_LONG: u8 = 16;

fuzz_target!(|data: &[u8]| {
    let [verb, nowhere, text @ ..] = data else { return };
    let verb = usize::from(*verb) % (VERBS.len() + CLIENT_VERBS.len() + 2);
    let text: Box<[u8]> = text.into();
    let half: Box<[u8]> = text.get(text.len() / 2..).unwrap_or_default().into();
    let (data, len) = given(&text, *nowhere);
    // SAFETY: each text has so many bytes, or is one of those that the functions must refuse without looking.
    called(*nowhere, |out, error| unsafe {
        if let Some(verb) = VERBS.get(verb) {
            verb(data, len, out, error)
        } else if let Some(verb) = CLIENT_VERBS.get(verb - VERBS.len()) {
            with_client(*nowhere, |client| verb(client, data, len, out, error))
        } else if verb % 2 == 0 {
            tiktok_capi_under(half.as_ptr().cast(), half.len(), data, len, out, error)
        } else {
            opened(data, len, out.is_null(), error)
        }
    });
});

fn given(text: &[u8], nowhere: u8) -> (*const c_char, usize) {
    let data = if nowhere & NO_TEXT == 0 { text.as_ptr().cast() } else { ptr::null() };
    (data, if nowhere & TOO_LONG == 0 { text.len() } else { usize::MAX })
}

/// What every function promises: an answer or an error, never both, and texts that end in NUL.
fn called(nowhere: u8, call: impl FnOnce(*mut *mut Buffer, *mut *mut Error) -> Status) {
    let (mut out, mut error) = (ptr::null_mut(), ptr::null_mut());
    let to = if nowhere & NO_OUT == 0 { &raw mut out } else { ptr::null_mut() };
    let told = if nowhere & NO_ERROR == 0 { &raw mut error } else { ptr::null_mut() };
    let is_ok = call(to, told) == Status::Ok;
    assert!(out.is_null() || is_ok);
    assert_eq!(error.is_null(), is_ok || told.is_null());
    // SAFETY: both were given by the library or are NULL, and are freed once.
    unsafe {
        if !out.is_null() {
            let text = CStr::from_ptr(tiktok_capi_buffer_data(out));
            assert!(text.to_bytes().len() <= tiktok_capi_buffer_len(out));
            tiktok_capi_receipt_ok(out);
        }
        if !error.is_null() {
            for text in [tiktok_capi_error_code, tiktok_capi_error_message, tiktok_capi_error_json] {
                assert!(CStr::from_ptr(text(error)).to_str().is_ok_and(|text| !text.is_empty()));
            }
        }
        tiktok_capi_buffer_free(out);
        tiktok_capi_error_free(error);
    }
}

const OPTIONS: &[u8] = br#"{"pixel_code":"C4A","now":1767225600,"consent_cookie":"ok"}"#;

unsafe fn with_client(nowhere: u8, call: impl FnOnce(*const Client) -> Status) -> Status {
    let mut client = ptr::null_mut();
    // SAFETY: the options are a text of that length, and the client is freed after its last use.
    unsafe {
        if nowhere & NO_CLIENT == 0 {
            tiktok_capi_client_new(OPTIONS.as_ptr().cast(), OPTIONS.len(), &raw mut client, ptr::null_mut());
        }
        let status = call(client);
        tiktok_capi_client_free(client);
        status
    }
}

unsafe fn opened(options: *const c_char, len: usize, is_nowhere: bool, error: *mut *mut Error) -> Status {
    let mut client = ptr::null_mut();
    let to = if is_nowhere { ptr::null_mut() } else { &raw mut client };
    // SAFETY: the caller promises the text; the client is freed once.
    unsafe {
        let status = tiktok_capi_client_new(options, len, to, error);
        tiktok_capi_client_free(client);
        status
    }
}

/// The text is the nonce, too.
unsafe extern "C" fn pixel(
    client: *const Client,
    event: *const c_char,
    len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises the same.
    unsafe { tiktok_capi_pixel(client, event, len, event, len, out, error) }
}

unsafe extern "C" fn about(
    client: *const Client,
    _: *const c_char,
    _: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises the same.
    unsafe { tiktok_capi_client_about(client, out, error) }
}
