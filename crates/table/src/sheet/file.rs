//! The file of a workbook.

use std::fmt::Debug;

use crate::error::Error;
use crate::reading::SeekRead;

pub(super) type File<'s> = Box<dyn SeekRead + 's>;

/// What calamine says may hold texts of the workbook.
pub(super) fn broken(_: impl Debug) -> Error {
    Error::unfit(
        "the workbook is broken, locked by a password or of a kind that is not known; save it as xlsx or CSV",
    )
}
