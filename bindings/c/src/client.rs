//! `tiktok_capi_client`: the verbs of one set of options.

use std::ffi::c_char;
use std::fmt;
use std::sync::Arc;

use tiktok_capi_json as json;

use crate::buffer::Buffer;
use crate::failure::Error;
use crate::guard::{contained, guarded};
use crate::pointer;
use crate::shared;
use crate::status::Status;
use crate::stays::stays;

/// A set of options, the connections that sending opens, and an outbox. The options never change.
///
/// It belongs to the caller, who frees it with `tiktok_capi_client_free`. Any number of threads may use it at once. After a
/// `fork` the child may go on using it; it opens connections and the outbox of its own, and its parent's events stay the
/// parent's.
pub struct Client(Arc<json::Client>);

impl Client {
    pub(crate) fn own(&self) -> &Arc<json::Client> {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Makes a client. It opens nothing: no socket, no file, no thread. The first call that needs one does.
///
/// `options` is a JSON object such as `{"pixel_code": "C4A", "default_region": "US"}`, `options_len` its bytes. What it does
/// not set comes from the environment, as `TIKTOK_ACCESS_TOKEN`. The text is read before the call returns and not kept.
///
/// On success `*out` belongs to the caller; on failure it is left alone and `*error`, unless `error` is NULL, belongs to
/// the caller. Any thread may call it.
///
/// # Safety
/// `options` points to so many bytes; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_new(
    options: *const c_char,
    options_len: usize,
    out: *mut *mut Client,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    let options = || unsafe { pointer::text("options", options, options_len) };
    let open = || json::open(options()?).map(Arc::new).map_err(Error::from);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { made(out, error, open) }
}

/// As `tiktok_capi_client_new`, but for the same text of options a process has one client, which lives on when its handle is
/// freed: connections stay warm, and the outbox goes on delivering. For hosts that forget all they have between two
/// requests, as PHP does.
///
/// Each handle is freed as usual. `tiktok_capi_client_close` ends the client for all who have it; the next call makes a new
/// one. So does a call with other options for the same event source and outbox, as another token, once nobody holds the old
/// one. What an outbox in memory holds has to be flushed: nothing does so when the process ends.
///
/// # Safety
/// As for `tiktok_capi_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_shared(
    options: *const c_char,
    options_len: usize,
    out: *mut *mut Client,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    let options = || unsafe { pointer::text("options", options, options_len) };
    let open = || shared::client(options()?).map_err(Error::from);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { made(out, error, open) }
}

/// # Safety
/// `out` and `error` are each NULL or may be written to.
unsafe fn made(
    out: *mut *mut Client,
    error: *mut *mut Error,
    open: impl FnOnce() -> Result<Arc<json::Client>, Error>,
) -> Status {
    let body = || {
        #[cfg(unix)]
        tiktok_capi_atfork::watch();
        stays();
        open().map(Client)
    };
    // SAFETY: the caller promised the same to us.
    unsafe { guarded(out, error, body) }
}

/// Frees a client. NULL is fine. No call may be using it. A client that is shared lives on.
///
/// Unless it was closed, its outbox is closed first, which takes up to two seconds when something waits in it:
/// `tiktok_capi_client_close` with 0 milliseconds before is quicker.
///
/// # Safety
/// `client` is NULL or was given by this library and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_free(client: *mut Client) {
    contained(|| {
        // SAFETY: the caller promises what the header says of `client`.
        let last = unsafe { pointer::take(client) }.and_then(|Client(client)| Arc::into_inner(client));
        // A program in C may end right after this.
        let _ = last.filter(json::Client::is_delivering).map(|last| last.close(json::Client::CLOSE_TIMEOUT));
    });
}

/// Writes the canonical bytes of one event, as they would be sent. No network.
///
/// `event` is TikTok's `data[]` object with raw identifiers, as JSON; `event_len` its bytes. They are read before the call
/// returns and not kept. The answer is JSON by RFC 8785 with every identifier hashed. When consent does not allow the event
/// the status is `TIKTOK_CAPI_STATUS_WITHHELD`, and there is no answer.
///
/// On success `*out` belongs to the caller; on failure it is left alone and `*error`, unless `error` is NULL, belongs to
/// the caller. Any thread may call it.
///
/// # Safety
/// `client` is not freed, `event` points to so many bytes; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_build(
    client: *const Client,
    event: *const c_char,
    event_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("event", event, event_len), out, error, json::build) }
}

/// Tells what would be sent and why, with every identifier masked, so that it can be pasted into a ticket. No network.
///
/// `event` as for `tiktok_capi_build`. The answer is `{"coverage", "event", "outcome", "problems"}`; what is wrong with the
/// event stands there and is no failure. Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_explain(
    client: *const Client,
    event: *const c_char,
    event_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let explain = |client: &_, event: &_| json::explain(client, event).map(String::into_bytes);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("event", event, event_len), out, error, explain) }
}

/// Writes the page's half of an event, with the same `event_id`. No network.
///
/// `event` as for `tiktok_capi_build`. `nonce` is the page's CSP nonce as text, or NULL; `nonce_len` its bytes. The answer is
/// `{"html", "identify", "script", "track"}`: `html` is a script element, `script` its body, safe inside HTML; `identify`
/// (or `null`) and the three of `track` are the arguments of `ttq.identify` and `ttq.track`, each as JSON text. Ownership,
/// threads and consent as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`; `nonce` is NULL or points to so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_pixel(
    client: *const Client,
    event: *const c_char,
    event_len: usize,
    nonce: *const c_char,
    nonce_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let pixel = |client: &json::Client, event: &[u8]| {
        // SAFETY: the caller promises what the header says of this pointer; `verb` calls this before it returns.
        let nonce = (!nonce.is_null()).then(|| unsafe { pointer::text("nonce", nonce, nonce_len) });
        let nonce = nonce.transpose()?.map(utf8).transpose()?;
        json::pixel(client, event, nonce).map(String::into_bytes).map_err(Error::from)
    };
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("event", event, event_len), out, error, pixel) }
}

