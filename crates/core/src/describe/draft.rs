//! An event in the making, and the rows that fill it.

use std::collections::HashSet;
use std::ptr;

use crate::event_id::event_id;
use crate::input::Input;
use crate::normalize::trim;
use crate::problem::Problem;

use super::place::{Place, each, find};
use super::rule::scalar;

pub(super) use super::place::{at, first_with, text_at};
pub(super) use super::rule::{Rule, borrowed, click_id, id, plain, somebody};

/// One row of a format's table: a member of the event, and where the payload has it.
pub(super) struct Row {
    /// The member, as `user.email`.
    pub(super) to: &'static str,
    /// Places in the payload; the first where there is something counts.
    pub(super) from: &'static [&'static str],
    /// What is made of the value.
    pub(super) rule: Rule,
}

/// `"user.email" <- "email" | "customer.email";` and so on. `as id` names another rule than `plain`.
///
/// A place is names with dots between them. `list:name` is the value of that name in a list of `{"name", "value"}` or
/// `{"key", "value"}`, of several the first that is not blank and stands for somebody; of any other list in the middle of a place,
/// the first item counts.
macro_rules! rows {
    (@rule) => { $crate::describe::draft::plain };
    (@rule $rule:ident) => { $rule };
    ($($to:literal <- $($from:literal)|+ $(as $rule:ident)?;)+) => {
        &[$($crate::describe::draft::Row { to: $to, from: &[$($from),+], rule: rows!(@rule $($rule)?) }),+]
    };
}
pub(super) use rows;

/// An event in the making. Its members are filled once: what is there stays.
pub(super) struct Draft<'p> {
    event: Input<'p>,
    taken: Vec<&'p Input<'p>>,
    refused: Vec<&'p Input<'p>>,
    doubt: Option<Doubt<'p>>,
}

/// Why an event is not sent, unless the shop wants such ones, and the part of the payload that it is made of.
struct Doubt<'p> {
    why: Problem,
    part: &'p Input<'p>,
}

impl<'p> Draft<'p> {
    /// An event of that name.
    pub(super) fn of(event: &'static str) -> Self {
        let mut draft = Self::new();
        draft.put("event", Input::text(event));
        draft
    }

    /// One product, or an event whose name is among the rows.
    pub(super) fn new() -> Self {
        Self { event: Input::Map(Vec::new()), taken: Vec::new(), refused: Vec::new(), doubt: None }
    }

    /// What is kept as it is, so that reading the event tells of it.
    pub(super) fn kept(value: &'p Input<'_>) -> Self {
        Self { event: borrowed(value), taken: vec![value], ..Self::new() }
    }

    /// A part of the payload that is no event.
    pub(super) fn none(part: &'p Input<'_>, why: Problem) -> Self {
        Self { doubt: Some(Doubt { why, part }), ..Self::new() }
    }

    /// The same event, about which there is something to say.
    pub(super) fn doubted(self, part: &'p Input<'_>, why: Option<Problem>) -> Self {
        Self { doubt: why.map(|why| Doubt { why, part }), ..self }
    }

    /// Takes from the payload what the rows say.
    pub(super) fn fill(&mut self, payload: &'p Input<'_>, rows: &[Row]) {
        for row in rows {
            row.from.iter().filter_map(|place| find(payload, place)).for_each(|found| self.take(&found, row));
        }
    }

    /// A value is taken when the member holds it now; one that another place had otherwise is left. The id of nothing is
    /// no loss.
    fn take(&mut self, found: &Place<'p, '_>, row: &Row) {
        let is_taken = match (row.rule)(found.value) {
            Some(value) => self.put(row.to, value),
            None => id(found.value).is_none(),
        };
        if is_taken {
            self.taken.push(found.whole);
        }
    }

    /// Says that places are no loss: what an event has no use for, and what the reader decided by. Of a list on the way
    /// every item is meant.
    pub(super) fn pass_over(&mut self, payload: &'p Input<'_>, places: &[&str]) {
        for place in places {
            each(payload, place, &mut |found| self.taken.push(found));
        }
    }

    /// Says that a value is no loss.
    pub(super) fn pass(&mut self, value: &'p Input<'_>) {
        self.taken.push(value);
    }

    /// Takes the members of an object that `is_wanted` names, under their own names. What a row took already is not taken
    /// twice.
    pub(super) fn copy(&mut self, object: &'p Input<'_>, to: &'static str, is_wanted: impl Fn(&str) -> bool) {
        let Input::Map(members) = object else {
            self.put(to, Input::Unfit);
            return self.taken.push(object);
        };
        let taken: HashSet<_> = self.taken.iter().map(|taken| ptr::from_ref(*taken)).collect();
        let is_free = |value| !taken.contains(&ptr::from_ref(value));
        for (name, value) in members.iter().filter(|(name, value)| is_wanted(name) && is_free(value)) {
            if inner(&mut self.event, to).is_some_and(|to| set(to, name, borrowed(value))) {
                self.taken.push(value);
            }
        }
    }

    /// Says that digests are of no use, each by its member and its place: unless the event has the member already, they are
    /// told of by their own code.
    pub(super) fn refuse_digests(&mut self, payload: &'p Input<'_>, digests: &[(&str, &str)]) {
        for (member, place) in digests {
            let is_needless = self.at(member).is_some();
            let list = if is_needless { &mut self.taken } else { &mut self.refused };
            each(payload, place, &mut |found| list.push(found));
        }
    }

    /// Says that a digest is of no use, which is told by its own code.
    pub(super) fn refuse(&mut self, digest: &'p Input<'_>) {
        self.refused.push(digest);
    }

