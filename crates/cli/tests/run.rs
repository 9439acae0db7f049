//! `run` and `sandbox --listen`, as the real program.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use common::{finished, started};

const PATH: (&str, &str) = ("PATH", "/usr/bin:/bin");

/// Runs a shell's script beside a sandbox on a free port.
fn run(script: &str, environment: &[(&str, &str)]) -> common::Ran {
    let environment = [environment, &[PATH]].concat();
    finished(started(&["run", "--port", "0", "--", "sh", "-c", script], &environment, "typed\n"))
}

#[test]
fn the_program_finds_the_sandbox_and_keeps_its_streams() {
    let script =
        "echo $TIKTOK_CAPI_ENDPOINT $TIKTOK_PIXEL_URL $TIKTOK_ACCESS_TOKEN $TIKTOK_EVENT_SOURCE_ID; cat";
    let ran = run(script, &[("TIKTOK_ACCESS_TOKEN", "a-real-token")]);
    let lines = ran.lines();
    let words: Vec<&str> = lines[0].split(' ').collect();
    assert!(words[0].starts_with("http://127.0.0.1:"));
    assert_eq!(words[1], format!("{}/i18n/pixel/events.js", words[0]));
    assert_eq!(&words[2..], ["sandbox", "SANDBOX"], "a real token stays out");
    assert_eq!((lines[1], ran.code), ("typed", 0));
    assert!(ran.err.contains(&format!("{}/", words[0])));
    let ran = run("echo $TIKTOK_EVENT_SOURCE_ID", &[("TIKTOK_EVENT_SOURCE_ID", "C4A")]);
    assert_eq!(ran.out, "C4A\n");
}

#[test]
fn what_the_program_sends_is_accepted() {
    let event = r#"{"event":"Contact","page":{"url":"https://a.de/"},"user":{"email":"jo@canary.example"}}"#;
    let this = env!("CARGO_BIN_EXE_tiktok-capi");
    let ran = finished(started(&["run", "--port", "0", "--", this, "send", "-"], &[PATH], event));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn the_exit_code_is_the_programs() {
    assert_eq!(run("exit 7", &[]).code, 7);
    assert_eq!(run("kill -9 $$", &[]).code, 137);
    let missing = finished(started(&["run", "--port", "0", "--", "/no/such/program"], &[PATH], ""));
    assert_eq!(missing.code, 127);
    assert_eq!(finished(started(&["run"], &[PATH], "")).code, 2);
}

#[test]
fn signals_are_passed_on() {
    for (signal, code) in [("TERM", 41), ("INT", 42), ("HUP", 43)] {
        let script = format!("trap 'exit {code}' {signal}; echo ready; while :; do sleep 0.05; done");
        let mut running = started(&["run", "--port", "0", "--", "sh", "-c", &script], &[PATH], "");
        let mut line = String::new();
        let mut out = BufReader::new(running.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        let pid = running.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        assert_eq!(running.wait().unwrap().code(), Some(code), "{signal}");
    }
}

#[test]
fn other_machines_need_the_password() {
    let arguments = ["sandbox", "--port", "0", "--listen", "0.0.0.0", "--lifetime", "60"];
    let mut serving = started(&arguments, &[], "");
    let mut lines = BufReader::new(serving.stdout.take().unwrap()).lines().map(Result::unwrap);
    let (url, password) = (lines.next().unwrap(), lines.next().unwrap());
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let password = password.rsplit(' ').next().unwrap().to_owned();
    assert_eq!(password.len(), 32);
    let status = |authorization: &str| {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: box:{port}\r\nConnection: close\r\n{authorization}\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status(""), "401");
    assert_eq!(status("Authorization: Basic eDp5\r\n"), "401");
    let pair = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("x:{password}"));
    assert_eq!(status(&format!("Authorization: Basic {pair}\r\n")), "200");
    serving.kill().unwrap();
    serving.wait().unwrap();
}
