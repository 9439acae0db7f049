//! The names of columns.

use crate::error::Error;

/// The number of a column, from 0.
pub(crate) fn index_of(column: &str, header: &[String]) -> Result<usize, Error> {
    named_once(column, header)?;
    Ok(header.iter().position(|name| name == column).unwrap_or_default())
}

/// Whether a column can be named.
pub(super) fn named_once(column: &str, header: &[String]) -> Result<(), Error> {
    match header.iter().filter(|name| *name == column).count() {
        1 => Ok(()),
        0 => Err(Error::unfit(format_args!("the header has no column {column}"))),
        _ => Err(Error::unfit(format_args!("the header has several columns {column}"))),
    }
}

/// The name of a column, or its number from 1 when that looks like no name.
#[must_use]
pub fn shown(index: usize, name: &str) -> String {
    let is_name = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " _-.#()/:&".contains(c));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}
