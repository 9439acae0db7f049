//! What the files looked like at one moment: one look serves all that is asked before a change, and one all that is asked after it.

use super::index::Index;
use super::places::Places;
use super::sizes::{Size, Sizes};
use super::{Files, room};

/// The least length of the log's index.
const INDEX: u64 = 32_768;

pub(in crate::outbox) struct Look {
    is_in_place: bool,
    sizes: Sizes,
    index: Option<Index>,
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
        let Some(index) = &look.index else { return true };
        room::is_there(self.log.get(), &self.outbox, &look.sizes, index, pages, free)
    }
}

impl Look {
    /// Of what is in memory.
    pub(in crate::outbox) const NONE: Self = Self { is_in_place: true, sizes: Sizes::MOST, index: None };

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
