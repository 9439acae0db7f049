//! What a format finds in a payload.

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
    let mut names = names.iter();
    let known = names.find(|(theirs, _)| theirs.eq_ignore_ascii_case(given));
    known.map(|(_, ours)| *ours).ok_or_else(|| Problem::new("event", Code::NoConversion))
}
