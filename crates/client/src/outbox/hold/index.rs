//! What the index of `SQLite`'s log (`-shm`) says about it: <https://www.sqlite.org/walformat.html#the_wal_index_header>.

use std::fs::File;
use std::os::unix::fs::FileExt;

/// The log and the file, as of the last change.
pub(in crate::outbox) struct Index {
    /// Pages in the log.
    pub(in crate::outbox) frames: u32,
}

impl Index {
    /// Its numbers are in the order of bytes of the machine.
    pub(super) fn read(index: &File) -> Option<Self> {
        let mut frames = [0; 4];
        index.read_exact_at(&mut frames, 16).ok()?;
        Some(Self { frames: u32::from_ne_bytes(frames) })
    }
}
