//! What the index of `SQLite`'s log (`-shm`) says about it: <https://www.sqlite.org/walformat.html#the_wal_index_header>.

use std::fs::File;
use std::os::unix::fs::FileExt;

/// The log and the file, as of the last change.
pub(in crate::outbox) struct Index {
    /// Pages in the log.
    pub(in crate::outbox) frames: u32,
    /// How many of them are in the file by now.
    moved: u32,
    /// Pages of the file.
    pages: u32,
    page_size: u16,
}

/// What each page of the log has before it, and the log before all of them.
const FRAME_HEADER: u64 = 24;
const LOG_HEADER: u64 = 32;

impl Index {
    /// Its numbers are in the order of bytes of the machine.
    pub(super) fn read(index: &File) -> Option<Self> {
        let mut header = [0; 100];
        index.read_exact_at(&mut header, 0).ok()?;
        let number = |place: usize| Some(u32::from_ne_bytes(*header.get(place..)?.first_chunk()?));
        let page_size = u16::from_ne_bytes(*header.get(14..)?.first_chunk()?);
        Some(Self { frames: number(16)?, moved: number(96)?, pages: number(20)?, page_size })
    }

    /// The length that the log has at least, and the file where it was not cut.
    pub(super) fn least(&self) -> (u64, u64) {
        let page = u64::from(self.page_size);
        let log =
            if self.frames == 0 { 0 } else { LOG_HEADER + u64::from(self.frames) * (FRAME_HEADER + page) };
        (log, 2 * page)
    }

    /// The length of the log with so many more pages. It begins anew where all of it is in the file.
    pub(super) fn log_of(&self, more: u64) -> u64 {
        let frames = if self.moved == self.frames { 0 } else { self.frames };
        LOG_HEADER + (u64::from(frames) + more) * (FRAME_HEADER + u64::from(self.page_size))
    }

    /// The length of the file with so many more pages.
    pub(super) fn file_of(&self, more: u64) -> u64 {
        (u64::from(self.pages) + more) * u64::from(self.page_size)
    }
}
