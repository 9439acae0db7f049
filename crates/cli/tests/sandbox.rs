//! `sandbox` as a command.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStderr};

use common::folder::Folder;
use common::sending::{events, spawned};
use common::{finished, started};

/// A sandbox that is a command, its address, and what it notes.
struct Serving {
    child: Child,
    url: String,
    notes: BufReader<ChildStderr>,
}

impl Serving {
    fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let arguments = [&["sandbox", "--port", "0", "--lifetime", "60"], arguments].concat();
        let mut child = started(&arguments, environment, "");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let notes = BufReader::new(child.stderr.take().unwrap());
        Self { child, url: line.trim().trim_end_matches('/').to_owned(), notes }
    }

    /// The exit code of sending a file with that token.
    fn sent(&self, file: &str, token: &str) -> i32 {
        finished(spawned(&self.url, token, &[file], "")).code
    }

    fn note(&mut self) -> String {
        let mut line = String::new();
        self.notes.read_line(&mut line).unwrap();
        line
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_sandbox_is_a_command() {
    let serving = Serving::start(&["--token", "known"], &[]);
    let folder = Folder::new("command");
    let file = folder.file("e.ndjson", &events(2));
    assert_eq!((serving.sent(&file, "known"), serving.sent(&file, "unknown")), (0, 4));
    let port = serving.url.rsplit(':').next().unwrap();
    assert_eq!(finished(started(&["sandbox", "--port", port], &[], "")).code, 2, "the port is taken");
}

#[test]
fn tokens_come_from_the_environment_and_a_file() {
    let folder = Folder::new("tokens");
    let file = folder.file("e.ndjson", &events(1));
    let tokens = folder.file("tokens", "\n  first \r\nsecond\n");
    let given = [("TIKTOK_CAPI_SANDBOX_TOKENS", " third\tfourth ")];
    let serving = Serving::start(&["--token-file", &tokens], &given);
    for token in ["first", "second", "third", "fourth"] {
        assert_eq!(serving.sent(&file, token), 0, "{token}");
    }
    assert_eq!((serving.sent(&file, "fifth"), serving.sent(&file, "third\tfourth")), (4, 2));
    let empty = Serving::start(&[], &[("TIKTOK_CAPI_SANDBOX_TOKENS", " ")]);
    assert_eq!(empty.sent(&file, "any"), 0, "a blank one is none");
    // Whoever wants none but these wants no other when the file is blank or gone.
    for wrong in [folder.file("blank", " \n"), folder.path("gone")] {
        let ran = finished(started(
            &["sandbox", "--port", "0", "--lifetime", "1", "--token-file", &wrong],
            &[],
            "",
        ));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    }
}

#[test]
fn what_is_not_kept_is_told() {
    let folder = Folder::new("capacity");
    let file = folder.file("e.ndjson", &events(5));
    let mut small = Serving::start(&["--capacity", "4"], &[]);
    assert_eq!((small.sent(&file, "any"), small.sent(&file, "any")), (0, 0));
    let note = small.note();
    assert!(note.contains("--capacity") && note.contains("oldest"), "{note}");
    let mut large = Serving::start(&["--capacity", "1000000"], &[]);
    let note = large.note();
    assert!(note.contains("--capacity") && note.contains("144 MiB"), "{note}");
    // It is told once, and of what fits nothing is said.
    for mut serving in [small, large, Serving::start(&["--capacity", "150000"], &[])] {
        assert_eq!(serving.sent(&file, "any"), 0);
        serving.child.kill().unwrap();
        assert_eq!(serving.note(), "");
    }
}

#[test]
fn a_wrong_path_is_told_by_both_ends() {
    let folder = Folder::new("path");
    let file = folder.file("e.ndjson", &events(2));
    let mut serving = Serving::start(&[], &[]);
    let endpoint = format!("{}/open_api/v1.3/event/track", serving.url);
    let sent = finished(spawned(&endpoint, "any", &[&file], ""));
    assert_eq!(sent.code, 3);
    assert!(sent.err.contains("40400") && sent.err.contains("--endpoint"), "{}", sent.err);
    assert!(sent.err.contains("/open_api/v1.3/event/track/"), "{}", sent.err);
    assert!(serving.note().contains("/open_api/v1.3/event/track/"));
}
