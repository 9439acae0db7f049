//! The first bytes of a stream, looked at before it is read.

use std::io::{self, Chain, Cursor, Read};

/// Enough to tell what a stream holds.
const ROOM: u64 = 1 << 16;

/// A stream whose first bytes can be looked at.
pub(crate) struct Head<'s>(Chain<Cursor<Vec<u8>>, Box<dyn Read + 's>>);

impl<'s> Head<'s> {
    pub(crate) fn of(mut input: Box<dyn Read + 's>) -> io::Result<Self> {
        let mut bytes = Vec::new();
        (&mut input).take(ROOM).read_to_end(&mut bytes)?;
        Ok(Self(Cursor::new(bytes).chain(input)))
    }

    pub(crate) fn ahead(&self) -> &[u8] {
        self.0.get_ref().0.get_ref()
    }

    /// Whether these are all bytes that there are.
    pub(crate) fn is_all(&self) -> bool {
        u64::try_from(self.ahead().len()).is_ok_and(|length| length < ROOM)
    }

    /// The stream from its beginning on.
    pub(crate) fn into_read(self) -> Box<dyn Read + 's> {
        Box::new(self.0)
    }
}

impl Read for Head<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}
