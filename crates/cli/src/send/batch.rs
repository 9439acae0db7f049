//! Events on their way: read by the rules, delivered together, told about one by one.

use std::borrow::Cow;
use std::io;

use tiktok_capi::core::{Event, EventSource, event_id};
use tiktok_capi::{Built, Code, EventResult, Input, Outcome, Prepared, Problem, Receipt, Severity, Unsent};

use crate::options::{Reader, SEED, in_flags};
use crate::told::Told;

use super::arguments::Send;
use super::described::Described;
use super::file::Identity;
use super::left_out::is_left_out;
use super::noticed::blank_time;
use super::report::{Report, Row};
use super::tally::{PASSED_OVER, Tally};

/// Events that are settled together.
#[derive(Default)]
pub(super) struct Batch {
    ready: Vec<Prepared>,
    entries: Vec<Entry>,
}

/// What is known about an event before it is sent.
struct Entry {
    line: u64,
    readiness: Readiness,
    problems: Vec<Problem>,
    /// What its table tells.
    told: Vec<Told<'static>>,
    has_own_id: bool,
}

enum Readiness {
    /// All that stopped it before the rules were asked.
    Unreadable(Vec<Told<'static>>),
    /// No conversion.
    PassedOver(Told<'static>),
    Unsent(Unsent),
    Ready,
}

/// How events are read.
pub(super) struct Reading<'a> {
    pub(super) arguments: &'a Send,
    pub(super) identity: Option<Identity>,
    pub(super) reader: Reader,
}

impl Batch {
    /// Whether its requests are due. Events that are not sent count a little, lest a bad file fill the memory.
    pub(super) fn is_full(&self, most: usize) -> bool {
        self.ready.len() >= most || self.entries.len() >= most * 10
    }

    /// The events that can be sent.
    pub(super) fn ready(&self) -> Vec<Prepared> {
        self.ready.clone()
    }

    /// Reads an event and adds it.
    pub(super) fn push(&mut self, described: Described<'_>, reading: &Reading<'_>) {
        let (line, number) = (described.line, described.number);
        let rules = reading.reader.rules(number);
        let blank = described.lacks_time.then(|| blank_time(severity_of_blank(rules.event_source)));
        let (stopping, told) = described.told.into_iter().chain(blank).partition::<Vec<_>, _>(Told::is_error);
        let unsent =
            |readiness| Entry { line, readiness, problems: Vec::new(), told: Vec::new(), has_own_id: true };
        let unread = |told| unsent(Readiness::Unreadable(told));
        if let Some(why) = described.passed_over {
            return self.entries.push(unsent(Readiness::PassedOver(why)));
        }
        let mut event = match described.event {
            Err(why) => return self.entries.push(unread(vec![why])),
            Ok(_) if !stopping.is_empty() => return self.entries.push(unread(stopping)),
            Ok(event) => event,
        };
        let has_own_id = reading.complete(&mut event, number);
        let built = Built::from(Event::read(&event, &rules));
        let readiness = match built.event {
            Ok(prepared) => {
                self.ready.push(prepared);
                Readiness::Ready
            }
            Err(unsent) => Readiness::Unsent(unsent),
        };
        self.entries.push(Entry { line, readiness, problems: built.problems, told, has_own_id });
    }

