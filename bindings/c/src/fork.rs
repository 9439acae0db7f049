//! What has to be done around a `fork`, without the program having to know: no thread is inside an outbox's file at that
//! moment, so that the child finds no lock taken that nobody will give back.

use std::ffi::c_int;
use std::sync::Once;

use tiktok_capi_json::fork;

use crate::guard::contained;

/// Has it done around every fork from now on.
pub(crate) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // SAFETY: the three functions take nothing, give nothing and never unwind; and they stay where they are, since the
        // library is never unmapped (`build.rs`).
        // The only failure is want of memory; then forks are as dangerous as they are anywhere else.
        let _ = unsafe { pthread_atfork(Some(before), Some(in_parent), Some(in_child)) };
    });
}

type Handler = Option<unsafe extern "C" fn()>;

unsafe extern "C" {
    /// POSIX.1-2024, `pthread_atfork`.
    fn pthread_atfork(prepare: Handler, parent: Handler, child: Handler) -> c_int;
}

extern "C" fn before() {
    contained(fork::before);
}

extern "C" fn in_parent() {
    contained(fork::in_parent);
}

extern "C" fn in_child() {
    contained(fork::in_child);
}
