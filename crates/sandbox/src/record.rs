//! What is kept of events and requests: no token, and no identifier in the clear.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use crate::dedup::Standing;
use crate::endpoint::{Channel, Endpoint};
use crate::finding::{Finding, FindingCode};
use crate::shares::Shared;

/// An event that arrived, with both verdicts.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recorded {
    /// 1 for the first event, and so on.
    pub number: u64,
    /// When it arrived, in Unix milliseconds by the sandbox's clock.
    pub received_ms: i64,
    /// Pixel or server.
    pub channel: Channel,
    /// Where it arrived.
    pub endpoint: Endpoint,
    /// `web`, `app`, `offline` or `crm`.
    pub event_source: Cow<'static, str>,
    /// The pixel code, app id or event set id.
    pub event_source_id: Arc<str>,
    /// The code of Test Events, when there was one.
    pub test_event_code: Option<Arc<str>>,
    /// The event's name.
    pub event: String,
    /// The deduplication id.
    pub event_id: Option<String>,
    /// The request that brought it.
    pub request_id: String,
    /// The first verdict: TikTok's code for this event alone.
    pub code: i64,
    /// What became of it.
    pub standing: Standing,
    /// The second verdict: what is wrong, whatever TikTok answers.
    pub findings: Vec<Finding>,
    /// The match keys that it has.
    pub match_keys: MatchKeys,
    /// When it happened, in Unix seconds as the event says; none when it says no integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// `properties.value`, when it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// `properties.currency`, when it looks like a currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The keys of `user` that the other channel's event brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<String>,
    /// The event in 2.0's shape: the very bytes that arrived, unless something had to be masked (`***`), mapped from
    /// 1.0, or filled in from the other channel.
    pub data: Box<RawValue>,
    /// The deduplication key; not shown, since it stands for ids that may be masked.
    #[serde(skip)]
    pub(crate) key: Option<u128>,
}

impl Recorded {
    /// Whether TikTok would have accepted it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.standing != Standing::Refused
    }

    /// Whether the second verdict names that code at that path.
    #[must_use]
    pub fn has(&self, path: &str, code: FindingCode) -> bool {
        self.findings.iter().any(|finding| finding.path == path && finding.code == code)
    }

    /// Takes over what the other channel's event knows and this one does not. Tells whether there was anything.
    pub(crate) fn fill(&mut self, other: &Self) -> bool {
        let Some((data, names)) = filled(&self.data, &other.data) else { return false };
        self.data = data;
        self.filled.extend(names);
        self.match_keys = self.match_keys.and(other.match_keys);
        true
    }
}

/// The first event with the keys of `user` that only the second one has, and their names; nothing when there are none.
fn filled(first: &RawValue, second: &RawValue) -> Option<(Box<RawValue>, Vec<String>)> {
    let mut first: Map<String, Value> = serde_json::from_str(first.get()).ok()?;
    let mut second: Map<String, Value> = serde_json::from_str(second.get()).ok()?;
    let Some(Value::Object(theirs)) = second.remove("user") else { return None };
    let own = first.entry("user").or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
    let new: Map<String, Value> = theirs.into_iter().filter(|(name, _)| !own.contains_key(name)).collect();
    let names: Vec<String> = new.keys().cloned().collect();
    own.extend(new);
    let data = serde_json::value::to_raw_value(&first).ok()?;
    Some((data, names)).filter(|(_, names)| !names.is_empty())
}

impl Shared for Recorded {
    fn number(&self) -> u64 {
        self.number
    }

    fn channel(&self) -> Channel {
        self.channel
    }

    fn size(&self) -> usize {
        let findings: usize = self.findings.iter().map(|finding| finding.path.len() + 32).sum();
        self.data.get().len()
            + self.event.len()
            + self.event_id.as_ref().map_or(0, String::len)
            // Events of one request share these two; whatever the other events are, it is never more.
            + self.event_source_id.len()
            + self.test_event_code.as_ref().map_or(0, |code| code.len())
            + findings
            + 400
    }
}

