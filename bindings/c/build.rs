//! How the shared library is called and behaves: its soname, and that it stays once it is loaded.

#[path = "src/abi.rs"]
#[expect(unreachable_pub, reason = "the library exports it")]
mod abi;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/abi.rs");
    let abi = abi::TIKTOK_CAPI_ABI_VERSION;
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let arguments = match system.as_str() {
        "macos" => vec![format!("-Wl,-install_name,@rpath/libtiktok_capi.{abi}.dylib")],
        "windows" => vec![],
        // A thread of ours may still run when a program unloads the library, so it is never unmapped. On Windows and macOS it asks for that itself (`src/stays.rs`).
        _ => vec![format!("-Wl,-soname,libtiktok_capi.so.{abi}"), "-Wl,-z,nodelete".to_owned()],
    };
    for argument in arguments {
        println!("cargo:rustc-cdylib-link-arg={argument}");
    }
}
