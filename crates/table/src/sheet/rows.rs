//! The rows of a sheet.

use calamine::{Data, DataType, ExcelDateTime, Range, Reader as _, Sheets, Xlsx};
use jiff::civil::DateTime;

use crate::cell::Cell;
use crate::error::Error;

use super::file::{File, broken};

/// Columns of a sheet: as many as spreadsheets have.
const MAX_COLUMNS: usize = 16_384;

/// A cell and where it stands, both from 0.
type Placed = (usize, usize, Cell<'static>);

/// Reads rows one after the other. Rows in which no cell stands are passed over.
pub(crate) struct SheetRows<'b> {
    next_cell: Box<dyn FnMut() -> Result<Option<Placed>, Error> + 'b>,
    /// The first cell of the row after this one.
    ahead: Option<Placed>,
    cells: Vec<Cell<'static>>,
}

impl<'b> SheetRows<'b> {
    pub(super) fn of(sheets: &'b mut Sheets<File<'_>>, name: &str) -> Result<Self, Error> {
        let next_cell: Box<dyn FnMut() -> _ + 'b> = match sheets {
            Sheets::Xlsx(book) => Box::new(streamed(book, name)?),
            others => Box::new(whole(others.worksheet_range(name).map_err(broken)?)),
        };
        let mut rows = Self { next_cell, ahead: None, cells: Vec::new() };
        rows.ahead = (rows.next_cell)()?;
        Ok(rows)
    }

    /// Goes to the next row, and tells its number, from 1.
    pub(crate) fn advance(&mut self) -> Result<Option<u64>, Error> {
        self.cells.clear();
        let Some((row, _, _)) = self.ahead else { return Ok(None) };
        while let Some((_, column, cell)) = self.ahead.take_if(|(other, _, _)| *other == row) {
            self.put(column, cell)?;
            self.ahead = (self.next_cell)()?;
        }
        Ok(Some(u64::try_from(row).unwrap_or(u64::MAX - 1) + 1))
    }

    /// The row at hand.
    pub(crate) fn cells(&self) -> &[Cell<'static>] {
        &self.cells
    }

    fn put(&mut self, column: usize, cell: Cell<'static>) -> Result<(), Error> {
        if column >= MAX_COLUMNS {
            return Err(Error::unfit("the sheet has more columns than spreadsheets have"));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Blank);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }
}

fn streamed<'b>(
    book: &'b mut Xlsx<File<'_>>,
    name: &str,
) -> Result<impl FnMut() -> Result<Option<Placed>, Error> + 'b, Error> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    Ok(move || {
        let next = cells.next_cell().map_err(broken)?;
        Ok(next.map(|cell| {
            let (row, column) = cell.get_position();
            (index(row), index(column), value(cell.get_value()))
        }))
    })
}

fn whole(range: Range<Data>) -> impl FnMut() -> Result<Option<Placed>, Error> {
    let first = range.start().unwrap_or_default();
    let (_, width) = range.get_size();
    let mut places = 0..range.get_size().0 * width;
    move || {
        let found = places.find_map(|place| {
            let (row, column) = (place / width, place % width);
            let data = range.get((row, column)).filter(|data| !data.is_empty())?;
            Some((row + index(first.0), column + index(first.1), value(data)))
        });
        Ok(found)
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A typed cell as it is. What shows an error, as `#N/A`, says nothing else.
fn value(data: &impl DataType) -> Cell<'static> {
    if let Some(flag) = data.get_bool() {
        return Cell::Flag(flag);
    }
    if let Some(time) = data.get_datetime().filter(ExcelDateTime::is_datetime) {
        let (year, month, day, hour, minute, second, millisecond) = time.to_ymd_hms_milli();
        return moment((year, month, day), (hour, minute, second), millisecond);
    }
    if let Some(text) = data.get_datetime_iso() {
        return text.parse().map_or_else(|_| Cell::text(text.to_owned()), Cell::Time);
    }
    if let Some(number) = data.get_int() {
        return Cell::Integer(number);
    }
    if let Some(number) = data.get_float() {
        return Cell::number(number);
    }
    let error = || data.get_error().map(ToString::to_string);
    data.get_string().map(str::to_owned).or_else(error).map_or(Cell::Blank, Cell::text)
}

/// Excel counts a 29th of February 1900, which never was.
fn moment(
    (year, month, day): (u16, u8, u8),
    (hour, minute, second): (u8, u8, u8),
    millisecond: u16,
) -> Cell<'static> {
    let small = |number: u8| i8::try_from(number).ok();
    let time = || {
        let year = i16::try_from(year).ok()?;
        let nanoseconds = i32::from(millisecond) * 1_000_000;
        DateTime::new(
            year,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            nanoseconds,
        )
        .ok()
    };
    time().map_or(Cell::Blank, Cell::Time)
}
