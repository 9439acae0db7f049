//! Which column of a table goes into which field, and how its cells are read there.

mod choice;
mod header;
mod joined;
mod names;
mod order;
mod passing;
mod survey;
mod target;
mod values;

use std::borrow::Cow;

use tiktok_capi_core::Input;

use crate::cell::Cell;
use crate::column::{Mark, TimeForm};
use crate::rows::Cells;

use joined::joined;
use passing::Passing;

pub use choice::{Choices, Unmapped};
pub(crate) use header::index_of;
pub use header::shown;
pub use names::customary;
pub(crate) use names::letters;
pub use order::Folded;
pub(crate) use order::Order;
pub use passing::PassOver;
pub use survey::{Given, Survey, Understanding};
pub use target::{Kind, Target};
pub use values::{Noticed, Value, Values};

/// The columns that go into fields, in the order of the header, and what is the same in every row.
#[derive(Debug, Clone)]
pub struct Mapping {
    columns: Vec<Mapped>,
    constants: Vec<(Target, String)>,
    passing: Vec<Passing>,
    group: Option<usize>,
    /// The mark on which all columns agree that have one.
    decimal: Option<Mark>,
}

/// A column that goes into a field.
#[derive(Debug, Clone)]
pub struct Mapped {
    /// The number of the column, from 0.
    pub index: usize,
    /// The number of a second column, where one has the day and the other the time of the day.
    pub second: Option<usize>,
    /// Its field.
    pub target: Target,
    /// How its cells are read.
    pub values: Values,
}

/// What a row gives.
#[derive(Debug)]
pub struct Described<'r> {
    /// The event.
    pub event: Input<'r>,
    /// What was noticed about a value, by the number of its column from 0 and the path of its field.
    pub noticed: Vec<(usize, String, Noticed)>,
}

impl Mapping {
    /// The columns that go into fields.
    #[must_use]
    pub fn columns(&self) -> &[Mapped] {
        &self.columns
    }

    /// Whether something goes into that field, out of a column or by itself.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.column(field).is_some() || self.constants.iter().any(|(target, _)| target.path() == field)
    }

    /// The column that goes into that field.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Mapped> {
        self.columns.iter().find(|column| column.target.path() == field)
    }

    /// The same of these fields alone, for who asks for no others.
    #[must_use]
    pub fn only(mut self, fields: &[&str]) -> Self {
        self.columns.retain(|column| fields.contains(&column.target.path().as_str()));
        self
    }

    /// The decimal mark that the numbers of the table have, where they all have the same.
    pub(crate) fn decimal(&self) -> Option<Mark> {
        self.decimal
    }

    /// How the times of the table are written, where there is one way.
    pub(crate) fn time_form(&self) -> Option<&TimeForm> {
        let mut forms = self.columns.iter().filter_map(|column| match &column.values {
            Values::Times { form, .. } => Some(form),
            _ => None,
        });
        let first = forms.next()?;
        forms.all(|other| other == first).then_some(first)
    }

    /// The number of the column that says which rows are of one order, from 0.
    #[must_use]
    pub fn group(&self) -> Option<usize> {
        self.group
    }

    /// Why the row is no conversion: the code of a problem, and the number of the column that tells, from 0.
    #[must_use]
    pub fn passed_over(&self, cells: Cells<'_>) -> Option<(&str, usize)> {
        self.passing.iter().find_map(|rule| Some((rule.code(cells)?, rule.index)))
    }

    /// Whether the column goes into a field, or tells what becomes of rows.
    #[must_use]
    pub fn uses(&self, index: usize) -> bool {
        let is_mapped = |column: &Mapped| column.index == index || column.second == Some(index);
        self.group == Some(index)
            || self.columns.iter().any(is_mapped)
            || self.passing.iter().any(|rule| rule.uses(index))
    }

    /// The event of a row. Blank cells say nothing.
    #[must_use]
    pub fn event<'r>(&self, cells: Cells<'r>) -> Described<'r> {
        let mut members = Vec::new();
        let mut noticed = Vec::new();
        for column in &self.columns {
            let cell = column.cell(cells);
            if cell.is_blank() {
                continue;
            }
            let value = column.values.read(cell);
            noticed.extend(value.noticed.map(|what| (column.index, column.target.path(), what)));
            column.target.put(&mut members, value.input);
        }
        self.constants.iter().for_each(|constant| add(&mut members, constant));
        Described { event: Input::Map(members), noticed }
    }
}

impl Mapped {
    /// The cell of a row, or two of them that belong together.
    #[must_use]
    pub fn cell<'r>(&self, cells: Cells<'r>) -> Cell<'r> {
        let first = cells.get(self.index);
        match self.second {
            Some(second) => joined(first, cells.get(second)),
            None => first,
        }
    }
}

/// A cell of the row comes before what is the same in every row.
fn add<'r>(members: &mut Vec<(Cow<'r, str>, Input<'r>)>, (target, text): &(Target, String)) {
    if !target.is_in(members) {
        let value = Values::plain(target.kind()).read(Cell::text(text.clone()));
        target.put(members, value.input);
    }
}
