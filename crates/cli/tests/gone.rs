//! Readers that go away: what they miss changes nothing about what becomes of the events.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::io::{self, ErrorKind, Write};
use std::process::Child;
use std::time::{Duration, Instant};

use common::folder::Folder;
use common::{finished, started};
use serde_json::json;
use tiktok_capi::{Client, Input, Options};
use tiktok_capi_sandbox::{Config, REVOKED_TOKEN, Sandbox};

/// A pipe that nobody reads any more.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the library within this process.
fn run(arguments: &[&str], input: &str, out: &mut dyn Write, err: &mut dyn Write) -> i32 {
    let arguments = ["tiktok-capi"].iter().chain(arguments).map(Into::into);
    tiktok_capi_cli::run(arguments, &mut input.as_bytes(), out, err)
}

fn event(id: &str) -> String {
    let user = json!({"email": format!("{id}@canary.example"), "phone": "not one"});
    json!({"event": "Contact", "event_id": id, "page": {"url": "https://a.de/"}, "user": user}).to_string()
}

fn unheard(mut child: Child) -> Child {
    drop(child.stdout.take());
    child
}

#[test]
fn the_exit_code_stays_what_became_of_the_events() {
    assert_eq!(run(&["build"], r#"{"event": "1bad"}"#, &mut Gone, &mut Gone), 3);
    assert_eq!(run(&["build"], &event("fine"), &mut Gone, &mut Gone), 0);
    assert_eq!(run(&["nonsense"], "", &mut Gone, &mut Gone), 2);
    let sandbox = Sandbox::start(Config::default()).unwrap();
    let environment =
        [("TIKTOK_CAPI_ENDPOINT", &*sandbox.endpoint()), ("TIKTOK_ACCESS_TOKEN", REVOKED_TOKEN)];
    let sent = unheard(started(&["send", "-", "--pixel-code", "C4A"], &environment, event("e1")));
    assert_eq!((finished(sent).code, sandbox.requests().len()), (4, 1));
}

/// More problems than any buffer holds.
#[test]
fn problems_that_nobody_reads_stop_nothing() {
    let events: Vec<String> = (1..=2_000).map(|n| event(&format!("e{n}"))).collect();
    let mut out = Vec::new();
    assert_eq!(run(&["build"], &events.join("\n"), &mut out, &mut Gone), 0);
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 2_000);
}

#[cfg(feature = "sandbox")]
#[test]
fn run_starts_its_program_all_the_same() {
    let mut child = started(&["run", "--port", "0", "--", "/bin/sh", "-c", "echo began; exit 7"], &[], "");
    drop(child.stderr.take());
    let ran = finished(child);
    assert_eq!((ran.code, ran.out.as_str()), (7, "began\n"));
}

#[test]
fn a_drain_that_stays_goes_on() {
    let (folder, sandbox) = (Folder::new("gone"), Sandbox::start(Config::default()).unwrap());
    let outbox = folder.path("events.outbox");
    let environment = [
        ("TIKTOK_CAPI_OUTBOX", &*outbox),
        ("TIKTOK_CAPI_ENDPOINT", &*sandbox.endpoint()),
        ("TIKTOK_ACCESS_TOKEN", "any"),
    ];
    let mut drain = unheard(started(&["outbox", "drain", "--every", "0.1"], &environment, ""));
    for count in 1..=3 {
        put(&outbox, &event(&format!("e{count}")));
        let start = Instant::now();
        while sandbox.counts().counted < count && start.elapsed() < Duration::from_secs(50) {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(sandbox.counts().counted, count);
    }
    drain.kill().unwrap();
    drain.wait().unwrap();
}

fn put(outbox: &str, event: &str) {
    let option = |options: Options, name, value: &str| options.with(name, &Input::text(value)).unwrap();
    let options = option(option(Options::default(), "outbox", outbox), "pixel_code", "C4A");
    let input = Input::from_json(event.as_bytes()).unwrap();
    assert!(Client::new(options).unwrap().enqueue(&[input]).unwrap().ok());
}
