//! The program `tiktok-capi`.

#![forbid(unsafe_code)]

fn main() {
    std::process::exit(tiktok_capi_cli::run_here(std::env::args_os()))
}
