//! A line of the diagnostics.

use serde::Serialize;

use crate::finding::Weight;

/// One thing that is wrong with events of one name.
#[derive(Debug, Serialize)]
pub(super) struct Diagnosis<'a> {
    pub(super) event: &'a str,
    /// `web`, `app`, `offline` or `crm`.
    pub(super) source: &'static str,
    pub(super) code: &'static str,
    pub(super) weight: Weight,
    /// Where it is; the index of a list is left out.
    pub(super) path: String,
    /// Events that suffer from it.
    pub(super) events: u64,
    /// Events of that name.
    pub(super) of: u64,
    /// Those among them that TikTok would refuse.
    pub(super) refused: u64,
    pub(super) meaning: String,
    pub(super) fix: String,
    /// The newest event that suffers from it, when single events do.
    pub(super) newest: Option<u64>,
}
