//! What an input is, told by its bytes: a text in some encoding, or a workbook.

use std::fmt;
use std::io::{BufReader, Cursor, Read};

use crate::bytes::encoding::Encoding;
use crate::bytes::head::Head;
use crate::bytes::packed::unpacked;
use crate::bytes::twice::Twice;
use crate::error::Error;
use crate::reading::{Reading, SeekRead};
use crate::rows::{Rows, Table};
use crate::sheet::{Book, is_workbook};
use crate::text::{TextRows, declared, found};

/// Bytes of a workbook that comes as a stream or packed, which has to be at hand as a whole.
const MAX_BOOK: u64 = 512 << 20;

/// An input whose form is known.
pub struct Opened<'s> {
    form: Form<'s>,
    delimiter: u8,
    trusts_quotes: bool,
}

enum Form<'s> {
    Text(Text<'s>),
    Book(Box<Book<'s>>),
}

struct Text<'s> {
    twice: Twice<'s>,
    encoding: Encoding,
    is_json: bool,
    is_empty: bool,
}

/// How an input is read, as a plan says it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The encoding of a text, unless it is UTF-8.
    pub(crate) encoding: Option<String>,
    pub(crate) delimiter: Option<String>,
    pub(crate) sheet: Option<String>,
}

impl<'s> Opened<'s> {
    /// Looks into a file by the second of two readers, and keeps the first for its rows.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is a workbook that is broken or too large.
    pub fn file(
        file: impl SeekRead + 's,
        mut look: impl SeekRead + 's,
        reading: &Reading,
    ) -> Result<Self, Error> {
        let mut magic = Vec::new();
        (&mut look).take(8).read_to_end(&mut magic)?;
        look.rewind()?;
        if is_workbook(&magic) {
            return Self::book(Box::new(BufReader::new(file)), reading);
        }
        let encoding = reading.encoding.map_or_else(|| of_whole(&mut look), Ok)?;
        let head = unpacked(Box::new(file))?;
        Self::of(head, encoding, reading, |text| Twice::file(text, Box::new(look), encoding))
    }

    /// Looks at the beginning of a stream. Its encoding is told by that alone.
    ///
    /// # Errors
    ///
    /// As those of [`Opened::file`].
    pub fn stream(stream: impl Read + 's, reading: &Reading) -> Result<Self, Error> {
        let head = unpacked(Box::new(stream))?;
        let encoding = reading.encoding.map_or_else(|| Encoding::of(&mut head.ahead()), Ok)?;
        Self::of(head, encoding, reading, Twice::stream)
    }

    fn of(
        head: Head<'s>,
        encoding: Encoding,
        reading: &Reading,
        twice: impl FnOnce(Box<dyn Read + 's>) -> Twice<'s>,
    ) -> Result<Self, Error> {
        if is_workbook(head.ahead()) {
            return Self::book(Box::new(Cursor::new(whole(head)?)), reading);
        }
        let head = Head::of(encoding.decoded(head.into_read()))?;
        let delimiter = reading.delimiter.or_else(|| declared(head.ahead()));
        let delimiter = delimiter.unwrap_or_else(|| found(head.ahead(), head.is_all()));
        let is_json = begins_json(head.ahead());
        let is_empty = head.is_all() && head.ahead().trim_ascii().is_empty();
        let form = Form::Text(Text { twice: twice(head.into_read()), encoding, is_json, is_empty });
        Ok(Self { form, delimiter, trusts_quotes: reading.trusts_quotes })
    }

    fn book(file: Box<dyn SeekRead + 's>, reading: &Reading) -> Result<Self, Error> {
        let form = Form::Book(Box::new(Book::open(file, reading.sheet.as_ref())?));
        Ok(Self { form, delimiter: b',', trusts_quotes: false })
    }

    /// Whether it is JSON rather than a table: its first character opens an object or a list.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(&self.form, Form::Text(text) if text.is_json)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.form, Form::Text(text) if text.is_empty)
    }

    /// What was understood, in words for people. Nothing, where nothing is worth a word.
    #[must_use]
    pub fn understood(&self) -> Vec<String> {
        match &self.form {
            Form::Book(book) => vec![book.understood()],
            Form::Text(text) => {
                let encoding =
                    (!text.encoding.is_utf8()).then(|| format!("read as {}", text.encoding.name()));
                let delimiter = (self.delimiter != b',' && !text.is_json).then(|| self.delimiter_in_words());
                encoding.into_iter().chain(delimiter).collect()
            }
        }
    }

    /// The character between the columns of a text.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// What its bytes told, or the caller.
    pub(crate) fn found(&self) -> Found {
        match &self.form {
            Form::Book(book) => Found { sheet: Some(book.name().to_owned()), ..Found::default() },
            Form::Text(text) => Found {
                encoding: (!text.encoding.is_utf8()).then(|| text.encoding.name().to_lowercase()),
                delimiter: Some(char::from(self.delimiter).to_string()),
                sheet: None,
            },
        }
    }

    fn delimiter_in_words(&self) -> String {
        match self.delimiter {
            b'\t' => "columns are divided by tabs".to_owned(),
            byte => format!("columns are divided by `{}`", char::from(byte)),
        }
    }

    /// The text in UTF-8, without a byte order mark. Nothing for a workbook.
    pub fn text(&mut self) -> Option<&mut dyn Read> {
        match &mut self.form {
            Form::Text(text) => Some(text.twice.text()),
            Form::Book(_) => None,
        }
    }

    /// The rows, to be looked through before they are taken, as often as one likes: all of a file, of a stream the first
    /// 64 MiB.
    ///
    /// # Errors
    ///
    /// Where there is no header.
    pub fn look(&mut self) -> Result<Rows<'_>, Error> {
        Rows::of(match &mut self.form {
            Form::Book(book) => Table::Sheet(book.rows()?),
            Form::Text(text) => {
                let look = text.twice.look()?;
                // Where a part is looked through, a cell may end behind it.
                let trusts_quotes = self.trusts_quotes || !look.is_whole;
                Table::Text(TextRows::new(look.text, self.delimiter, trusts_quotes))
            }
        })
    }

    /// The rows of the table.
    ///
    /// # Errors
    ///
    /// Where there is no header.
    pub fn rows(&mut self) -> Result<Rows<'_>, Error> {
        Rows::of(match &mut self.form {
            Form::Book(book) => Table::Sheet(book.rows()?),
            Form::Text(text) => {
                Table::Text(TextRows::new(Box::new(text.twice.text()), self.delimiter, self.trusts_quotes))
            }
        })
    }
}

/// The encoding of a file. JSON is UTF-8, and needs no reading to its end.
fn of_whole(file: &mut impl Read) -> Result<Encoding, Error> {
    let head = unpacked(Box::new(file))?;
    if begins_json(head.ahead()) { Ok(Encoding::UTF_8) } else { Ok(Encoding::of(&mut head.into_read())?) }
}

fn begins_json(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
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
