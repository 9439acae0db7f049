//! A problem as the program tells it: the core's problem, and the event and place of the input that it belongs to.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use tiktok_capi_core::{Code, Input, Problem, Severity};
use tiktok_capi_table::Uneven;

use crate::options::in_flags;
use crate::records::{Place, Record};

/// A problem of one event or value. Never holds any part of a value.
#[derive(Debug)]
pub(crate) struct Told<'p> {
    path: Cow<'p, str>,
    code: &'static str,
    severity: Severity,
    hint: Cow<'static, str>,
}

impl<'p> From<&'p Problem> for Told<'p> {
    fn from(problem: &'p Problem) -> Self {
        Self {
            path: problem.path().into(),
            code: problem.code().as_str(),
            severity: problem.severity(),
            hint: in_flags(&problem.hint()).into(),
        }
    }
}

impl Told<'_> {
    /// A text that could not be read, at its place in the whole input.
    fn at(place: Place, code: Code) -> Self {
        let hint = format!("{} See line {}, column {}.", code.hint(), place.line, place.column);
        Self { path: "".into(), code: code.as_str(), severity: Severity::Error, hint: hint.into() }
    }

    /// A row of a table that has more or fewer cells than there are columns.
    pub(crate) fn uneven_row(Uneven { cells, columns }: Uneven) -> Told<'static> {
        let hint = format!(
            "The row has {cells} cells and the header {columns}: put cells that hold a delimiter into quotation marks, and leave none out."
        );
        Told { path: "".into(), code: "uneven_row", severity: Severity::Error, hint: hint.into() }
    }

    /// What a table tells of one of its values.
    pub(crate) fn of_table(
        path: String,
        code: &'static str,
        severity: Severity,
        hint: impl Into<Cow<'static, str>>,
    ) -> Told<'static> {
        Told { path: path.into(), code, severity, hint: hint.into() }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn hint(&self) -> &str {
        &self.hint
    }

    /// Severity, code and hint, for a single value that needs no path.
    pub(crate) fn of_value(&self) -> String {
        format!("{}: {}: {}", self.severity, self.code, self.hint)
    }

    /// One line of NDJSON: the number of the event first, then the problem.
    pub(crate) fn write_line(&self, out: &mut impl Write, line: u64) -> io::Result<()> {
        write!(out, "{{\"line\":{line},\"path\":")?;
        self.write_rest(out)?;
        out.write_all(b"}\n")
    }

    /// The problem as a JSON object.
    pub(crate) fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(b"{\"path\":")?;
        self.write_rest(out)?;
        out.write_all(b"}")
    }

    fn write_rest(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &self.path)?;
        write!(out, ",\"code\":\"{}\",\"severity\":\"{}\",\"hint\":", self.code, self.severity)?;
        Ok(serde_json::to_writer(out, &self.hint)?)
    }
}

/// As [`Problem`] shows itself to people.
impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "event" } else { &self.path };
        write!(f, "{place}: {} ({}): {}", self.code, self.severity, self.hint)
    }
}

/// The described event of a record, or why it cannot be read.
pub(crate) fn described<'r>(record: &Record<'r>) -> Result<Input<'r>, Told<'static>> {
    let text = record.text.map_err(|code| Told::at(record.place, code))?;
    Input::from_json(text).map_err(|problem| {
        let (line, column) = problem.position().unwrap_or((1, 1));
        Told::at(record.place.plus(line, column), problem.code())
    })
}
