//! Events out of CSV: one a row, by the columns of the header.

use std::io::{self, Read};

use csv::{ByteRecord, ErrorKind, Position, ReaderBuilder};
use tiktok_capi::Input;

use crate::end::Stop;
use crate::told::Told;

use super::arguments::Send;
use super::described::Described;
use super::lines::{LineStarts, Noted};
use super::mapping::Mapping;

/// Reads events one after the other.
pub(super) struct Rows<'s> {
    reader: csv::Reader<Noted<&'s mut dyn Read>>,
    starts: LineStarts,
    mapping: Mapping,
    notices: Vec<String>,
    row: ByteRecord,
    number: u64,
}

/// The character between columns, when the input is CSV.
pub(super) fn delimiter(arguments: &Send) -> Option<char> {
    let ending = arguments.file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let by_ending = match ending.as_deref() {
        Some("csv") => Some(','),
        Some("tsv") => Some('\t'),
        _ => None,
    };
    let by_map = (!arguments.maps.is_empty()).then_some(',');
    arguments.delimiter.or(by_ending).or(by_map)
}

impl<'s> Rows<'s> {
    pub(super) fn of(input: &'s mut dyn Read, delimiter: char, arguments: &Send) -> Result<Self, Stop> {
        let delimiter =
            u8::try_from(delimiter).map_err(|_| Stop::usage("--delimiter takes an ASCII character"))?;
        let input = Noted::new(input);
        let starts = input.starts();
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(input);
        let header = reader.headers().map_err(|_| Stop::usage("the header of the CSV is not UTF-8"))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mapping = Mapping::of(&arguments.maps, &header)?;
        if arguments.event.is_none() && !mapping.has("event") {
            return Err(Stop::usage("no column is the event's name; give the name with --event"));
        }
        let notices = mapping.notices(&header);
        Ok(Self { reader, starts, mapping, notices, row: ByteRecord::new(), number: 0 })
    }

    /// What the columns leave open.
    pub(super) fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The next row.
    pub(super) fn next(&mut self) -> io::Result<Option<Described<'_>>> {
        let read = self.reader.read_byte_record(&mut self.row);
        self.number += 1;
        let line = |position: Option<&Position>| position.map_or(0, |at| self.starts.line_at(at.byte()));
        match read {
            Ok(false) => Ok(None),
            Ok(true) => {
                let event = self.mapping.event(|index| cell(self.row.get(index).unwrap_or_default()));
                Ok(Some(Described { number: self.number, line: line(self.row.position()), event: Ok(event) }))
            }
            Err(error) => match error.kind() {
                ErrorKind::UnequalLengths { pos, .. } => {
                    let line = line(pos.as_ref());
                    Ok(Some(Described { number: self.number, line, event: Err(Told::uneven_row()) }))
                }
                _ => Err(error.into()),
            },
        }
    }
}

fn cell(bytes: &[u8]) -> Input<'_> {
    str::from_utf8(bytes).map_or(Input::NotUnicode, Input::text)
}
