//! The plan of faults: which requests go wrong, and how. Pure: chance comes from the plan's seed.

use std::fmt;

use fastrand::Rng;
use serde::{Deserialize, Serialize};

/// Faults in the order in which they are tried; the first that fits a request is played.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Where chance starts, so that a run can be repeated.
    pub seed: u64,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One fault and the requests that it meets: all conditions must hold. Without conditions it meets every request to
/// `/open_api/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What happens.
    pub fault: Fault,
    /// Whether the events are recorded all the same: the answer is lost after TikTok accepted. [`Fault::Delay`] and
    /// [`Fault::SlowBody`] always record, since their answer is the true one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recorded: bool,
    /// A `Retry-After` header with exactly this text, for answers with a head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
    /// A `Retry-After` header with the HTTP date so many seconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_date: Option<i64>,
    /// Only the first so many requests that reach this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// Only every so many-th request that reaches this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Only with this probability, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Only requests that carry an event with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// Only requests to this path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The connection is reset before anything is read from it. It counts connections, not requests.
    Refuse,
    /// Reset once the head of the request is read, before its body is.
    ResetBeforeBody,
    /// Reset once the whole request is read, without an answer.
    ResetAfterBody,
    /// The head and half of the answer's body, then the connection ends.
    HalfBody,
    /// The head and half of the answer's body, then the connection is reset.
    ResetInBody,
    /// The true answer, one byte in so many milliseconds.
    SlowBody(u64),
    /// No answer, until the sandbox or [`Config::max_hang`](crate::Config::max_hang) ends it.
    Timeout,
    /// The true answer, so many milliseconds late.
    Delay(u64),
    /// TikTok's envelope with this code, and the HTTP status that belongs to it.
    Code(i64),
    /// This HTTP status with a page of HTML, as a proxy answers.
    Status(u16),
    /// A redirect to an address.
    Redirect {
        /// The `Location`.
        to: String,
        /// 301, 302, 303, 307 or 308.
        #[serde(default = "temporary")]
        status: u16,
    },
    /// An answer of so many bytes that begins like the envelope and goes on with blanks.
    HugeBody(u64),
    /// HTTP 200 with a body that is not TikTok's envelope.
    BadBody(BadBody),
}

fn temporary() -> u16 {
    307
}

/// A body that is not TikTok's envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadBody {
    /// Nothing.
    Empty,
    /// A page of HTML.
    Html,
    /// JSON that stops in the middle, its length declared so.
    Cut,
    /// JSON that is no object.
    NotObject,
    /// An object without `code`.
    NoCode,
    /// `code` as text.
    TextCode,
    /// Bytes that are not UTF-8.
    NotUtf8,
}

impl Rule {
    /// That fault for every request.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self {
            fault,
            recorded: false,
            retry_after: None,
            retry_after_date: None,
            first: None,
            every: None,
            probability: None,
            event_id: None,
            path: None,
        }
    }

    /// That fault for the first so many requests.
    #[must_use]
    pub fn first(fault: Fault, count: u64) -> Self {
        Self { first: Some(count), ..Self::always(fault) }
    }

    /// Whether the events count as received by TikTok.
    pub(crate) fn records(&self) -> bool {
        self.recorded || matches!(self.fault, Fault::Delay(_) | Fault::SlowBody(_))
    }

    fn fits(&self, path: &str, ids: &[String]) -> bool {
        let fits_path = match &self.path {
            Some(own) => own == path,
            None => path.is_empty() || path.starts_with("/open_api/"),
        };
        fits_path && self.event_id.as_ref().is_none_or(|own| ids.contains(own))
    }
}

impl Fault {
    /// Its name in plans and in the list of requests.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::ResetBeforeBody => "reset_before_body",
            Self::ResetAfterBody => "reset_after_body",
            Self::HalfBody => "half_body",
            Self::ResetInBody => "reset_in_body",
            Self::SlowBody(_) => "slow_body",
            Self::Timeout => "timeout",
            Self::Delay(_) => "delay",
            Self::Code(_) => "code",
            Self::Status(_) => "status",
            Self::Redirect { .. } => "redirect",
            Self::HugeBody(_) => "huge_body",
            Self::BadBody(_) => "bad_body",
        }
    }

    /// When it is decided.
    fn stage(&self) -> Stage {
        match self {
            Self::Refuse => Stage::Connection,
            Self::ResetBeforeBody => Stage::Head,
            _ => Stage::Body,
        }
    }
}

