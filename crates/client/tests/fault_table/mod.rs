//! What a row of the fault table is, and how one is written.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "it is only used by tests"
)]

mod answers;
mod batches;
mod chance;
mod check;
mod closing;
mod connections;
mod run;

use std::ops::RangeInclusive;

use tiktok_capi::Reason;

pub(crate) use check::check;
pub(crate) use closing::{Closed, TIMEOUT, close};
pub(crate) use run::{Ran, run};

/// All rows, in the order in which they are printed.
pub(crate) fn rows() -> Vec<Row> {
    [calm(), connections::rows(), answers::rows(), batches::rows(), chance::rows()].concat()
}

/// One fault: what goes wrong, what is sent, and what has to come of it.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// Rules of a plan of the sandbox, as JSON. `ELSEWHERE` is the address of another sandbox.
    pub(crate) rules: Vec<String>,
    pub(crate) seed: u64,
    /// Calls of `track`, one after the other on each of the threads.
    pub(crate) calls: usize,
    pub(crate) threads: usize,
    /// Events of one call. Their ids are `0`, `1`, …, over all calls.
    pub(crate) events: usize,
    pub(crate) options: Vec<(&'static str, &'static str)>,
    /// Events that are broken after they were built, so that the sandbox refuses them by itself.
    pub(crate) spoiled: Vec<usize>,
    /// What is broken about them: a piece of the canonical bytes, and what stands there instead. `ID` is the event's.
    pub(crate) spoil: (&'static str, &'static str),
    /// Whether nobody listens at the endpoint.
    pub(crate) is_deserted: bool,
    pub(crate) expected: Expected,
}

/// What has to come of a row.
#[derive(Clone)]
pub(crate) struct Expected {
    pub(crate) fate: Fate,
    /// Events with another fate.
    pub(crate) others: Vec<(usize, Fate)>,
    pub(crate) requests: RangeInclusive<u32>,
    /// Events that count at the service.
    pub(crate) counted: Option<u64>,
    /// Accepted repeats that the service drops.
    pub(crate) repeats: Option<u64>,
    /// Whether undelivered events may have arrived, when the last answer alone does not say so.
    pub(crate) is_open: Option<bool>,
    /// Seconds of the first wait.
    pub(crate) wait: Option<RangeInclusive<f64>>,
    pub(crate) connections: Option<u64>,
}

/// What has to become of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fate {
    Accepted,
    Partly,
    Rejected(Option<i64>),
    Undelivered(Reason),
    /// Accepted, or undelivered for one of these reasons.
    AcceptedOr(&'static [Reason]),
}

/// Where the other sandbox takes events.
pub(crate) const ELSEWHERE: &str = "ELSEWHERE";

/// A row with one event, which is accepted at once.
pub(crate) fn row<R: Into<String>>(name: impl Into<String>, rules: impl IntoIterator<Item = R>) -> Row {
    Row {
        name: name.into(),
        rules: rules.into_iter().map(Into::into).collect(),
        seed: 7,
        calls: 1,
        threads: 1,
        events: 1,
        options: Vec::new(),
        spoiled: Vec::new(),
        spoil: ("", ""),
        is_deserted: false,
        expected: Expected {
            fate: Fate::Accepted,
            others: Vec::new(),
            requests: 1..=1,
            counted: None,
            repeats: None,
            is_open: None,
            wait: None,
            connections: None,
        },
    }
}

/// What is sent.
impl Row {
    pub(crate) fn events(self, events: usize) -> Self {
        Self { events, ..self }
    }

    pub(crate) fn calls(self, calls: usize) -> Self {
        Self { calls, ..self }
    }

    pub(crate) fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    pub(crate) fn with(mut self, option: &'static str, value: &'static str) -> Self {
        self.options.push((option, value));
        self
    }

    /// These events hold an e-mail address in place of its digest.
    pub(crate) fn unhashed(self, events: impl IntoIterator<Item = usize>) -> Self {
        self.spoiled(events, r#""email":""#, r#""email":"jo@example.com"#)
    }

    pub(crate) fn spoiled(
        self,
        events: impl IntoIterator<Item = usize>,
        piece: &'static str,
        instead: &'static str,
    ) -> Self {
        Self { spoiled: events.into_iter().collect(), spoil: (piece, instead), ..self }
    }

    pub(crate) fn deserted(self) -> Self {
        Self { is_deserted: true, ..self }
    }
}

/// What has to come of it.
impl Row {
    pub(crate) fn requests(mut self, requests: RangeInclusive<u32>) -> Self {
        self.expected.requests = requests;
        self
    }

    pub(crate) fn come_to(mut self, fate: Fate, requests: u32) -> Self {
        self.expected.fate = fate;
        self.requests(requests..=requests)
    }

    pub(crate) fn accepted(self, requests: u32) -> Self {
        self.come_to(Fate::Accepted, requests)
    }

    pub(crate) fn rejected(self, code: impl Into<Option<i64>>, requests: u32) -> Self {
        self.come_to(Fate::Rejected(code.into()), requests).open(false)
    }

    pub(crate) fn undelivered(self, reason: Reason, requests: u32) -> Self {
        self.come_to(Fate::Undelivered(reason), requests)
    }

    pub(crate) fn but(mut self, events: impl IntoIterator<Item = usize>, fate: Fate) -> Self {
        self.expected.others.extend(events.into_iter().map(|event| (event, fate)));
        self
    }

    /// What the service holds in the end, whatever the receipt says.
    pub(crate) fn arrived(mut self, counted: u64, repeats: u64) -> Self {
        (self.expected.counted, self.expected.repeats) = (Some(counted), Some(repeats));
        self
    }

    pub(crate) fn counted(mut self, counted: u64) -> Self {
        self.expected.counted = Some(counted);
        self
    }

    pub(crate) fn open(mut self, is_open: bool) -> Self {
        self.expected.is_open = Some(is_open);
        self
    }

    pub(crate) fn waits(mut self, seconds: RangeInclusive<f64>) -> Self {
        self.expected.wait = Some(seconds);
        self
    }

    pub(crate) fn connections(mut self, connections: u64) -> Self {
        self.expected.connections = Some(connections);
        self
    }
}

impl Expected {
    pub(crate) fn fate_of(&self, event: usize) -> Fate {
        self.others.iter().find(|(other, _)| *other == event).map_or(self.fate, |(_, fate)| *fate)
    }
}

/// Nothing goes wrong, so nothing is sent twice.
fn calm() -> Vec<Row> {
    let none: [&str; 0] = [];
    vec![
        row("no fault: one event", none).connections(1).arrived(1, 0),
        row("no fault: a thousand events", none).events(1_000).connections(1).arrived(1_000, 0),
        row("no fault: 2,500 events", none).events(2_500).accepted(3).connections(1).arrived(2_500, 0),
        row("no fault: max_batch 7", none).events(20).with("max_batch", "7").accepted(3).connections(1),
        row("no fault: twenty calls", none).calls(20).accepted(20).connections(1).arrived(20, 0),
        row("no fault: an answer after 0.3 s", [r#"{"fault":{"delay":300}}"#]).connections(1).arrived(1, 0),
        row("no fault: an answer in drops", [r#"{"fault":{"slow_body":2}}"#]).connections(1).arrived(1, 0),
    ]
}
