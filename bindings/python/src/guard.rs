//! The guard around every entry: a panic becomes an ordinary exception, and the interpreter lives.
//!
//! pyo3 alone would raise `PanicException`, which `except Exception` does not catch.

use pyo3::prelude::*;
pub(crate) use tiktok_capi_guard::{Panicked, caught};

use crate::errors::Done;

/// Runs the body of an entry.
pub(crate) fn guarded<T>(py: Python<'_>, body: impl FnOnce() -> Done<T>) -> PyResult<T> {
    let done = caught(body).unwrap_or_else(|panicked| Err(panicked.into()));
    done.map_err(|raised| raised.into_exception(py))
}
