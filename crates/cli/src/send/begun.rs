//! A file that a run writes beside its work, and that a resumed run goes on with.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use crate::end::Stop;

use super::replaced::{replaced_by, sweep};

/// Opens it and cuts off what an interrupted run wrote about events that come again. Tells whether it is new.
pub(super) fn begun(path: &Path, settled: u64) -> Result<(File, bool), Stop> {
    let wrong = |error: io::Error| Stop::usage(format_args!("{}: {error}", path.display()));
    let opened =
        if is_device(path) { OpenOptions::new().write(true).open(path) } else { cut_off(path, settled) };
    let mut file = opened.map_err(wrong)?;
    let is_new = position(&mut file) == 0;
    Ok((file, is_new))
}

/// How long it is by now; a pipe has no length.
pub(super) fn position(mut file: impl io::Seek) -> u64 {
    file.stream_position().unwrap_or_default()
}

/// What is no file is not replaced by one: `/dev/stderr`, a pipe.
fn is_device(path: &Path) -> bool {
    path.starts_with("/dev") || path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// A file for its owner alone, with what is settled of the old one; neither follows a link that somebody laid out.
fn cut_off(path: &Path, settled: u64) -> io::Result<File> {
    sweep(path);
    replaced_by(path, |new| match File::open(path) {
        Ok(old) => io::copy(&mut old.take(settled), new).map(drop),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    })
}
