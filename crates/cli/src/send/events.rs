//! The events of the input, whatever it is written in.

use std::io::{self, Read};

use crate::end::Stop;
use crate::records::Records;
use crate::told::described;

use super::arguments::Send;
use super::described::Described;
use super::rows::{self, Rows};

/// Reads events one after the other.
pub(super) enum Events<'s> {
    Json(Records<'s>),
    Csv(Rows<'s>),
}

impl<'s> Events<'s> {
    pub(super) fn of(input: &'s mut dyn Read, arguments: &Send) -> Result<Self, Stop> {
        match rows::delimiter(arguments) {
            Some(delimiter) => Ok(Self::Csv(Rows::of(input, delimiter, arguments)?)),
            None => Ok(Self::Json(Records::of(input)?)),
        }
    }

    /// What is good to know before the first event.
    pub(super) fn notices(&self) -> &[String] {
        match self {
            Self::Csv(rows) => rows.notices(),
            Self::Json(_) => &[],
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Described<'_>>> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(records) => Ok(records.next()?.map(|record| Described {
                number: record.number,
                line: record.place.line,
                event: described(&record),
            })),
        }
    }
}
