//! The report: a row of CSV for what was not accepted, and for what was left out of an event that was. No value of an event
//! is in it but the event's id.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use csv::{Writer, WriterBuilder};

use crate::end::Stop;
use crate::told::Told;

use super::begun::{begun, position};

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
    /// Opens the file and goes on behind what is settled.
    pub(super) fn open(path: Option<&Path>, settled: u64) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Self(None)) };
        let (file, is_new) = begun(path, settled)?;
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
        Ok(position(file))
    }
}
