//! The names of columns.

use strsim::osa_distance;

use super::names::letters;
use crate::error::Error;

/// Letters of a name for each edit within which another is near.
const LETTERS: usize = 3;

/// The number of a column, from 0.
pub(crate) fn index_of(column: &str, header: &[String]) -> Result<usize, Error> {
    named_once(column, header)?;
    Ok(header.iter().position(|name| name == column).unwrap_or_default())
}

/// Whether a column can be named.
pub(super) fn named_once(column: &str, header: &[String]) -> Result<(), Error> {
    match header.iter().filter(|name| *name == column).count() {
        1 => Ok(()),
        0 => Err(Error::unfit(format_args!("the header has no column {column}{}", meant(column, header)))),
        _ => Err(Error::unfit(format_args!("the header has several columns {column}"))),
    }
}

/// The nearest name that looks like one: a table that lacks its header has values there.
fn meant(column: &str, header: &[String]) -> String {
    let names = header.iter().enumerate().filter(|(index, name)| shown(*index, name) == **name);
    let said = letters(column);
    let near = names.map(|(_, name)| (osa_distance(&letters(name), &said), name));
    let near = near.filter(|(edits, _)| edits * LETTERS <= said.chars().count());
    let near = near.min_by_key(|(edits, _)| *edits);
    near.map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

/// The name of a column, or its number from 1 when that looks like no name.
#[must_use]
pub fn shown(index: usize, name: &str) -> String {
    let is_name = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " _-.#()/:&".contains(c));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}
