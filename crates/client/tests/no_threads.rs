//! A process that may start no thread, and a thread of ours that panics.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::process::Command;
use std::time::Duration;

use support::file::File;
use support::{Moving, Scripted, code, event, events, options};
use tiktok_capi::{Client, Input, Reason};

const LONG: Duration = Duration::from_secs(60);

/// Set in the process that may start none.
const ALONE: &str = "TIKTOK_CAPI_NO_THREADS";

/// Runs the test in a process whose threads would need more memory than there are addresses.
fn is_alone(test: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        let started = std::thread::Builder::new().spawn(|| ());
        assert!(started.is_err(), "there are no threads here");
        return true;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
    again.env(ALONE, "1").env("RUST_MIN_STACK", (1_u64 << 47).to_string());
    assert!(again.status().unwrap().success());
    false
}

fn by_name(more: &str) -> Client {
    // It is looked up by a thread, so that a slow answer can be left behind.
    Client::new(options(more).with("endpoint", &Input::text("http://localhost:9")).unwrap()).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_a_name_is_not_found_and_tried_again() {
    if is_alone("without_threads_a_name_is_not_found_and_tried_again") {
        let receipt = by_name(r#"{"max_attempts": 2}"#).track(&events(1)).unwrap();
        let outcome = &receipt.results[0].outcome;
        assert_eq!((outcome.reason(), receipt.requests), (Some(Reason::Connect), 2));
        assert!(!outcome.may_have_arrived());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_a_file_keeps_what_is_put_in() {
    if is_alone("without_threads_a_file_keeps_what_is_put_in") {
        let file = File::new();
        let options = file.options("{}").with("endpoint", &Input::text("http://localhost:9")).unwrap();
        let client = Client::new(options).unwrap();
        client.enqueue(&events(3)).unwrap();
        let stats = client.flush(LONG).unwrap();
        assert_eq!((stats.waiting, stats.thread, stats.reasons["no_thread"]), (3, Some("failed"), 1));
        assert_eq!(client.close(LONG).unwrap().waiting, 3);
    }
}

/// What no thread could be started for, as memory for its stack is short, is kept after its client, until one can.
#[cfg(target_os = "linux")]
#[test]
fn what_only_memory_holds_waits_for_a_thread() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};

    if std::env::var_os(ALONE).is_none() {
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args([
            "--exact",
            "what_only_memory_holds_waits_for_a_thread",
            "--nocapture",
            "--test-threads",
            "1",
        ]);
        assert!(again.env(ALONE, "1").status().unwrap().success());
        return;
    }
    let (told, arrived) = std::sync::mpsc::channel();
    let service = Scripted::new(move |_, seen| {
        seen.ids.iter().for_each(|id| told.send(id.clone()).unwrap());
        code(0)
    });
    let client = || Client::with_transport(options("{}"), service.clone(), Moving::default()).unwrap();
    let stranded = client();
    stranded.stats().unwrap();
    let (soft, hard) = getrlimit(Resource::RLIMIT_AS).unwrap();
    let pages: u64 =
        std::fs::read_to_string("/proc/self/statm").unwrap().split(' ').next().unwrap().parse().unwrap();
    setrlimit(Resource::RLIMIT_AS, pages * 4096 + (1 << 20), hard).unwrap();
    stranded.enqueue(&event("stranded")).unwrap();
    let thread = stranded.stats().unwrap().thread;
    drop(stranded);
    setrlimit(Resource::RLIMIT_AS, soft, hard).unwrap();
    assert_eq!(thread, Some("failed"));
    client().enqueue(&event("later")).unwrap();
    let arrived: std::collections::BTreeSet<_> =
        (0..2).map(|_| arrived.recv_timeout(LONG).unwrap()).collect();
    assert_eq!(arrived, ["stranded", "later"].map(str::to_owned).into());
}

#[test]
fn the_thread_survives_a_panic_and_gives_its_lease_back() {
    let file = File::new();
    let service = Scripted::new(|number, seen| {
        assert!(number > 0 || seen.ids.len() < 10, "the first request");
        code(0)
    });
    let client = Client::with_transport(file.options("{}"), service.clone(), Moving::default()).unwrap();
    client.enqueue(&events(10)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.in_flight, stats.reasons["accepted"]), (0, 0, 10));
    assert_eq!(stats.reasons["undelivered.connection_lost"], 10);
    client.enqueue(&event("later")).unwrap();
    assert_eq!(client.close(LONG).unwrap().reasons["accepted"], 11);
}
