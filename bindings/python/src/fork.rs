//! What `os.register_at_fork` calls around a fork.

use pyo3::prelude::*;
use tiktok_capi::fork;

/// Waits until no thread is in the middle of a write.
///
/// The interpreter lock is let go meanwhile: whoever writes may be waiting for it on its way out.
#[pyfunction]
pub(crate) fn fork_before(py: Python<'_>) {
    py.detach(fork::before);
}

/// Lets the threads of the parent go on.
#[pyfunction]
pub(crate) fn fork_in_parent() {
    fork::in_parent();
}

/// Forgets in the child what belongs to the parent.
#[pyfunction]
pub(crate) fn fork_in_child() {
    fork::in_child();
}
