//! One pass over the input: each event is read, told about, and handed on.

use std::io::{self, ErrorKind};
use std::path::Path;

use tiktok_capi_core::{Event, Input, Outcome, Reading};

use crate::end::{End, Stop};
use crate::options::Reader;
use crate::records::Records;
use crate::streams::{Notes, Streams, Writer, open};
use crate::told::{Told, described};

/// Where the answers of a pass go.
pub(crate) struct Output<'o, 's> {
    pub(crate) out: &'o mut Writer<'s>,
    pub(crate) err: &'o mut Notes<'s>,
}

/// What an event of the input turned out to be, before any rule looks at it.
pub(crate) type Described<'r> = Result<Input<'r>, Told<'static>>;

/// Calls `then` for each event of the input with its number. It says whether the event is refused.
pub(crate) fn each(
    path: &Path,
    streams: &mut Streams<'_>,
    then: impl FnMut(u64, Described<'_>, &mut Output<'_, '_>) -> io::Result<End>,
) -> Result<End, Stop> {
    let Streams { input, out, err, .. } = streams;
    let mut file = open(path)?;
    let input: &mut dyn io::Read = match &mut file {
        Some(file) => file,
        None => *input,
    };
    let mut records = Records::of(input)?;
    let mut end = End::Fine;
    match pass(&mut records, &mut Output { out, err }, then, &mut end) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        // A reader that goes away ends the pass. What was refused until then was refused.
        _ => Ok(end),
    }
}

fn pass(
    records: &mut Records<'_>,
    output: &mut Output<'_, '_>,
    mut then: impl FnMut(u64, Described<'_>, &mut Output<'_, '_>) -> io::Result<End>,
    end: &mut End,
) -> io::Result<()> {
    while let Some(record) = records.next()? {
        let number = record.number;
        if then(number, described(&record), output)? == End::Refused {
            *end = End::Refused;
        }
        if records.would_wait() {
            output.flush()?;
        }
    }
    Ok(())
}

/// Reads each event by the rules, writes its problems as NDJSON, and calls `then` with it when it can be sent.
pub(crate) fn each_read(
    path: &Path,
    reader: &Reader,
    streams: &mut Streams<'_>,
    mut then: impl FnMut(Option<&Event<'_>>, &mut Writer<'_>) -> io::Result<()>,
) -> Result<End, Stop> {
    each(path, streams, |number, described, output| {
        let input = match described {
            Ok(input) => input,
            Err(told) => {
                told.write_line(output.err, number)?;
                then(None, output.out)?;
                return Ok(End::Refused);
            }
        };
        let Reading { outcome, problems } = Event::read(&input, &reader.rules(number));
        problems.iter().try_for_each(|problem| Told::from(problem).write_line(output.err, number))?;
        then(outcome.ready(), output.out)?;
        Ok(End::of(matches!(outcome, Outcome::Refused)))
    })
}

impl Output<'_, '_> {
    fn flush(&mut self) -> io::Result<()> {
        io::Write::flush(self.out)?;
        io::Write::flush(self.err)
    }
}
