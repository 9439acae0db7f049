//! `outbox`: what waits in an outbox, its delivery, and what was given up.

mod dead;
mod drain;
mod ending;
mod export;
mod keeper;
mod letters;
mod retry;
mod round;
mod spoken;
mod status;

use std::io;

use clap::{Args, Subcommand};
use tiktok_capi::{OutboxError, OutboxFault};

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Look into an outbox, deliver what waits in it, and settle what was given up.
///
/// An outbox is the file into which `enqueue` puts events. Run these commands as
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

impl From<OutboxError> for Stop {
    fn from(error: OutboxError) -> Self {
        match error.fault() {
            OutboxFault::Foreign | OutboxFault::Newer => Self::usage(error),
            _ => Self::Machine(io::Error::other(error)),
        }
    }
}
