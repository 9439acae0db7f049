//! A text on its way to the CSV reader, watched for what that reader does not tell: on which line a row starts (its own
//! count is off by one behind CRLF and behind blank lines), and whether a quotation mark swallows rows.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

use crate::error::Stray;

use super::quotes::Quotes;

const ROOM: usize = 1 << 16;

/// What was seen. Shared between the stream and who asks.
#[derive(Clone)]
pub(super) struct Seen(Rc<RefCell<Notes>>);

struct Notes {
    quotes: Quotes,
    /// Where lines start that are not blank: offset and number.
    starts: VecDeque<(u64, u64)>,
    /// The offset of the next byte.
    offset: u64,
    is_start: bool,
}

/// A stream that notes what it sees.
pub(super) struct Watched<'s> {
    input: Box<dyn Read + 's>,
    seen: Seen,
    piece: Vec<u8>,
    given: usize,
}

impl Seen {
    /// The line of the row that a reader at this offset finds next. Offsets must not go back.
    pub(super) fn line_at(&self, offset: u64) -> u64 {
        let starts = &mut self.0.borrow_mut().starts;
        while starts.front().is_some_and(|&(start, _)| start < offset) {
            starts.pop_front();
        }
        starts.front().map_or(0, |&(_, line)| line)
    }

    /// The first quotation mark that swallowed rows.
    pub(super) fn stray(&self) -> Option<Stray> {
        self.0.borrow().quotes.stray()
    }
}

impl<'s> Watched<'s> {
    pub(super) fn new(input: Box<dyn Read + 's>, quotes: Quotes) -> Self {
        let notes = Notes { quotes, starts: VecDeque::new(), offset: 0, is_start: true };
        Self { input, seen: Seen(Rc::new(RefCell::new(notes))), piece: Vec::new(), given: 0 }
    }

    pub(super) fn seen(&self) -> Seen {
        self.seen.clone()
    }

    /// The next bytes that the reader should have. None are left at the end alone.
    fn fill(&mut self) -> io::Result<()> {
        while self.given == self.piece.len() {
            self.piece.resize(ROOM, 0);
            let read = self.input.read(&mut self.piece);
            self.piece.truncate(read.as_ref().map_or(0, |read| *read));
            self.given = 0;
            let mut notes = self.seen.0.borrow_mut();
            if read? == 0 {
                notes.quotes.end();
                break;
            }
            self.piece.retain(|byte| notes.take(*byte));
        }
        Ok(())
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let read = self.piece.get(self.given..).unwrap_or_default().read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

impl Notes {
    /// Whether the reader should have this byte.
    fn take(&mut self, byte: u8) -> bool {
        let line = self.quotes.line();
        if !self.quotes.take(byte) {
            return false;
        }
        let is_end = matches!(byte, b'\r' | b'\n');
        if self.is_start && !is_end {
            self.starts.push_back((self.offset, line));
        }
        self.is_start = is_end;
        self.offset += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_behind_blank_lines_and_long_cells() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "  ", "\"x", "", "y\",2", "3,4", ""].join(end);
            let watched = Watched::new(Box::new(text.as_bytes()), Quotes::new(b',', false));
            let seen = watched.seen();
            let mut reader = csv::Reader::from_reader(watched);
            let mut records = reader.byte_records();
            let mut line = || seen.line_at(records.next().unwrap().unwrap().position().unwrap().byte());
            assert_eq!([line(), line(), line()], [2, 5, 8], "{end:?}");
        }
    }
}
