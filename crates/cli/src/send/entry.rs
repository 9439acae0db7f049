//! One event on its way, and what is told about it.

use std::io;

use tiktok_capi::{Code, EventResult, Outcome, Problem, Severity};

use crate::options::in_flags;
use crate::told::Told;

use super::left_out::left_out;
use super::original::Original;
use super::report::{Report, Row};
use super::sum::Worth;
use super::tally::{PASSED_OVER, Tally};

/// What is known about an event before it is sent.
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) readiness: Readiness,
    pub(super) problems: Vec<Problem>,
    /// What its input tells beside the rules.
    pub(super) told: Vec<Told<'static>>,
    pub(super) has_own_id: bool,
    pub(super) counts_by_value: bool,
    /// Whether the input has an id for it.
    pub(super) is_named: bool,
    pub(super) original: Option<Original>,
}

pub(super) enum Readiness {
    Refused {
        /// Its own id, where it has one that may be shown.
        event_id: String,
    },
    Withheld,
    /// No conversion.
    PassedOver,
    Ready(Worth),
}

impl Entry {
    /// An event that could not even be read.
    pub(super) fn unreadable(line: u64, why: Told<'static>, original: Option<Original>) -> Self {
        Self { original, ..Self::unread(line, Readiness::Refused { event_id: String::new() }, why) }
    }

    /// A row that is no conversion.
    pub(super) fn passed_over(line: u64, why: Told<'static>) -> Self {
        Self::unread(line, Readiness::PassedOver, why)
    }

    fn unread(line: u64, readiness: Readiness, why: Told<'static>) -> Self {
        Self {
            line,
            readiness,
            problems: Vec::new(),
            told: vec![why],
            has_own_id: true,
            counts_by_value: false,
            is_named: true,
            original: None,
        }
    }

    pub(super) fn count_problems(&self, tally: &mut Tally) {
        for problem in &self.problems {
            tally.problem(problem.code().as_str(), problem.path());
        }
        // The name of the column that tells is no field.
        let is_passed_over = matches!(self.readiness, Readiness::PassedOver);
        for told in &self.told {
            tally.problem(told.code(), if is_passed_over { "" } else { told.path() });
        }
        if !self.has_own_id {
            tally.problem(Code::EventIdGenerated.as_str(), "event_id");
        }
    }

    /// A row for each thing that its table tells, though it goes.
    pub(super) fn told(&self, outcome: &'static str, event_id: &str, report: &mut Report) -> io::Result<()> {
        self.told
            .iter()
            .try_for_each(|told| report.write(&Row { line: self.line, event_id, outcome, ..Row::of(told) }))
    }

    /// A row for each thing that stopped it.
    pub(super) fn refused(&self, event_id: &str, report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        let outcome = Outcome::Refused.as_str();
        tally.outcome(outcome);
        let of_rules = self.problems.iter().filter(|problem| problem.severity() == Severity::Error);
        let mut of_table = self.told.iter().filter(|told| told.is_error());
        of_table.try_for_each(|told| {
            report.write(&Row { line: self.line, event_id, outcome, ..Row::of(told) })
        })?;
        of_rules
            .map(Told::from)
            .try_for_each(|told| report.write(&Row { line: self.line, event_id, outcome, ..Row::of(&told) }))
    }

    /// A row for why it is none.
    pub(super) fn row_passed_over(&self, report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        tally.outcome(PASSED_OVER);
        self.told(PASSED_OVER, "", report)
    }

    /// A row for what its visitor said. Nothing else of it is told.
    pub(super) fn withheld(&self, report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        let outcome = Outcome::Withheld.as_str();
        tally.outcome(outcome);
        let mut said = self
            .problems
            .iter()
            .filter(|problem| problem.severity() == Severity::Info && problem.path() == "consent");
        said.try_for_each(|problem| {
            report.write(&Row { line: self.line, outcome, ..Row::of(&Told::from(problem)) })
        })
    }

    /// A row for what became of it, when it was sent in vain.
    pub(super) fn not_accepted(&self, result: Option<&EventResult>, report: &mut Report) -> io::Result<()> {
        let Some(result) = result.filter(|result| result.outcome != Outcome::Accepted) else { return Ok(()) };
        let outcome = result.outcome;
        let reason = outcome.reason().map(|reason| reason.as_str().to_owned());
        let code = reason.or_else(|| outcome.code().map(|code| code.to_string()));
        report.write(&Row {
            line: self.line,
            event_id: result.event_id.as_deref().unwrap_or_default(),
            outcome: outcome.as_str(),
            code: code.unwrap_or_default().into(),
            path: "",
            hint: in_flags(result.hint()).into(),
        })
    }

    /// A row for each value that the event goes without.
    pub(super) fn left_out(
        &self,
        outcome: &'static str,
        event_id: &str,
        report: &mut Report,
    ) -> io::Result<()> {
        left_out(&self.problems, self.counts_by_value).try_for_each(|problem| {
            report.write(&Row { line: self.line, event_id, outcome, ..Row::of(&Told::from(problem)) })
        })
    }
}
