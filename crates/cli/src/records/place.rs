//! The bytes of the input with their line and column, and as far ahead as one wants to look.

use std::io::{self, ErrorKind, Read};

/// Bytes that are asked for at once.
const CHUNK: usize = 1 << 16;

/// A place in the input, as editors count it: from 1, columns in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Place {
    const START: Self = Self { line: 1, column: 1 };

    /// The place of something whose line and column were counted from here.
    pub(crate) fn plus(self, line: usize, column: usize) -> Self {
        let [lines, column] = [line, column].map(count);
        match lines {
            0 | 1 => Self { line: self.line, column: self.column - 1 + column.max(1) },
            _ => Self { line: self.line + lines - 1, column },
        }
    }

    fn passed(&mut self, bytes: &[u8]) {
        let lines = count(bytes.iter().filter(|&&byte| byte == b'\n').count());
        let tail = count(bytes.iter().rev().take_while(|&&byte| byte != b'\n').count());
        let from = if lines == 0 { self.column } else { 1 };
        *self = Self { line: self.line + lines, column: from + tail };
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The input, counted.
pub(super) struct Counted<'s> {
    input: &'s mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    last_line_end: Option<usize>,
    place: Place,
}

impl<'s> Counted<'s> {
    pub(super) fn new(input: &'s mut dyn Read) -> Self {
        Self { input, buffer: Vec::new(), start: 0, last_line_end: None, place: Place::START }
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// What is at hand without reading.
    pub(super) fn ahead(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Whether nothing but white space is at hand.
    pub(super) fn is_blank(&self) -> bool {
        self.ahead().trim_ascii_start().is_empty()
    }

    /// Whether a whole line that is not blank is at hand.
    pub(super) fn has_line(&self) -> bool {
        let start = self.buffer.len() - self.ahead().trim_ascii_start().len();
        self.last_line_end.is_some_and(|end| end >= start)
    }

    /// What comes next; nothing at the end.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.ahead().is_empty() {
            self.buffer.clear();
            (self.start, self.last_line_end) = (0, None);
            self.read_more()?;
        }
        Ok(self.ahead())
    }

    /// Reads once more behind what is at hand. Tells whether anything came.
    fn read_more(&mut self) -> io::Result<bool> {
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK, 0);
        let room = self.buffer.get_mut(old..).unwrap_or_default();
        let read = loop {
            match self.input.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(old + read.as_ref().map_or(0, |&bytes| bytes));
        let new = self.buffer.get(old..).unwrap_or_default();
        self.last_line_end =
            new.iter().rposition(|&byte| byte == b'\n').map(|at| old + at).or(self.last_line_end);
        read.map(|bytes| bytes > 0)
    }

    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill()?.first().copied())
    }

    /// The first sign behind what comes next that is no white space; nothing at the end.
    pub(super) fn second(&mut self) -> io::Result<Option<u8>> {
        loop {
            let behind = self.ahead().get(1..).unwrap_or_default().trim_ascii_start();
            if let Some(&sign) = behind.first() {
                return Ok(Some(sign));
            }
            if !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// Passes over so many bytes, as far as they are at hand.
    pub(super) fn skip(&mut self, bytes: usize) {
        let passed = self.buffer.get(self.start..).unwrap_or_default();
        let passed = passed.get(..bytes).unwrap_or(passed);
        self.place.passed(passed);
        self.start += passed.len();
    }

    /// Passes over a mark that is no text, so that columns count from behind it.
    pub(super) fn skip_mark(&mut self, mark: &[u8]) -> io::Result<()> {
        while self.ahead().len() < mark.len() && mark.starts_with(self.ahead()) && self.read_more()? {}
        if self.ahead().starts_with(mark) {
            self.start += mark.len();
        }
        Ok(())
    }

    /// Looks for the end of the line that starts `from` bytes ahead, its line feed included.
    pub(super) fn line_ahead(&mut self, from: usize, most: usize) -> io::Result<usize> {
        let mut seen = from;
        loop {
            let unseen = self.ahead().get(seen..).unwrap_or_default();
            if let Some(end) = unseen.iter().position(|&byte| byte == b'\n') {
                return Ok(seen + end + 1);
            }
            seen = self.ahead().len();
            if seen - from > most || !self.read_more()? {
                return Ok(seen);
            }
        }
    }

    /// Passes over white space as JSON knows it.
    pub(super) fn skip_blank(&mut self) -> io::Result<()> {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'), |_| {})
    }

    /// Passes over the rest of this line and all lines until one starts with a brace.
    pub(super) fn skip_to_object(&mut self) -> io::Result<()> {
        loop {
            self.take_while(|byte| byte != b'\n', |_| {})?;
            if self.peek()?.is_none() {
                return Ok(());
            }
            self.skip(1);
            if self.peek()? == Some(b'{') {
                return Ok(());
            }
        }
    }

    /// Appends the rest of the line and passes over its end. Tells whether there was room for all of it.
    pub(super) fn read_line(&mut self, line: &mut Vec<u8>, most: usize) -> io::Result<bool> {
        let mut is_whole = true;
        self.take_while(
            |byte| byte != b'\n',
            |bytes| {
                is_whole &= line.len() + bytes.len() <= most;
                if is_whole {
                    line.extend_from_slice(bytes);
                }
            },
        )?;
        self.skip(1);
        Ok(is_whole)
    }

    fn take_while(&mut self, passes: impl Fn(u8) -> bool, mut take: impl FnMut(&[u8])) -> io::Result<()> {
        loop {
            let bytes = self.fill()?;
            let end = bytes.iter().position(|&byte| !passes(byte));
            let (passing, is_done) = (end.unwrap_or(bytes.len()), end.is_some() || bytes.is_empty());
            take(bytes.get(..passing).unwrap_or_default());
            self.skip(passing);
            if is_done {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_editors_count() {
        let mut input = &b"\xef\xbb\xbf  {\n\n x"[..];
        let mut source = Counted::new(&mut input);
        source.skip_mark("\u{feff}".as_bytes()).unwrap();
        source.skip_blank().unwrap();
        assert_eq!(source.place(), Place { line: 1, column: 3 });
        assert_eq!(source.place().plus(1, 4), Place { line: 1, column: 6 });
        assert_eq!(source.place().plus(3, 4), Place { line: 3, column: 4 });
        source.skip(1);
        source.skip_blank().unwrap();
        assert_eq!(source.place(), Place { line: 3, column: 2 });
        assert_eq!(source.peek().unwrap(), Some(b'x'));
    }

    #[test]
    fn looking_ahead_takes_nothing() {
        let long = [vec![b'a'; CHUNK * 2], vec![b'\n', b'b']].concat();
        let mut input = long.as_slice();
        let mut source = Counted::new(&mut input);
        let first = source.line_ahead(0, usize::MAX).unwrap();
        assert_eq!((first, source.line_ahead(first, usize::MAX).unwrap()), (CHUNK * 2 + 1, long.len()));
        assert_eq!(source.peek().unwrap(), Some(b'a'));
    }
}
