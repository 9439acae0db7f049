//! `build`: canonical bytes, one line an event, or whole request bodies.

use std::io::Write as _;

use tiktok_capi::{Client, Options};

use crate::arguments::Build;
use crate::body::Bodies;
use crate::end::{End, Stop};
use crate::events::each_read;
use crate::options::Reader;
use crate::streams::Streams;

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
