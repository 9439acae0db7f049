//! Events on their way: read by the rules, delivered together, told about one by one.

use std::borrow::Cow;
use std::io;

use tiktok_capi::core::{Event, EventSource, Outcome, catalog, event_id, normalize};
use tiktok_capi::{Input, Prepared, Receipt, Rules, Severity};

use crate::options::{Reader, SEED};
use crate::told::Told;

use super::arguments::Send;
use super::described::Described;
use super::entry::{Entry, Readiness};
use super::file::Identity;
use super::noticed::blank_time;
use super::rejects::Rejects;
use super::report::Report;
use super::tally::{MISSING, Tally};

/// Events that are settled together.
#[derive(Default)]
pub(super) struct Batch {
    ready: Vec<Prepared>,
    entries: Vec<Entry>,
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
        if let Some(why) = described.passed_over {
            return self.entries.push(Entry::passed_over(line, why));
        }
        let told: Vec<_> = described.told.into_iter().chain(blank).collect();
        let mut event = match described.event {
            Err(why) => return self.entries.push(Entry::unreadable(line, why, described.original)),
            Ok(event) => event,
        };
        let is_named = event.get("event_id").is_some_and(|id| !id.is_absent());
        let has_own_id = reading.complete(&mut event, number);
        let read = Event::read(&event, &rules);
        let is_stopped = told.iter().any(Told::is_error);
        let readiness = match &read.outcome {
            Outcome::Withheld => Readiness::Withheld,
            Outcome::Ready(event) if !is_stopped => {
                self.ready.push(event.into());
                Readiness::Ready(event.into())
            }
            _ => Readiness::Refused {
                event_id: own_id(&event, &rules).filter(|_| has_own_id).unwrap_or_default(),
            },
        };
        let counts_by_value = text(&event, "event").is_some_and(catalog::needs_currency);
        let problems = read.problems;
        let original = described.original;
        self.entries.push(Entry {
            line,
            readiness,
            problems,
            told,
            has_own_id,
            counts_by_value,
            is_named,
            original,
        });
    }

    /// Tells the report and the tally what became of each. Without a receipt nothing was sent.
    pub(super) fn tell(
        &self,
        receipt: Option<&Receipt>,
        report: &mut Report,
        rejects: &mut Rejects,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let mut ready = self.ready.iter();
        let mut results = receipt.map(|receipt| receipt.results.iter());
        tally.requests += receipt.map_or(0, |receipt| u64::from(receipt.requests));
        for entry in &self.entries {
            entry.count_problems(tally);
            match &entry.readiness {
                Readiness::PassedOver => entry.row_passed_over(report, tally)?,
                Readiness::Refused { event_id } => {
                    entry.refused(event_id, report, tally)?;
                    rejects.write(entry.original.as_ref(), None)?;
                }
                Readiness::Withheld => entry.withheld(report, tally)?,
                Readiness::Ready(worth) => {
                    let id = ready.next().map_or("", Prepared::id);
                    let result = results.as_mut().and_then(Iterator::next);
                    let outcome = result.map_or("ready", |result| result.outcome.as_str());
                    tally.outcome(outcome);
                    if ["accepted", "ready"].contains(&outcome) {
                        tally.sum.add(worth);
                    }
                    if MISSING.contains(&outcome) {
                        rejects.write(entry.original.as_ref(), (!entry.is_named).then_some(id))?;
                    }
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

/// A text of the event, without the blanks around it.
fn text<'e>(event: &'e Input<'_>, name: &str) -> Option<&'e str> {
    event.get(name).and_then(Input::as_text).map(str::trim)
}

/// The id that stands in an event, unless it is none or is somebody's address.
fn own_id(event: &Input<'_>, rules: &Rules) -> Option<String> {
    let id = normalize("event_id", event.get("event_id")?, None, rules).ok()?;
    id.text().map(str::to_owned)
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
