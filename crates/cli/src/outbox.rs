//! `outbox`: what waits in an outbox, its delivery, and what was given up.

mod dead;
mod drain;
mod ending;
mod export;
mod letters;
mod retry;
mod round;
mod status;

use std::io;
use std::path::Path;
use std::time::Duration;

use clap::{Args, Subcommand};
use tiktok_capi::{Client, Input, Options, OutboxError, OutboxFault};

use crate::end::{End, Stop};
use crate::options::{Flags, Keeping};
use crate::streams::Streams;

/// Look into an outbox, deliver what waits in it, and settle what was given up.
///
/// An outbox is the file into which `enqueue` puts events; `docs/outbox.md` tells what it promises. Run these commands as
/// the user who puts the events in, on the same machine.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  export TIKTOK_CAPI_OUTBOX=/var/lib/shop/tiktok.outbox
  tiktok-capi outbox status
  tiktok-capi outbox drain --timeout 50 --quiet
  tiktok-capi outbox retry --reason rejected.40002

Exit codes: 0 all is well, 1 the outbox cannot be used, 2 called wrongly, 3 some events were given up, 4 the access token is \
not accepted, 5 some events still wait.")]
pub(crate) struct Outbox {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(status::Status),
    Drain(drain::Drain),
    Dead(dead::Dead),
    Retry(retry::Retry),
    Export(export::Export),
}

pub(crate) fn run(arguments: &Outbox, streams: &mut Streams<'_>) -> Result<End, Stop> {
    match &arguments.command {
        Command::Status(arguments) => status::run(arguments, streams),
        Command::Drain(arguments) => drain::run(arguments, streams),
        Command::Dead(arguments) => dead::run(arguments, streams),
        Command::Retry(arguments) => retry::run(arguments, streams),
        Command::Export(arguments) => export::run(arguments, streams),
    }
}

/// The outbox's file, whether or not it is there.
fn path(flags: &Flags<Keeping>) -> Result<String, Stop> {
    match flags.text("outbox") {
        Some(path) if path == ":memory:" => {
            Err(Stop::usage("--outbox: an outbox in memory belongs to the program that has it"))
        }
        Some(path) => Ok(path),
        None => Err(Stop::usage(
            "--outbox, or the environment variable TIKTOK_CAPI_OUTBOX, says which file it is",
        )),
    }
}

/// The outbox's file, which must be there. Made here, it might belong to a user who puts no events in.
fn existing(flags: &Flags<Keeping>) -> Result<String, Stop> {
    let path = path(flags)?;
    let missing =
        || Stop::usage(format_args!("{path}: no such file; the first event that is put in makes it"));
    if Path::new(&path).exists() { Ok(path) } else { Err(missing()) }
}

/// A client that looks after an outbox. It has no token, so nothing is delivered behind the caller's back.
fn keeper(flags: &Flags<Keeping>) -> Result<Client, Stop> {
    Ok(Client::new(Options::default().with("outbox", &Input::text(existing(flags)?))?)?)
}

/// A time as people say it.
fn spoken(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

impl From<OutboxError> for Stop {
    fn from(error: OutboxError) -> Self {
        match error.fault() {
            OutboxFault::Foreign | OutboxFault::Newer => Self::usage(error),
            _ => Self::Machine(io::Error::other(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_units_of_their_size() {
        for (seconds, said) in [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (200_000, "2 d")]
        {
            assert_eq!(spoken(Duration::from_secs(seconds)), said);
        }
    }
}
