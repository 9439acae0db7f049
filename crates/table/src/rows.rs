//! The rows of a table, one at a time.

use std::borrow::Cow;
use std::fmt;

use csv::ByteRecord;

use crate::cell::Cell;
use crate::error::Error;
use crate::sheet::SheetRows;
use crate::text::TextRows;

/// Reads rows one after the other, those of the header and of blank cells aside.
pub struct Rows<'s> {
    table: Table<'s>,
    header: Vec<String>,
    number: u64,
    blank: u64,
}

/// What has rows.
pub(crate) enum Table<'s> {
    Text(TextRows<'s>),
    Sheet(SheetRows<'s>),
}

/// A row.
#[derive(Debug)]
pub struct Row<'r> {
    /// Its number, from 1, blank rows aside.
    pub number: u64,
    /// The line where it starts, or the row of the sheet, from 1.
    pub line: u64,
    /// Its cells, as many as the header has.
    pub cells: Result<Cells<'r>, Uneven>,
    all: Cells<'r>,
    columns: usize,
}

/// A row that has more or fewer cells than the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uneven {
    /// Its cells.
    pub cells: usize,
    /// Cells of the header.
    pub columns: usize,
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub enum Cells<'r> {
    #[doc(hidden)]
    Text(&'r ByteRecord),
    #[doc(hidden)]
    Sheet(&'r [Cell<'static>]),
}

impl<'s> Rows<'s> {
    pub(crate) fn of(mut table: Table<'s>) -> Result<Self, Error> {
        loop {
            if table.advance()?.is_none() {
                return Err(Error::unfit("the table is empty: it needs a row of names, and rows below it"));
            }
            let cells = table.cells();
            if !cells.are_blank() && !cells.name_a_delimiter() {
                let header = cells.names()?;
                return Ok(Self { table, header, number: 0, blank: 0 });
            }
        }
    }

    /// The names of the columns, trimmed.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Rows so far in which nothing stands.
    #[must_use]
    pub fn blank(&self) -> u64 {
        self.blank
    }

    /// The next row in which something stands.
    ///
    /// # Errors
    ///
    /// Where the rows end before their time: see [`Error`].
    #[expect(clippy::should_implement_trait, reason = "a row borrows from the reader")]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Error> {
        let line = loop {
            let Some(line) = self.table.advance()? else { return Ok(None) };
            if !self.table.cells().are_blank() {
                break line;
            }
            self.blank += 1;
        };
        self.number += 1;
        let (all, columns) = (self.table.cells(), self.header.len());
        Ok(Some(Row { number: self.number, line, cells: all.as_wide_as(columns), all, columns }))
    }
}

impl Table<'_> {
    /// Goes to the next row, and tells its line.
    fn advance(&mut self) -> Result<Option<u64>, Error> {
        match self {
            Self::Text(rows) => rows.advance(),
            Self::Sheet(rows) => rows.advance(),
        }
    }

    /// The row at hand.
    fn cells(&self) -> Cells<'_> {
        match self {
            Self::Text(rows) => Cells::Text(rows.cells()),
            Self::Sheet(rows) => Cells::Sheet(rows.cells()),
        }
    }
}

impl<'r> Row<'r> {
    /// Each cell as a text has it: the very bytes of one; of a workbook plain digits and ISO 8601, and the cells that are blank
    /// at its end, which a workbook does not keep.
    pub fn texts(&self) -> impl Iterator<Item = Cow<'r, [u8]>> {
        let cells = self.all;
        let count = match cells {
            Cells::Text(row) => row.len(),
            Cells::Sheet(row) => row.len().max(self.columns),
        };
        (0..count).map(move |index| match cells {
            Cells::Text(row) => row.get(index).map_or(Cow::default(), Cow::Borrowed),
            Cells::Sheet(row) => {
                row.get(index).map_or(Cow::default(), |cell| cell.written().into_bytes().into())
            }
        })
    }
}

impl<'r> Cells<'r> {
    /// A cell by its number from 0; one that is not there is blank.
    #[must_use]
    pub fn get(&self, index: usize) -> Cell<'r> {
        match self {
            Self::Text(row) => row.get(index).map_or(Cell::Blank, Cell::bytes),
            Self::Sheet(row) => row.get(index).cloned().unwrap_or(Cell::Blank),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(row) => row.len(),
            Self::Sheet(row) => row.len(),
        }
    }

    fn are_blank(&self) -> bool {
        self.are_blank_from(0)
    }

    fn are_blank_from(&self, first: usize) -> bool {
        (first..self.len()).all(|index| self.get(index).is_blank())
    }

    /// Excel's line that names the character between the columns, which stands above the header.
    fn name_a_delimiter(&self) -> bool {
        matches!(self, Self::Text(row)
            if row.get(0).is_some_and(|cell| cell.eq_ignore_ascii_case(b"sep=")) && self.are_blank_from(1))
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        let unknown = || Error::unfit("the names of the columns do not belong to the encoding of the table");
        (0..self.len()).map(|index| self.get(index).name().ok_or_else(unknown)).collect()
    }

    /// Blank cells beyond the header are no cells. A workbook does not keep those that are blank at a row's end.
    fn as_wide_as(self, columns: usize) -> Result<Self, Uneven> {
        let is_short = matches!(self, Self::Text(_)) && self.len() < columns;
        let is_even = !is_short && self.are_blank_from(columns);
        if is_even { Ok(self) } else { Err(Uneven { cells: self.len(), columns }) }
    }
}

impl fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.len()).map(|index| self.get(index))).finish()
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("columns", &self.header.len())
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}
