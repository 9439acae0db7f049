//! What only tests call: a panic inside the guard, on Node's thread and on one of ours.

use napi::bindgen_prelude::{Env, Object};
use napi::{Either, Result};
use napi_derive::napi;

use crate::failure::{Done, Thrown};
use crate::guard::{Answer, guarded};
use crate::pool;
use crate::track::promised;

/// Panics with a message that must not be seen.
#[napi]
#[must_use]
pub fn panic_for_tests(message: String) -> Answer<String> {
    guarded(|| bug(&message))
}

/// As the other, on a thread of ours.
///
/// # Errors
/// Node-API has no room for a promise.
#[napi]
pub fn panic_on_a_thread_for_tests(env: &Env, message: String) -> Result<Either<Object<'_>, Thrown>> {
    promised(env, pool::alone, move || bug(&message))
}

#[expect(clippy::panic, reason = "that is what it is for")]
fn bug(message: &str) -> Done<String> {
    panic!("{message}")
}
