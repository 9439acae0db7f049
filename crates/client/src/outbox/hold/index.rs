//! What the index of `SQLite`'s log (`-shm`) says about it: <https://www.sqlite.org/walformat.html#the_wal_index_header>.

use std::fs::File;
use std::io::Result;
use std::os::unix::fs::FileExt;

use super::frames::summed;

/// The log and the file, as of the last change.
pub(in crate::outbox) struct Index {
    /// Pages in the log.
    pub(in crate::outbox) frames: u32,
    /// How many of them are in the file by now.
    moved: u32,
    /// Pages of the file.
    pages: u32,
    page_size: u16,
    is_whole: bool,
}

/// What each page of the log has before it, and the log before all of them.
const FRAME_HEADER: u64 = 24;
const LOG_HEADER: u64 = 32;

/// Bytes of a copy of the header.
pub(super) const COPY: usize = 48;

impl Index {
    /// Its numbers are in the order of bytes of the machine.
    pub(super) fn read(index: &File) -> Option<Self> {
        let mut header = [0; 100];
        index.read_exact_at(&mut header, 0).ok()?;
        let number = |place: usize| Some(u32::from_ne_bytes(*header.get(place..)?.first_chunk()?));
        let page_size = u16::from_ne_bytes(*header.get(14..)?.first_chunk()?);
        let is_whole = Copies::of(&header).are_whole();
        Some(Self { frames: number(16)?, moved: number(96)?, pages: number(20)?, page_size, is_whole })
    }

    /// Whether nobody writes it just now, or died while it did.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The length that the log has at least, and the file where it was not cut: a new one has all but its first page in the log.
    pub(super) fn least(&self) -> (u64, u64) {
        let page = u64::from(self.page_size);
        let log =
            if self.frames == 0 { 0 } else { LOG_HEADER + u64::from(self.frames) * (FRAME_HEADER + page) };
        (log, page)
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

/// The header stands there twice. The second copy is written first, so one of them is always as it should be.
pub(super) struct Copies {
    first: [u8; COPY],
    second: [u8; COPY],
}

impl Copies {
    /// Bytes of both.
    pub(super) const LENGTH: u64 = 96;

    pub(super) fn both(copy: &[u8; COPY]) -> Self {
        Self { first: *copy, second: *copy }
    }

    fn of(header: &[u8]) -> Self {
        let copy = |place: usize| header.get(place..).and_then(|rest| rest.first_chunk()).copied();
        Self { first: copy(0).unwrap_or([0; COPY]), second: copy(COPY).unwrap_or([0; COPY]) }
    }

    /// None is intact where there is not even room for them.
    pub(super) fn read(index: &File) -> Self {
        let mut header = [0; 2 * COPY];
        let _ = index.read_exact_at(&mut header, 0);
        Self::of(&header)
    }

    pub(super) fn write(&self, index: &File) -> Result<()> {
        index.write_all_at(&self.second, Self::LENGTH / 2)?;
        index.write_all_at(&self.first, 0)
    }

    fn are_whole(&self) -> bool {
        self.first == self.second && is_intact(&self.first)
    }

    /// The one that counts.
    pub(super) fn intact(&self) -> Option<&[u8; COPY]> {
        [&self.second, &self.first].into_iter().find(|copy| is_intact(copy))
    }
}

/// Whether it was written, and to its end.
fn is_intact(copy: &[u8; COPY]) -> bool {
    let Some((content, checksum)) = copy.split_last_chunk::<8>() else { return false };
    let sums = summed(content, u32::from_ne_bytes, [0, 0]);
    let is_written = content.get(12) == Some(&1);
    is_written && sums.iter().flat_map(|sum| sum.to_ne_bytes()).eq(checksum.iter().copied())
}
