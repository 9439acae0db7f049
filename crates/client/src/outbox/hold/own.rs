//! By what a second copy of this library in a process finds the first.
//!
//! On Linux that is a byte far behind the end of the outbox, one for each process, which the open file has locked. Elsewhere no lock
//! of a byte belongs to an open file, but that of a whole file does (flock(2)): so there it is a file in the folder for temporary
//! ones, for each process and outbox, and whoever opened it last removes it.

#[cfg(target_os = "linux")]
pub(super) use byte::Own;
#[cfg(not(target_os = "linux"))]
pub(super) use whole_file::Own;

#[cfg(target_os = "linux")]
mod byte {
    use std::fs::File;

    use super::super::locks::Range;
    use crate::machine::process;

    /// Where the bytes begin that stand for processes. No file is as long.
    const PROCESSES: i64 = 1 << 62;

    pub(in super::super) struct Own {
        has_locks: bool,
    }

    impl Own {
        /// `None` where another copy has it. It ends with the open file.
        pub(in super::super) fn of(outbox: &File) -> Option<Self> {
            let own = Range { first: PROCESSES | process::number(), bytes: 1 };
            own.claim(outbox).then(|| Self { has_locks: own.own(outbox) })
        }

        /// Whether there are locks of an open file, for this kernel and on this disk.
        pub(in super::super) fn has_locks(&self) -> bool {
            self.has_locks
        }
    }
}

#[cfg(any(test, not(target_os = "linux")))]
mod whole_file {
    use std::fs::{File, TryLockError};
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::PathBuf;

    use super::super::places::key;
    use crate::machine::process;

    pub(in super::super) struct Own {
        process: u32,
        path: PathBuf,
        _locked: Option<File>,
    }

    impl Own {
        /// `None` where another copy has it. Where no such file can be made nobody is found.
        pub(in super::super) fn of(outbox: &File) -> Option<Self> {
            let (device, file) = outbox.metadata().map(|found| key(&found)).unwrap_or_default();
            let name = format!("tiktok-capi-{:x}-{device:x}-{file:x}", process::number());
            let path = std::env::temp_dir().join(name);
            let mut options = File::options();
            options.read(true).write(true).create(true).truncate(false).mode(0o600);
            let own = options.open(&path).ok();
            let is_taken = |own: &File| matches!(own.try_lock(), Err(TryLockError::WouldBlock));
            if own.as_ref().is_some_and(is_taken) {
                return None;
            }
            Some(Self { process: std::process::id(), path, _locked: own })
        }

        #[cfg(not(target_os = "linux"))]
        #[allow(clippy::unused_self, reason = "where there are some it depends on the disk")]
        pub(in super::super) fn has_locks(&self) -> bool {
            false
        }
    }

    impl Drop for Own {
        /// What a child of a `fork` inherited is its parent's.
        fn drop(&mut self) {
            if self.process == std::process::id() {
                let _ = std::fs::remove_file(&self.path);
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;

    use super::{byte, whole_file};

    #[test]
    fn another_copy_finds_it_taken_until_it_ends() {
        let path = std::env::temp_dir().join(format!("own-{}", std::process::id()));
        let open =
            || File::options().read(true).write(true).create(true).truncate(false).open(&path).unwrap();
        let (first, second) = (open(), open());
        let (byte, file) = (byte::Own::of(&first), whole_file::Own::of(&first));
        assert!(byte.is_some_and(|own| own.has_locks()) && file.is_some());
        assert!(byte::Own::of(&second).is_none() && whole_file::Own::of(&second).is_none());
        drop((first, file));
        assert!(byte::Own::of(&second).is_some() && whole_file::Own::of(&second).is_some());
        std::fs::remove_file(path).unwrap();
    }
}