    /// Says that members of an object are no loss.
    pub(super) fn pass_over_members(
        &mut self,
        object: &'p Input<'_>,
        is_meant: impl Fn(&str, &Input<'_>) -> bool,
    ) {
        let Input::Map(members) = object else { return };
        self.taken
            .extend(members.iter().filter(|(name, value)| is_meant(name, value)).map(|(_, value)| value));
    }

    /// Takes from the first of several objects that has one of the members, so that no two are mixed.
    pub(super) fn fill_first(&mut self, objects: &[Option<&'p Input<'_>>], members: &[&str], rows: &[Row]) {
        if let Some(object) = first_with(objects, members) {
            self.fill(object, rows);
        }
    }

    /// Sets one member, as `page.url`, unless it is there. Tells whether it holds that value now.
    pub(super) fn put(&mut self, to: &'static str, value: Input<'p>) -> bool {
        match to.split_once('.') {
            None => set(&mut self.event, to, value),
            Some((object, name)) => {
                inner(&mut self.event, object).is_some_and(|object| set(object, name, value))
            }
        }
    }

    /// The products, a line each. All formats name products by the ids of the catalogue's products, not of groups.
    pub(super) fn products(&mut self, items: Option<&'p Input<'_>>, rows: &[Row]) {
        let contents = match items {
            None => return,
            Some(Input::List(items)) => return self.lines(items, rows),
            Some(other) => {
                self.taken.push(other);
                Input::Unfit
            }
        };
        self.contents(contents);
    }

    /// The products, wherever each of them stands.
    pub(super) fn lines(&mut self, items: impl IntoIterator<Item = &'p Input<'p>>, rows: &[Row]) {
        let items = items.into_iter().filter(|item| !item.is_absent());
        let lines = items.map(|item| self.line(item, rows)).collect();
        self.contents(Input::List(lines));
    }

    fn contents(&mut self, contents: Input<'p>) {
        if contents.is_absent() {
            return;
        }
        let is_known = has_kinds(&contents);
        self.put("properties.contents", contents);
        if !is_known {
            self.put("properties.content_type", Input::text("product"));
        }
    }

    fn line(&mut self, item: &'p Input<'_>, rows: &[Row]) -> Input<'p> {
        let line = line(item, rows);
        self.taken.extend(line.taken);
        line.event
    }

    /// The one product that an object is about, when it says which.
    pub(super) fn product(&mut self, item: Option<&'p Input<'_>>, key: &str, rows: &[Row]) {
        let Some(line) = item.map(|item| line(item, rows)).filter(|line| line.event.get(key).is_some())
        else {
            return;
        };
        self.taken.extend(line.taken);
        self.contents(Input::List(vec![line.event]));
    }

    /// Gives the event of an order the id that its page can compute for the Pixel too.
    pub(super) fn identify_by_order(&mut self) {
        let event = self.event.get("event").and_then(Input::as_text);
        let order = self.event.get("properties").and_then(|all| all.get("order_id")).and_then(Input::as_text);
        if let (Some(event), Some(order)) = (event, order)
            && let Ok(id) = event_id(event, trim(order))
        {
            self.put("event_id", Input::text(id));
        }
    }

    /// What stands in the event so far, by its place.
    pub(super) fn at(&self, place: &str) -> Option<&Input<'p>> {
        at(&self.event, place)
    }

    /// Digests that are of no use.
    pub(super) fn refused(&self) -> &[&'p Input<'p>] {
        &self.refused
    }

    /// What of the payload needs no word: it is in the event, or was passed over.
    pub(super) fn taken(&self) -> &[&'p Input<'p>] {
        &self.taken
    }

    /// Why the event is not sent, unless the shop wants such ones.
    pub(super) fn doubt(&self) -> Option<&Problem> {
        self.doubt.as_ref().map(|doubt| &doubt.why)
    }

    /// The event is not sent, so nothing is to be told of its parts.
    pub(super) fn give_up(&mut self) {
        self.taken.extend(self.doubt.iter().map(|doubt| doubt.part));
    }

    pub(super) fn into_input(self) -> Input<'p> {
        self.event
    }
}

/// Whether a line says itself whether it names a product or a group.
fn has_kinds(contents: &Input<'_>) -> bool {
    let Input::List(lines) = contents else { return false };
    lines.iter().any(|line| line.get("content_type").is_some())
}

fn line<'p>(item: &'p Input<'_>, rows: &[Row]) -> Draft<'p> {
    if !matches!(item, Input::Map(_)) {
        return Draft { event: scalar(item), ..Draft::kept(item) };
    }
    let mut line = Draft::new();
    line.fill(item, rows);
    line
}

/// The member object of that name, made when it is not there.
fn inner<'e, 'p>(event: &'e mut Input<'p>, name: &'static str) -> Option<&'e mut Input<'p>> {
    set(event, name, Input::Map(Vec::new()));
    let Input::Map(members) = event else { return None };
    members.iter_mut().find(|(key, _)| key == name).map(|(_, object)| object)
}

/// Whether the member holds that value now.
fn set<'p>(object: &mut Input<'p>, name: &'p str, value: Input<'p>) -> bool {
    let Input::Map(members) = object else { return false };
    if let Some((_, there)) = members.iter().find(|(key, _)| key == name) {
        return *there == value;
    }
    members.push((name.into(), value));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: &str) -> Input<'_> {
        Input::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn the_first_row_that_finds_something_counts() {
        static ROWS: &[Row] = rows! {
            "user.ttclid" <- "a" as click_id;
            "user.ttclid" <- "b" | "c";
            "user.ttp" <- "x";
        };
        let payload = input(r#"{"a":"/?x=1","b":null,"c":"T"}"#);
        let mut draft = Draft::of("Contact");
        draft.fill(&payload, ROWS);
        let expected = input(r#"{"event":"Contact","user":{"ttclid":"T"}}"#);
        assert_eq!(draft.into_input(), expected);
    }
}
