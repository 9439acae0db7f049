//! What a payload holds that became no part of an event. It is told by itself: a reader says what it takes, and what it
//! does not know of cannot be forgotten.

use std::collections::HashSet;
use std::ptr;

use crate::input::Input;
use crate::path::Path;
use crate::problem::{Advice, Code, Problem};

use super::draft::Draft;

/// Places that are told of one payload, beside digests; of the others it is told how many they are.
const MOST: usize = 20;

/// Tells of what was not taken, by its path and never by its value.
///
/// An object or a list of which nothing was taken is one place, as long as it says more than one thing. What several
/// items of a list have is told at the first of them. A blank value says nothing that could be lost.
pub(super) fn told<'p>(payload: &'p Input<'p>, drafts: &[Draft<'p>]) -> Vec<Problem> {
    let mut left = Left {
        taken: drafts.iter().flat_map(Draft::taken).map(|value| ptr::from_ref(*value)).collect(),
        refused: drafts.iter().flat_map(Draft::refused).map(|value| ptr::from_ref(*value)).collect(),
        opened: HashSet::new(),
        met: HashSet::new(),
        problems: Vec::new(),
    };
    left.open(payload);
    left.tell(payload, &Path::Root);
    left.problems()
}

struct Left<'p> {
    taken: HashSet<*const Input<'p>>,
    /// Digests that are of no use.
    refused: HashSet<*const Input<'p>>,
    /// Objects and lists of which a part was taken.
    opened: HashSet<*const Input<'p>>,
    /// Paths without the numbers of items.
    met: HashSet<String>,
    problems: Vec<Problem>,
}

impl<'p> Left<'p> {
    /// Whether the value or a part of it was taken.
    fn open(&mut self, value: &'p Input<'p>) -> bool {
        if self.taken.contains(&ptr::from_ref(value)) || self.refused.contains(&ptr::from_ref(value)) {
            return true;
        }
        // Counted, so that none is passed by.
        let opened = match value {
            Input::List(items) => items.iter().filter(|item| self.open(item)).count(),
            Input::Map(members) => members.iter().filter(|(_, value)| self.open(value)).count(),
            _ => 0,
        };
        if opened > 0 {
            self.opened.insert(value);
        }
        opened > 0
    }

    fn tell(&mut self, value: &'p Input<'p>, path: &Path<'_>) {
        if self.taken.contains(&ptr::from_ref(value)) || is_blank(value) {
            return;
        }
        match value {
            _ if self.refused.contains(&ptr::from_ref(value)) => {
                self.problems.push(Problem::new(path.to_string(), Code::ForeignDigest));
            }
            _ if !self.opened.contains(&ptr::from_ref(value)) && !has_one_member(value) => self.note(path),
            Input::Map(members) => members.iter().for_each(|(name, value)| self.tell(value, &path.key(name))),
            Input::List(items) => items.iter().enumerate().for_each(|(index, item)| match name_of(item) {
                Some(name) => self.tell(item, &path.key(name)),
                None => self.tell(item, &path.index(index)),
            }),
            _ => {}
        }
    }

    fn note(&mut self, path: &Path<'_>) {
        let path = path.to_string();
        let is_new = self.met.insert(without_numbers(&path));
        if is_new && self.met.len() <= MOST {
            self.problems.push(Problem::new(path, Code::LeftOut));
        }
    }

    fn problems(mut self) -> Vec<Problem> {
        let more = self.met.len().saturating_sub(MOST);
        if more > 0 {
            self.problems.push(Problem::new("", Code::LeftOut).with(Advice::More(more)));
        }
        self.problems
    }
}

/// An object with one member says no more than that member does.
fn has_one_member(value: &Input<'_>) -> bool {
    let Input::Map(members) = value else { return false };
    members.iter().filter(|(_, value)| !is_blank(value)).count() == 1
}

