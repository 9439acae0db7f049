//! The rows of a text.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

use crate::error::Error;

use super::quotes::Quotes;
use super::watched::{Seen, Watched};

/// Reads rows one after the other.
pub(crate) struct TextRows<'s> {
    reader: csv::Reader<Watched<'s>>,
    seen: Seen,
    row: ByteRecord,
}

impl<'s> TextRows<'s> {
    pub(crate) fn new(text: Box<dyn Read + 's>, delimiter: u8, trusts_quotes: bool) -> Self {
        let watched = Watched::new(text, Quotes::new(delimiter, trusts_quotes));
        let seen = watched.seen();
        let reader =
            ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(watched);
        Self { reader, seen, row: ByteRecord::new() }
    }

    /// Goes to the next row, and tells its line.
    pub(crate) fn advance(&mut self) -> Result<Option<u64>, Error> {
        if !self.reader.read_byte_record(&mut self.row).map_err(io::Error::from)? {
            return Ok(None);
        }
        let line = self.row.position().map_or(0, |at| self.seen.line_at(at.byte()));
        let is_torn = self.seen.stray().is_some_and(|stray| stray.line <= last_line(line, &self.row));
        if is_torn { Err(self.stray()) } else { Ok(Some(line)) }
    }

    /// The row at hand.
    pub(crate) fn cells(&self) -> &ByteRecord {
        &self.row
    }

    /// The mark, and how many lines it costs: the rest is read to be counted.
    fn stray(&mut self) -> Error {
        while self.reader.read_byte_record(&mut self.row).unwrap_or(false) {}
        self.seen.stray().map_or_else(|| Error::unfit("a quotation mark swallows rows"), Error::Stray)
    }
}

/// The last line of a row that may have cells of several lines.
fn last_line(line: u64, row: &ByteRecord) -> u64 {
    let ends = row.iter().flatten().filter(|byte| **byte == b'\n').count();
    line + u64::try_from(ends).unwrap_or(u64::MAX)
}
