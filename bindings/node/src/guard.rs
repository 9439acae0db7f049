//! The guard around every entry: a panic becomes an ordinary error, and the process lives.
//!
//! Node would abort on a panic that leaves a function of an addon.

use napi::Either;
use tiktok_capi::Failure;
use tiktok_capi_guard::{Panicked, caught};

use crate::failure::{Done, Thrown};

/// What an entry gives to JavaScript.
pub(crate) type Answer<T> = Either<T, Thrown>;

/// Runs the body of an entry.
pub(crate) fn guarded<T>(body: impl FnOnce() -> Done<T>) -> Answer<T> {
    match caught(body).unwrap_or_else(|Panicked| Err(Failure::internal())) {
        Ok(answer) => Either::A(answer),
        Err(failure) => Either::B(Thrown::from(&failure)),
    }
}
