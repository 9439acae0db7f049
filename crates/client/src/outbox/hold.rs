//! Keeps other copies of `SQLite` in this process from doing harm to a file that it has open.
//!
//! A process may have several: Python's `sqlite3`, an ORM, a second copy of this library. Locks of POSIX belong to the process:
//! one copy does not see those of another, and when it closes the file it ends them. One that believes itself alone then moves
//! the log into the file and deletes it, while this copy goes on writing to what nobody else can open any more; and where a lock
//! ended too early, two processes write at once.
//!
//! Locks of an open file do not belong to the process (fcntl(2), `F_OFD_SETLK`): every copy sees them, and they end with that
//! open file alone. So as long as a connection is open, four are held:
//! - on the bytes that a shared lock of `SQLite` covers, which no copy may then lock for itself alone, as it has to before it
//!   deletes the log;
//! - on the byte of the log's index (`-shm`) that tells whether anybody uses it, so that no copy begins it anew;
//! - on the byte of the index that a copy has to lock for itself alone before it makes the index from the log, because it found the
//!   header just being written: where two do that, or one while another writes, what is committed meanwhile is lost. Where
//!   somebody died while he wrote it, `recovery.rs` does it;
//! - on a byte that is this process's own, by which a second copy of this library finds the first (`own.rs`).
//!
//! They are taken before the first connection is opened, and none is closed before: that would end the locks of another copy,
//! which may just be deleting the log. Against locks that end too early everybody takes turns (`turns.rs`).
//!
//! Where there are no such locks, as on macOS, none of the first three is held, and what somebody deleted is noticed before an event
//! is acknowledged.

mod disk;
mod first_page;
mod frames;
mod index;
mod locks;
mod look;
mod opening;
mod own;
mod places;
mod recovery;
mod room;
mod sizes;
mod turns;

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use nix::errno::Errno;

use super::error::OutboxFault;
use index::Index;
use own::Own;
use places::{Key, Places, beside, key, open_beside};
use turns::Turns;

pub(super) use disk::is_remote;
pub(super) use look::Look;
pub(super) use room::is_allowed;

static HELD: Mutex<Held> = Mutex::new(Held { process: 0, files: Vec::new() });

/// What this copy holds, for this process: a child of a `fork` takes its own.
struct Held {
    process: u32,
    files: Vec<Arc<Files>>,
}

/// The files of one outbox, open for their locks alone. They close after all connections: closing a file ends the locks of POSIX
/// that any connection of the process has on it.
pub(super) struct Files {
    key: Key,
    path: PathBuf,
    own: Own,
    outbox: File,
    log: OnceLock<File>,
    index: OnceLock<File>,
    places: OnceLock<Places>,
    pub(super) turns: Arc<Turns>,
}

/// What is held for one connection. It is to be dropped after that.
#[derive(Default)]
pub(super) struct Hold {
    files: Option<Arc<Files>>,
}

impl Hold {
    /// Before a connection is opened. What is held as long as the file is open must not depend on how many descriptors were left when
    /// it was opened.
    pub(super) fn take(path: &Path) -> Result<Self, OutboxFault> {
        let mut held = held();
        if let Some(files) = std::fs::metadata(path).ok().and_then(|found| held.of(&found)) {
            return Ok(Self { files: Some(files) });
        }
        // Whoever may not open it is told so by what follows.
        let Some(outbox) = unless_short(File::options().read(true).write(true).open(path))? else {
            return Ok(Self::default());
        };
        let own = Own::of(&outbox).ok_or(OutboxFault::Twice)?;
        let turns = held.turns(&outbox, path)?;
        let Some(files) = Files::new(outbox, own, path, turns).map(Arc::new) else {
            return Ok(Self::default());
        };
        held.files.push(Arc::clone(&files));
        Ok(Self { files: Some(files) })
    }

    /// None for what is in memory.
    pub(super) fn files(&self) -> Option<Arc<Files>> {
        self.files.clone()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = held();
        drop(self.files.take());
        held.files.retain(|files| Arc::strong_count(files) > 1);
    }
}

impl Files {
    fn new(outbox: File, own: Own, path: &Path, turns: Arc<Turns>) -> Option<Self> {
        let key = key(&outbox.metadata().ok()?);
        let path = path.to_owned();
        let (log, index, places) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Some(Self { key, path, own, outbox, log, index, places, turns })
    }

    /// Whether all is held that is to be.
    pub(super) fn are_covered(&self) -> bool {
        self.places.get().is_some()
    }

    /// Whether nobody moved, deleted or replaced one of them.
    pub(super) fn are_in_place(&self) -> bool {
        self.places.get().is_none_or(Places::are_kept)
    }

    /// Whether the outbox itself was.
    pub(super) fn are_elsewhere(&self) -> bool {
        self.places.get().is_some_and(|places| !places.is_outbox_kept())
    }

    /// Whether the log was deleted, and no other is there yet.
    pub(super) fn has_lost_its_log(&self) -> bool {
        self.places.get().is_some_and(Places::are_without_log)
    }

    /// Removes the log and its index from beside a file that is another.
    pub(super) fn remove_what_is_left(&self) {
        let _ = self.places.get().map(Places::remove_what_is_left);
    }

    /// What the log's index says now.
    fn index(&self) -> Option<Index> {
        Index::read(self.index.get()?)
    }
}

impl Held {
    fn of(&self, found: &Metadata) -> Option<Arc<Files>> {
        self.files.iter().find(|files| files.key == key(found)).map(Arc::clone)
    }

    /// Those of another outbox that was at this path are taken on: closing their file would end them.
    fn turns(&self, outbox: &File, path: &Path) -> Result<Arc<Turns>, OutboxFault> {
        let path = beside(path, "-lock");
        let there = std::fs::metadata(&path).ok().map(|found| key(&found));
        if let Some(taken) = self.files.iter().map(|files| &files.turns).find(|turns| turns.are_in(there)) {
            return Ok(Arc::clone(taken));
        }
        Ok(Arc::new(Turns::new(unless_short(open_beside(outbox, &path))?)))
    }
}

/// What was opened, or `None` where that may not be. A shortage of descriptors passes, and is a fault meanwhile.
fn unless_short(opened: std::io::Result<File>) -> Result<Option<File>, OutboxFault> {
    let is_short = |error: &std::io::Error| {
        matches!(error.raw_os_error().map(Errno::from_raw), Some(Errno::EMFILE | Errno::ENFILE))
    };
    match opened {
        Err(error) if is_short(&error) => Err(OutboxFault::Unavailable),
        opened => Ok(opened.ok()),
    }
}

/// Those of this process. What a child inherited are its parent's, which keeps them when the child closes its own.
fn held() -> MutexGuard<'static, Held> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if held.process != std::process::id() {
        held.files.clear();
        held.process = std::process::id();
    }
    held
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn another_open_file_finds_the_byte_of_this_process_taken() {
        let folder = std::env::temp_dir().join(format!("hold-{}", std::process::id()));
        let path = folder.join("outbox.db");
        std::fs::create_dir(&folder).unwrap();
        File::create(&path).unwrap();
        let holds = [Hold::take(&path).unwrap(), Hold::take(&path).unwrap()];
        let other = File::options().read(true).write(true).open(&path).unwrap();
        for hold in holds {
            assert!(Own::of(&other).is_none());
            drop(hold);
        }
        let _second = Own::of(&other).unwrap();
        assert!(Hold::take(&path).is_err(), "that is how a second copy comes");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
