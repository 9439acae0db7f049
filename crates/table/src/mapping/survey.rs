//! Finds out how each column is written before the first row is taken: numbers by their decimal mark, times by the order
//! of day and month.

use std::fmt::Display;

use crate::cell::Cell;
use crate::column::{DecimalSurvey, Decimals, Mark, TimeForm, TimeSurvey, Zone};
use crate::error::Error;
use crate::rows::{Cells, Row};

use super::header::shown;
use super::target::Kind;
use super::values::Values;
use super::{Mapped, Mapping};

/// What the caller says about how columns are written; the rest is found out.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The decimal mark of all numbers.
    pub decimal: Option<Mark>,
    /// How all times are written.
    pub time: Option<TimeForm>,
    /// Where the clocks are that times were read from.
    pub zone: Option<Zone>,
}

/// Looks at the rows of a table.
#[derive(Debug)]
pub struct Survey {
    columns: Vec<Column>,
    /// What stands in the column of `event_id` of the row before.
    id: String,
    repeated: Option<u64>,
}

#[derive(Debug)]
enum Column {
    Numbers(DecimalSurvey),
    Times {
        survey: TimeSurvey,
        /// The first line that holds a time of a workbook, which knows no time zone.
        typed: Option<u64>,
    },
    Other,
}

/// What was found out about a column, in words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understanding {
    /// The name of the column, or its number from 1.
    pub column: String,
    /// The field that it goes into.
    pub field: String,
    /// How it is read, where that is worth a word.
    pub read: Option<String>,
}

impl Survey {
    /// A survey of the columns that go into fields.
    #[must_use]
    pub fn of(mapping: &Mapping) -> Self {
        let columns = mapping.columns.iter().map(|column| match column.target.kind() {
            Kind::Number => Column::Numbers(DecimalSurvey::default()),
            Kind::Time => Column::Times { survey: TimeSurvey::default(), typed: None },
            Kind::Text | Kind::Flag | Kind::Lines => Column::Other,
        });
        Self { columns: columns.collect(), id: String::new(), repeated: None }
    }

    /// Whether no column leaves anything open.
    #[must_use]
    pub fn is_needless(&self) -> bool {
        self.columns.iter().all(|column| matches!(column, Column::Other))
    }

    /// Looks at a row.
    pub fn see(&mut self, row: &Row<'_>, mapping: &Mapping) {
        let Ok(cells) = row.cells else { return };
        for (column, mapped) in self.columns.iter_mut().zip(&mapping.columns) {
            if matches!(column, Column::Other) {
                continue;
            }
            column.see(&mapped.cell(cells), row.line);
        }
        self.see_id(cells, row.line, mapping);
    }

    /// Rows of one order follow each other.
    fn see_id(&mut self, cells: Cells<'_>, line: u64, mapping: &Mapping) {
        let Some(column) = mapping.column("event_id").filter(|_| mapping.group().is_none()) else { return };
        let id = match column.cell(cells) {
            Cell::Text(text) => text,
            cell => cell.name().unwrap_or_default().into(),
        };
        let id = id.trim();
        if !id.is_empty() && id == self.id {
            self.repeated.get_or_insert(line);
        }
        self.id.clear();
        self.id.push_str(id);
    }

    /// The first line that has the same id of its event as the one before, where rows are not folded: TikTok would take
    /// both for one event, and drop what the second says.
    #[must_use]
    pub fn repeated(&self) -> Option<u64> {
        self.repeated
    }

    /// Says how each column of the mapping is read.
    ///
    /// # Errors
    ///
    /// Where a column leaves open what its numbers or days are; the text says what to do.
    pub fn decide(self, mapping: &mut Mapping, given: &Given, header: &[String]) -> Result<(), Error> {
        let mut marks = self.columns.iter().filter_map(Column::mark);
        let first = marks.next();
        mapping.decimal = given.decimal.or(first.filter(|first| marks.all(|other| other == *first)));
        for (column, mapped) in self.columns.into_iter().zip(&mut mapping.columns) {
            let name = header.get(mapped.index).map(String::as_str).unwrap_or_default();
            mapped.values = column.decided(given, &shown(mapped.index, name), mapped)?;
        }
        Ok(())
    }
}

impl Column {
    fn see(&mut self, cell: &Cell<'_>, line: u64) {
        match (self, cell) {
            (Self::Numbers(survey), Cell::Text(text)) => survey.see(text, line),
            (Self::Times { survey, .. }, Cell::Text(text)) => survey.see(text, line),
            (Self::Times { typed, .. }, Cell::Time(_)) => {
                typed.get_or_insert(line);
            }
            _ => {}
        }
    }

    /// The decimal mark, where a cell shows it.
    fn mark(&self) -> Option<Mark> {
        match self {
            Self::Numbers(survey) => survey.seen(),
            Self::Times { .. } | Self::Other => None,
        }
    }

    fn decided(self, given: &Given, name: &str, mapped: &Mapped) -> Result<Values, Error> {
        match self {
            Self::Other => Ok(mapped.values.clone()),
            Self::Numbers(survey) => {
                let decimals = given.decimal.map(Decimals::with).map_or_else(|| survey.decided(), Ok);
                decimals.map(Values::Numbers).map_err(|why| open(name, why, "say --decimal . or --decimal ,"))
            }
            Self::Times { survey, typed } => {
                let form = given.time.clone().map_or_else(|| survey.decided(), Ok);
                let form = form.map_err(|why| open(name, why, ORDER))?;
                if given.zone.is_none() && (form.is_local() || typed.is_some()) {
                    return Err(open(name, "times have no offset", ZONE));
                }
                Ok(Values::Times { form, zone: given.zone.clone() })
            }
        }
    }
}

const ORDER: &str =
    "say --date-format dd/mm/yyyy or --date-format mm/dd/yyyy, with hh:mm behind it where there is a time";

const ZONE: &str = "say where its clocks are, as --time-zone Europe/Berlin";

fn open(column: &str, why: impl Display, advice: &str) -> Error {
    Error::unfit(format_args!("column {column}: {why}; {advice}"))
}

impl Mapping {
    /// What became of each column, for people to check.
    #[must_use]
    pub fn understood(&self, header: &[String]) -> Vec<Understanding> {
        let columns = self.columns.iter().map(|column| {
            let name = header.get(column.index).map(String::as_str).unwrap_or_default();
            let second = column.second.map(|index| (index, header.get(index).map_or("", String::as_str)));
            let second = second.map_or(String::new(), |(index, name)| format!(" and {}", shown(index, name)));
            let (field, read) = (column.target.path(), column.values.in_words());
            Understanding { column: shown(column.index, name) + &second, field, read }
        });
        columns.collect()
    }
}

impl Values {
    fn in_words(&self) -> Option<String> {
        match self {
            Self::Text | Self::Names(_) | Self::Flag | Self::Lines => None,
            Self::Numbers(decimals) => Some(match decimals.mark() {
                Mark::Point => "19.90".to_owned(),
                Mark::Comma => "19,90".to_owned(),
            }),
            Self::Times { form: TimeForm::Plain, .. } => None,
            Self::Times { form, .. } => Some(form.to_string()),
        }
    }
}
