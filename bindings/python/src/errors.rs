//! Exceptions: they are written in Python (`tiktok_capi/_errors.py`); this file calls their constructors.

use pyo3::call::PyCallArgs;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tiktok_capi::core::Problem;
use tiktok_capi::{ConfigError, OutboxError};

/// The exception of a refused event, or of one value that its field's rule refuses.
pub(crate) fn invalid_event(py: Python<'_>, problems: &[Problem]) -> PyErr {
    match told(py, problems) {
        Ok(problems) => raised(py, "InvalidEvent", (problems,)),
        Err(error) => error,
    }
}

/// The exception of an option that is unknown, wrong or missing.
pub(crate) fn config(py: Python<'_>, error: &ConfigError) -> PyErr {
    raised(py, "ConfigError", (error.code(), error.option(), error.hint()))
}

/// The code of an argument that is not what it should be.
pub(crate) const INVALID: &str = "invalid_argument";

/// The exception of an argument that cannot be used.
pub(crate) fn argument(py: Python<'_>, code: &str, name: &str, hint: &str) -> PyErr {
    raised(py, "ConfigError", (code, name, hint))
}

/// The exception of an outbox that cannot do what it was asked. A full one has a class of its own: that is the one which
/// an application may want to do something about.
pub(crate) fn outbox(py: Python<'_>, error: &OutboxError) -> PyErr {
    let class = if error.code() == "outbox_full" { "OutboxFull" } else { "OutboxError" };
    raised(py, class, (error.code(), error.path(), error.hint()))
}

/// The exception that a panic becomes.
pub(crate) fn internal(py: Python<'_>) -> PyErr {
    raised(py, "InternalError", ())
}

/// Problems as a tuple of `tiktok_capi.Problem`.
pub(crate) fn told<'py>(py: Python<'py>, problems: &[Problem]) -> PyResult<Bound<'py, PyTuple>> {
    let class = py.import("tiktok_capi._answers")?.getattr("Problem")?;
    let told = problems.iter().map(|problem| {
        class.call1((
            problem.path(),
            problem.code().as_str(),
            problem.severity().as_str(),
            problem.hint().as_ref(),
        ))
    });
    PyTuple::new(py, told.collect::<PyResult<Vec<_>>>()?)
}

fn raised<'py>(py: Python<'py>, class: &str, arguments: impl PyCallArgs<'py>) -> PyErr {
    let raised = py
        .import("tiktok_capi._errors")
        .and_then(|module| module.getattr(class))
        .and_then(|class| class.call1(arguments));
    raised.map_or_else(|error| error, PyErr::from_value)
}
