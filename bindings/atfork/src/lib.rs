//! What has to be done around a `fork`, without the program having to know: no thread is inside an outbox's file at that
//! moment, so that the child finds no lock taken that nobody will give back.
//!
//! It works for whoever forks, and however: servers such as uWSGI fork without telling the language that they run.

#![allow(
    unsafe_code,
    reason = "one call of the C library, which the doors share so that none of them needs unsafe code"
)]

#[cfg(unix)]
mod unix {
    use std::ffi::c_int;

    use tiktok_capi::fork;

    type Handler = Option<unsafe extern "C" fn()>;

    unsafe extern "C" {
        /// POSIX.1-2024, `pthread_atfork`.
        fn pthread_atfork(prepare: Handler, parent: Handler, child: Handler) -> c_int;
    }

    pub(super) fn register() {
        // SAFETY: the three functions take nothing, give nothing and never unwind (`extern "C"` aborts instead, and they do
        // not panic); and they stay where they are, since libraries that register them are never unmapped.
        // The only failure is want of memory; then forks are as dangerous as they are anywhere else.
        let _ = unsafe { pthread_atfork(Some(before), Some(in_parent), Some(in_child)) };
    }

    extern "C" fn before() {
        fork::before();
    }

    extern "C" fn in_parent() {
        fork::in_parent();
    }

    extern "C" fn in_child() {
        fork::in_child();
    }
}

/// Has it done around every fork of this process from now on.
///
/// The library it is linked into must stay loaded until the process ends, as extension modules of Python and libraries that
/// are linked with `-z nodelete` do.
pub fn watch() {
    #[cfg(unix)]
    {
        static WATCHED: std::sync::Once = std::sync::Once::new();
        WATCHED.call_once(unix::register);
    }
}