fn utf8(nonce: &[u8]) -> Result<&str, Error> {
    let invalid = |_| json::Failure::config("not_unicode", "nonce", "Give UTF-8 text.").into();
    std::str::from_utf8(nonce).map_err(invalid)
}

/// Tells who is visiting: what a web request and the shop's own banner say of a person, and what their consent allows.
///
/// `request` is `{"url", "headers": {name: text or list}, "remote_addr", "trusted_proxies"}` as for `tiktok_capi_context`,
/// `request_len` its bytes. Beside these may stand `consent` (what the shop itself knows: `"granted"`, `"denied"`,
/// `"opted_out"`, signals, or null), `consent_cookie` (a cookie that holds such a word) and `event`. The options `consent_tool`,
/// `consent_category` and `consent_cookie` of the client say what its banner leaves behind.
///
/// The answer is `{"allowed", "cookies", "limited_data_use", "unreadable", "visitor"}`, with the `event`, where there is one, over
/// the visitor. `allowed` says whether a page may load the Pixel, `limited_data_use` how; `cookies` are to be set by the
/// response. `unreadable` names the cookie whose consent cannot be read, which counts as denied. `visitor` is for
/// `tiktok_capi_under`, now or later. Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_visitor(
    client: *const Client,
    request: *const c_char,
    request_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let visitor = |client: &_, request: &_| json::visitor(client, request).map(String::into_bytes);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("request", request, request_len), out, error, visitor) }
}

/// Tells of a client what a page and a server have to know: `{"event_source", "event_source_id", "is_outbox_in_memory",
/// "pixel_code"}`, the last being null where the event source is no web page. Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// `client` is not freed; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_about(
    client: *const Client,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { asked(client, out, error, |client| Ok(json::about(client))) }
}

/// Delivers one event, or a list of events, now. It blocks until TikTok has answered or the tries are used up.
///
/// `events` is an object as for `tiktok_capi_build`, or a JSON list of such; `events_len` its bytes. The answer is the
/// receipt: `{"error", "ok", "request_ids", "requests", "results": [{"outcome", "code", "event", "event_id", "hint",
/// "may_have_arrived", "problems", "reason", "request_id", "status", "api_message"}], "retry_after"}`, the results in the
/// order of the events. A delivery that failed is no failure of the call: look at `ok`, as `tiktok_capi_receipt_ok` does, and
/// at `error`. `api_message` may echo personal data, so do not log it. One event alone that is refused is a failure; of a list
/// it is in the receipt. An event that consent does not allow is never one: its outcome is `withheld`, and `ok` stays true.
///
/// Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_track(
    client: *const Client,
    events: *const c_char,
    events_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let track = |client: &_, events: &_| json::track(client, events).map(String::into_bytes);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("events", events, events_len), out, error, track) }
}

/// Delivers one event that is canonical already, or a list of such, byte for byte: what `tiktok_capi_build` gave, maybe in another
/// process and a while ago.
///
/// `events` is the text of a `tiktok_capi_build`, or a JSON list of such, where each stands as it is or within a JSON string;
/// `events_len` its bytes. The answer is as for `tiktok_capi_client_track`. Text that is not canonical, or no event's, is refused with the problem `not_canonical`. For a
/// described event there is `tiktok_capi_client_track`. Ownership and threads as for `tiktok_capi_build`.
///
/// # Safety
/// As for `tiktok_capi_build`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_client_deliver(
    client: *const Client,
    events: *const c_char,
    events_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let deliver = |client: &_, events: &_| json::deliver(client, events).map(String::into_bytes);
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(client, ("events", events, events_len), out, error, deliver) }
}

/// # Safety
/// `client` is NULL or not freed, the text is NULL or points to so many bytes; `out` and `error` are each NULL or may be
/// written to.
pub(crate) unsafe fn verb<E: Into<Error>>(
    client: *const Client,
    (name, data, len): (&str, *const c_char, usize),
    out: *mut *mut Buffer,
    error: *mut *mut Error,
    verb: impl FnOnce(&json::Client, &[u8]) -> Result<Vec<u8>, E>,
) -> Status {
    let body = || {
        // SAFETY: the caller promised the same to us.
        let Client(client) = unsafe { pointer::handle("client", client) }?;
        // SAFETY: the caller promised the same to us.
        let text = unsafe { pointer::text(name, data, len) }?;
        verb(client, text).map(Buffer::of).map_err(Into::into)
    };
    // SAFETY: the caller promised the same to us.
    unsafe { guarded(out, error, body) }
}

/// # Safety
/// `client` is NULL or not freed; `out` and `error` are each NULL or may be written to.
pub(crate) unsafe fn asked(
    client: *const Client,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
    verb: impl FnOnce(&json::Client) -> json::Answer,
) -> Status {
    let body = || {
        // SAFETY: the caller promised the same to us.
        let Client(client) = unsafe { pointer::handle("client", client) }?;
        Ok(Buffer::of(verb(client)?))
    };
    // SAFETY: the caller promised the same to us.
    unsafe { guarded(out, error, body) }
}
