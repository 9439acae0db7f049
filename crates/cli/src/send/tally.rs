//! What became of all events, in figures.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Map, Value, json};

use tiktok_capi::DeliveryError;
use tiktok_capi_table::column::Zone;

use crate::counted::counted;
use crate::options::in_flags;

use super::sum::Sum;

/// Counts by outcome and by problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Events with an outcome.
    pub(super) events: u64,
    /// Requests, tries included.
    pub(super) requests: u64,
    /// Rows in which nothing stands. They are no events, and not kept between runs: each reads all rows.
    pub(super) blank: u64,
    outcomes: BTreeMap<String, u64>,
    /// By code and field, as `invalid_number properties.value`.
    problems: BTreeMap<String, u64>,
    /// Over the events that were accepted, or are ready.
    pub(super) sum: Sum,
}

/// How a run ended.
pub(super) enum Ended {
    /// At the end of the input.
    Whole,
    /// Something could not be delivered.
    Stopped {
        error: DeliveryError,
        /// Whether what is settled is remembered, so that another run begins behind it.
        goes_on: bool,
    },
    /// By what is told elsewhere.
    BrokenOff,
}

impl Ended {
    pub(super) fn of(stopped: Option<DeliveryError>, goes_on: bool) -> Self {
        stopped.map_or(Self::Whole, |error| Self::Stopped { error, goes_on })
    }
}

/// Places of problems that are told apart. A file may invent as many field names as it has lines.
const PLACES: usize = 200;

/// The outcomes, in the order in which people want to read them. `ready` is that of a dry run.
const OUTCOMES: [&str; 8] =
    ["accepted", "ready", "partly", "rejected", "refused", "withheld", PASSED_OVER, "undelivered"];

/// The outcome of rows that are no conversions, which nobody has to mend.
pub(super) const PASSED_OVER: &str = "passed_over";

/// The outcomes of events that did not arrive, or not for certain. What its visitor did not consent to is none.
pub(super) const MISSING: [&str; 4] = ["partly", "rejected", "refused", "undelivered"];

impl Tally {
    pub(super) fn outcome(&mut self, name: &str) {
        self.events += 1;
        *self.outcomes.entry(name.to_owned()).or_default() += 1;
    }

    /// Lines of contents, and values of a list, are not told apart.
    pub(super) fn problem(&mut self, code: &str, path: &str) {
        let field = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
        let mut place = format!("{code} {}", field.collect::<String>());
        if self.problems.len() >= PLACES && !self.problems.contains_key(&place) {
            place.truncate(code.len());
        }
        *self.problems.entry(place.trim_end().to_owned()).or_default() += 1;
    }

    fn problems_by_code(&self) -> BTreeMap<&str, u64> {
        let mut sums = BTreeMap::new();
        for (place, count) in &self.problems {
            let code = place.split_once(' ').map_or(place.as_str(), |(code, _)| code);
            *sums.entry(code).or_default() += count;
        }
        sums
    }

    fn count(&self, outcome: &str) -> u64 {
        self.outcomes.get(outcome).copied().unwrap_or_default()
    }

    /// Events that did not arrive, or not for certain.
    pub(super) fn missing(&self) -> u64 {
        MISSING.iter().map(|outcome| self.count(outcome)).sum()
    }

    /// Whether every event was accepted, or withheld because its visitor did not consent.
    pub(super) fn is_fine(&self) -> bool {
        self.missing() == 0
    }

    /// The outcomes that there are, as `12 accepted, 1 refused`.
    pub(super) fn outcomes(&self) -> String {
        let counts = OUTCOMES.into_iter().map(|outcome| (outcome, self.count(outcome)));
        let told: Vec<_> =
            counts.filter(|(_, n)| *n > 0).map(|(outcome, n)| format!("{n} {outcome}")).collect();
        if told.is_empty() { "no events".to_owned() } else { told.join(", ") }
    }

