//! How an input is to be read, as far as the caller says.

use std::io::{Read, Seek};

use crate::bytes::encoding::Encoding;

/// How an input is to be read. What is not said here, its bytes tell.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The encoding of a text.
    pub encoding: Option<Encoding>,
    /// The character between the columns of a text, of ASCII.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook; the first that holds something, when none is named.
    pub sheet: Option<Sheet>,
    /// Whether quotation marks stand where they should, whatever they take in.
    pub trusts_quotes: bool,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// By its name.
    Named(String),
    /// By its number, from 1.
    Numbered(usize),
}

/// A file, which can be read from any place.
pub trait SeekRead: Read + Seek {}

impl<F: Read + Seek> SeekRead for F {}
