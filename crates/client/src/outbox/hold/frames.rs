//! The committed changes that `SQLite`'s log (`-wal`) holds: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::io::{BufReader, Error, ErrorKind, Read, Result};
use std::path::Path;

/// What the log says up to its last commit.
#[derive(Default)]
pub(super) struct Frames {
    /// Which page of the file each page of the log stands for.
    pub(super) pages: Vec<u32>,
    /// Pages of the file after the last commit.
    pub(super) file_pages: u32,
    /// Bytes of a page; 0 where there was no commit.
    pub(super) page_size: u32,
    pub(super) is_big_endian: bool,
    /// Of all that is before the end of the last commit.
    pub(super) checksum: [u32; 2],
    pub(super) salt: [u8; 8],
}

/// The format of the log, and of its index, since both exist.
pub(super) const VERSION: u32 = 3_007_000;

const MAGIC: u32 = 0x377F_0682;
const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

impl Frames {
    /// # Errors
    /// It cannot be read, or is of a version that nobody knows.
    pub(super) fn read(log: &Path) -> Result<Self> {
        let log = match File::open(log) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            log => log?,
        };
        let mut log = BufReader::with_capacity(1 << 18, log);
        let mut header = [0; HEADER];
        if !fills(&mut log, &mut header)? {
            return Ok(Self::default());
        }
        let Some(begun) = Begun::of(&header)? else { return Ok(Self::default()) };
        begun.follow(&mut log)
    }
}

/// A log of which the header is read.
struct Begun {
    page_size: u32,
    checksum: [u32; 2],
    frames: Frames,
}

impl Begun {
    /// `None` where it is none, as one that was just begun.
    fn of(header: &[u8; HEADER]) -> Result<Option<Self>> {
        let (magic, page_size) = (number(header, 0), number(header, 8));
        let is_page_size = page_size.is_power_of_two() && (512..=65_536).contains(&page_size);
        if magic & !1 != MAGIC || !is_page_size {
            return Ok(None);
        }
        let is_big_endian = magic & 1 == 1;
        let checksum = summed(bytes(header, 0, 24), order(is_big_endian), [0, 0]);
        if checksum != [number(header, 24), number(header, 28)] {
            return Ok(None);
        }
        if number(header, 4) != VERSION {
            return Err(Error::from(ErrorKind::Unsupported));
        }
        let salt = header.get(16..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
        Ok(Some(Self { page_size, checksum, frames: Frames { is_big_endian, salt, ..Frames::default() } }))
    }

    /// To the last commit before the first page that is not of this log.
    fn follow(mut self, log: &mut impl Read) -> Result<Frames> {
        let page_size = usize::try_from(self.page_size).unwrap_or_default();
        let (mut frame, mut pages) = (vec![0; FRAME_HEADER + page_size], Vec::new());
        while fills(log, &mut frame)? && self.is_next(&frame) {
            pages.push(number(&frame, 0));
            let file_pages = number(&frame, 4);
            if file_pages > 0 {
                self.frames.pages.append(&mut pages);
                self.frames.file_pages = file_pages;
                self.frames.page_size = self.page_size;
                self.frames.checksum = self.checksum;
            }
        }
        Ok(self.frames)
    }

    fn is_next(&mut self, frame: &[u8]) -> bool {
        let order = order(self.frames.is_big_endian);
        let of_header = summed(bytes(frame, 0, 8), order, self.checksum);
        self.checksum = summed(frame.get(FRAME_HEADER..).unwrap_or_default(), order, of_header);
        let is_of_this_log = bytes(frame, 8, 8) == self.frames.salt && number(frame, 0) > 0;
        is_of_this_log && self.checksum == [number(frame, 16), number(frame, 20)]
    }
}

/// The checksum of the log and of its index, over words of 32 bits.
pub(super) fn summed(bytes: &[u8], order: fn([u8; 4]) -> u32, so_far: [u32; 2]) -> [u32; 2] {
    let [mut first, mut second] = so_far;
    for pair in bytes.chunks_exact(8) {
        let word = |place: usize| pair.get(place..).and_then(|rest| rest.first_chunk()).copied().map(order);
        first = first.wrapping_add(word(0).unwrap_or_default()).wrapping_add(second);
        second = second.wrapping_add(word(4).unwrap_or_default()).wrapping_add(first);
    }
    [first, second]
}

fn order(is_big_endian: bool) -> fn([u8; 4]) -> u32 {
    if is_big_endian { u32::from_be_bytes } else { u32::from_le_bytes }
}

fn number(of: &[u8], place: usize) -> u32 {
    bytes(of, place, 4).first_chunk().copied().map(u32::from_be_bytes).unwrap_or_default()
}

fn bytes(of: &[u8], place: usize, length: usize) -> &[u8] {
    of.get(place..place + length).unwrap_or_default()
}

/// False at the end, where there is less.
fn fills(log: &mut impl Read, bytes: &mut [u8]) -> Result<bool> {
    match log.read_exact(bytes) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}
