//! The program as the tests call it.
#![allow(dead_code, reason = "each test file uses its own part of it")]

pub(crate) mod folder;
pub(crate) mod sending;
pub(crate) mod vectors;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// What a run of the program came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    /// The problems on standard error: number, path, code, severity.
    pub(crate) fn problems(&self) -> Vec<(u64, String, String, String)> {
        let text = |problem: &serde_json::Value, name: &str| problem[name].as_str().unwrap().to_owned();
        let read = |line: &str| {
            let problem: serde_json::Value = serde_json::from_str(line).unwrap();
            let [path, code, severity] = ["path", "code", "severity"].map(|name| text(&problem, name));
            assert!(!text(&problem, "hint").is_empty());
            (problem["line"].as_u64().unwrap(), path, code, severity)
        };
        self.err.lines().map(read).collect()
    }

    /// Number and code of each problem.
    pub(crate) fn codes(&self) -> Vec<(u64, String)> {
        self.problems().into_iter().map(|(line, _, code, _)| (line, code)).collect()
    }
}

/// Runs the library within this process.
pub(crate) fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
    let arguments = ["tiktok-capi"].iter().chain(arguments).map(Into::into);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = tiktok_capi_cli::run(arguments, &mut input.as_ref(), &mut out, &mut err);
    let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap());
    Ran { code, out, err }
}

/// Runs the real program.
pub(crate) fn program(arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
    finished(started(arguments, &[], input))
}

/// Starts the real program with no other environment than this, and feeds it.
pub(crate) fn started(arguments: &[&str], environment: &[(&str, &str)], input: impl AsRef<[u8]>) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiktok-capi"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    // It ends with the program, which may not read all of it.
    std::thread::spawn(move || drop(stdin.write_all(&input)));
    child
}

/// Waits for the end of the program.
pub(crate) fn finished(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Ran { code: output.status.code().unwrap(), out, err }
}

/// A file of the repository.
pub(crate) fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
