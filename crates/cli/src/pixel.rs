//! `pixel`: the page's half of each event.

use std::io::{self, Write};

use clap::Args;
use tiktok_capi_core::{Event, pixel};

use crate::arguments::source::{Source, forms};
use crate::end::{End, Stop};
use crate::events::each_read;
use crate::options::{Describing, Flags, Reader};
use crate::streams::Streams;

/// Print what the page's Pixel needs to report the same conversion, one JSON object per event.
///
/// The line is empty when the event is refused or withheld; problems go to standard error as NDJSON.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
Each object has `identify` (the argument of ttq.identify, or null), `track` (the three arguments of ttq.track) and \
`script` (the body of a script element, safe inside HTML).

Example:
  tiktok-capi pixel --html --nonce \"$NONCE\" event.json"))]
pub(crate) struct Pixel {
    #[command(flatten)]
    source: Source,
    /// Print the whole script element instead
    #[arg(long)]
    html: bool,
    /// The page's CSP nonce, for the script element
    #[arg(long, requires = "html")]
    nonce: Option<String>,
    #[command(flatten)]
    describing: Flags<Describing>,
}

pub(crate) fn run(arguments: &Pixel, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let reader = Reader::of(&arguments.describing)?;
    each_read(&arguments.source.file, &reader, streams, |event, out| {
        match event {
            Some(event) if arguments.html => {
                out.write_all(pixel(event).html(arguments.nonce.as_deref()).as_bytes())?;
            }
            Some(event) => write_json(event, out)?,
            None => {}
        }
        out.write_all(b"\n")
    })
}

fn write_json(event: &Event<'_>, out: &mut impl Write) -> io::Result<()> {
    let pixel = pixel(event);
    let identify = pixel.identify.as_deref().unwrap_or("null");
    write!(out, "{{\"identify\":{identify},\"script\":")?;
    serde_json::to_writer(&mut *out, &pixel.script())?;
    write!(out, ",\"track\":[{}]}}", pixel.track.join(","))
}
