//! The number of the binary interface. It is also the number in the soname.

/// The binary interface that this header describes. It grows when a program that was compiled with an older header could
/// misbehave; a new function does not change it.
pub const TIKTOK_CAPI_ABI_VERSION: u32 = 1;
