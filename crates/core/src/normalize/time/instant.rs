//! A moment, and whether its text leaves no doubt which one.

/// A moment in whole Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) seconds: i64,
    /// Whether its text can be read as another moment, too: `ambiguous_time`.
    pub(crate) is_ambiguous: bool,
}

impl Moment {
    pub(super) fn certain(seconds: i64) -> Self {
        Self { seconds, is_ambiguous: false }
    }
}
