//! Processes that share an outbox. Each is this test program once more, told by its environment what to do; a test file
//! that uses them has a test `process` which calls [`run`].
#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod arrived;
mod clock;
mod folder;
mod program;
#[cfg(unix)]
pub(crate) mod strace;

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tiktok_capi::{Input, Options};

use crate::support::TOKEN;

pub(crate) use arrived::Arrived;
pub(crate) use clock::Skipping;
pub(crate) use folder::{Folder, Log};
pub(crate) use program::run;

/// The environment variable that holds a task, as JSON.
const TASK: &str = "TIKTOK_CAPI_TASK";

/// What a process is to do.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) role: Role,
    /// The folder of the outbox and of the ids that were acknowledged.
    pub(crate) folder: PathBuf,
    /// What its event ids begin with.
    pub(crate) name: String,
    /// Where it delivers to. Without it the process has no token, and only puts events in.
    pub(crate) endpoint: Option<String>,
    /// How many calls it makes at most.
    pub(crate) calls: u64,
    /// Microseconds between two calls.
    pub(crate) pause: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Enqueues, and writes down what was acknowledged.
    Produce,
    /// Delivers what waits, and what comes, so many times.
    Drain,
    /// Looks how much waits.
    Look,
}

impl Task {
    /// The process that does it.
    pub(crate) fn command(&self) -> Command {
        self.wrapped(Command::new(std::env::current_exe().unwrap()))
    }

    /// The same under another program, which is given the process as its last arguments.
    pub(crate) fn under(&self, mut program: Command) -> Command {
        program.arg(std::env::current_exe().unwrap());
        self.wrapped(program)
    }

    pub(crate) fn start(&self) -> Running {
        Running(self.command().spawn().unwrap())
    }

    fn wrapped(&self, mut command: Command) -> Command {
        command.args(["--exact", "process", "--nocapture", "--test-threads", "1"]);
        command.env(TASK, self.to_json().to_string()).stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    fn to_json(&self) -> Value {
        json!({"role": format!("{:?}", self.role), "folder": self.folder, "name": self.name, "endpoint": self.endpoint,
            "calls": self.calls, "pause": self.pause})
    }

    fn from_json(task: &Value) -> Self {
        let roles = [Role::Produce, Role::Drain, Role::Look];
        Self {
            role: roles.into_iter().find(|role| task["role"] == format!("{role:?}")).unwrap(),
            folder: task["folder"].as_str().unwrap().into(),
            name: task["name"].as_str().unwrap().to_owned(),
            endpoint: task["endpoint"].as_str().map(str::to_owned),
            calls: task["calls"].as_u64().unwrap(),
            pause: task["pause"].as_u64().unwrap(),
        }
    }
}

/// A process, which ends with the value.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn kill(&mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None, "it ended by itself");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Waits for its end, which is to be a good one.
    pub(crate) fn ends(mut self) {
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Options for the outbox of a folder. Without an endpoint there is no token either, so that events are only put in. A
/// process that dies keeps its lease for three seconds.
pub(crate) fn outbox_options(folder: &Folder, endpoint: Option<&str>) -> Options {
    options_for(folder, "C4A", endpoint)
}

/// The same for another event source.
pub(crate) fn options_for(folder: &Folder, source: &str, endpoint: Option<&str>) -> Options {
    let mut options = Options::default();
    let outbox = folder.outbox();
    let given = [
        ("pixel_code", source),
        ("timeout", "0.5"),
        ("max_attempts", "1"),
        ("now", NOW),
        ("outbox", &outbox),
    ];
    let to_send = endpoint.into_iter().flat_map(|endpoint| [("endpoint", endpoint), ("access_token", TOKEN)]);
    for (name, value) in given.into_iter().chain(to_send) {
        options.set(name, &Input::text(value.to_owned())).unwrap();
    }
    options
}

/// The time of all events, so that their bytes can be told from their ids.
const NOW: &str = "1767225600";

/// The event with that id: always the same, and of a size between 300 bytes and two pages of the file.
pub(crate) fn order(id: &str) -> Input<'static> {
    let sum = id.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 65_521);
    let length = if sum % 10 == 0 { sum % 8_000 } else { sum % 300 };
    Input::map([
        ("event", Input::text("Purchase")),
        ("event_id", Input::text(id.to_owned())),
        ("page", Input::map([("url", Input::text("https://shop.example/"))])),
        ("user", Input::map([("email", Input::text(format!("{id}@example.com")))])),
        (
            "properties",
            Input::map([
                ("currency", Input::text("EUR")),
                ("value", Input::text("19.9")),
                ("description", Input::text("x".repeat(length + 1))),
            ]),
        ),
    ])
}
