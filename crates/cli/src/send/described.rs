//! What each form of input gives.

use tiktok_capi::Input;

use crate::told::Told;

/// An event as it is described, and where.
pub(super) struct Described<'r> {
    /// Its number, from 1.
    pub(super) number: u64,
    /// The line on which it starts.
    pub(super) line: u64,
    pub(super) event: Result<Input<'r>, Told<'static>>,
}
