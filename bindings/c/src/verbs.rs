//! The verbs that need no client: one JSON object in, one JSON object out.

use std::ffi::c_char;

use tiktok_capi_json::Answer;

use crate::buffer::Buffer;
use crate::failure::Error;
use crate::guard::guarded;
use crate::pointer;
use crate::status::Status;

/// Brings one value to the canonical form of its field.
///
/// `arguments` is `{"field": "phone", "value": "020 7946 0958", "region": "GB"}`, `arguments_len` its bytes. `region` may be
/// left out; `options` may stand beside it, as for `tiktok_capi_client_new`. The answer is `{"digest", "problems", "text"}`.
/// The text is personal data in the clear.
///
/// On success `*out` belongs to the caller; on failure it is left alone and `*error`, unless `error` is NULL, belongs to
/// the caller. Any thread may call it.
///
/// # Safety
/// `arguments` points to so many bytes; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_normalize(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::normalize) }
}

/// Hashes one value as it would be sent.
///
/// As `tiktok_capi_normalize`, for the fields that are hashed. The answer is `{"digest", "problems"}`, the digest being 64
/// hexadecimal digits of SHA-256.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_hash(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::hash) }
}

/// Computes the id that a conversion shares with the page's Pixel, so that the two count once (UUIDv5).
///
/// `arguments` is `{"event": "Purchase", "key": "4711"}`, the key being what makes the conversion unique. The answer is
/// `{"event_id", "problems"}`. Ownership and threads as for `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_event_id(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::event_id) }
}

/// Reads what a web request tells about its visitor.
///
/// `request` is `{"url", "headers": {name: text or list}, "remote_addr", "trusted_proxies": number of proxies of your own}`.
/// The answer holds `user`, `page` and `consent`, which fit into an event as they are, and `cookies`, which the response
/// should set. Ownership and threads as for `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_context(
    request: *const c_char,
    request_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("request", request, request_len), out, error, tiktok_capi_json::context) }
}

/// Lays a visitor under one event, or under each of a list, for a verb of the client to take. What an event says itself wins.
///
/// `visitor` is the `visitor` that `tiktok_capi_client_visitor` told, maybe kept with an order meanwhile; `events` as for
/// `tiktok_capi_client_track`. The answer is the events' text. Ownership and threads as for `tiktok_capi_normalize`.
///
/// # Safety
/// `visitor` and `events` point to so many bytes; `out` and `error` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_under(
    visitor: *const c_char,
    visitor_len: usize,
    events: *const c_char,
    events_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    let under = || {
        // SAFETY: the caller promises what the header says of these pointers.
        let visitor = unsafe { pointer::text("visitor", visitor, visitor_len) }?;
        // SAFETY: the caller promises what the header says of these pointers.
        let events = unsafe { pointer::text("events", events, events_len) }?;
        Ok(Buffer::of(tiktok_capi_json::under(visitor, events)?))
    };
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { guarded(out, error, under) }
}

/// Writes what a page has in its head to load the Pixel.
///
/// `arguments` is `{"pixel_code": "C4A…", "nonce": "…"}`, the nonce being that of the page's Content Security Policy; it may be
/// left out, as may `source` (another address of the Pixel's script, as the sandbox's), `limited_data_use` (true for people who
/// opted out) and `hold_consent` (true where the page calls `ttq.grantConsent()` later). The answer is `{"html", "script"}`: the
/// whole script element, and its body. Ownership and threads as for `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_base_code(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::base_code) }
}

/// Turns what a shop has already, an order or a tracking call, into described events.
///
/// `arguments` is `{"format": "shopify", "payload": …}`, the payload being an object, or a text that holds one as JSON; other
/// formats are `ga4`, `ga4_mp`, `segment`, `woocommerce`, `shopify_graphql`, `meta` and `events_api_1`. Orders that nobody
/// placed on the shop's pages give an event only with `"options": {"renewals": "send", "point_of_sale": "send", "drafts":
/// "send"}`. The answer is `{"events": […], "problems": […]}`: each event as `tiktok_capi_build` takes it, the whole list as
/// `tiktok_capi_client_track` does. A test order, or one that is not paid, gives no event and a problem that says so; what of
/// the payload is in no event is told as `left_out`.
/// Ownership and threads as for `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_describe(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::describe) }
}

/// Tells whether Shopify signed a webhook's body, in constant time.
///
/// `arguments` is `{"secret": "…", "body": "…", "header": "…"}`: the app's client secret, the body as it arrived, and the header
/// `X-Shopify-Hmac-Sha256`. The answer is `{"valid": true}` or `{"valid": false}`. Ownership and threads as for
/// `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_verify_shopify(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::verify_shopify) }
}

/// Tells whether WooCommerce signed a webhook's body, in constant time.
///
/// `arguments` is `{"secret": "…", "body": "…", "header": "…"}`: the webhook's own secret, the body as it arrived, and the header
/// `X-WC-Webhook-Signature`. The answer is `{"valid": true}` or `{"valid": false}`. Ownership and threads as for
/// `tiktok_capi_normalize`.
///
/// # Safety
/// As for `tiktok_capi_normalize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiktok_capi_verify_woocommerce(
    arguments: *const c_char,
    arguments_len: usize,
    out: *mut *mut Buffer,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { verb(("arguments", arguments, arguments_len), out, error, tiktok_capi_json::verify_woocommerce) }
}

/// # Safety
/// `data` is NULL or points to so many bytes; `out` and `error` are each NULL or may be written to.
unsafe fn verb(
    (name, data, len): (&str, *const c_char, usize),
    out: *mut *mut Buffer,
    error: *mut *mut Error,
    verb: fn(&[u8]) -> Answer,
) -> Status {
    // SAFETY: the caller promised the same to us.
    let text = || unsafe { pointer::text(name, data, len) };
    // SAFETY: the caller promised the same to us.
    unsafe { guarded(out, error, || Ok(Buffer::of(verb(text()?)?))) }
}
