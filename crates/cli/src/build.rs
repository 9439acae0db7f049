//! `build`: canonical bytes, one line an event, or whole request bodies.

use std::io::Write as _;

use clap::Args;
use tiktok_capi::{Client, Options};

use crate::arguments::source::{Source, forms};
use crate::body::Bodies;
use crate::end::{End, Stop};
use crate::events::each_read;
use crate::options::{Addressing, Describing, Flags, Reader};
use crate::streams::Streams;

/// Print the canonical bytes of events: exactly one line out per event in.
///
/// The line is empty when the event is refused, or withheld for want of consent. Problems go to standard error as NDJSON;
/// their `line` is the number of the event, which is also the number of its line in the output.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
Examples:
  cat event.json | tiktok-capi build
  tiktok-capi build --event-source offline --default-region GB orders.ndjson > events.ndjson 2> problems.ndjson
  tiktok-capi build --body --pixel-code C4A1B2C3D4 event.json

Exit codes: 0 nothing was refused, 2 called wrongly, 3 at least one event was refused."))]
pub(crate) struct Build {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    describing: Flags<Describing>,
    /// Print whole request bodies, one a line, each with at most 1,000 events and 1 MiB
    #[arg(long)]
    body: bool,
    #[command(flatten)]
    addressing: Flags<Addressing>,
}

pub(crate) fn run(arguments: &Build, streams: &mut Streams<'_>) -> Result<End, Stop> {
    if arguments.body { bodies(arguments, streams) } else { lines(arguments, streams) }
}

fn lines(arguments: &Build, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let mut bytes = Vec::new();
    each_read(&arguments.source.file, &Reader::of(&arguments.describing)?, streams, |event, out| {
        bytes.clear();
        if let Some(event) = event {
            event.write(&mut bytes);
        }
        bytes.push(b'\n');
        out.write_all(&bytes)
    })
}

fn bodies(arguments: &Build, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let mut options = Options::default();
    arguments.describing.apply(&mut options)?;
    arguments.addressing.apply(&mut options)?;
    let reader = Reader(Client::new(options.with_environment()?)?);
    let mut bodies = Bodies::of(&reader.0)?;
    let end = each_read(&arguments.source.file, &reader, streams, |event, out| {
        event.map_or(Ok(()), |event| bodies.push(event.to_bytes(), out))
    })?;
    bodies.finish(&mut streams.out)?;
    Ok(end)
}
