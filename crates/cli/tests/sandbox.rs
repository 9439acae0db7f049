//! `sandbox` as a command.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::io::BufRead as _;

use common::folder::Folder;
use common::sending::{events, spawned};
use common::{finished, started};

#[test]
fn the_sandbox_is_a_command() {
    let arguments = ["sandbox", "--port", "0", "--lifetime", "30", "--token", "known"];
    let mut serving = started(&arguments, &[], "");
    let mut line = String::new();
    let mut out = std::io::BufReader::new(serving.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let (url, folder) = (line.trim().trim_end_matches('/'), Folder::new("command"));
    let file = folder.file("e.ndjson", &events(2));
    assert_eq!(finished(spawned(url, "known", &[&file], "")).code, 0);
    assert_eq!(finished(spawned(url, "unknown", &[&file], "")).code, 4);
    let port = url.rsplit(':').next().unwrap();
    assert_eq!(finished(started(&["sandbox", "--port", port], &[], "")).code, 2, "the port is taken");
    serving.kill().unwrap();
    serving.wait().unwrap();
}
