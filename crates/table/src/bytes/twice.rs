//! A text that is looked through before it is taken: a file is read again, of a stream a part is kept.

use std::io::{self, Cursor, Read};
use std::mem;
use std::rc::Rc;

use super::encoding::Encoding;
use super::packed::unpacked;
use crate::reading::SeekRead;

/// Bytes of a stream that are looked through: more than most exports have, less than machines lack.
const MOST: u64 = 64 << 20;

/// A text, and the same text to look through as often as one likes.
pub(crate) struct Twice<'s> {
    text: Box<dyn Read + 's>,
    source: Source<'s>,
}

enum Source<'s> {
    File { file: Box<dyn SeekRead + 's>, encoding: Encoding },
    Stream { kept: Option<Kept> },
}

/// The beginning of a stream.
struct Kept {
    bytes: Rc<[u8]>,
    is_whole: bool,
}

/// A text to look through.
pub(crate) struct Look<'l> {
    pub(crate) text: Box<dyn Read + 'l>,
    /// Whether it is all that there is.
    pub(crate) is_whole: bool,
}

impl<'s> Twice<'s> {
    /// Of the text of a file, and another reader of the same file.
    pub(crate) fn file(text: Box<dyn Read + 's>, file: Box<dyn SeekRead + 's>, encoding: Encoding) -> Self {
        Self { text, source: Source::File { file, encoding } }
    }

    pub(crate) fn stream(text: Box<dyn Read + 's>) -> Self {
        Self { text, source: Source::Stream { kept: None } }
    }

    /// The text to look through, from its beginning on.
    pub(crate) fn look(&mut self) -> io::Result<Look<'_>> {
        match &mut self.source {
            Source::File { file, encoding } => {
                file.rewind()?;
                let text = encoding.decoded(unpacked(Box::new(file))?.into_read());
                Ok(Look { text, is_whole: true })
            }
            Source::Stream { kept: Some(kept) } => Ok(kept.look()),
            Source::Stream { kept } => Ok(kept.insert(keep(&mut self.text)?).look()),
        }
    }

    pub(crate) fn text(&mut self) -> &mut dyn Read {
        &mut self.text
    }
}

/// Reads the beginning of a stream, and puts it before the rest.
fn keep(text: &mut Box<dyn Read + '_>) -> io::Result<Kept> {
    let mut bytes = Vec::new();
    text.take(MOST).read_to_end(&mut bytes)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length < MOST);
    let bytes: Rc<[u8]> = bytes.into();
    let rest = mem::replace(text, Box::new(io::empty()));
    *text = Box::new(Cursor::new(bytes.clone()).chain(rest));
    Ok(Kept { bytes, is_whole })
}

impl Kept {
    fn look(&self) -> Look<'static> {
        // A row that is cut off would say something else.
        let last = || self.bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
        let end = if self.is_whole { self.bytes.len() } else { last() };
        let text = Cursor::new(self.bytes.clone()).take(u64::try_from(end).unwrap_or(u64::MAX));
        Look { text: Box::new(text), is_whole: self.is_whole }
    }
}
