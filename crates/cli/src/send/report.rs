//! The report: a row of CSV for what was not accepted, and for what was left out of an event that was. No value of an event
//! is in it but the event's id.

use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::Path;

use csv::{Writer, WriterBuilder};

use crate::end::Stop;
use crate::told::Told;

use super::replaced::{replaced_by, sweep};

/// Writes rows, or nothing when nobody asked for them.
pub(super) struct Report(Option<Writer<File>>);

/// Why an event, or a value of it, did not arrive.
pub(super) struct Row<'r> {
    /// The line of the input on which the event starts.
    pub(super) line: u64,
    pub(super) event_id: &'r str,
    pub(super) outcome: &'static str,
    pub(super) code: Cow<'r, str>,
    pub(super) path: &'r str,
    pub(super) hint: Cow<'r, str>,
}

impl<'r> Row<'r> {
    pub(super) fn of(told: &'r Told<'_>) -> Self {
        let (code, hint) = (told.code().into(), told.hint().into());
        Self { line: 0, event_id: "", outcome: "", code, path: told.path(), hint }
    }
}

impl Report {
    /// Opens the file and cuts off what an interrupted run wrote about events that come again.
    pub(super) fn open(path: Option<&Path>, settled: u64) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Self(None)) };
        let wrong = |error: io::Error| Stop::usage(format_args!("{}: {error}", path.display()));
        let mut file =
            if is_device(path) { OpenOptions::new().write(true).open(path) } else { begun(path, settled) }
                .map_err(wrong)?;
        let is_new = file.stream_position().unwrap_or_default() == 0;
        let mut report = Self(Some(WriterBuilder::new().has_headers(false).from_writer(file)));
        if is_new {
            report.record(["line", "event_id", "outcome", "code", "path", "hint"])?;
        }
        Ok(report)
    }

    pub(super) fn write(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.record([&row.line.to_string(), row.event_id, row.outcome, &row.code, row.path, &row.hint])
    }

    fn record(&mut self, row: [&str; 6]) -> io::Result<()> {
        let Self(Some(writer)) = self else { return Ok(()) };
        writer.write_record(row).map_err(io::Error::from)
    }

    /// Hands everything to the machine and tells how long the report is.
    pub(super) fn flush(&mut self) -> io::Result<u64> {
        let Self(Some(writer)) = self else { return Ok(0) };
        writer.flush()?;
        let mut file = writer.get_ref();
        file.flush()?;
        Ok(file.stream_position().unwrap_or_default()) // a pipe has none
    }
}

/// What is no file is not replaced by one: `/dev/stderr`, a pipe.
fn is_device(path: &Path) -> bool {
    path.starts_with("/dev") || path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// A file for its owner alone, with what is settled of the old one; neither follows a link that somebody laid out.
fn begun(path: &Path, settled: u64) -> io::Result<File> {
    sweep(path);
    replaced_by(path, |new| match File::open(path) {
        Ok(old) => io::copy(&mut old.take(settled), new).map(drop),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    })
}
