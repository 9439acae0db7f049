//! `pixel`: the page's half of each event.

use std::io::{self, Write};

use tiktok_capi_core::{Event, pixel};

use crate::arguments::Pixel;
use crate::end::{End, Stop};
use crate::events::each_read;
use crate::options::Reader;
use crate::streams::Streams;

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
