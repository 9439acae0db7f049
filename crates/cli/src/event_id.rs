//! `event-id`: the id that server and Pixel can both compute.

use std::io::Write as _;

use clap::Args;
use tiktok_capi_core::event_id;

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Print the event id that server and Pixel can both compute (UUIDv5).
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi event-id Purchase 4711

The id is the UUIDv5 (RFC 9562) of `EVENT:KEY` in the namespace UUIDv5(URL, TikTok's endpoint). Give the same id to \
the Pixel as `event_id` in the third argument of `ttq.track`, and the two count once.")]
pub(crate) struct EventId {
    /// Name of the event
    event: String,
    /// What makes the conversion unique, as the order number
    key: String,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &EventId, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let id = event_id(&arguments.event, &arguments.key).map_err(Stop::usage)?;
    let answer = if arguments.json { format!("{{\"event_id\":\"{id}\"}}") } else { id };
    writeln!(streams.out, "{answer}")?;
    Ok(End::Fine)
}
