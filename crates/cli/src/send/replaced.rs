//! A file that is replaced as a whole, or stays as it was.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a new file for its owner alone, and puts it into the place of the old one. Neither follows a link.
pub(super) fn replaced(path: &Path, text: &str) -> io::Result<()> {
    replaced_by(path, |file| file.write_all(text.as_bytes())).map(drop)
}

/// The same with what a function writes. The new file is given back, open.
pub(super) fn replaced_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<File> {
    let new = beside(path)?;
    let mut file = create(&new)?;
    let written = write(&mut file).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What stopped it is what has to be told.
        let _ = fs::remove_file(&new);
    }
    written.map(|()| file)
}

/// Takes away what a run left that was killed between writing and renaming: nobody else makes such names.
pub(super) fn sweep(path: &Path) {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_left(path, &entry.file_name())) {
        let _ = fs::remove_file(entry.path());
    }
}

fn is_left(path: &Path, name: &OsStr) -> bool {
    let chance = || {
        let own = path.file_name()?.to_str()?;
        name.to_str()?.strip_prefix(own)?.strip_prefix('.')?.strip_suffix(ENDING)
    };
    chance().is_some_and(|chance| chance.len() == 16 && chance.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

const ENDING: &str = ".new";

/// A name that nobody can have laid out before: 64 random bits.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let mut chance = [0; 8];
    getrandom::fill(&mut chance).map_err(io::Error::other)?;
    let mut name = OsString::from(path);
    name.push(format!(".{}{ENDING}", const_hex::encode(chance)));
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