/// Without the event itself: digests are personal data too.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("number", &self.number)
            .field("channel", &self.channel)
            .field("event", &self.event)
            .field("code", &self.code)
            .field("standing", &self.standing)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// Which match keys an event has.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<&'static str>")]
pub struct MatchKeys(u8);

impl MatchKeys {
    /// All of them, as TikTok's help page lists them; `ip_user_agent` is both together.
    pub const ALL: [&'static str; 6] = ["email", "phone", "ttclid", "external_id", "ip_user_agent", "ttp"];

    /// Those for which `has` says that the field of `user` is there.
    pub(crate) fn of(has: impl Fn(&str) -> bool) -> Self {
        let is_there = |name: &str| match name {
            "ip_user_agent" => has("ip") && has("user_agent"),
            name => has(name),
        };
        let present = Self::ALL.iter().enumerate().filter(|(_, name)| is_there(name));
        Self(present.fold(0, |bits, (index, _)| bits | 1 << index))
    }

    /// Those of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are there.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        Self::ALL
            .into_iter()
            .enumerate()
            .filter(move |(index, _)| self.0 >> index & 1 == 1)
            .map(|(_, name)| name)
    }

    /// Whether that one is there.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.iter().any(|own| own == name)
    }
}

impl From<Vec<String>> for MatchKeys {
    fn from(names: Vec<String>) -> Self {
        let has = |name: &str| names.iter().any(|own| own == name);
        let present = Self::ALL.iter().enumerate().filter(|(_, name)| has(name));
        Self(present.fold(0, |bits, (index, _)| bits | 1 << index))
    }
}

impl From<MatchKeys> for Vec<&'static str> {
    fn from(keys: MatchKeys) -> Self {
        keys.iter().collect()
    }
}

impl fmt::Debug for MatchKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A request that arrived, whatever became of it.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct RequestSeen {
    /// 1 for the first request, and so on.
    pub number: u64,
    /// When it arrived, in Unix milliseconds by the sandbox's clock.
    pub received_ms: i64,
    /// The number of the first request with the very same body, when this one repeats it.
    pub repeats: Option<u64>,
    /// The TCP connection that it came on: 1 for the first, and so on.
    pub connection: u64,
    /// `POST`; empty for a refused connection, from which nothing was read.
    pub method: String,
    /// The path without its query; an unknown one that holds personal data is `***`.
    pub path: String,
    /// The HTTP status of the answer; none when a fault left it unanswered.
    pub status: Option<u16>,
    /// TikTok's code in the answer, when there is one.
    pub code: Option<i64>,
    /// The id in the answer, when there is one.
    pub request_id: Option<String>,
    /// Whether there was an `Access-Token` header. The token itself is not kept.
    pub had_token: bool,
    /// The names of all headers, in lower case.
    pub headers: Vec<String>,
    /// Events in the body, as far as it was read.
    pub events: usize,
    /// The fault that was played, when one was.
    pub fault: Option<&'static str>,
    /// Stands for the body, so that repeats are seen. Its key is of this process alone.
    #[serde(skip)]
    pub(crate) body: Option<u64>,
}

/// Another site's page cannot send a token: its browser would ask first, and is not answered.
impl Shared for RequestSeen {
    fn number(&self) -> u64 {
        self.number
    }

    fn channel(&self) -> Channel {
        if self.had_token { Channel::Server } else { Channel::Pixel }
    }

    fn size(&self) -> usize {
        0
    }
}

/// How many events came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Events in requests that were accepted.
    pub accepted: u64,
    /// Of these, the ones that count after deduplication.
    pub counted: u64,
    /// Of these, the ones merged into the other channel's.
    pub merged: u64,
    /// Of these, the repeats.
    pub duplicates: u64,
    /// Events that TikTok would have refused by themselves. Those refused along with them are not kept.
    pub refused: u64,
    /// Events that were dropped from memory, because there were too many.
    pub forgotten: u64,
    /// Requests to anything but `/sandbox/` and the page.
    pub requests: u64,
}
