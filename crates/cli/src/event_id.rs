//! `event-id`: the id that server and Pixel can both compute.

use std::io::Write as _;

use tiktok_capi_core::event_id;

use crate::arguments::EventId;
use crate::end::{End, Stop};
use crate::streams::Streams;

pub(crate) fn run(arguments: &EventId, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let id = event_id(&arguments.event, &arguments.key).map_err(Stop::usage)?;
    let answer = if arguments.json { format!("{{\"event_id\":\"{id}\"}}") } else { id };
    writeln!(streams.out, "{answer}")?;
    Ok(End::Fine)
}
