//! What the outbox holds, and what became of what it held.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// The state of an outbox and its counts since the file was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Events that wait for delivery, with those that are being sent.
    pub waiting: u64,
    /// Events that a process is sending, or was sending when it died.
    pub in_flight: u64,
    /// Events that are not sent again unless somebody asks for it.
    pub dead: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Those of them that only this process holds, since somebody moved or deleted the file and there is no other yet that would
    /// take them.
    pub left_behind: u64,
    /// How long the event that is next in line has waited.
    pub oldest: Option<Duration>,
    /// How often what happened, as `queued`, `accepted`, `withheld`, `rejected.40002` or `undelivered.timeout`.
    pub reasons: BTreeMap<String, u64>,
    /// Each event source, with the state of its deliveries.
    pub sources: Vec<SourceStats>,
    /// The thread of this process that delivers: `running`, or `failed` where the system let none start the last time that one
    /// was needed. `None` where none was.
    pub thread: Option<&'static str>,
}

/// An event source of an outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStats {
    /// `web`, `app`, `offline` or `crm`.
    pub event_source: String,
    /// The pixel code or other id.
    pub event_source_id: String,
    /// Whether its events go to Test Events.
    pub is_test: bool,
    /// Events that wait for it.
    pub waiting: u64,
    /// `open`; `down` while TikTok does not answer as it should; `unauthorized` while it refuses the token.
    pub state: &'static str,
    /// How long until the next probe.
    pub next_try: Option<Duration>,
}

impl Stats {
    /// How often what happened, by outcome: `queued`, `accepted`, `rejected`, `undelivered` and so on. An event is
    /// `undelivered` once for each request that settled nothing.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for (name, n) in &self.reasons {
            let outcome = name.split('.').next().unwrap_or(name);
            *counts.entry(outcome).or_default() += n;
        }
        counts
    }

    /// The whole as one line of JSON with sorted keys, for other languages.
    ///
    /// `{"bytes", "counts": {"accepted", …}, "dead", "in_flight", "left_behind", "oldest_seconds": null | seconds, "reasons":
    /// {"rejected.40002", …}, "sources": [{"event_source", "event_source_id", "next_try_seconds": null | seconds, "state",
    /// "test", "waiting"}], "thread": null | "running" | "failed", "waiting"}`
    #[must_use]
    pub fn to_json(&self) -> String {
        let whole = json!({
            "bytes": self.bytes,
            "counts": self.counts(),
            "dead": self.dead,
            "in_flight": self.in_flight,
            "left_behind": self.left_behind,
            "oldest_seconds": self.oldest.map(|age| age.as_secs()),
            "reasons": self.reasons,
            "sources": self.sources.iter().map(SourceStats::to_value).collect::<Vec<_>>(),
            "thread": self.thread,
            "waiting": self.waiting,
        });
        whole.to_string()
    }
}

impl SourceStats {
    fn to_value(&self) -> Value {
        json!({
            "event_source": self.event_source,
            "event_source_id": self.event_source_id,
            "next_try_seconds": self.next_try.map(|wait| wait.as_secs()),
            "state": self.state,
            "test": self.is_test,
            "waiting": self.waiting,
        })
    }
}
