//! Which files the connections have open, and whether they are still where they were.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

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

    pub(super) fn are_kept(&self) -> bool {
        [&self.outbox, &self.log, &self.index].iter().all(|(path, key)| found(path) == Some(*key))
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

pub(super) fn key(found: &Metadata) -> Key {
    (found.dev(), found.ino())
}
