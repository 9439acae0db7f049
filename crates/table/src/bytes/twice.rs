//! A text that is looked through before it is taken: a file is read again, of a stream a part is kept.

use std::io::{self, Cursor, Read};
use std::mem;
use std::rc::Rc;

/// Bytes of a stream that are looked through: more than most exports have, less than machines lack.
const MOST: u64 = 64 << 20;

/// A text, and the same text to look through.
pub(crate) struct Twice<'s> {
    text: Box<dyn Read + 's>,
    look: Option<Box<dyn Read + 's>>,
}

/// A text to look through.
pub(crate) struct Look<'s> {
    pub(crate) text: Box<dyn Read + 's>,
    /// Whether it is all that there is.
    pub(crate) is_whole: bool,
}

impl<'s> Twice<'s> {
    /// Of two readers of one file.
    pub(crate) fn file(text: Box<dyn Read + 's>, look: Box<dyn Read + 's>) -> Self {
        Self { text, look: Some(look) }
    }

    pub(crate) fn stream(text: Box<dyn Read + 's>) -> Self {
        Self { text, look: None }
    }

    /// The text to look through; that of a file once.
    pub(crate) fn look(&mut self) -> io::Result<Look<'s>> {
        if let Some(text) = self.look.take() {
            return Ok(Look { text, is_whole: true });
        }
        let mut kept = Vec::new();
        (&mut self.text).take(MOST).read_to_end(&mut kept)?;
        let is_whole = u64::try_from(kept.len()).is_ok_and(|length| length < MOST);
        // A row that is cut off would say something else.
        let end =
            if is_whole { kept.len() } else { kept.iter().rposition(|byte| *byte == b'\n').unwrap_or(0) };
        let kept: Rc<[u8]> = kept.into();
        let rest = mem::replace(&mut self.text, Box::new(io::empty()));
        self.text = Box::new(Cursor::new(kept.clone()).chain(rest));
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        Ok(Look { text: Box::new(Cursor::new(kept).take(end)), is_whole })
    }

    pub(crate) fn text(&mut self) -> &mut dyn Read {
        &mut self.text
    }
}
