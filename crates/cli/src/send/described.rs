//! What each form of input gives.

use tiktok_capi::Input;

use crate::told::Told;

use super::original::Original;

/// An event as it is described, and where.
pub(super) struct Described<'r> {
    /// Its number, from 1.
    pub(super) number: u64,
    /// The line on which it starts.
    pub(super) line: u64,
    pub(super) event: Result<Input<'r>, Told<'static>>,
    /// What its table tells about its values.
    pub(super) told: Vec<Told<'static>>,
    /// Whether its table has a column of times, and nothing stands there.
    pub(super) lacks_time: bool,
    /// Why it is no conversion, where its table says so.
    pub(super) passed_over: Option<Told<'static>>,
    /// What stands in the input, where somebody wants it back.
    pub(super) original: Option<Original>,
}

impl Described<'_> {
    pub(super) fn unreadable(number: u64, line: u64, why: Told<'static>) -> Self {
        Self {
            number,
            line,
            event: Err(why),
            told: Vec::new(),
            lacks_time: false,
            passed_over: None,
            original: None,
        }
    }
}
