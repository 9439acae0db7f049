//! Quotation marks, followed byte by byte as the CSV reader follows them, so that one that swallows rows is noticed.
//!
//! Exports quote what they quote in whole cells. A mark that opens a cell and does not belong there takes everything up
//! to the next mark into that cell, or up to the end of the file. Three signs tell: it is never closed; text stands
//! right behind the mark that closes it, lines later; or lines within it have as many cells as the header.

use crate::error::Stray;

/// Whole lines within one cell that may look like rows by chance, where rows are short.
const CHANCE: u64 = 3;

/// Rows of fewer cells are short: a sentence may have as many commas.
const SHORT: u64 = 4;

/// Where in a row the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where a cell begins.
    Start,
    Plain,
    Quoted,
    /// Behind the mark that may close a cell, unless a second one follows.
    Closing,
    /// Blanks behind the mark that closes a cell.
    Closed,
}

/// Follows a text.
#[derive(Debug)]
pub(super) struct Quotes {
    delimiter: u8,
    place: Place,
    line: u64,
    /// Delimiters of this line of the text, or of this line within a cell.
    delimiters: u64,
    /// Cells of the header.
    columns: Option<u64>,
    opened: Opened,
    stray: Option<Stray>,
    is_behind_return: bool,
    /// Whether anything stands in this line.
    is_begun: bool,
    trusts: bool,
}

/// The cell whose quotation mark opened last.
#[derive(Debug, Default)]
struct Opened {
    line: u64,
    /// Line ends within it.
    ends: u64,
    /// Whole lines within it that have as many cells as the header.
    swallowed: u64,
}

impl Quotes {
    /// With `trusts` the marks stand as they should, whatever they take in.
    pub(super) fn new(delimiter: u8, trusts: bool) -> Self {
        Self {
            delimiter,
            place: Place::Start,
            line: 1,
            delimiters: 0,
            columns: None,
            opened: Opened::default(),
            stray: None,
            is_behind_return: false,
            is_begun: false,
            trusts,
        }
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The first mark that swallowed rows.
    pub(super) fn stray(&self) -> Option<Stray> {
        self.stray.map(|stray| Stray { unread: self.line_count().saturating_sub(stray.line - 1), ..stray })
    }

    /// Takes the next byte. Tells whether the CSV reader should have it: blanks before a cell say nothing, and it would
    /// take a quotation mark behind them for text.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_second_half = byte == b'\n' && self.is_behind_return;
        self.is_behind_return = byte == b'\r';
        self.is_begun = !matches!(byte, b'\r' | b'\n');
        match byte {
            b'\r' => self.end_of_line(),
            b'\n' if !is_second_half => self.end_of_line(),
            b'\n' => {}
            _ if byte == self.delimiter => self.delimiter(),
            b'"' => self.mark(),
            b' ' | b'\t' => return self.blank(),
            _ => self.other(),
        }
        true
    }

    /// What follows the last byte.
    pub(super) fn end(&mut self) {
        match self.place {
            Place::Quoted => self.found(true),
            Place::Closing | Place::Closed => self.closed(),
            Place::Start | Place::Plain => {}
        }
        self.place = Place::Start;
    }

    /// Lines so far; one that is not begun does not count.
    fn line_count(&self) -> u64 {
        self.line - u64::from(!self.is_begun)
    }

    fn end_of_line(&mut self) {
        self.line += 1;
        if self.place == Place::Quoted {
            let is_whole = self.opened.ends > 0;
            let is_row = self.columns.is_some_and(|columns| self.delimiters + 1 == columns);
            self.opened.swallowed += u64::from(is_whole && is_row);
            self.opened.ends += 1;
        } else {
            self.closed_if_closing();
            let is_blank = self.place == Place::Start && self.delimiters == 0;
            if self.columns.is_none() && !is_blank {
                self.columns = Some(self.delimiters + 1);
            }
            self.place = Place::Start;
        }
        self.delimiters = 0;
    }

    fn delimiter(&mut self) {
        if self.place != Place::Quoted {
            self.closed_if_closing();
            self.place = Place::Start;
        }
        self.delimiters += 1;
    }

