//! Where a run reads and writes.

mod heard;

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use crate::colours::Colours;
use crate::end::Stop;
use heard::Heard;

/// A buffered stream of the caller.
pub(crate) type Writer<'s> = BufWriter<&'s mut dyn Write>;

/// Standard error: problems, notices, progress.
pub(crate) type Notes<'s> = BufWriter<Heard<'s>>;

const ROOM: usize = 1 << 16;

/// The three standard streams.
pub(crate) struct Streams<'s> {
    pub(crate) input: &'s mut dyn Read,
    pub(crate) out: Writer<'s>,
    pub(crate) err: Notes<'s>,
    /// Whether standard error is a terminal of this process, so that a progress bar may be drawn there.
    pub(crate) is_terminal: bool,
    /// How what is told there looks.
    pub(crate) colours: Colours,
}

impl<'s> Streams<'s> {
    pub(crate) fn new(input: &'s mut dyn Read, out: &'s mut dyn Write, err: &'s mut dyn Write) -> Self {
        let out = BufWriter::with_capacity(ROOM, out);
        let err = BufWriter::with_capacity(ROOM, Heard::by(err));
        Self { input, out, err, is_terminal: false, colours: Colours::default() }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// Opens a file; `-` is not one.
pub(crate) fn open(path: &Path) -> Result<Option<File>, Stop> {
    if path == Path::new("-") {
        return Ok(None);
    }
    let wrong = |error| Stop::usage(format_args!("{}: {error}", path.display()));
    // Asked beforehand: Windows opens no folder, and says only that access is denied.
    if path.is_dir() {
        return Err(wrong(io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(wrong).map(Some)
}
