//! The library stays once it is used: a thread of its own may still run when a program unloads it.
//!
//! The linker of Linux can say so of a library (`-z nodelete`, `build.rs`). Elsewhere the library has to ask for it.

/// Keeps this library loaded until the process ends. What may be unloaded before is as safe without it.
pub(crate) fn stays() {
    #[cfg(any(windows, target_os = "macos"))]
    {
        static ASKED: std::sync::Once = std::sync::Once::new();
        ASKED.call_once(system::ask);
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::c_void;
    use std::ptr;

    /// `GET_MODULE_HANDLE_EX_FLAG_PIN` and `GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS`.
    const PINNED_BY_ADDRESS: u32 = 1 | 4;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, address: *const c_void, module: *mut *mut c_void) -> i32;
    }

    static HERE: u8 = 0;

    pub(super) fn ask() {
        let mut module = ptr::null_mut();
        // SAFETY: the address is one of this library, and the place for the handle outlives the call. No failure is known
        // for the address of a library that is loaded; the library is then unloaded as any other.
        let _ =
            unsafe { GetModuleHandleExW(PINNED_BY_ADDRESS, ptr::from_ref(&HERE).cast(), &raw mut module) };
    }
}

#[cfg(target_os = "macos")]
mod system {
    use std::ffi::{c_char, c_int, c_void};
    use std::ptr;

    /// `RTLD_LAZY` and `RTLD_NODELETE`, of its `dlfcn.h`.
    const LAZY_FOR_EVER: c_int = 0x1 | 0x80;

    /// `Dl_info`.
    #[repr(C)]
    struct Found {
        file: *const c_char,
        base: *mut c_void,
        symbol: *const c_char,
        address: *mut c_void,
    }

    unsafe extern "C" {
        fn dladdr(address: *const c_void, found: *mut Found) -> c_int;
        fn dlopen(file: *const c_char, mode: c_int) -> *mut c_void;
    }

    static HERE: u8 = 0;

    pub(super) fn ask() {
        let mut found =
            Found { file: ptr::null(), base: ptr::null_mut(), symbol: ptr::null(), address: ptr::null_mut() };
        // SAFETY: the address is one of this library, and the place for what is found outlives the call.
        let is_found = unsafe { dladdr(ptr::from_ref(&HERE).cast(), &raw mut found) } != 0;
        if is_found {
            // SAFETY: `dladdr` gave the name of a file that is loaded. The handle is kept for ever, as is asked for.
            let _ = unsafe { dlopen(found.file, LAZY_FOR_EVER) };
        }
    }
}