    /// The summary at the end of a run, and what stopped it when something did.
    pub(super) fn write(
        &self,
        time: Duration,
        ended: &Ended,
        json: bool,
        zone: &Zone,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if json {
            return writeln!(out, "{}", self.as_json(time, ended, zone));
        }
        let (events, requests) = (counted(self.events, "event"), counted(self.requests, "request"));
        writeln!(out, "{events}: {}; {requests}, {:.1} s", self.outcomes(), time.as_secs_f64())?;
        self.sum.write(zone, out)?;
        if self.blank > 0 {
            writeln!(out, "blank rows passed over: {}", self.blank)?;
        }
        if !self.problems.is_empty() {
            let problems: Vec<_> =
                self.problems.iter().map(|(place, count)| format!("{count} {place}")).collect();
            writeln!(out, "problems: {}", problems.join(", "))?;
        }
        let Ended::Stopped { error, goes_on } = ended else { return Ok(()) };
        let how = if *goes_on {
            "The same command goes on where this one stopped."
        } else {
            "What came from a stream is gone: give the events in a file, and the same command goes on where it stopped."
        };
        writeln!(out, "not finished: {}\n{how}", in_flags(&error.to_string()))
    }

    fn as_json(&self, time: Duration, ended: &Ended, zone: &Zone) -> Value {
        let mut summary: Map<String, Value> =
            OUTCOMES.into_iter().map(|outcome| (outcome.to_owned(), self.count(outcome).into())).collect();
        summary.insert("blank_rows".into(), self.blank.into());
        summary.insert("events".into(), self.events.into());
        let error = match ended {
            Ended::Stopped { error, .. } => {
                json!({"api_code": error.api_code, "code": error.kind.as_str(), "hint": error.hint})
            }
            _ => Value::Null,
        };
        summary.insert("error".into(), error);
        self.sum.put(zone, &mut summary);
        summary.insert("finished".into(), matches!(ended, Ended::Whole).into());
        summary.insert("problems".into(), json!(self.problems_by_code()));
        summary.insert("requests".into(), self.requests.into());
        summary.insert("seconds".into(), json!(time.as_secs_f64()));
        summary.into()
    }

    /// As it is kept between runs.
    pub(super) fn to_value(&self) -> Value {
        let sum = self.sum.to_value();
        json!({"outcomes": self.outcomes, "problems": self.problems, "requests": self.requests, "sum": sum})
    }

    /// Reads what [`Tally::to_value`] wrote.
    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let counts = |name: &str| -> Option<BTreeMap<String, u64>> {
            let members = value.get(name)?.as_object()?.iter();
            members.map(|(name, count)| Some((name.clone(), count.as_u64()?))).collect()
        };
        let outcomes = counts("outcomes")?;
        let events = outcomes.values().sum();
        Some(Self {
            events,
            requests: value.get("requests")?.as_u64()?,
            outcomes,
            problems: counts("problems")?,
            sum: Sum::from_value(value.get("sum")?)?,
            blank: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let mut tally = Tally { requests: 3, ..Tally::default() };
        tally.outcome("accepted");
        tally.outcome("refused");
        tally.problem("invalid_number", "properties.contents[3].price");
        tally.problem("invalid_number", "properties.contents[4].price");
        tally.problem("invalid_number", "properties.value");
        tally.problem("invalid_json", "");
        assert_eq!(Tally::from_value(&tally.to_value()), Some(tally.clone()));
        let places: Vec<_> = tally.problems.iter().map(|(place, count)| (place.as_str(), *count)).collect();
        let (line, whole) = ("invalid_number properties.contents.price", "invalid_number properties.value");
        assert_eq!(places, [("invalid_json", 1), (line, 2), (whole, 1)]);
        assert_eq!(tally.problems_by_code(), [("invalid_json", 1), ("invalid_number", 3)].into());
        assert!(!tally.is_fine() && Tally::default().is_fine());
        assert_eq!(Tally::from_value(&json!({"outcomes": {"accepted": "x"}})), None);
    }
}
