//! What is said about the table: by flags, and beneath them by a preset or a file.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tiktok_capi_table::column::Zone;
use tiktok_capi_table::mapping::Target;
use tiktok_capi_table::{Plan, Reading, preset};

use crate::end::Stop;

use super::arguments::Send;
use super::replaced::replaced;

/// What was said before anything is read.
#[derive(Debug)]
pub(super) struct Planned {
    /// By flags.
    said: Plan,
    /// Beneath them.
    base: Plan,
    /// Whether that is a preset, and no file.
    is_preset: bool,
    /// Where all of it is to be kept.
    kept_in: Option<PathBuf>,
}

impl Planned {
    pub(super) fn of(arguments: &Send) -> Result<Self, Stop> {
        let table = &arguments.table;
        let said = Plan { event: arguments.event.clone(), ..table.said()? };
        let mut base = match (&table.preset, &table.mapping) {
            (Some(name), _) => preset::named(name)?,
            (None, Some(path)) => kept(path)?,
            (None, None) => Plan::default(),
        };
        for code in &table.keep {
            keep(&mut base, code)?;
        }
        let is_preset = table.preset.is_some();
        Ok(Self { said, base, is_preset, kept_in: table.save_mapping.clone() })
    }

    /// Whether something was said that makes sense for a table alone.
    pub(super) fn is_of_table(&self) -> bool {
        let Plan { delimiter, sheet, group_by, map, set, .. } = &self.said;
        let is_said = delimiter.is_some() || sheet.is_some() || group_by.is_some();
        is_said || !map.is_empty() || !set.is_empty() || self.base != Plan::default()
    }

    /// Everything that decides how the table is read and mapped.
    pub(super) fn all(&self) -> String {
        format!("{:?} {:?}", self.said, self.base)
    }

    /// Whether the export is a known one.
    pub(super) fn is_preset(&self) -> bool {
        self.is_preset
    }

    /// Where all of it is to be kept.
    pub(super) fn kept_in(&self) -> Option<&Path> {
        self.kept_in.as_deref()
    }

    /// Where the conversions happened, unless a flag says it.
    pub(super) fn event_source(&self) -> Option<&str> {
        self.base.event_source.as_deref()
    }

    /// Where the clocks are that times are shown by.
    pub(super) fn zone(&self) -> Result<Zone, Stop> {
        let name = self.said.time_zone.as_ref().or(self.base.time_zone.as_ref());
        let wrong = || Stop::usage("--time-zone takes a zone's name, as Europe/Berlin or UTC");
        Zone::named(name.map_or("UTC", String::as_str)).ok_or_else(wrong)
    }

    pub(super) fn reading(&self) -> Result<Reading, Stop> {
        Ok(self.said.clone().over(self.base.clone()).reading()?)
    }

    /// What is beneath the flags, for a table with that header.
    pub(super) fn beneath(&self, header: &[String]) -> Result<Plan, Stop> {
        Ok(self.base.clone().fitted(header)?)
    }

    /// Why a column goes where it goes, by the plan for its table.
    pub(super) fn why(&self, column: &str, plan: &Plan) -> &'static str {
        match (self.said.map.contains_key(column), plan.map.contains_key(column)) {
            (true, _) => "--map",
            (false, true) if self.is_preset => "--preset",
            (false, true) => "--mapping",
            (false, false) if Target::of(column).is_some() => "its own name",
            (false, false) => "a customary name",
        }
    }

    /// All of it, for a table with that header.
    pub(super) fn fitted(&self, header: &[String]) -> Result<Plan, Stop> {
        Ok(self.said.clone().over(self.beneath(header)?))
    }
}

/// The plan of a file.
fn kept(path: &Path) -> Result<Plan, Stop> {
    let text = fs::read_to_string(path).map_err(|error| wrong(path, error))?;
    text.parse().map_err(|error| wrong(path, error))
}

/// Keeps a plan in a file.
pub(super) fn keep_in(path: &Path, plan: &Plan) -> Result<(), Stop> {
    let text = plan.to_text()?;
    replaced(path, &text).map_err(|error: io::Error| wrong(path, error))
}

fn wrong(path: &Path, why: impl Display) -> Stop {
    Stop::usage(format_args!("{}: {why}", path.display()))
}

/// Does not pass rows over for this reason.
fn keep(plan: &mut Plan, code: &str) -> Result<(), Stop> {
    let known: Vec<_> = plan.pass_over.iter().map(|rule| rule.code.clone()).collect();
    plan.pass_over.retain(|rule| rule.code != code);
    if plan.pass_over.len() < known.len() {
        return Ok(());
    }
    let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
    Err(Stop::usage(format_args!("--keep: no row is passed over for that reason; there is: {known}")))
}
