//! What a receipt comes to, for programs that read no JSON.

use std::ffi::c_int;

use serde::Deserialize;
use tiktok_capi_guard::caught;

use crate::buffer::Buffer;
use crate::pointer;

/// The one member that is looked at.
#[derive(Deserialize)]
struct Receipt {
    ok: bool,
}

/// Tells whether all is well with every event of a receipt: 1 when its `ok` is true, and 0 otherwise.
///
/// `receipt` is what `tiktok_capi_client_track` or `tiktok_capi_client_enqueue` gave. An event is well when it is accepted or
/// queued, and when consent does not allow it to be sent. For NULL, and for an answer that is no receipt, it is 0.
///
/// # Safety
/// `receipt` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_receipt_ok(receipt: *const Buffer) -> c_int {
    // SAFETY: the caller promises what the header says of `receipt`.
    let receipt = unsafe { pointer::peek(receipt) };
    let is_ok = || receipt.is_some_and(|receipt| is_ok(receipt.text()));
    c_int::from(caught(is_ok).unwrap_or(false))
}

fn is_ok(receipt: &[u8]) -> bool {
    serde_json::from_slice::<Receipt>(receipt).is_ok_and(|receipt| receipt.ok)
}
