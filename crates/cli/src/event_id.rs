//! `event-id`: the id that server and Pixel can both compute.

use std::io::Write as _;

use clap::Args;
use tiktok_capi_core::{event_id, event_name_doubt};

use crate::end::{End, Stop};
use crate::streams::Streams;
use crate::told::Told;

/// Print the event id that server and Pixel can both compute (UUIDv5).
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi event-id Purchase 4711

The id is the UUIDv5 (RFC 9562) of `EVENT:KEY` in the namespace UUIDv5(URL, TikTok's endpoint). Give the same id to \
the Pixel as `event_id` in the third argument of `ttq.track`, and the two count once. A name that is nearly a standard one, \
as `purchase`, would give another id than the Pixel's, and is told on standard error.")]
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
    let doubt = event_name_doubt(&arguments.event);
    let told = doubt.as_ref().map(Told::from);
    if arguments.json {
        write!(streams.out, "{{\"event_id\":\"{id}\",\"problems\":[")?;
        told.map_or(Ok(()), |told| told.write_json(&mut streams.out))?;
        writeln!(streams.out, "]}}")?;
        return Ok(End::Fine);
    }
    if let Some(told) = told {
        writeln!(streams.err, "{}", told.of_value())?;
    }
    writeln!(streams.out, "{id}")?;
    Ok(End::Fine)
}
