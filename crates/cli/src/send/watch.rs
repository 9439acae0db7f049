//! Whether a file stays what it is while it is read. What was written into it meanwhile may have been read in part.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file under watch.
pub(super) struct Watch {
    path: PathBuf,
    file: File,
    at_first: State,
}

#[derive(PartialEq)]
struct State {
    bytes: u64,
    modified: Option<SystemTime>,
}

/// What became of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It was written into.
    Rewritten,
    /// Another one has its name; this one was read as it is.
    Replaced,
}

impl Watch {
    /// Begins before the first byte is read.
    pub(super) fn over(path: &Path, file: &File) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: file.try_clone()?, at_first: State::of(&file.metadata()?) })
    }

    /// Stops the work where it makes no sense any more.
    pub(super) fn check(&self) -> io::Result<()> {
        if self.is_rewritten()? { Err(self.told(Change::Rewritten)) } else { Ok(()) }
    }

    /// What became of it until now.
    pub(super) fn change(&self) -> io::Result<Option<Change>> {
        Ok(match () {
            () if self.is_rewritten()? => Some(Change::Rewritten),
            () if self.is_replaced() => Some(Change::Replaced),
            () => None,
        })
    }

    pub(super) fn told(&self, change: Change) -> io::Error {
        let what = match change {
            Change::Rewritten => {
                "was written into while it was read, so that rows may be missing or torn. Give a copy that nobody writes into; \
                 events that have ids of their own are not counted twice"
            }
            Change::Replaced => {
                "was replaced while it was read: the old file was read to its end, and the new one was not"
            }
        };
        io::Error::other(format!("{} {what}", self.path.display()))
    }

    fn is_rewritten(&self) -> io::Result<bool> {
        Ok(State::of(&self.file.metadata()?) != self.at_first)
    }

    /// A file that is gone was read all the same.
    fn is_replaced(&self) -> bool {
        let (own, now) = (self.file.metadata().ok(), fs::metadata(&self.path).ok());
        own.zip(now).is_some_and(|(own, now)| !is_same(&own, &now))
    }
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere files have no number that everybody can read.
#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    State::of(one) == State::of(other)
}
