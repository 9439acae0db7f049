//! The events that did not arrive, as they stand in the input, to be mended and sent again: personal data, for the owner
//! alone.
//!
//! An event that may have arrived all the same keeps its id, so that it is not counted twice when it goes again.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Writer, WriterBuilder};

use crate::counted::counted;
use crate::end::Stop;

use super::arguments::Send;
use super::begun::{begun, position};
use super::original::Original;

/// In which form the input is written.
pub(super) enum Form {
    Table {
        header: Vec<String>,
        delimiter: u8,
        /// The column of the ids. Without one there will be one in front.
        ids: Option<usize>,
    },
    Lines,
}

/// Writes them, or nothing when nobody asked for them.
pub(super) struct Rejects(Option<Open>);

struct Open {
    path: PathBuf,
    to: To,
}

enum To {
    Table { writer: Box<Writer<File>>, ids: Option<usize> },
    Lines(BufWriter<File>),
}

impl Rejects {
    pub(super) fn open(arguments: &Send, form: Form, settled: u64) -> Result<Self, Stop> {
        let Some(path) = arguments.rejects.as_deref() else { return Ok(Self(None)) };
        check(path, arguments)?;
        let (file, is_new) = begun(path, settled)?;
        let to = To::of(file, is_new, form)?;
        Ok(Self(Some(Open { path: path.to_owned(), to })))
    }

    /// Adds an event. The id is one that was made for it and that it should keep.
    pub(super) fn write(&mut self, original: Option<&Original>, id: Option<&str>) -> io::Result<()> {
        let (Self(Some(open)), Some(original)) = (self, original) else { return Ok(()) };
        match (&mut open.to, original) {
            (To::Table { writer, ids }, Original::Rows(rows)) => {
                rows.iter().try_for_each(|row| Ok(writer.write_byte_record(&identified(row, *ids, id))?))
            }
            (To::Lines(writer), Original::Text(text)) => writer.write_all(&Original::line(text, id)),
            _ => Ok(()),
        }
    }

    /// Hands everything to the machine and tells how long the file is.
    pub(super) fn flush(&mut self) -> io::Result<u64> {
        let Self(Some(open)) = self else { return Ok(0) };
        match &mut open.to {
            To::Table { writer, .. } => {
                writer.flush()?;
                Ok(position(writer.get_ref()))
            }
            To::Lines(writer) => {
                writer.flush()?;
                Ok(position(writer.get_ref()))
            }
        }
    }

    /// What to know about the file, when it has so many events.
    pub(super) fn told(&self, events: u64) -> Option<String> {
        let path = self.0.as_ref().filter(|_| events > 0)?.path.display();
        Some(format!(
            "{path} has {} to mend and send again. It is personal data: it is yours alone to read, and to delete afterwards",
            counted(events, "event")
        ))
    }
}

impl To {
    fn of(mut file: File, is_new: bool, form: Form) -> io::Result<Self> {
        let Form::Table { header, delimiter, ids } = form else {
            return Ok(Self::Lines(BufWriter::new(file)));
        };
        if is_new {
            // So that spreadsheets, and a run with `--encoding`, read it as UTF-8.
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(file);
        if is_new {
            let own = ids.is_none().then_some("event_id");
            writer.write_record(own.into_iter().chain(header.iter().map(String::as_str)))?;
        }
        Ok(Self::Table { writer: Box::new(writer), ids })
    }
}

/// The row with the id in its place. In front, a row that has a cell too many stays one.
fn identified(row: &ByteRecord, ids: Option<usize>, id: Option<&str>) -> ByteRecord {
    let id = id.unwrap_or_default().as_bytes();
    let Some(ids) = ids else { return [id].into_iter().chain(row).collect() };
    let cells = row.iter().enumerate();
    let is_blank = |cell: &[u8]| cell.trim_ascii().is_empty();
    cells.map(|(index, cell)| if index == ids && is_blank(cell) { id } else { cell }).collect()
}

/// What is read, or written otherwise, is no place for it.
fn check(path: &Path, arguments: &Send) -> Result<(), Stop> {
    let is_same = |other: &Path| match (path.canonicalize(), other.canonicalize()) {
        (Ok(path), Ok(other)) => path == other,
        _ => path == other,
    };
    let others = [Some(&arguments.file), arguments.report.as_ref(), arguments.state.as_ref()];
    if others.into_iter().flatten().any(|other| is_same(other)) {
        return Err(Stop::usage("--rejects needs a file of its own, neither the input nor the report"));
    }
    Ok(())
}
