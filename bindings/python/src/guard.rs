//! The guard around every entry: a panic becomes an ordinary exception, and the interpreter lives.
//!
//! pyo3 alone would raise `PanicException`, which `except Exception` does not catch.

use pyo3::prelude::*;
pub(crate) use tiktok_capi_guard::{Panicked, caught};

use crate::errors;

/// Runs the body of an entry.
pub(crate) fn guarded<T>(py: Python<'_>, body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    caught(body).unwrap_or_else(|Panicked| Err(errors::internal(py)))
}
