//! What a format finds in a payload.

use crate::catalog::{PAGEVIEW, event_names};
use crate::input::Input;
use crate::problem::{Code, Problem};

use super::draft::Draft;

/// The events of a payload; the problem that says why there are none.
pub(super) type Found<'p> = Result<Vec<Draft<'p>>, Problem>;

/// Refuses a payload without the members that every one of its format has.
pub(super) fn require(payload: &Input<'_>, names: &[&'static str]) -> Result<(), Problem> {
    match names.iter().find(|name| payload.get(name).is_none()) {
        Some(name) => Err(Problem::new(*name, Code::NotThisFormat)),
        None => Ok(()),
    }
}

/// TikTok's name of what a payload calls otherwise, in any case of its letters.
pub(super) fn event_name(names: &[(&str, &'static str)], given: &str) -> Result<&'static str, Problem> {
    known_name(names, given).ok_or_else(|| Problem::new("event", Code::NoConversion))
}

/// The same, or nothing.
pub(super) fn known_name(names: &[(&str, &'static str)], given: &str) -> Option<&'static str> {
    names.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(given)).map(|(_, ours)| *ours)
}

/// A name of TikTok's own, in any case of its letters.
pub(super) fn tiktok_name(given: &str) -> Option<&'static str> {
    let names = event_names().iter().map(|known| known.name).chain([PAGEVIEW]);
    names.into_iter().find(|name| name.eq_ignore_ascii_case(given))
}