/// How much of a request was read when a fault is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Connection,
    Head,
    Body,
}

/// A plan at work.
#[derive(Debug)]
pub(crate) struct Chooser {
    plan: Plan,
    /// For each rule how many requests reached it, and its chance.
    states: Vec<(u64, Rng)>,
}

impl Chooser {
    pub(crate) fn new(plan: Plan) -> Self {
        let seeds = (0..).map(|index| plan.seed.wrapping_add(index));
        let states = plan.rules.iter().zip(seeds).map(|(_, seed)| (0, Rng::with_seed(seed))).collect();
        Self { plan, states }
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether some rule asks for the ids of the events.
    pub(crate) fn asks_for_ids(&self) -> bool {
        self.plan.rules.iter().any(|rule| rule.event_id.is_some())
    }

    /// The rule to play, if any. The path is empty as long as it is not read. A request reaches a rule when no rule before it is played.
    pub(crate) fn choose(&mut self, stage: Stage, path: &str, ids: &[String]) -> Option<Rule> {
        let mut rules = self.plan.rules.iter().zip(&mut self.states);
        let is_played = |(rule, state): &mut (&Rule, &mut _)| {
            rule.fault.stage() == stage && rule.fits(path, ids) && is_due(rule, state)
        };
        rules.find_map(|mut pair| is_played(&mut pair).then(|| pair.0.clone()))
    }
}

fn is_due(rule: &Rule, (reached, chance): &mut (u64, Rng)) -> bool {
    *reached += 1;
    let among_first = rule.first.is_none_or(|first| *reached <= first);
    let in_turn = rule.every.is_none_or(|every| reached.is_multiple_of(every));
    among_first && in_turn && rule.probability.is_none_or(|probability| chance.f64() < probability)
}

/// What is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPlan(String);

impl fmt::Display for InvalidPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidPlan {}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// When the text is no plan, or a rule of it could never be played as it is written.
    pub fn from_json(json: &[u8]) -> Result<Self, InvalidPlan> {
        let plan: Self = serde_json::from_slice(json).map_err(|error| InvalidPlan(error.to_string()))?;
        plan.checked()
    }

    pub(crate) fn checked(self) -> Result<Self, InvalidPlan> {
        for (index, rule) in self.rules.iter().enumerate() {
            if let Some(fault) = rule.wrong() {
                return Err(InvalidPlan(format!("rule {index}: {fault}")));
            }
        }
        Ok(self)
    }
}

impl Rule {
    fn wrong(&self) -> Option<&'static str> {
        let is_header = |text: &String| text.bytes().all(|b| matches!(b, b' '..=b'~'));
        let to = match &self.fault {
            Fault::Redirect { to, .. } => Some(to),
            _ => None,
        };
        let early = self.fault.stage() != Stage::Body;
        match &self.fault {
            _ if self.every == Some(0) => Some("`every` is at least 1"),
            _ if self.probability.is_some_and(|p| !(0.0..=1.0).contains(&p)) => {
                Some("`probability` is 0 to 1")
            }
            _ if early && self.event_id.is_some() => Some("this fault comes before the events are read"),
            _ if early && self.recorded => Some("this fault comes before the events are read"),
            Fault::Refuse if self.path.is_some() => Some("`refuse` comes before the path is read"),
            _ if !self.retry_after.iter().chain(to).all(is_header) => Some("a header is printable ASCII"),
            Fault::Status(status) if !(200..=599).contains(status) => Some("`status` is 200 to 599"),
            Fault::Redirect { status, .. } if !(300..=399).contains(status) => {
                Some("a redirect is 300 to 399")
            }
            Fault::HugeBody(bytes) if *bytes > 1 << 32 => Some("`huge_body` is at most 4 GiB"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
