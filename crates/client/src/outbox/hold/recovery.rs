//! Makes the index of `SQLite`'s log (`-shm`) from the log, as `SQLite` does for whoever opens a file first or finds the index
//! torn: <https://www.sqlite.org/walformat.html#the_wal_index_file_format>.
//!
//! `SQLite` does so under locks of POSIX, which do not keep apart two copies in one process: the slower one would write over what
//! was committed meanwhile, and nobody would find that any more. So as long as this library has a file open no copy may, and it
//! does it itself, in the turn of the one that writes.

use std::fs::File;
use std::io::Result;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::frames::{Frames, VERSION, summed};
use super::index::{COPY, Copies};

/// Bytes of a block: page numbers, then a hash table of where they are in the block.
const BLOCK: usize = 32_768;
const PAGES: usize = 4_096;
const SLOTS: u16 = 8_192;

/// The header, twice, and what checkpoints and readers say, in place of the first page numbers.
const HEADER: usize = 136;
const FIRST_PAGES: usize = PAGES - HEADER / 4;

/// Nobody reads up to there.
const UNUSED: u32 = u32::MAX;

/// Makes the index while nobody uses it. What it says is of no account: it may be older than the log, after a loss of power.
pub(super) fn begin(index: &File, log: &Path) -> Result<()> {
    let frames = Frames::read(log)?;
    write_blocks(index, &frames)?;
    index.write_all_at(&marks(&frames), Copies::LENGTH)?;
    Copies::both(&header(&frames)).write(index)
}

/// Makes whole what a process left that died while it wrote the header, or another copy that began the index and may not go on.
pub(super) fn mend(index: &File, log: &Path) -> Result<()> {
    if let Some(copy) = Copies::read(index).intact() {
        return Copies::both(copy).write(index);
    }
    let frames = Frames::read(log)?;
    write_blocks(index, &frames)?;
    // None of it is in the file for sure. The marks are those of whoever reads just now.
    index.write_all_at(&0_u32.to_ne_bytes(), Copies::LENGTH)?;
    Copies::both(&header(&frames)).write(index)
}

/// All but the header.
fn write_blocks(index: &File, frames: &Frames) -> Result<()> {
    let (first, others) = frames.pages.split_at(frames.pages.len().min(FIRST_PAGES));
    let first = block(FIRST_PAGES, first);
    index.write_all_at(&first, (BLOCK - first.len()).try_into().unwrap_or_default())?;
    (BLOCK..).step_by(BLOCK).zip(others.chunks(PAGES)).try_for_each(|(at, pages)| {
        index.write_all_at(&block(PAGES, pages), at.try_into().unwrap_or_default())
    })
}

/// A hash table without gaps: whoever looks for a page tries the next slot until one is empty.
fn block(most: usize, pages: &[u32]) -> Vec<u8> {
    let mut slots = vec![0_u16; SLOTS.into()];
    for (number, page) in (1..).zip(pages) {
        let hash = usize::try_from(page.wrapping_mul(383) % u32::from(SLOTS)).unwrap_or_default();
        let (before, after) = slots.split_at_mut(hash);
        let free = after.iter_mut().chain(before).find(|slot| **slot == 0);
        let _ = free.map(|slot| *slot = number);
    }
    let empty = vec![0; most - pages.len()];
    let pages = pages.iter().chain(&empty).flat_map(|page| page.to_ne_bytes());
    pages.chain(slots.iter().flat_map(|slot| slot.to_ne_bytes())).collect()
}

/// What checkpoints and readers say: nothing is in the file for sure, and nobody reads.
fn marks(frames: &Frames) -> Vec<u8> {
    let last = last(frames);
    let first_reader = if last > 0 { last } else { UNUSED };
    words(&[0, 0, first_reader, UNUSED, UNUSED, UNUSED, 0, 0, last, 0])
}

fn header(frames: &Frames) -> [u8; COPY] {
    // 65,536 is written as 1.
    let page_size = u16::try_from(frames.page_size & 0xFF00 | frames.page_size >> 16).unwrap_or_default();
    let [first, second] = frames.checksum;
    let mut header = words(&[VERSION, 0, change()]);
    header.extend([1, u8::from(frames.is_big_endian)]);
    header.extend(page_size.to_ne_bytes());
    header.extend(words(&[last(frames), frames.file_pages, first, second]));
    header.extend(frames.salt);
    header.extend(words(&summed(&header, u32::from_ne_bytes, [0, 0])));
    header.try_into().unwrap_or([0; COPY])
}

