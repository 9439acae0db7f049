//! How columns are mapped: by what the caller says, and by their names.

use std::fmt;

use crate::error::Error;

use super::header::{index_of, named_once, shown};
use super::names::{customary, is_time_of_day};
use super::passing::{PassOver, Passing};
use super::target::{Kind, Target};
use super::values::Values;
use super::{Mapped, Mapping};

/// What the caller says about the columns.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// A column by its name and its field; a blank field leaves the column out.
    pub columns: Vec<(String, String)>,
    /// A field and its value in every row.
    pub constants: Vec<(String, String)>,
    /// Whether columns are known by customary names, too. A field that a column has the very name of is taken by that one.
    pub by_custom: bool,
    /// What a column of names calls an event, and the event's name.
    pub events: Vec<(String, String)>,
    /// Rows that are no conversions.
    pub pass_over: Vec<PassOver>,
    /// The column that says which rows are of one order, or a field that such a column goes into.
    pub group_by: Option<String>,
}

/// A column that goes into no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// Its number, from 0.
    pub index: usize,
    /// Its name, or its number from 1 where that looks like no name: a table may lack its header.
    pub shown: String,
}

impl Mapping {
    /// Maps the columns of a header.
    ///
    /// # Errors
    ///
    /// Where a choice names no column or no field, where a field takes one column and several go there, and where no
    /// column goes anywhere.
    pub fn of(choices: &Choices, header: &[String]) -> Result<Self, Error> {
        choices.columns.iter().try_for_each(|(column, _)| named_once(column, header))?;
        let mut columns = Vec::new();
        for (index, name) in header.iter().enumerate() {
            for target in choices.targets(name, header)? {
                if !choices.joins(&mut columns, index, header, &target) {
                    columns.push(Mapped { index, second: None, values: choices.values(&target), target });
                }
            }
        }
        let constants = choices.constants.iter().map(|(field, value)| Ok((target(field)?, value.clone())));
        let constants = constants.collect::<Result<_, Error>>()?;
        let passing = choices.pass_over.iter().map(|rule| Passing::of(rule, header));
        let passing = passing.collect::<Result<_, Error>>()?;
        let mut mapping = Self { columns, constants, passing, group: None, decimal: None };
        mapping.check()?;
        mapping.group = choices.group_by.as_deref().map(|by| mapping.grouping(by, header)).transpose()?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), Error> {
        if self.columns.is_empty() {
            return Err(Error::unfit("no column of the header is a field; say which goes where"));
        }
        for (number, column) in self.columns.iter().enumerate() {
            let is_taken = self.columns.iter().take(number).any(|other| other.target == column.target);
            if is_taken && !column.target.takes_many() {
                let path = column.target.path();
                return Err(Error::unfit(format_args!(
                    "{path} takes one column, and several go there; say with --map which one does"
                )));
            }
        }
        Ok(())
    }

    fn grouping(&self, by: &str, header: &[String]) -> Result<usize, Error> {
        if header.iter().any(|name| name == by) {
            return index_of(by, header);
        }
        let unknown =
            || Error::unfit(format_args!("--group-by: no column is called {by} or goes into such a field"));
        self.column(by).map(|column| column.index).ok_or_else(unknown)
    }

    /// The columns that go into no field.
    #[must_use]
    pub fn unmapped(&self, header: &[String]) -> Vec<Unmapped> {
        let others = header.iter().enumerate().filter(|(index, _)| !self.uses(*index));
        others.map(|(index, name)| Unmapped { index, shown: shown(index, name) }).collect()
    }
}

impl Choices {
    /// The fields of a column: those that were chosen, or the one of its name.
    fn targets(&self, name: &str, header: &[String]) -> Result<Vec<Target>, Error> {
        let mut chosen = self.columns.iter().filter(|(column, _)| column == name).peekable();
        if chosen.peek().is_none() {
            let own = Target::of(name).or_else(|| self.customary(name, header));
            return Ok(own.into_iter().collect());
        }
        chosen.filter(|(_, field)| !field.is_empty()).map(|(_, field)| target(field)).collect()
    }

    /// A second column of a time belongs to the first: tills have the day in one and the time of the day in another. Of
    /// columns that nobody chose, one has to be called so.
    fn joins(&self, columns: &mut [Mapped], index: usize, header: &[String], target: &Target) -> bool {
        let is_open = |column: &&mut Mapped| column.target == *target && column.second.is_none();
        let first = columns.iter_mut().find(is_open).filter(|_| target.kind() == Kind::Time);
        let Some(first) = first else { return false };
        let names = [first.index, index].map(|index| header.get(index).map_or("", String::as_str));
        let is_chosen = |name: &str| self.columns.iter().any(|(column, _)| column == name);
        let belongs = names.iter().any(|name| is_time_of_day(name)) || names.into_iter().all(is_chosen);
        if belongs {
            first.second = Some(index);
        }
        belongs
    }

    /// How a column is read of which nothing was found out yet.
    fn values(&self, target: &Target) -> Values {
        if target.path() == "event" && !self.events.is_empty() {
            return Values::Names(self.events.clone());
        }
        Values::plain(target.kind())
    }

    /// The field that the name stands for, unless a column has the field's very name.
    fn customary(&self, name: &str, header: &[String]) -> Option<Target> {
        let field = customary(name).filter(|_| self.by_custom)?;
        let is_there = header.iter().any(|other| other == field);
        if is_there { None } else { Target::of(field) }
    }
}

fn target(field: &str) -> Result<Target, Error> {
    let unknown = || Error::unfit(format_args!("{field} is no field; `tiktok-capi catalog` lists them"));
    Target::of(field).ok_or_else(unknown)
}

impl fmt::Display for Unmapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}
