//! The input of `send`: what it is, told before it is sent, and how far it was read.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use sha2::{Digest as _, Sha256};
use tiktok_capi_table::{Opened, Reading};

use crate::end::Stop;
use crate::streams::open;

use super::arguments::Send;
use super::watch::Watch;

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
    watch: Option<Watch>,
}

enum Input<'s> {
    File { file: File, look: File },
    Stream(Box<dyn Read + 's>),
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
        let Some(mut file) = open(&arguments.file)? else { return Ok(Self::stream(stdin)) };
        if !file.metadata()?.is_file() {
            return Ok(Self::stream(file));
        }
        // Of the same file, before somebody puts another into its place.
        let look = File::open(&arguments.file)?;
        let watch = Watch::over(&arguments.file, &file)?;
        let identity = Identity::of(&mut file)?;
        let meter = Meter { total: Some(identity.bytes), ..Meter::default() };
        Ok(Self { input: Input::File { file, look }, identity: Some(identity), meter, watch: Some(watch) })
    }

    fn stream(stream: impl Read + 's) -> Self {
        let input = Input::Stream(Box::new(stream));
        Self { input, identity: None, meter: Meter::default(), watch: None }
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// What tells whether the file stays what it is. A stream has none.
    pub(super) fn watch(&mut self) -> Option<Watch> {
        self.watch.take()
    }

    /// Looks what it is.
    pub(super) fn opened(self, reading: &Reading) -> Result<Opened<'s>, Stop> {
        Ok(match self.input {
            Input::File { file, look } => Opened::file(Metered::new(file, &self.meter), look, reading)?,
            Input::Stream(stream) => Opened::stream(stream, reading)?,
        })
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

/// A file that tells how far it was read.
pub(super) struct Metered {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Metered {
    pub(super) fn new(file: File, meter: &Meter) -> Self {
        Self { file, read: meter.read.clone() }
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read.set(self.read.get() + u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = self.file.seek(to)?;
        self.read.set(place);
        Ok(place)
    }
}