    fn mark(&mut self) {
        self.place = match self.place {
            Place::Start => {
                self.opened = Opened { line: self.line, ..Opened::default() };
                Place::Quoted
            }
            Place::Closing => Place::Quoted,
            Place::Quoted => Place::Closing,
            Place::Closed => {
                self.torn();
                Place::Plain
            }
            Place::Plain => Place::Plain,
        };
    }

    fn blank(&mut self) -> bool {
        if self.place == Place::Closing {
            self.place = Place::Closed;
        }
        self.place != Place::Start
    }

    fn other(&mut self) {
        match self.place {
            Place::Quoted => return,
            Place::Closing | Place::Closed => self.torn(),
            Place::Start | Place::Plain => {}
        }
        self.place = Place::Plain;
    }

    fn closed_if_closing(&mut self) {
        if matches!(self.place, Place::Closing | Place::Closed) {
            self.closed();
        }
    }

    /// The cell ended as a cell should.
    fn closed(&mut self) {
        let least = if self.columns.is_some_and(|columns| columns < SHORT) { CHANCE } else { 1 };
        if self.opened.swallowed >= least {
            self.found(false);
        }
    }

    /// Text stands right behind the mark that should have closed the cell.
    fn torn(&mut self) {
        if self.opened.ends > 0 {
            self.found(false);
        }
    }

    fn found(&mut self, is_open: bool) {
        if self.stray.is_none() && !self.trusts {
            self.stray = Some(Stray { line: self.opened.line, unread: 0, is_open });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,time,mail,note\n";

    fn stray(rows: &str) -> Option<(u64, u64, bool)> {
        let mut quotes = Quotes::new(b',', false);
        for byte in [HEADER, rows].concat().bytes() {
            quotes.take(byte);
        }
        quotes.end();
        quotes.stray().map(|stray| (stray.line, stray.unread, stray.is_open))
    }

    #[test]
    fn a_mark_that_nothing_closes() {
        assert_eq!(stray("1,t,m,x\n2,t,m,\"x\n3,t,m,x\n4,t,m,x\n"), Some((3, 3, true)));
        assert_eq!(stray("1,t,m,\"x"), Some((2, 1, true)));
        assert_eq!(stray("1,t,m,\"x\r\n2,t,m,x\r\n"), Some((2, 2, true)));
    }

    #[test]
    fn a_mark_that_another_rows_mark_closes() {
        assert_eq!(stray("1,t,m,\"x\n2,t,m,\"y\"\n3,t,m,z\n"), Some((2, 3, false)));
        assert_eq!(stray("1,t,m,\"x\n2,t,m,y\n3,t,m,z\"\n"), Some((2, 3, false)));
    }

    #[test]
    fn cells_of_several_lines_are_cells() {
        assert_eq!(stray("1,t,m,\"two\nlines\"\n2,t,m,x\n"), None);
        assert_eq!(stray("1,t,m,\"Jo,\n5 High Street,\nLeeds\"\n"), None);
        assert_eq!(stray("1,t,m,\"a \"\"word\"\"\nand, more\"\n2,t,m,\"\"\n3,\"t\" ,m,x"), None);
    }

    #[test]
    fn a_mark_within_a_cell_is_text() {
        assert_eq!(stray("1,t,m,19\" rack\n2,t,m,5\"\n"), None);
        assert_eq!(stray("1,t,m,\"19\" rack\n2,t,m,x\n"), None);
    }

    #[test]
    fn whoever_trusts_the_marks_has_no_stray_one() {
        let mut quotes = Quotes::new(b',', true);
        for byte in b"a,b\n\"x\ny,z" {
            quotes.take(*byte);
        }
        quotes.end();
        assert_eq!(quotes.stray(), None);
    }

    #[test]
    fn blanks_before_a_cell_are_left_out() {
        let mut quotes = Quotes::new(b',', false);
        let text: Vec<u8> =
            b"a,  \"b, c\" , d e\n".iter().copied().filter(|byte| quotes.take(*byte)).collect();
        assert_eq!(text, b"a,\"b, c\" ,d e\n");
    }
}
