//! Tables as text: a row a line, its cells divided by a character, quotation marks around those that hold one.

mod delimiter;
mod quotes;
mod rows;
mod watched;

pub(crate) use delimiter::{declared, found};
pub(crate) use rows::TextRows;
