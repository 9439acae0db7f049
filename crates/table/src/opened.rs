//! What an input is, told by its bytes: a text in some encoding, or a workbook.

use std::fmt;
use std::io::{BufReader, Cursor, Read, Seek};

use crate::bytes::encoding::Encoding;
use crate::bytes::head::Head;
use crate::bytes::packed::unpacked;
use crate::error::Error;
use crate::rows::{Rows, Table};
use crate::sheet::{Book, is_workbook};
use crate::text::{TextRows, declared, found};

/// Bytes of a workbook that comes as a stream or packed, which has to be at hand as a whole.
const MAX_BOOK: u64 = 512 << 20;

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

/// An input whose form is known.
pub struct Opened<'s> {
    form: Form<'s>,
    delimiter: u8,
    trusts_quotes: bool,
}

enum Form<'s> {
    Text { text: Head<'s>, encoding: Encoding },
    Book(Book<'s>),
}

/// A file, which can be read from any place.
pub trait SeekRead: Read + Seek {}

impl<F: Read + Seek> SeekRead for F {}

impl<'s> Opened<'s> {
    /// Looks into a file: all of it, where its encoding is to be told.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is a workbook that is broken or too large.
    pub fn file(mut file: impl SeekRead + 's, reading: &Reading) -> Result<Self, Error> {
        let mut magic = Vec::new();
        (&mut file).take(8).read_to_end(&mut magic)?;
        file.rewind()?;
        if is_workbook(&magic) {
            return Self::book(Box::new(BufReader::new(file)), reading);
        }
        let encoding = match reading.encoding {
            Some(encoding) => encoding,
            None => Encoding::of(&mut unpacked(Box::new(&mut file))?.into_read())?,
        };
        file.rewind()?;
        let head = unpacked(Box::new(file))?;
        Self::of(head, encoding, reading)
    }

    /// Looks at the beginning of a stream. Its encoding is told by that alone.
    ///
    /// # Errors
    ///
    /// As those of [`Opened::file`].
    pub fn stream(stream: impl Read + 's, reading: &Reading) -> Result<Self, Error> {
        let head = unpacked(Box::new(stream))?;
        let encoding = match reading.encoding {
            Some(encoding) => encoding,
            None => Encoding::of(&mut head.ahead())?,
        };
        Self::of(head, encoding, reading)
    }

    fn of(head: Head<'s>, encoding: Encoding, reading: &Reading) -> Result<Self, Error> {
        if is_workbook(head.ahead()) {
            return Self::book(Box::new(Cursor::new(whole(head)?)), reading);
        }
        let text = Head::of(encoding.decoded(head.into_read()))?;
        let delimiter = reading.delimiter.or_else(|| declared(text.ahead()));
        let delimiter = delimiter.unwrap_or_else(|| found(text.ahead(), text.is_all()));
        let form = Form::Text { text, encoding };
        Ok(Self { form, delimiter, trusts_quotes: reading.trusts_quotes })
    }

    fn book(file: Box<dyn SeekRead + 's>, reading: &Reading) -> Result<Self, Error> {
        let form = Form::Book(Book::open(file, reading.sheet.as_ref())?);
        Ok(Self { form, delimiter: b',', trusts_quotes: false })
    }

    /// Whether it is JSON rather than a table: its first character opens an object or a list.
    #[must_use]
    pub fn is_json(&self) -> bool {
        let Form::Text { text, .. } = &self.form else { return false };
        matches!(text.ahead().trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// What was understood, in words for people. Nothing, where nothing is worth a word.
    #[must_use]
    pub fn understood(&self) -> Vec<String> {
        match &self.form {
            Form::Book(book) => vec![book.understood()],
            Form::Text { encoding, .. } => {
                let encoding = (!encoding.is_utf8()).then(|| format!("read as {}", encoding.name()));
                let delimiter =
                    (self.delimiter != b',' && !self.is_json()).then(|| self.delimiter_in_words());
                encoding.into_iter().chain(delimiter).collect()
            }
        }
    }

    fn delimiter_in_words(&self) -> String {
        match self.delimiter {
            b'\t' => "columns are divided by tabs".to_owned(),
            byte => format!("columns are divided by `{}`", char::from(byte)),
        }
    }

    /// The text in UTF-8, without a byte order mark. Nothing for a workbook.
    #[must_use]
    pub fn into_text(self) -> Box<dyn Read + 's> {
        match self.form {
            Form::Text { text, .. } => text.into_read(),
            Form::Book(_) => Box::new(std::io::empty()),
        }
    }

    /// The rows of the table.
    ///
    /// # Errors
    ///
    /// Where there is no header.
    pub fn rows(&mut self) -> Result<Rows<'_>, Error> {
        Rows::of(match &mut self.form {
            Form::Book(book) => Table::Sheet(book.rows()?),
            Form::Text { text, .. } => {
                Table::Text(TextRows::new(Box::new(text), self.delimiter, self.trusts_quotes))
            }
        })
    }
}

/// A workbook's directory stands at its end.
fn whole(head: Head<'_>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    head.into_read().take(MAX_BOOK + 1).read_to_end(&mut bytes)?;
    let is_too_large = u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BOOK);
    if is_too_large {
        Err(Error::unfit("the workbook is larger than 512 MiB; save it as CSV"))
    } else {
        Ok(bytes)
    }
}

impl fmt::Debug for Opened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("understood", &self.understood()).finish_non_exhaustive()
    }
}
