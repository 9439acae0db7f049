//! Described events as JSON text, for the languages that get them as such and for pipes.

use crate::input::Input;
use crate::problem;

use super::Description;

impl Description<'_> {
    /// `{"events": […], "problems": [{"code", "hint", "path", "severity"}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let events: Vec<String> = self.lines().collect();
        let problems = problem::list_to_json(&self.problems);
        format!("{{\"events\":[{}],\"problems\":{problems}}}", events.join(","))
    }

    /// Each event as JSON without a line break in it.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.events.iter().map(Input::to_json)
    }
}
