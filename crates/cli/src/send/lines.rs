//! On which line a row starts. The CSV reader's own count is off by one behind CRLF and behind blank lines.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

/// Where lines start that are not blank: offset and number. Shared between the stream and who asks.
#[derive(Debug, Clone)]
pub(super) struct LineStarts(Rc<RefCell<VecDeque<(u64, u64)>>>);

impl LineStarts {
    /// The line of the row that a reader at this offset finds next. Offsets must not go back.
    pub(super) fn line_at(&self, offset: u64) -> u64 {
        let mut starts = self.0.borrow_mut();
        while starts.front().is_some_and(|&(start, _)| start < offset) {
            starts.pop_front();
        }
        starts.front().map_or(0, |&(_, line)| line)
    }
}

/// A stream that notes where its lines start.
pub(super) struct Noted<R> {
    input: R,
    starts: LineStarts,
    offset: u64,
    line: u64,
    is_start: bool,
}

impl<R> Noted<R> {
    pub(super) fn new(input: R) -> Self {
        let starts = LineStarts(Rc::default());
        Self { input, starts, offset: 0, line: 1, is_start: true }
    }

    pub(super) fn starts(&self) -> LineStarts {
        self.starts.clone()
    }
}

impl<R: Read> Read for Noted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let mut starts = self.starts.0.borrow_mut();
        for byte in buffer.iter().take(read) {
            if self.is_start && !matches!(byte, b'\r' | b'\n') {
                starts.push_back((self.offset, self.line));
                self.is_start = false;
            }
            if *byte == b'\n' {
                self.is_start = true;
                self.line += 1;
            }
            self.offset += 1;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_behind_blank_lines_and_long_cells() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,2", "", "", "\"x", "", "y\",2", "3,4", ""].join(end);
            let mut noted = Noted::new(text.as_bytes());
            let starts = noted.starts();
            let mut reader = csv::Reader::from_reader(&mut noted);
            let mut records = reader.byte_records();
            let mut line = || {
                let record = records.next().unwrap().unwrap();
                starts.line_at(record.position().unwrap().byte())
            };
            assert_eq!([line(), line(), line()], [2, 5, 8]);
        }
    }
}
