//! An order out of several rows: what belongs to the whole order from the first row that has it, and a line of contents of
//! each row.

use std::borrow::Cow;

use tiktok_capi_core::Input;

use crate::rows::Cells;

use super::target::Kind;
use super::{Mapped, Mapping, Noticed, add};

type Members<'r> = Vec<(Cow<'r, str>, Input<'r>)>;

/// An order whose rows come one by one.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// What each column says of the whole order.
    firsts: Vec<Option<Input<'static>>>,
    /// The lines of the table on which its rows stand.
    pub(crate) rows: Vec<u64>,
    /// What each row says of its line of contents.
    lines: Vec<Members<'static>>,
    noticed: Vec<(usize, String, Noticed)>,
    differing: Vec<(String, u64)>,
    passed_over: Option<(String, usize)>,
    bytes: usize,
}

/// An order.
#[derive(Debug)]
pub struct Folded {
    /// The event.
    pub event: Input<'static>,
    /// What was noticed about a value, by the number of its column from 0 and the path of its field.
    pub noticed: Vec<(usize, String, Noticed)>,
    /// Fields of which rows say different things, and the line of the first that does so. The first value was taken.
    pub differing: Vec<(String, u64)>,
    /// Why it is no conversion: the code of a problem, and the number of the column that tells, from 0.
    pub passed_over: Option<(String, usize)>,
    /// Whether there is a column of times, and none of the rows has one.
    pub lacks_time: bool,
}

impl Order {
    /// Bytes that it holds, about.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a row, which stands on that line of the table.
    pub(crate) fn add(&mut self, mapping: &Mapping, cells: Cells<'_>, line: u64) {
        self.rows.push(line);
        self.bytes += size_of::<u64>();
        self.firsts.resize(mapping.columns.len(), None);
        let mut members = Vec::new();
        for (number, column) in mapping.columns.iter().enumerate() {
            let cell = column.cell(cells);
            if cell.is_blank() {
                continue;
            }
            let value = column.values.read(cell);
            let input = value.input.into_owned();
            self.bytes += weight(&input);
            if column.is_of_line() {
                column.target.put(&mut members, input);
            } else if !self.is_first(number, column, input, line) {
                continue;
            }
            self.noticed.extend(value.noticed.map(|what| (column.index, column.target.path(), what)));
        }
        if !members.is_empty() {
            mapping
                .constants
                .iter()
                .filter(|(target, _)| target.is_of_line())
                .for_each(|one| add(&mut members, one));
            self.lines.push(members);
        }
        let passed_over = || mapping.passed_over(cells).map(|(code, index)| (code.to_owned(), index));
        self.passed_over = self.passed_over.take().or_else(passed_over);
    }

    /// Whether the column says it for the first time. What differs from what it said is told once.
    fn is_first(&mut self, number: usize, column: &Mapped, input: Input<'static>, line: u64) -> bool {
        let Some(first) = self.firsts.get_mut(number) else { return false };
        if let Some(first) = first {
            let path = column.target.path();
            if !is_same(first, &input) && self.differing.iter().all(|(other, _)| *other != path) {
                self.differing.push((path, line));
            }
            return false;
        }
        *first = Some(input);
        true
    }

    pub(crate) fn folded(self, mapping: &Mapping) -> Folded {
        let mut members = Vec::new();
        let mut lacks_time = false;
        for (column, first) in mapping.columns.iter().zip(self.firsts) {
            match first {
                Some(input) => column.target.put(&mut members, input),
                None => lacks_time |= column.target.path() == "event_time",
            }
        }
        self.lines.into_iter().for_each(|line| append(&mut members, line));
        mapping.constants.iter().for_each(|one| add(&mut members, one));
        let Self { noticed, differing, passed_over, .. } = self;
        let event = Input::Map(members).into_owned();
        Folded { event, noticed, differing, passed_over, lacks_time }
    }
}

impl Mapped {
    /// Whether each row of an order says its own.
    fn is_of_line(&self) -> bool {
        self.target.is_of_line() || self.target.kind() == Kind::Lines
    }
}

/// Lists become longer; of anything else the first counts.
fn append(members: &mut Members<'static>, more: Members<'static>) {
    for (name, value) in more {
        let own = members.iter_mut().find(|(other, _)| *other == name).map(|(_, own)| own);
        match (own, value) {
            (None, value) => members.push((name, value)),
            (Some(Input::Map(own)), Input::Map(inner)) => append(own, inner),
            (Some(Input::List(own)), Input::List(items)) => own.extend(items),
            _ => {}
        }
    }
}

/// `19.90` and `19.9` are the same amount.
fn is_same(one: &Input<'_>, other: &Input<'_>) -> bool {
    one == other || number(one).zip(number(other)).is_some_and(|(one, other)| one.total_cmp(&other).is_eq())
}

fn number(value: &Input<'_>) -> Option<f64> {
    match value {
        Input::Number(number) => Some(*number),
        Input::Integer(number) => number.to_string().parse().ok(),
        Input::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Bytes that a value holds, about.
fn weight(value: &Input<'_>) -> usize {
    let own = size_of::<Input<'_>>();
    match value {
        Input::Text(text) => own + text.len(),
        Input::List(items) => own + items.iter().map(weight).sum::<usize>(),
        Input::Map(members) => {
            own + members.iter().map(|(name, value)| name.len() + weight(value)).sum::<usize>()
        }
        _ => own,
    }
}
