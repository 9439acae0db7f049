//! Why a table cannot be read, or not to its end. No text of it holds anything that stands in a cell.

use std::{fmt, io};

/// What stops the reading.
#[derive(Debug)]
pub enum Error {
    /// The machine failed: a file or stream that cannot be read, or a packed one that is broken.
    Io(io::Error),
    /// A quotation mark swallowed what look like rows.
    Stray(Stray),
    /// The table is not what it should be; the text says what to do.
    Unfit(String),
}

/// A quotation mark that is still open at the end, or that swallowed lines which look like rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stray {
    /// The line where it stands, from 1.
    pub line: u64,
    /// Lines from there on, none of which was read.
    pub unread: u64,
    /// Whether no other mark ends it.
    pub is_open: bool,
}

impl Error {
    pub(crate) fn unfit(text: impl fmt::Display) -> Self {
        Self::Unfit(text.to_string())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Stray(stray) => stray.fmt(f),
            Self::Unfit(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Stray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, unread, is_open } = self;
        let what = if *is_open { "is never closed" } else { "takes in lines that look like rows" };
        let lines = if *unread == 1 { "line was" } else { "lines were" };
        write!(f, "line {line}: a quotation mark opens a cell and {what}, so {unread} {lines} not read. ")?;
        f.write_str("Take the mark out, or double it where it belongs to the text.")
    }
}

impl std::error::Error for Error {}
