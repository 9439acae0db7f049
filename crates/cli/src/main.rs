//! The program `tiktok-capi`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(tiktok_capi_cli::run_here(std::env::args_os()))
}
