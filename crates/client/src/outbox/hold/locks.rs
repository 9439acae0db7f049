//! Locks on ranges of bytes. A range that the system cannot lock, by this kernel or on this disk, is everybody's.

use std::fs::File;

use nix::errno::Errno;
#[cfg(target_os = "linux")]
use nix::fcntl::FcntlArg::F_OFD_SETLK;
use nix::fcntl::FcntlArg::{self, F_SETLK};
use nix::fcntl::fcntl;
use nix::libc::{F_RDLCK, F_UNLCK, F_WRLCK, SEEK_SET, flock};

/// Of which type the C library has the kinds of locks.
#[cfg(target_os = "linux")]
type How = i32;
#[cfg(not(target_os = "linux"))]
type How = i16;

/// Bytes of a file, which need not be there.
pub(super) struct Range {
    pub(super) first: i64,
    pub(super) bytes: i64,
}

/// Locks of an open file, which others in the process see. A child of a `fork` shares them.
#[cfg(target_os = "linux")]
impl Range {
    /// For this open file alone. False where another has it.
    pub(super) fn claim(&self, file: &File) -> bool {
        self.is_set(file, F_WRLCK, |range| F_OFD_SETLK(range))
    }

    /// With others that share it. False where another has it for itself.
    pub(super) fn hold(&self, file: &File) -> bool {
        self.is_set(file, F_RDLCK, |range| F_OFD_SETLK(range))
    }

    pub(super) fn release(&self, file: &File) {
        self.is_set(file, F_UNLCK, |range| F_OFD_SETLK(range));
    }

    /// As [`Range::claim`], and false where it cannot be known.
    pub(super) fn own(&self, file: &File) -> bool {
        self.set(file, F_WRLCK, |range| F_OFD_SETLK(range)).is_ok()
    }
}

/// Elsewhere there are none.
#[cfg(not(target_os = "linux"))]
impl Range {
    pub(super) fn claim(&self, _: &File) -> bool {
        true
    }

    pub(super) fn hold(&self, _: &File) -> bool {
        true
    }

    pub(super) fn release(&self, _: &File) {}

    pub(super) fn own(&self, _: &File) -> bool {
        false
    }
}

/// Locks of the process, which end with it, whatever children it has.
impl Range {
    /// For this process alone. False where another has it.
    pub(super) fn lock(&self, file: &File) -> bool {
        self.is_set(file, F_WRLCK, |range| F_SETLK(range))
    }

    /// With others that share it. False where another has it for itself.
    pub(super) fn share(&self, file: &File) -> bool {
        self.is_set(file, F_RDLCK, |range| F_SETLK(range))
    }

    pub(super) fn unlock(&self, file: &File) {
        self.is_set(file, F_UNLCK, |range| F_SETLK(range));
    }

    fn is_set(&self, file: &File, how: How, whose: for<'a> fn(&'a flock) -> FcntlArg<'a>) -> bool {
        !matches!(self.set(file, how, whose), Err(Errno::EAGAIN | Errno::EACCES))
    }

    fn set(&self, file: &File, how: How, whose: for<'a> fn(&'a flock) -> FcntlArg<'a>) -> nix::Result<i32> {
        let range = flock {
            l_type: how.try_into().unwrap_or_default(),
            l_whence: SEEK_SET.try_into().unwrap_or_default(),
            l_start: self.first,
            l_len: self.bytes,
            l_pid: 0,
        };
        fcntl(file, whose(&range))
    }
}

/// Tries until it has what it wants, or gives up: it is asked with the number of tries.
pub(super) fn again(has: impl Fn() -> bool, wait: impl Fn(i32) -> bool) -> bool {
    (0..).find_map(|tries| if has() { Some(true) } else { (!wait(tries)).then_some(false) }) == Some(true)
}
