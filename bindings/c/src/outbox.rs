//! The outbox of a client: what is put in arrives, even when the program does not live to see it.

use std::ffi::c_char;
use std::time::Duration;

use tiktok_capi_json as json;

use crate::buffer::Buffer;
use crate::client::{Client, asked, verb};
use crate::failure::Error;
use crate::guard::guarded;
use crate::pointer;
use crate::shared;
use crate::status::Status;

/// Puts one event, or a list of events, into the outbox and returns at once. A thread of the library delivers them; the call
/// itself never waits for the network.
///
/// `events` as for `tiktok_capi_client_track`. The answer is the same receipt; `outcome` is `queued`, or `refused` or
/// `withheld` for what is not kept. One event alone that is refused is a failure here too.
///
/// Where the option `outbox` names a file, an event that is `queued` survives the end of the process, however it ends; in
/// memory it is promised only the time until the client is closed or freed. When the outbox is full the status is
/// `TIKTOK_CAPI_STATUS_OUTBOX_FULL`, when it cannot be used `TIKTOK_CAPI_STATUS_OUTBOX`, and none of the events is kept.
///
/// Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_enqueue(
    client: *const Client,
    events: *const c_char,
    events_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let enqueue = |client: &_, events: &_| json::enqueue(client, events).map(String::into_bytes);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("events", events, events_len), out, error, enqueue) }
}

/// Waits until nothing waits in the outbox any more, but no longer than `timeout_ms` milliseconds.
///
/// The answer is as for `tiktok_capi_client_stats`; events that could not be delivered in time are its `waiting`, and no
/// failure. Without a token nothing is delivered from here, so it returns at once. Ownership and threads as for
/// `tiktok_capi_build`.
///
/// # Safety
/// `client` is not freed; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_flush(
    client: *const Client,
    timeout_ms: u64,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let flush = |client: &_| json::flush(client, Duration::from_millis(timeout_ms));
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { asked(client, out, error, flush) }
}

/// As `tiktok_capi_client_flush`, and ends the outbox of this process, within a tenth of a second more than `timeout_ms`
/// milliseconds. 2,000 are usual.
///
/// What is left stays in the file for other processes, `tiktok-capi outbox drain` among them; in memory it is lost, and
/// counted in `waiting`. Afterwards `enqueue`, `flush` and `stats` fail with the code `outbox_closed`; the other functions go
/// on, and a second `close` answers as the first one did. The client is still to be freed. Ownership and threads as for
/// `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_client_flush`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_close(
    client: *const Client,
    timeout_ms: u64,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let body = || {
        // SAFETY: the caller promises what the header says of `client`.
        let client = unsafe { pointer::handle("client", client) }?;
        shared::forget(client.own());
        let told = json::close(client.own(), Duration::from_millis(timeout_ms))?;
        Ok(Buffer::of(told))
    };
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { guarded(out, error, body) }
}

/// Tells what the outbox holds, and what became of what it held since its file was made.
///
/// The answer is `{"bytes", "counts": {"queued", "accepted", …}, "dead", "in_flight", "left_behind", "oldest_seconds": number or
/// null, "reasons": {"rejected.40002", …}, "sources": [{"event_source", "event_source_id", "next_try_seconds", "state", "test",
/// "waiting"}], "thread", "waiting"}`. `state` is `open`, `down` or `unauthorized`; `thread` is `running`, `failed` or null;
/// `left_behind` counts events of a file that was moved or deleted, which only this process holds. Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_client_flush`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_stats(
    client: *const Client,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { asked(client, out, error, json::stats) }
}
