//! Tables that people export: CSV of any country's spreadsheet, workbooks, packed or not.
//!
//! What an input is, its bytes tell ([`Opened`]): packed by gzip or Zstandard, in which encoding, with which character
//! between its columns. Its rows come one at a time ([`Rows`]), in memory that its widest row bounds and not its length.
//! No row is lost in silence: blank ones are counted, those with too few or too many cells are named, and a quotation
//! mark that swallows the rest of the file is an [`Error`] that names the line where it opened.

#![forbid(unsafe_code)]

mod bytes;
mod cell;
pub mod column;
mod error;
pub mod mapping;
mod opened;
mod orders;
mod plan;
mod reading;
mod rows;
mod sheet;
mod text;

pub use bytes::encoding::Encoding;
pub use cell::Cell;
pub use error::{Error, Stray};
pub use opened::Opened;
pub use orders::{Apart, Gathered, Orders};
pub use plan::{Fields, Plan, preset};
pub use reading::{Reading, SeekRead, Sheet};
pub use rows::{Cells, Row, Rows, Uneven};
