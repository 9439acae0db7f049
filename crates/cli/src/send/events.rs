//! The events of the input, whatever it is written in.

use std::io::{self, Read};

use tiktok_capi::Input;

use crate::arguments::Send;
use crate::end::Stop;
use crate::records::Records;
use crate::told::{Told, described};

use super::rows::{self, Rows};

/// Reads events one after the other.
pub(super) enum Events<'s> {
    Json(Records<'s>),
    Csv(Rows<'s>),
}

/// An event as it is described, and where.
pub(super) struct Described<'r> {
    /// Its number, from 1.
    pub(super) number: u64,
    /// The line on which it starts.
    pub(super) line: u64,
    pub(super) event: Result<Input<'r>, Told<'static>>,
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