fn is_blank(value: &Input<'_>) -> bool {
    match value {
        Input::List(items) => items.iter().all(is_blank),
        pair if name_of(pair).is_some() => pair.get("value").is_none_or(is_blank),
        Input::Map(members) => members.iter().all(|(_, value)| is_blank(value)),
        other => other.is_absent(),
    }
}

/// The name of an item such as `{"key", "value"}`: it tells more than a number.
fn name_of<'p>(item: &'p Input<'_>) -> Option<&'p str> {
    let Input::Map(members) = item else { return None };
    let is_pair = members.iter().all(|(name, _)| matches!(name.as_ref(), "id" | "key" | "name" | "value"));
    item.get("value").filter(|_| is_pair)?;
    item.get("key").or_else(|| item.get("name"))?.as_text()
}

/// `items[3].price` without its number. No key that is shown has a bracket.
fn without_numbers(path: &str) -> String {
    path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::draft::{Row, rows};
    use super::*;

    static ROWS: &[Row] = rows! {
        "user.email" <- "a.b" | "c";
        "user.ttclid" <- "meta:ttclid";
    };

    fn left(json: &str) -> Vec<String> {
        let payload = Input::from_json(json.as_bytes()).unwrap();
        let mut draft = Draft::of("Contact");
        draft.fill(&payload, ROWS);
        draft.products(payload.get("items"), ROWS);
        told(&payload, &[draft]).iter().map(|problem| problem.path().to_owned()).collect()
    }

    #[test]
    fn what_no_row_takes_is_told_once_by_its_path() {
        for (json, expected) in [
            (r#"{"a":{"b":1}}"#, vec![]),
            (r#"{"a":{"b":1,"x":{"y":1,"z":2}},"n":[1,2]}"#, vec!["a.x", "n"]),
            (r#"{"a":{"b":1},"x":null,"y":" ","z":{"a":[null,{}]}}"#, vec![]),
            (r#"{"items":[{"c":1},{"c":2,"x":1},{"x":2,"y":[]}]}"#, vec!["items[1].x"]),
            (r#"{"items":[5,{"c":1}]}"#, vec![]),
            (r#"{"items":[{"c":2},{"x":2,"y":3}]}"#, vec!["items[1]"]),
            (r#"{"c":1,"x":{"y":{"z":1}}}"#, vec!["x.y.z"]),
            (r#"{"meta":[{"key":"ttclid","value":1},{"id":1,"key":"vat","value":1}]}"#, vec!["meta.vat"]),
            (r#"{"meta":[{"key":"ttclid","value":1},{"id":1,"key":"vat","value":" "}]}"#, vec![]),
            (r#"{"a":{"b":1},"jo@example.com":1,"+49 30":2}"#, vec!["*"]),
        ] {
            assert_eq!(left(json), expected, "{json}");
        }
    }

    #[test]
    fn a_second_place_is_left_out_when_it_says_something_else() {
        assert_eq!(left(r#"{"a":{"b":"x"},"c":"x"}"#), Vec::<String>::new());
        assert_eq!(left(r#"{"a":{"b":"x"},"c":"y"}"#), ["c"]);
    }

    #[test]
    fn so_many_are_told_and_the_rest_is_counted() {
        let json = |count: usize| {
            let members: Vec<_> = (0..count).map(|n| format!(r#""k{n}":{n}"#)).collect();
            format!(r#"{{"c":1,{}}}"#, members.join(","))
        };
        assert_eq!(left(&json(MOST)).len(), MOST);
        let payload = json(MOST + 2);
        let payload = Input::from_json(payload.as_bytes()).unwrap();
        let mut draft = Draft::new();
        draft.pass_over(&payload, &["c"]);
        let problems = told(&payload, &[draft]);
        assert_eq!(problems.len(), MOST + 1);
        let last = problems.last().unwrap();
        assert!(last.path().is_empty() && last.hint().ends_with("Not listed: 2 more."), "{last}");
    }
}
