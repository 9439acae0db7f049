//! `outbox status`: how much waits, for whom, and what became of the rest.

use std::io::{self, Write};

use clap::Args;
use tiktok_capi::{SourceStats, Stats};

use super::keeper::keeper;
use super::spoken::spoken;
use crate::end::{End, Stop};
use crate::options::{Flags, Keeping};
use crate::streams::Streams;

/// Show how much waits, for whom, and what became of the rest.
///
/// Delivers nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The state of a source is `open`; `down` while TikTok does not answer as it should; `unauthorized` while it refuses the \
token. The counts go back to the day on which the file was made; an event is `undelivered` once for each request that \
settled nothing.")]
pub(super) struct Status {
    #[command(flatten)]
    keeping: Flags<Keeping>,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Status, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let stats = keeper(&arguments.keeping)?.stats()?;
    if arguments.json {
        writeln!(streams.out, "{}", stats.to_json())?;
    } else {
        write(&stats, &mut streams.out)?;
    }
    Ok(End::Fine)
}

fn write(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    let next =
        stats.oldest.map_or_else(String::new, |oldest| format!(", the next one for {}", spoken(oldest)));
    writeln!(out, "waiting  {} ({} being sent){next}", stats.waiting, stats.in_flight)?;
    writeln!(out, "dead     {}", stats.dead)?;
    writeln!(out, "bytes    {}", stats.bytes)?;
    if stats.left_behind > 0 {
        writeln!(out, "left     {} of a file that was moved or deleted", stats.left_behind)?;
    }
    if !stats.sources.is_empty() {
        writeln!(out, "\n{:<8} {:<24} {:>9}  {:<13} NEXT TRY", "SOURCE", "ID", "WAITING", "STATE")?;
        stats.sources.iter().try_for_each(|source| row(source, out))?;
    }
    if !stats.reasons.is_empty() {
        writeln!(out)?;
    }
    stats.reasons.iter().try_for_each(|(name, count)| writeln!(out, "{name:<36} {count:>9}"))
}

fn row(source: &SourceStats, out: &mut impl Write) -> io::Result<()> {
    let SourceStats { event_source, event_source_id, waiting, state, .. } = source;
    let next = source.next_try.map_or_else(|| "-".to_owned(), |wait| format!("in {}", spoken(wait)));
    let test = if source.is_test { "  test events" } else { "" };
    writeln!(out, "{event_source:<8} {event_source_id:<24} {waiting:>9}  {state:<13} {next}{test}")
}
