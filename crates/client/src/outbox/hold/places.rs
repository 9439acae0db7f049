//! Which files the connections have open, and whether they are still where they were.

use std::fs::{File, Metadata};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use super::sizes::{Size, Sizes};

/// Device and inode.
pub(super) type Key = (u64, u64);

/// The outbox, its log and the log's index.
pub(super) struct Places {
    outbox: (PathBuf, Key),
    log: (PathBuf, Key),
    index: (PathBuf, Key),
}

impl Places {
    pub(super) fn of(outbox: &Path) -> Option<Self> {
        let place = |path: PathBuf| found(&path).map(|key| (path, key));
        Some(Self {
            outbox: place(outbox.to_owned())?,
            log: place(beside(outbox, "-wal"))?,
            index: place(beside(outbox, "-shm"))?,
        })
    }

    /// Whether that open file is the log's index.
    pub(super) fn index_is(&self, index: Option<&File>) -> bool {
        let found = index.and_then(|index| index.metadata().ok());
        found.is_some_and(|found| key(&found) == self.index.1)
    }

    pub(super) fn are_kept(&self) -> bool {
        self.look().is_some()
    }

    /// How long they are, where all of them are in their places.
    pub(super) fn look(&self) -> Option<Sizes> {
        let size = |(path, place): &(PathBuf, Key)| {
            let found = std::fs::metadata(path).ok().filter(|found| key(found) == *place)?;
            Some(Size::of(&found))
        };
        Some(Sizes { outbox: size(&self.outbox)?, log: size(&self.log)?, index: size(&self.index)? })
    }

    pub(super) fn is_outbox_kept(&self) -> bool {
        let (path, key) = &self.outbox;
        found(path) == Some(*key)
    }

    pub(super) fn remove_what_is_left(&self) {
        for (path, key) in [&self.log, &self.index] {
            if found(path) == Some(*key) {
                let _ = std::fs::remove_file(path);
            }
        }
    }

    pub(super) fn are_without_log(&self) -> bool {
        found(&self.log.0).is_none()
    }
}

fn found(path: &Path) -> Option<Key> {
    std::fs::metadata(path).ok().as_ref().map(key)
}

/// A file that is kept beside another.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    beside.into()
}

/// Opens such a file. One that is made belongs to whom the outbox belongs, and is for the same people, also where the system's
/// administrator makes it: others could not go on otherwise.
pub(super) fn open_beside(outbox: &File, path: &Path) -> std::io::Result<File> {
    let (outbox, mut options) = (outbox.metadata()?, File::options());
    options.read(true).write(true).create(true).truncate(false).mode(outbox.mode() & 0o777);
    let file = options.open(path)?;
    if file.metadata()?.uid() != outbox.uid() {
        let _ = fchown(&file, Some(outbox.uid()), Some(outbox.gid()));
    }
    Ok(file)
}

pub(super) fn key(found: &Metadata) -> Key {
    (found.dev(), found.ino())
}
