//! Exceptions: they are written in Python (`tiktok_capi/_errors.py`); this file calls their constructors.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tiktok_capi::{Failure, Kind, Problem};
use tiktok_capi_guard::Panicked;

/// What an entry comes to.
pub(crate) type Done<T> = Result<T, Raised>;

/// Why an entry raises: what the caller's own object raised, or a failure of ours.
pub(crate) enum Raised {
    Theirs(PyErr),
    Ours(Failure),
}

impl Raised {
    pub(crate) fn into_exception(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Theirs(exception) => exception,
            Self::Ours(failure) => exception(py, &failure).unwrap_or_else(|error| error),
        }
    }
}

impl From<PyErr> for Raised {
    fn from(exception: PyErr) -> Self {
        Self::Theirs(exception)
    }
}

impl From<Failure> for Raised {
    fn from(failure: Failure) -> Self {
        Self::Ours(failure)
    }
}

impl From<Panicked> for Raised {
    fn from(_: Panicked) -> Self {
        Failure::internal().into()
    }
}

fn exception(py: Python<'_>, failure: &Failure) -> PyResult<PyErr> {
    // No entry raises for what is withheld.
    let class = failure.kind().class().or(Kind::Internal.class()).unwrap_or_default();
    let class = py.import("tiktok_capi._errors")?.getattr(class)?;
    let raised = match failure.kind() {
        Kind::Config | Kind::Outbox | Kind::OutboxFull => {
            class.call1((failure.code(), failure.place(), failure.hint()))
        }
        Kind::InvalidEvent => class.call1((told(py, failure.problems())?,)),
        Kind::Withheld | Kind::Internal => class.call0(),
    };
    raised.map(PyErr::from_value)
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
