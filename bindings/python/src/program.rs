//! The command line, for `python -m tiktok_capi` and the script that is installed with the package.

use std::ffi::OsString;

use pyo3::prelude::*;

use crate::guard::{caught, guarded};

/// Runs the program with the streams of this process and gives its exit code. The first argument is its own name.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<i32> {
    guarded(py, || Ok(py.detach(|| caught(|| tiktok_capi_cli::run_here(arguments)))?))
}
