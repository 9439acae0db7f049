//! The input of `send`: what it is, told before it is sent, and how far it was read.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _};
use std::rc::Rc;

use sha2::{Digest as _, Sha256};

use crate::end::Stop;
use crate::streams::open;

use super::arguments::Send;

/// What tells an input from others: every byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// A file whose identity is known, or a stream that has none.
pub(super) struct Source<'s> {
    input: Input<'s>,
    identity: Option<Identity>,
    meter: Meter,
}

enum Input<'s> {
    File(File),
    Stream(&'s mut dyn Read),
}

/// How many bytes were read, and of how many.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter {
    pub(super) read: Rc<Cell<u64>>,
    pub(super) total: Option<u64>,
}

impl Meter {
    /// How much of the input is read.
    pub(super) fn percent(&self) -> Option<u64> {
        self.read.get().saturating_mul(100).checked_div(self.total?)
    }
}

impl<'s> Source<'s> {
    pub(super) fn open(arguments: &Send, stdin: &'s mut dyn Read) -> Result<Self, Stop> {
        let Some(mut file) = open(&arguments.file)? else {
            return Ok(Self { input: Input::Stream(stdin), identity: None, meter: Meter::default() });
        };
        if !file.metadata()?.is_file() {
            return Ok(Self { input: Input::File(file), identity: None, meter: Meter::default() });
        }
        let identity = Identity::of(&mut file)?;
        let meter = Meter { total: Some(identity.bytes), ..Meter::default() };
        Ok(Self { input: Input::File(file), identity: Some(identity), meter })
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    pub(super) fn into_reader(self) -> impl Read + 's {
        Metered { input: self.input, read: self.meter.read }
    }
}

impl Identity {
    fn of(file: &mut File) -> io::Result<Self> {
        let (mut bytes, mut hasher) = (0, Sha256::new());
        let mut reader = BufReader::with_capacity(1 << 18, &mut *file);
        loop {
            let piece = reader.fill_buf()?;
            if piece.is_empty() {
                break;
            }
            hasher.update(piece);
            let length = piece.len();
            bytes += u64::try_from(length).unwrap_or(0);
            reader.consume(length);
        }
        file.rewind()?;
        Ok(Self { bytes, sha256: const_hex::encode(hasher.finalize()) })
    }
}

struct Metered<'s> {
    input: Input<'s>,
    read: Rc<Cell<u64>>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.input {
            Input::File(file) => file.read(buffer),
            Input::Stream(stream) => stream.read(buffer),
        }?;
        self.read.set(self.read.get() + u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}
