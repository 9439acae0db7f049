//! What is told beside the work stops no work.

use std::io::{self, ErrorKind, Write};

/// Standard error. When its reader goes away, the rest is said to nobody, and the work goes on.
pub(crate) struct Heard<'s> {
    stream: &'s mut dyn Write,
    is_heard: bool,
}

impl<'s> Heard<'s> {
    pub(super) fn by(stream: &'s mut dyn Write) -> Self {
        Self { stream, is_heard: true }
    }

    fn unless_gone<T>(&mut self, told: io::Result<T>, otherwise: T) -> io::Result<T> {
        match told {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_heard = false;
                Ok(otherwise)
            }
            told => told,
        }
    }
}

impl Write for Heard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_heard {
            return Ok(bytes.len());
        }
        let told = self.stream.write(bytes);
        self.unless_gone(told, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let told = self.stream.flush();
        self.unless_gone(told, ())
    }
}
