//! Purchases that would go without their value or its currency: TikTok takes them, and they count for nothing. A table in
//! which there are such events is not sent before somebody says so.

use std::fmt;

use tiktok_capi::Input;
use tiktok_capi_core::{Entropy, Rules, Severity, catalog, normalize};

use super::described::Described;

/// What events that count by their value would go without.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Events that lose something, and all events that count by their value.
    events: u64,
    of: u64,
    value: Lines,
    currency: Lines,
    other_currency: Lines,
}

/// Where it is lost: how often, and the first lines.
#[derive(Debug, Default)]
struct Lines {
    count: u64,
    first: Vec<u64>,
}

/// Lines that are named; the report of a dry run has all of them.
const NAMED: usize = 3;

impl Lost {
    /// Looks at an event.
    pub(super) fn see(&mut self, described: &Described<'_>) {
        let (Ok(event), None) = (&described.event, &described.passed_over) else { return };
        let name = event.get("event").and_then(Input::as_text);
        if !name.is_some_and(|name| catalog::needs_currency(name.trim())) {
            return;
        }
        let is_lost = [
            (&mut self.value, is_lost("value", event)),
            (&mut self.currency, is_lost("currency", event)),
            (&mut self.other_currency, described.told.iter().any(|told| told.code() == "other_currency")),
        ];
        self.of += 1;
        self.events += u64::from(is_lost.iter().any(|(_, is_lost)| *is_lost));
        is_lost.into_iter().filter(|(_, is_lost)| *is_lost).for_each(|(lines, _)| lines.add(described.line));
    }

    /// All of it, where there is any.
    pub(super) fn found(self) -> Option<Self> {
        (self.events > 0).then_some(self)
    }

    /// For somebody who asked to look and not to send.
    pub(super) fn would_stop(&self) -> String {
        format!("{self} Nothing would be sent before they are mended, or --allow-missing-value is said")
    }

    /// For somebody who wanted to send.
    pub(super) fn stops(&self) -> String {
        format!(
            "{self} Nothing was sent: mend the rows or the columns, or say --allow-missing-value; --dry-run with --report \
             FILE lists them all"
        )
    }
}

/// Whether nothing of it would arrive. What refuses its event, as a refund, is told with that.
fn is_lost(name: &str, event: &Input<'_>) -> bool {
    let given = event.get("properties").and_then(|properties| properties.get(name));
    let Some(given) = given.filter(|given| !given.is_absent()) else { return true };
    let rules = Rules::at(0, Entropy::default());
    let read = normalize(&format!("properties.{name}"), given, None, &rules);
    read.is_ok_and(|read| {
        read.is_refused() && read.problems().iter().all(|problem| problem.severity() != Severity::Error)
    })
}

impl Lines {
    fn add(&mut self, line: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(line);
        }
    }

    /// As `in 12 of them (lines 2, 3, 4 and so on)`, or nothing where there are none.
    fn told(&self, what: &str) -> Option<String> {
        let first: Vec<_> = self.first.iter().map(ToString::to_string).collect();
        let noun = if self.count == 1 { "line" } else { "lines" };
        let more = if self.count > u64::try_from(first.len()).unwrap_or(0) { " and so on" } else { "" };
        (self.count > 0)
            .then(|| format!("{what} in {} of them ({noun} {}{more})", self.count, first.join(", ")))
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let causes = [
            self.value.told("properties.value is missing or unreadable"),
            self.currency.told("properties.currency is missing or unreadable"),
            self.other_currency.told("the sign of another currency stands beside the amount"),
        ];
        let causes = causes.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let Self { events, of, .. } = self;
        write!(
            f,
            "{events} of {of} events that count by their value would go without it or its currency: {causes}."
        )
    }
}
