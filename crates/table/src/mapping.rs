//! Which column of a table goes into which field, and how its cells are read there.

mod choice;
mod names;
mod survey;
mod target;
mod values;

use std::borrow::Cow;

use tiktok_capi_core::Input;

use crate::cell::Cell;
use crate::rows::Cells;

pub use choice::{Choices, Unmapped};
pub use names::customary;
pub use survey::{Given, Survey, Understanding};
pub use target::{Kind, Target};
pub use values::{Noticed, Value, Values};

/// The columns that go into fields, in the order of the header, and what is the same in every row.
#[derive(Debug, Clone)]
pub struct Mapping {
    columns: Vec<Mapped>,
    constants: Vec<(Target, String)>,
}

/// A column that goes into a field.
#[derive(Debug, Clone)]
pub struct Mapped {
    /// The number of the column, from 0.
    pub index: usize,
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

    /// The event of a row. Blank cells say nothing.
    #[must_use]
    pub fn event<'r>(&self, cells: Cells<'r>) -> Described<'r> {
        let mut members = Vec::new();
        let mut noticed = Vec::new();
        for column in &self.columns {
            let cell = cells.get(column.index);
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

/// A cell of the row comes before what is the same in every row.
fn add<'r>(members: &mut Vec<(Cow<'r, str>, Input<'r>)>, (target, text): &(Target, String)) {
    if !target.is_in(members) {
        let value = Values::plain(target.kind()).read(Cell::text(text.clone()));
        target.put(members, value.input);
    }
}
