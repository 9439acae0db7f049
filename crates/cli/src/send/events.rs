//! The events of the input, whatever it is written in.

use std::path::Path;

use tiktok_capi_table::Opened;

use crate::end::Stop;
use crate::records::Records;
use crate::told::described;

use super::described::Described;
use super::plan::Planned;
use super::table::TableEvents;

/// Reads events one after the other.
pub(super) enum Events<'s> {
    Json(Records<'s>),
    Table(Box<TableEvents<'s>>),
}

impl<'s> Events<'s> {
    pub(super) fn of(opened: &'s mut Opened<'_>, file: &Path, planned: &Planned) -> Result<Self, Stop> {
        if is_table(opened, file, planned) {
            return Ok(Self::Table(Box::new(TableEvents::of(opened, planned)?)));
        }
        if planned.is_of_table() || planned.kept_in().is_some() {
            return Err(Stop::usage("what is said of columns is for tables, and the input is JSON"));
        }
        let text = opened.text().ok_or_else(|| Stop::usage("the input is no text"))?;
        Ok(Self::Json(Records::of(text)?))
    }

    /// What is good to know before the first event.
    pub(super) fn notices(&self) -> &[String] {
        match self {
            Self::Table(table) => table.notices(),
            Self::Json(_) => &[],
        }
    }

    /// Rows so far in which nothing stands.
    pub(super) fn blank(&self) -> u64 {
        match self {
            Self::Table(table) => table.blank(),
            Self::Json(_) => 0,
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Described<'_>>, Stop> {
        match self {
            Self::Table(table) => table.next(),
            Self::Json(records) => Ok(records.next()?.map(|record| Described {
                number: record.number,
                line: record.place.line,
                event: described(&record),
                told: Vec::new(),
                lacks_time: false,
                passed_over: None,
            })),
        }
    }
}

/// A name or a flag decides; without them the first character does.
pub(super) fn is_table(opened: &Opened<'_>, file: &Path, planned: &Planned) -> bool {
    match form(file) {
        Form::Json => false,
        Form::Table => true,
        Form::Open => planned.is_of_table() || !(opened.is_json() || opened.is_empty()),
    }
}

enum Form {
    Json,
    Table,
    Open,
}

/// What the name of a file says; a packed one has two endings.
fn form(file: &Path) -> Form {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json" | "ndjson" | "jsonl") => Form::Json,
        Some("csv" | "tsv" | "tab" | "xlsx" | "xlsm" | "xlsb" | "xls" | "ods") => Form::Table,
        _ => Form::Open,
    }
}
