//! What the npm package `tiktok-capi` calls. Private: its public face is the JavaScript in `node/`.
//!
//! A value comes in as one flat text ([`flat`]), since an object that is walked through Node-API costs several times as
//! much. An answer goes out as text, or as a [`failure::Failure`] of which JavaScript makes an error of its own class.

#![expect(clippy::needless_pass_by_value, reason = "Node-API hands over texts and functions by value")]
#![expect(unreachable_pub, reason = "napi exports public items, wherever they stand")]
#![cfg_attr(test, allow(dead_code, reason = "a test build exports nothing to JavaScript"))]

mod client;
mod events;
mod failure;
mod flat;
mod guard;
#[cfg(feature = "test-hooks")]
mod hooks;
mod outbox;
mod pool;
mod read;
mod token;
mod track;
mod verbs;

use napi_derive::napi;
use tiktok_capi::core::{MAX_BYTES, MAX_DEPTH, MAX_ITERATED, MAX_VALUES};

/// How far `flatten.js` walks before the core would refuse the value anyway.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Limits {
    /// Objects and lists inside each other.
    pub max_depth: u32,
    /// Values of one event.
    pub max_values: u32,
    /// UTF-16 code units of one event's texts and keys: many times what a request takes, and far less than V8 can hold.
    pub max_text: u32,
    /// Events of an iterable that does not say how many it has.
    pub max_iterated: u32,
}

/// The core's limits.
#[napi]
#[must_use]
pub fn limits() -> Limits {
    let counted = |limit| u32::try_from(limit).unwrap_or(u32::MAX);
    Limits {
        max_depth: counted(MAX_DEPTH),
        max_values: counted(MAX_VALUES),
        max_text: counted(64 * MAX_BYTES),
        max_iterated: counted(MAX_ITERATED),
    }
}

/// A hint with the options in it as JavaScript writes them: `defaultRegion`.
#[napi]
#[must_use]
pub fn spelt(hint: String) -> String {
    tiktok_capi::spelt(&hint, |name| format!("`{}`", in_camel_case(name)))
}

fn in_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    words.filter_map(capital).fold(first, |name, word| name + &word)
}
