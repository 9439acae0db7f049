//! What the files looked like at one moment: one look serves all that is asked before a change, and one all that is asked after it.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;

use super::index::Index;
use super::places::Places;
use super::{Files, room};

/// The least length of the log's index.
const INDEX: u64 = 32_768;

pub(in crate::outbox) struct Look {
    pub(super) is_in_place: bool,
    pub(super) sizes: Sizes,
    pub(super) index: Option<Index>,
}

/// Of the outbox, its log and the log's index. Where there is none it is as long as can be.
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

impl Files {
    /// Where they are now, and how long.
    pub(in crate::outbox) fn look(&self) -> Look {
        let found = self.places.get().map(Places::look);
        let is_in_place = !matches!(found, Some(None));
        let sizes = found.flatten().unwrap_or_else(|| self.sizes());
        Look { is_in_place, sizes, index: self.index() }
    }

    /// The same moments later: what is longer by now, others wrote.
    pub(in crate::outbox) fn look_again(&self, before: &Look) -> Look {
        let sizes = Sizes { index: Size::of_open(self.index.get()), ..before.sizes };
        let look = Look { is_in_place: before.is_in_place, sizes, index: self.index() };
        if look.are_cut() { self.look_closely() } else { look }
    }

    /// Another process may just begin the log anew, and first says so in the index.
    pub(in crate::outbox) fn look_closely(&self) -> Look {
        let look = || Look { sizes: self.sizes(), ..self.look() };
        (0..2).map(|_| look()).find(|look| !look.are_cut()).unwrap_or_else(look)
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            outbox: Size::of_open(Some(&self.outbox)),
            log: Size::of_open(self.log.get()),
            index: Size::of_open(self.index.get()),
        }
    }

    /// Whether the disk has room for so many more pages, and for what is written about them later, where so many pages of the file
    /// hold nothing.
    pub(in crate::outbox) fn have_room(&self, look: &Look, pages: u64, free: u64) -> bool {
        room::is_there(self.log.get(), &self.outbox, look, pages, free)
    }
}

impl Look {
    /// Of what is in memory.
    pub(in crate::outbox) const NONE: Self = Self {
        is_in_place: true,
        sizes: Sizes { outbox: Size::MOST, log: Size::MOST, index: Size::MOST },
        index: None,
    };

    /// Whether nobody moved, deleted or replaced one of them.
    pub(in crate::outbox) fn are_in_place(&self) -> bool {
        self.is_in_place
    }

    /// Whether somebody cut one of them short. To read an index that is too short would end the process (`SIGBUS`).
    pub(in crate::outbox) fn are_cut(&self) -> bool {
        let is_short = |index: &Index| {
            let (log, outbox) = index.least();
            self.sizes.log.length < log || self.sizes.outbox.length < outbox
        };
        self.sizes.index.length < INDEX || self.index.as_ref().is_some_and(is_short)
    }

    /// Whether the header of the index is being written, or somebody died while he wrote it.
    pub(in crate::outbox) fn is_torn(&self) -> bool {
        self.index.as_ref().is_some_and(|index| !index.is_whole())
    }

    /// Whether a little more can be written without ending the process.
    pub(in crate::outbox) fn are_within_limit(&self) -> bool {
        self.index.as_ref().is_none_or(room::is_within_limit)
    }

    /// Pages in the log.
    pub(in crate::outbox) fn frames(&self) -> u32 {
        self.index.as_ref().map_or(0, |index| index.frames)
    }
}

impl Size {
    const MOST: Self = Self { length: u64::MAX, bytes: u64::MAX };

    pub(super) fn of(found: &Metadata) -> Self {
        Self { length: found.len(), bytes: found.blocks().saturating_mul(512) }
    }

    fn of_open(file: Option<&File>) -> Self {
        file.and_then(|file| file.metadata().ok()).map_or(Self::MOST, |found| Self::of(&found))
    }
}
