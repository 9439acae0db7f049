//! How long the files are. One that is not there is as long as can be.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;

/// Of the outbox, its log and the log's index.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) outbox: Size,
    pub(super) log: Size,
    pub(super) index: Size,
}

#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) length: u64,
    /// What it has of the disk, written or not.
    pub(super) bytes: u64,
}

impl Sizes {
    pub(super) const MOST: Self = Self { outbox: Size::MOST, log: Size::MOST, index: Size::MOST };
}

impl Size {
    const MOST: Self = Self { length: u64::MAX, bytes: u64::MAX };

    pub(super) fn of(found: &Metadata) -> Self {
        Self { length: found.len(), bytes: found.blocks().saturating_mul(512) }
    }

    pub(super) fn of_open(file: Option<&File>) -> Self {
        file.and_then(|file| file.metadata().ok()).map_or(Self::MOST, |found| Self::of(&found))
    }
}
