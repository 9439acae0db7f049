//! Planted secrets and personal data come out nowhere: not in logs down to trace level, not in errors, `Debug`, panics or
//! receipts, and not in what the sandbox and an outbox show and keep.
//!
//! `cargo test -p tiktok-capi --test canary -- --nocapture` prints how much was searched.
#![allow(clippy::print_stdout, reason = "a test prints for people")]

mod canary_watch;
mod loopback;
mod support;

use canary_watch::{Canaries, Log, Shown, described, outbox, sandbox, service};

/// One after the other, since a process has one log.
#[test]
fn nothing_planted_comes_out() {
    let log = Log::start();
    let (canaries, mut shown) = (Canaries::new(), Shown::default());
    described::without_sending(&mut shown);
    described::every_field(&mut shown);
    described::options(&mut shown);
    service::hostile(&mut shown);
    outbox::look(&mut shown);
    let without_sandbox = log.take();
    sandbox::look(&mut shown);
    let with_sandbox = log.take();
    for source in ["tiktok_capi", "ureq", "called `Result::unwrap()`"] {
        assert!(without_sandbox.contains(source), "{source} is listened to");
    }
    assert!(with_sandbox.contains("tiktok_capi_sandbox"), "the sandbox is listened to");
    shown.text("logs of the client, panics", without_sandbox);
    shown.text("logs of client and sandbox", with_sandbox);
    println!("{shown}{} canaries in each of them", canaries.len());
    let found = shown.search(&canaries);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
