//! `run`: a program with a sandbox beside it.

mod child;

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;

use clap::Args;
use tiktok_capi_sandbox::{Config, Sandbox};

use crate::end::{End, Stop};
use crate::streams::Streams;

/// The port that people know from `sandbox`.
const PORT: u16 = 8787;

/// The token that the program is given. The sandbox takes any, and a real one has no business here.
const TOKEN: &str = "sandbox";

/// The event source, when the environment names none.
const SOURCE: &str = "SANDBOX";

/// Run a program that reports to a sandbox, and print the address of the sandbox's page.
///
/// The program finds the sandbox by its environment. The sandbox ends with it, and so does this command: with its exit
/// code.
#[derive(Debug, Args)]
#[command(after_long_help = "\
What is set: TIKTOK_CAPI_ENDPOINT, TIKTOK_ACCESS_TOKEN, TIKTOK_EVENT_SOURCE_ID (kept when it is set already), and \
TIKTOK_PIXEL_URL, the address of the Pixel's stub.

Examples:
  tiktok-capi run -- python manage.py runserver
  tiktok-capi run -- npm test

Signals are passed on. Exit codes: that of the program, 128 and the signal's number when one ended it, 127 when it \
cannot be started.")]
pub(crate) struct Run {
    /// Port of the sandbox; 0 takes a free one [default: 8787, or a free one when that is taken]
    #[arg(long)]
    port: Option<u16>,
    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(crate) fn run(arguments: &Run, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let sandbox = sandbox(arguments.port)?;
    let Some((program, rest)) = arguments.command.split_first() else { return Ok(End::Usage) };
    // Standard output is the program's.
    let told = writeln!(streams.err, "tiktok-capi: the sandbox's page is at {}/", sandbox.url());
    // The program runs whether or not that can be written.
    let _ = told.and_then(|()| streams.flush());
    let run = |name| child::run(Command::new(name).args(rest).envs(environment(&sandbox)));
    match first_there(child::names(program).map(run)) {
        Ok(code) => Ok(End::Child(code)),
        Err(error) => {
            writeln!(streams.err, "tiktok-capi: the program cannot be started: {error}")?;
            Ok(End::Child(127))
        }
    }
}

/// The first of the programs that is there.
fn first_there(mut ran: impl Iterator<Item = io::Result<i32>>) -> io::Result<i32> {
    let is_there = |ran: &io::Result<i32>| !matches!(ran, Err(error) if error.kind() == ErrorKind::NotFound);
    ran.find(is_there).unwrap_or_else(|| Err(ErrorKind::NotFound.into()))
}

fn sandbox(port: Option<u16>) -> Result<Sandbox, Stop> {
    let at = |port| {
        Sandbox::start(Config { bind: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), ..Config::default() })
    };
    let started = match port {
        Some(port) => at(port),
        None => at(PORT).or_else(|_| at(0)),
    };
    started.map_err(|error| Stop::usage(format_args!("no sandbox can be started: {error}")))
}

fn environment(sandbox: &Sandbox) -> [(&'static str, String); 4] {
    let url = sandbox.url();
    let source = std::env::var("TIKTOK_EVENT_SOURCE_ID").ok().filter(|id| !id.trim().is_empty());
    [
        ("TIKTOK_PIXEL_URL", format!("{url}/i18n/pixel/events.js")),
        ("TIKTOK_CAPI_ENDPOINT", url),
        ("TIKTOK_ACCESS_TOKEN", TOKEN.to_owned()),
        ("TIKTOK_EVENT_SOURCE_ID", source.unwrap_or_else(|| SOURCE.to_owned())),
    ]
}
