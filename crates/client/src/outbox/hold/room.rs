//! Room for the log and for the file, taken from the disk before it is needed.
//!
//! Whoever puts events in leaves room for leases and settlements. So a full disk stops them and not delivery, which makes room.

use std::fs::File;

use nix::sys::resource::{Resource, getrlimit};

use super::index::Index;
use super::sizes::{Size, Sizes};

/// Pages of the log that are left: several times what the settlement of a hundred events writes.
const LOG: u64 = 128;

/// Pages of the file that are left: dead letters move within it.
const FILE: u64 = 32;

/// What is taken beyond what is needed, so that it is seldom done.
const STEP: u64 = 1 << 18;

/// The least that an outbox needs of the size that a process may give its files.
const LEAST: u64 = 4 * LOG * 4096;

/// Whether so many more pages can be written, and after them what is left to others. Takes the room for that.
///
/// `free` are pages within the file that hold nothing.
pub(super) fn is_there(
    log: Option<&File>,
    outbox: &File,
    sizes: &Sizes,
    index: &Index,
    pages: u64,
    free: u64,
) -> bool {
    let (limit, more) = (limit(), (pages + FILE).saturating_sub(free));
    log.is_none_or(|log| is_taken(log, sizes.log, index.log_of(pages + LOG), limit))
        && is_taken(outbox, sizes.outbox, index.file_of(more), limit)
}

/// Whether the process may write a little more. Beyond its limit a write ends the whole process (`SIGXFSZ`).
pub(super) fn is_within_limit(index: &Index) -> bool {
    index.log_of(LOG / 2).max(index.file_of(FILE / 2)) <= limit()
}

/// Whether an outbox may be as long as it has to be.
pub(in crate::outbox) fn is_allowed() -> bool {
    LEAST <= limit()
}

/// The longest file that this process may write (`ulimit -f`).
fn limit() -> u64 {
    getrlimit(Resource::RLIMIT_FSIZE).map_or(u64::MAX, |(soft, _)| soft)
}

/// Whether a file has so many bytes of the disk, written or not.
fn is_taken(file: &File, size: Size, bytes: u64, limit: u64) -> bool {
    let more = bytes.saturating_add(STEP).min(limit);
    bytes <= limit && (bytes <= size.bytes || take(file, more) || take(file, bytes))
}

/// Takes it without making the file longer. A file system that cannot do that gives everything.
#[cfg(target_os = "linux")]
fn take(file: &File, bytes: u64) -> bool {
    use nix::errno::Errno;
    use nix::fcntl::{FallocateFlags, fallocate};
    let taken = fallocate(file, FallocateFlags::FALLOC_FL_KEEP_SIZE, 0, bytes.cast_signed());
    !matches!(taken, Err(Errno::ENOSPC | Errno::EDQUOT | Errno::EFBIG))
}

#[cfg(not(target_os = "linux"))]
fn take(_: &File, _: u64) -> bool {
    true
}
