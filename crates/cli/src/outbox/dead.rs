//! `outbox dead`: what was given up and why.

use std::io::{self, Write};

use clap::Args;
use tiktok_capi::DeadLetter;

use super::keeper::keeper;
use super::letters;
use super::spoken::spoken;
use crate::end::{End, Stop};
use crate::options::{Flags, Keeping};
use crate::streams::Streams;

/// List the dead letters: events that are not sent again unless you ask for it.
///
/// Shows nothing of an event but its name.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Reasons:
  rejected   TikTok does not take it; the number is TikTok's code
  partly     TikTok took some events of its request and does not say which
  expired    nobody knows whether it arrived, and a second copy would soon count twice
  damaged    the file no longer holds what was written

`maybe` says that TikTok may have the event all the same.")]
pub(super) struct Dead {
    #[command(flatten)]
    keeping: Flags<Keeping>,
    /// Only those with this reason, as `rejected` or `rejected.40002`
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Dead, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let client = keeper(&arguments.keeping)?;
    let out = &mut streams.out;
    if !arguments.json {
        writeln!(out, "{:>8}  {:<24} {:<8} {:<24} {:<16} AGE", "SEQ", "EVENT", "SOURCE", "ID", "REASON")?;
    }
    letters::each(&client, arguments.reason.as_deref(), |letter| {
        Ok(if arguments.json { object(letter, out) } else { row(letter, out) }?)
    })?;
    Ok(End::Fine)
}

fn object(letter: &DeadLetter, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{")?;
    letters::write_members(letter, out)?;
    out.write_all(b"}\n")
}

fn row(letter: &DeadLetter, out: &mut impl Write) -> io::Result<()> {
    let DeadLetter { seq, event_source, event_source_id, .. } = letter;
    let (name, cause, age) = (letter.event.name(), letters::cause(letter), spoken(letter.age));
    let maybe = if letter.may_have_arrived { "  maybe" } else { "" };
    writeln!(out, "{seq:>8}  {name:<24} {event_source:<8} {event_source_id:<24} {cause:<16} {age}{maybe}")
}
