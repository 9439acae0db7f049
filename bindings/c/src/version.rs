//! Which library this is.

use std::ffi::c_char;

use crate::abi::TIKTOK_CAPI_ABI_VERSION;

/// The binary interface of the library that is loaded. Compare it with `TIKTOK_CAPI_ABI_VERSION` before the first call:
/// when they differ, the header is not the library's.
#[unsafe(no_mangle)]
pub extern "C" fn tiktok_capi_abi_version() -> u32 {
    TIKTOK_CAPI_ABI_VERSION
}

/// The version of the library that is loaded, as `1.2.3`. The text is static and NUL-terminated.
#[unsafe(no_mangle)]
pub extern "C" fn tiktok_capi_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
