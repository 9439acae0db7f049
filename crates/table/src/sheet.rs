//! Workbooks: xlsx, xlsb, xls and ods, by calamine, which runs no formula and follows no reference to other files.
//!
//! The rows of an xlsx come one at a time; only its shared texts are held. The others are read as a whole first.

mod file;
mod rows;
mod size;

use calamine::{Ods, Reader as _, SheetVisible, Sheets, Xls, Xlsb, Xlsx};

use crate::error::Error;
use crate::reading::Sheet;

use file::{File, broken};
pub(crate) use rows::SheetRows;

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether these first bytes are those of a workbook.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLE)
}

/// A workbook of which one sheet is read.
pub(crate) struct Book<'s> {
    sheets: Sheets<File<'s>>,
    name: String,
}

impl<'s> Book<'s> {
    pub(crate) fn open(file: File<'s>, sheet: Option<&Sheet>) -> Result<Self, Error> {
        let mut sheets = opened(file)?;
        let name = match sheet {
            None => first(&mut sheets)?,
            Some(Sheet::Named(name)) => named(&sheets, name)?,
            Some(Sheet::Numbered(number)) => numbered(&sheets, *number)?,
        };
        Ok(Self { sheets, name })
    }

    /// The name of the sheet that is read.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Which sheet is read, in words for people.
    pub(crate) fn understood(&self) -> String {
        let count = self.sheets.sheet_names().len();
        format!("sheet {} is read, of {count}", self.name)
    }

    pub(crate) fn rows(&mut self) -> Result<SheetRows<'_>, Error> {
        SheetRows::of(&mut self.sheets, &self.name)
    }
}

fn opened(mut file: File<'_>) -> Result<Sheets<File<'_>>, Error> {
    let mut magic = [0; 8];
    file.read_exact(&mut magic)?;
    file.rewind()?;
    if magic == OLE {
        return Xls::new(file).map(Sheets::Xls).map_err(broken);
    }
    let kind = size::checked(&mut file, size::LIMITS)?;
    file.rewind()?;
    match kind {
        size::Kind::Xlsx => Xlsx::new(file).map(Sheets::Xlsx).map_err(broken),
        size::Kind::Xlsb => Xlsb::new(file).map(Sheets::Xlsb).map_err(broken),
        size::Kind::Ods => Ods::new(file).map(Sheets::Ods).map_err(broken),
    }
}

/// The first sheet that people see and that holds something.
fn first(sheets: &mut Sheets<File<'_>>) -> Result<String, Error> {
    let seen = sheets.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<_> = seen.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        if SheetRows::of(sheets, &name)?.advance()?.is_some() {
            return Ok(name);
        }
    }
    Err(Error::unfit("the workbook is empty: it needs a row of names, and rows below it"))
}

fn named(sheets: &Sheets<File<'_>>, name: &str) -> Result<String, Error> {
    let names = sheets.sheet_names();
    let found = names.iter().find(|other| other.trim() == name.trim()).cloned();
    found.ok_or_else(|| Error::unfit(format_args!("no sheet has that name; there are: {}", names.join(", "))))
}

fn numbered(sheets: &Sheets<File<'_>>, number: usize) -> Result<String, Error> {
    let names = sheets.sheet_names();
    let found = number.checked_sub(1).and_then(|index| names.get(index)).cloned();
    found.ok_or_else(|| {
        Error::unfit(format_args!("there is no sheet {number}; the workbook has {}", names.len()))
    })
}
