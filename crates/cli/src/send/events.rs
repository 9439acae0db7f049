//! The events of the input, whatever it is written in.

use std::path::Path;

use tiktok_capi::core::EventSource;
use tiktok_capi_table::Opened;

use crate::end::Stop;
use crate::records::Records;
use crate::told::described;

use super::arguments::Send;
use super::described::Described;
use super::lost::Lost;
use super::original::Original;
use super::plan::Planned;
use super::rejects::Form;
use super::table::TableEvents;

/// Reads events one after the other.
pub(super) enum Events<'s> {
    Json {
        records: Records<'s>,
        /// Whether somebody wants back what does not arrive.
        keeps: bool,
    },
    Table(Box<TableEvents<'s>>),
}

impl<'s> Events<'s> {
    pub(super) fn of(
        opened: &'s mut Opened<'_>,
        arguments: &Send,
        planned: &Planned,
        source: EventSource,
    ) -> Result<Self, Stop> {
        if is_table(opened, &arguments.file, planned) {
            return Ok(Self::Table(Box::new(TableEvents::of(opened, arguments, planned, source)?)));
        }
        if planned.is_of_table() || planned.kept_in().is_some() {
            return Err(Stop::usage("what is said of columns is for tables, and the input is JSON"));
        }
        let text = opened.text().ok_or_else(|| Stop::usage("the input is no text"))?;
        Ok(Self::Json { records: Records::of(text)?, keeps: arguments.rejects.is_some() })
    }

    /// What is good to know before the first event.
    pub(super) fn notices(&self) -> &[String] {
        match self {
            Self::Table(table) => table.notices(),
            Self::Json { .. } => &[],
        }
    }

    /// What purchases would lose, where nobody allowed it. Of a table alone, which can be looked through.
    pub(super) fn lost(&self) -> Option<&Lost> {
        match self {
            Self::Table(table) => table.lost(),
            Self::Json { .. } => None,
        }
    }

    /// How what does not arrive is written down again.
    pub(super) fn form(&self) -> Form {
        match self {
            Self::Table(table) => table.form(),
            Self::Json { .. } => Form::Lines,
        }
    }

    /// Rows so far in which nothing stands.
    pub(super) fn blank(&self) -> u64 {
        match self {
            Self::Table(table) => table.blank(),
            Self::Json { .. } => 0,
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Described<'_>>, Stop> {
        match self {
            Self::Table(table) => table.next(),
            Self::Json { records, keeps } => Ok(records.next()?.map(|record| Described {
                number: record.number,
                line: record.place.line,
                event: described(&record),
                told: Vec::new(),
                lacks_time: false,
                passed_over: None,
                original: record.text.ok().filter(|_| *keeps).map(|text| Original::Text(text.to_vec())),
            })),
        }
    }
}

/// A name or a flag decides; without them the first character does.
pub(super) fn is_table(opened: &Opened<'_>, file: &Path, planned: &Planned) -> bool {
    match named(file) {
        Named::Json => false,
        Named::Table => true,
        Named::Open => planned.is_of_table() || !(opened.is_json() || opened.is_empty()),
    }
}

enum Named {
    Json,
    Table,
    Open,
}

/// What the name of a file says; a packed one has two endings.
fn named(file: &Path) -> Named {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json" | "ndjson" | "jsonl") => Named::Json,
        Some("csv" | "tsv" | "tab" | "xlsx" | "xlsm" | "xlsb" | "xls" | "ods") => Named::Table,
        _ => Named::Open,
    }
}
