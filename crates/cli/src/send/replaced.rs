//! A file that is replaced as a whole, or stays as it was.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a new file for its owner alone, and puts it into the place of the old one. Neither follows a link.
pub(super) fn replaced(path: &Path, text: &str) -> io::Result<()> {
    let new = beside(path)?;
    let mut file = create(&new)?;
    let written =
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What stopped it is what has to be told.
        let _ = fs::remove_file(&new);
    }
    written
}

/// A name that nobody can have laid out before: 64 random bits.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let mut chance = [0; 8];
    getrandom::fill(&mut chance).map_err(io::Error::other)?;
    let mut name = OsString::from(path);
    name.push(format!(".{}.new", const_hex::encode(chance)));
    Ok(name.into())
}

/// Fails where anything has that name, a link that leads nowhere included.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
