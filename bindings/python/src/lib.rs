//! What the Python package `tiktok_capi` calls: its module `_native`.
//!
//! A Python value becomes an `Input` (`walk`), the core or the client does the work, and the answer goes back as text,
//! bytes or an exception written in Python (`errors`). Every entry runs inside the guard.

#![forbid(unsafe_code)]

mod client;
mod errors;
mod events;
mod guard;
mod program;
mod sending;
mod verbs;
mod waiting;
mod walk;

/// Native half of `tiktok_capi`. Private: its public face is written in Python.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::client::{Client, end};
    #[pymodule_export]
    use crate::program::run;
    #[pymodule_export]
    use crate::sending::Sending;
    #[cfg(feature = "test-hooks")]
    #[pymodule_export]
    use crate::verbs::panic_for_test;
    #[pymodule_export]
    use crate::verbs::{
        base_code, context, cookies, describe, event_id, hash, is_absent, normalize, under, verify_shopify,
        verify_woocommerce,
    };

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) {
        tiktok_capi_atfork::watch();
    }
}