/// Another number than that of the index before, so that whoever has pages of the file in its memory reads them anew.
fn change() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|now| now.subsec_nanos()).unwrap_or_default()
}

fn last(frames: &Frames) -> u32 {
    u32::try_from(frames.pages.len()).unwrap_or_default()
}

/// In the order of bytes of the machine.
fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_ne_bytes()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use std::path::PathBuf;

    use rusqlite::Connection;

    use super::*;

    const DATABASE: &str = "PRAGMA page_size = 512; PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x BLOB);";

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("recovery-{name}-{}", std::process::id()));
            std::fs::create_dir(&folder).unwrap();
            Self(folder)
        }

        fn index(&self, name: &str) -> (File, Vec<u8>) {
            let path = self.0.join(name);
            let index =
                File::options().read(true).write(true).create(true).truncate(false).open(&path).unwrap();
            begin(&index, &self.0.join("db-wal")).unwrap();
            (index, std::fs::read(path).unwrap())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    /// A database with so many rows, a page each, as it is left by a process that died; and what `SQLite` makes of it then, which
    /// has it open.
    fn left(rows: u32, folder: &Folder) -> (Vec<u8>, Connection) {
        let [from, to] = ["before", "db"].map(|name| folder.0.join(name).to_str().unwrap().to_owned());
        let written = Connection::open(&from).unwrap();
        written.execute_batch(DATABASE).unwrap();
        for _ in 0..3 {
            let row = "INSERT INTO t SELECT randomblob(400) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
                       WHERE i < ?1) SELECT i FROM n)";
            written.execute(row, [rows / 3]).unwrap();
        }
        for ending in ["", "-wal"] {
            std::fs::copy(format!("{from}{ending}"), format!("{to}{ending}")).unwrap();
        }
        let opened = Connection::open(&to).unwrap();
        opened.query_row("SELECT count(*) FROM t", [], |_| Ok(())).unwrap();
        (std::fs::read(format!("{to}-shm")).unwrap(), opened)
    }

    #[test]
    fn it_is_what_sqlite_makes_of_the_log() {
        for rows in [3, 3_000, 9_000] {
            let folder = Folder::new(&rows.to_string());
            let (theirs, _opened) = left(rows, &folder);
            let (_, ours) = folder.index("ours");
            assert!(ours.len() >= BLOCK * usize::try_from(rows).unwrap().div_ceil(PAGES));
            assert_eq!(ours[12..40], theirs[12..40], "{rows}: all but the number of the change");
            assert_eq!(ours[..48], ours[48..96]);
            assert!(ours[96..] == theirs[96..], "{rows}: where the pages are");
        }
    }

    #[test]
    fn what_was_not_committed_is_not_there() {
        let folder = Folder::new("uncommitted");
        let _left = left(3, &folder);
        let (_, whole) = folder.index("whole");
        let log = folder.0.join("db-wal");
        let bytes = std::fs::read(&log).unwrap();
        std::fs::write(&log, [bytes.clone(), bytes[32..].to_vec()].concat()).unwrap();
        let (_, longer) = folder.index("longer");
        assert!(longer[96..] == whole[96..]);
        std::fs::write(&log, &bytes[..bytes.len() - 1]).unwrap();
        let (_, shorter) = folder.index("shorter");
        assert!(shorter[16..20] < whole[16..20]);
    }

    #[test]
    fn whoever_died_left_one_copy_that_counts() {
        let folder = Folder::new("died");
        let _left = left(3, &folder);
        for torn in [0, 48] {
            let (index, whole) = folder.index("index");
            index.write_all_at(&[0xFF; 20], torn).unwrap();
            mend(&index, Path::new("there is none")).unwrap();
            assert!(std::fs::read(folder.0.join("index")).unwrap() == whole);
        }
    }

    #[test]
    fn without_a_log_it_is_empty() {
        let folder = Folder::new("empty");
        let (_, index) = folder.index("index");
        assert_eq!(index.len(), BLOCK);
        assert_eq!(index[16..20], [0; 4]);
    }
}
