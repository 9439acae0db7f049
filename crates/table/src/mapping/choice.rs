//! How columns are mapped: by what the caller says, and by their names.

use std::fmt;

use crate::error::Error;

use super::names::customary;
use super::target::Target;
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
            columns.extend(choices.targets(name, header)?.into_iter().map(|target| Mapped {
                index,
                values: Values::plain(target.kind()),
                target,
            }));
        }
        let constants = choices.constants.iter().map(|(field, value)| Ok((target(field)?, value.clone())));
        let mapping = Self { columns, constants: constants.collect::<Result<_, Error>>()? };
        mapping.check()?;
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

    /// The columns that go into no field.
    #[must_use]
    pub fn unmapped(&self, header: &[String]) -> Vec<Unmapped> {
        let is_mapped = |index: usize| self.columns.iter().any(|column| column.index == index);
        let others = header.iter().enumerate().filter(|(index, _)| !is_mapped(*index));
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

fn named_once(column: &str, header: &[String]) -> Result<(), Error> {
    match header.iter().filter(|name| *name == column).count() {
        1 => Ok(()),
        0 => Err(Error::unfit(format_args!("the header has no column {column}"))),
        _ => Err(Error::unfit(format_args!("the header has several columns {column}"))),
    }
}

/// The name of a column, or its number from 1 when that looks like no name.
#[must_use]
pub(crate) fn shown(index: usize, name: &str) -> String {
    let is_name = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " _-.#()/:&".contains(c));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}

impl fmt::Display for Unmapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}