    /// Tells the report and the tally what became of each. Without a receipt nothing was sent.
    pub(super) fn tell(
        &self,
        receipt: Option<&Receipt>,
        report: &mut Report,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let mut ready = self.ready.iter();
        let mut results = receipt.map(|receipt| receipt.results.iter());
        tally.requests += receipt.map_or(0, |receipt| u64::from(receipt.requests));
        for entry in &self.entries {
            entry.count_problems(tally);
            match &entry.readiness {
                Readiness::Unreadable(told) => entry.unreadable(told, report, tally)?,
                Readiness::PassedOver(why) => entry.passed_over(why, report, tally)?,
                Readiness::Unsent(unsent) => entry.unsent(*unsent, report, tally)?,
                Readiness::Ready => {
                    let id = ready.next().map_or("", Prepared::id);
                    let result = results.as_mut().and_then(Iterator::next);
                    let outcome = result.map_or("ready", |result| result.outcome.as_str());
                    tally.outcome(outcome);
                    entry.not_accepted(result, report)?;
                    entry.left_out(outcome, id, report)?;
                    entry.told(outcome, id, report)?;
                }
            }
        }
        Ok(())
    }
}

/// What is uploaded from a till or a CRM did not happen now.
fn severity_of_blank(source: EventSource) -> Severity {
    match source {
        EventSource::Offline | EventSource::Crm => Severity::Error,
        EventSource::Web | EventSource::App => Severity::Warning,
    }
}

impl Reading<'_> {
    /// Adds the name that the caller gave for events without one, and an id that is the same in every run over this
    /// input. Tells whether the event has an id of its own.
    pub(super) fn complete(&self, event: &mut Input<'_>, number: u64) -> bool {
        let Input::Map(members) = event else { return true };
        if let Some(name) = self.arguments.event.as_deref() {
            add(members, "event", || name.to_owned());
        }
        let Some(identity) = &self.identity else { return true };
        if self.arguments.describing.get(SEED).is_some() {
            return true;
        }
        let name = members.iter().find(|(key, _)| key == "event").and_then(|(_, name)| name.as_text());
        let id = event_id(name.unwrap_or_default(), &format!("{}:{number}", identity.sha256));
        // The key is never blank; without an id the event would get a new one, as it does without an identity.
        id.map_or(true, |id| !add(members, "event_id", || id))
    }
}

/// Adds a text unless there is one. Tells whether it did.
fn add(
    members: &mut Vec<(Cow<'_, str>, Input<'_>)>,
    name: &'static str,
    text: impl FnOnce() -> String,
) -> bool {
    let is_given = members.iter().any(|(key, value)| key == name && !value.is_absent());
    if !is_given {
        members.retain(|(key, _)| key != name);
        members.push((name.into(), Input::text(text())));
    }
    !is_given
}

impl Entry {
    fn count_problems(&self, tally: &mut Tally) {
        for problem in &self.problems {
            tally.problem(problem.code().as_str(), problem.path());
        }
        for told in &self.told {
            tally.problem(told.code(), told.path());
        }
        if !self.has_own_id {
            tally.problem(Code::EventIdGenerated.as_str(), "event_id");
        }
    }

    fn unreadable(&self, why: &[Told<'_>], report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        let outcome = Outcome::Refused.as_str();
        tally.outcome(outcome);
        why.iter().try_for_each(|told| {
            tally.problem(told.code(), told.path());
            report.write(&Row { line: self.line, outcome, ..Row::of(told) })
        })
    }

    fn passed_over(&self, why: &Told<'_>, report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        let outcome = PASSED_OVER;
        tally.outcome(outcome);
        tally.problem(why.code(), "");
        report.write(&Row { line: self.line, outcome, ..Row::of(why) })
    }

    /// A row for each thing that its table tells, though it goes.
    fn told(&self, outcome: &'static str, event_id: &str, report: &mut Report) -> io::Result<()> {
        self.told
            .iter()
            .try_for_each(|told| report.write(&Row { line: self.line, event_id, outcome, ..Row::of(told) }))
    }

    /// A row for each problem that stopped it.
    fn unsent(&self, unsent: Unsent, report: &mut Report, tally: &mut Tally) -> io::Result<()> {
        let (outcome, severity) = match unsent {
            Unsent::Refused => (Outcome::Refused, Severity::Error),
            Unsent::Withheld => (Outcome::Withheld, Severity::Info),
        };
        tally.outcome(outcome.as_str());
        let stopped = self.problems.iter().filter(|problem| problem.severity() == severity);
        let mut stopped =
            stopped.filter(|problem| severity == Severity::Error || problem.path() == "consent");
        stopped.try_for_each(|problem| {
            report.write(&Row { line: self.line, outcome: outcome.as_str(), ..Row::of(&Told::from(problem)) })
        })
    }

    /// A row for what became of it, when it was sent in vain.
    fn not_accepted(&self, result: Option<&EventResult>, report: &mut Report) -> io::Result<()> {
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
    fn left_out(&self, outcome: &'static str, event_id: &str, report: &mut Report) -> io::Result<()> {
        self.problems.iter().filter(|problem| is_left_out(problem)).try_for_each(|problem| {
            report.write(&Row { line: self.line, event_id, outcome, ..Row::of(&Told::from(problem)) })
        })
    }
}
