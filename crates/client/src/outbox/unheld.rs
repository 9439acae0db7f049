//! Stands in for `hold.rs` where locks of a file belong to whoever opened it, as on Windows: there other copies of `SQLite` in
//! this process do no harm, and nobody deletes a file that is open. So nothing is held.

use std::path::Path;
use std::sync::Arc;

use super::error::OutboxFault;

/// What is held for one connection: nothing.
#[derive(Default)]
pub(super) struct Hold;

/// There are none.
pub(super) struct Files {
    pub(super) turns: Turns,
}

pub(super) enum Turns {}

pub(super) struct Turn;

/// Nothing is looked at.
pub(super) struct Look;

/// Windows tells no share from a disk by a number.
pub(super) fn is_remote(_: &Path) -> bool {
    false
}

/// No limit is set to the length of a file.
pub(super) fn is_allowed() -> bool {
    true
}

impl Hold {
    pub(super) fn take(_: &Path) -> Result<Self, OutboxFault> {
        Ok(Self)
    }

    #[allow(clippy::unused_self, reason = "elsewhere it has some")]
    pub(super) fn files(&self) -> Option<Arc<Files>> {
        None
    }
}

/// What callers ask of files that are held, with the answers' types.
macro_rules! never {
    ($($name:ident($($argument:ty),*) -> $answer:ty),* $(,)?) => {
        impl Files {
            $(pub(super) fn $name(&self, $(_: $argument),*) -> $answer {
                match self.turns {}
            })*
        }
    };
}

never! {
    are_covered() -> bool,
    are_in_place() -> bool,
    are_elsewhere() -> bool,
    has_lost_its_log() -> bool,
    remove_what_is_left() -> (),
    begin() -> Result<bool, OutboxFault>,
    has_log() -> bool,
    keep() -> Result<(), OutboxFault>,
    cover() -> Result<(), OutboxFault>,
    mend() -> Result<(), OutboxFault>,
    heal() -> Result<(), OutboxFault>,
    look() -> Look,
    look_again(&Look) -> Look,
    look_closely() -> Look,
    have_room(&Look, u64, u64) -> bool,
}

impl Turns {
    pub(super) fn open(&self) -> Option<Turn> {
        match *self {}
    }

    pub(super) fn write(&self) -> Option<Turn> {
        match *self {}
    }

    pub(super) fn read(&self) -> Option<Turn> {
        match *self {}
    }

    pub(super) fn move_log(&self) -> Option<Turn> {
        match *self {}
    }
}

#[allow(clippy::unused_self, reason = "elsewhere it depends on what was seen")]
impl Look {
    pub(super) const NONE: Self = Self;

    pub(super) fn are_in_place(&self) -> bool {
        true
    }

    pub(super) fn are_cut(&self) -> bool {
        false
    }

    pub(super) fn is_torn(&self) -> bool {
        false
    }

    pub(super) fn are_within_limit(&self) -> bool {
        true
    }

    pub(super) fn frames(&self) -> u32 {
        0
    }
}
