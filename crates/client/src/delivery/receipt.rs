//! What became of each event, in the caller's order.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tiktok_capi_core::Problem;

use super::error::{DeliveryError, DeliveryErrorKind};
use super::prepared::{Built, Prepared, Unsent};
use super::reason::Reason;
use super::reply::{self, ApiMessage};

/// What became of the events of one call.
///
/// `Debug` shows outcomes and codes, and never an event's id or what TikTok said in words.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    /// One result per event, in the caller's order.
    pub results: Vec<EventResult>,
    /// TikTok's ids of the requests that were answered, in the order they were made, tries included.
    pub request_ids: Vec<Arc<str>>,
    /// Requests that were made, tries included.
    pub requests: u32,
    /// How long TikTok asked to wait when it was last asked in vain; at most a day.
    pub retry_after: Option<Duration>,
}

/// What became of one event.
#[derive(Clone)]
pub struct EventResult {
    /// The event's name; `None` when it was not sent.
    pub event: Option<Arc<str>>,
    /// Its deduplication id, the generated one included; `None` when it was not sent.
    pub event_id: Option<Arc<str>>,
    /// What became of it.
    pub outcome: Outcome,
    /// What is wrong or worth knowing about the event as it was described.
    pub problems: Vec<Problem>,
    pub(crate) request_id: Option<Arc<str>>,
    pub(crate) message: Option<ApiMessage>,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The outbox has it, and delivers it.
    Queued,
    /// TikTok took it (`code` 0). That says nothing about whether it matches anybody.
    Accepted,
    /// TikTok took a part of its request (`code` 20001) and does not say which.
    Partly,
    /// TikTok refused it.
    Rejected {
        /// TikTok's code; `None` when the answer had none and the HTTP status alone refused it.
        code: Option<i64>,
        /// The HTTP status.
        status: u16,
        /// Whether an earlier try of the request was lost on the way, so that TikTok may have it all the same.
        may_have_arrived: bool,
    },
    /// Its problems hold an error, so it was not sent.
    Refused,
    /// Consent does not allow it, so it was not sent.
    Withheld,
    /// No answer that settles it, after the last try.
    Undelivered {
        /// Why.
        reason: Reason,
        /// TikTok's code of the last answer, when it gave one.
        code: Option<i64>,
        /// Whether TikTok may have it all the same. Sending it again with the same id within 48 hours does no harm.
        may_have_arrived: bool,
    },
}

impl Outcome {
    /// The name used in every language.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Partly => "partly",
            Self::Rejected { .. } => "rejected",
            Self::Refused => "refused",
            Self::Withheld => "withheld",
            Self::Undelivered { .. } => "undelivered",
        }
    }

    /// TikTok's code, when it gave one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match *self {
            Self::Accepted => Some(0),
            Self::Partly => Some(20_001),
            Self::Rejected { code, .. } | Self::Undelivered { code, .. } => code,
            Self::Queued | Self::Refused | Self::Withheld => None,
        }
    }

    /// Why it was not delivered.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match *self {
            Self::Undelivered { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Whether TikTok may have the event although nobody said so.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        match *self {
            Self::Rejected { may_have_arrived, .. } | Self::Undelivered { may_have_arrived, .. } => {
                may_have_arrived
            }
            _ => false,
        }
    }

    fn error_kind(&self) -> Option<DeliveryErrorKind> {
        match self {
            Self::Queued | Self::Accepted | Self::Refused | Self::Withheld => None,
            Self::Partly | Self::Rejected { .. } => Some(DeliveryErrorKind::Rejected),
            Self::Undelivered { reason: Reason::Unauthorized, .. } => Some(DeliveryErrorKind::Unauthorized),
            Self::Undelivered { reason: Reason::RateLimited, .. } => Some(DeliveryErrorKind::RateLimited),
            Self::Undelivered { .. } => Some(DeliveryErrorKind::Undelivered),
        }
    }

    fn hint(&self) -> &'static str {
        match *self {
            Self::Undelivered { reason, code: None, .. } => reason.hint(),
            _ => reply::hint(self.code()),
        }
    }
}

/// Hands over the events that can be sent, and puts what became of them back into the caller's order.
pub(crate) fn each<E>(
    built: Vec<Built>,
    hand_over: impl FnOnce(&[Prepared]) -> Result<Receipt, E>,
) -> Result<Receipt, E> {
    let mut events = Vec::with_capacity(built.len());
    let described: Vec<_> = built
        .into_iter()
        .map(|built| (built.event.map(|event| events.push(event)), built.problems))
        .collect();
    let receipt = hand_over(&events)?;
    let mut sent = receipt.results.into_iter();
    let results = described.into_iter().filter_map(|(event, problems)| match event {
        Ok(()) => sent.next().map(|result| EventResult { problems, ..result }),
        Err(Unsent::Refused) => Some(EventResult::unsent(Outcome::Refused, problems)),
        Err(Unsent::Withheld) => Some(EventResult::unsent(Outcome::Withheld, problems)),
    });
    Ok(Receipt { results: results.collect(), ..receipt })
}

impl EventResult {
    pub(crate) fn queued(event: &Prepared) -> Self {
        let (name, id) = event.names();
        Self { event: Some(name), event_id: Some(id), ..Self::unsent(Outcome::Queued, Vec::new()) }
    }

    pub(crate) fn unsent(outcome: Outcome, problems: Vec<Problem>) -> Self {
        Self { event: None, event_id: None, outcome, problems, request_id: None, message: None }
    }

    /// TikTok's id of the request that decided.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// What TikTok said in words. It may echo personal data: do not log it.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.message.as_ref().map(ApiMessage::as_str)
    }

    /// What to look at; empty when there is nothing.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.outcome.error_kind().map_or("", |_| self.outcome.hint())
    }

    /// The result as one line of JSON with sorted keys, as it stands in [`Receipt::to_json`].
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    fn to_value(&self) -> Value {
        json!({
            "code": self.outcome.code(),
            "event": self.event.as_deref(),
            "event_id": self.event_id.as_deref(),
            "hint": self.hint(),
            "may_have_arrived": self.outcome.may_have_arrived(),
            "outcome": self.outcome.as_str(),
            "problems": self.problems,
            "reason": self.outcome.reason().map(Reason::as_str),
            "request_id": self.request_id(),
            "status": match self.outcome { Outcome::Rejected { status, .. } => Some(status), _ => None },
        })
    }
}

impl fmt::Debug for EventResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventResult")
            .field("outcome", &self.outcome)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl Receipt {
    /// Whether every event was accepted or queued, or withheld because its visitor did not consent.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.results
            .iter()
            .all(|result| matches!(result.outcome, Outcome::Accepted | Outcome::Queued | Outcome::Withheld))
    }

    /// The worst that happened to an event that was handed over: unauthorized, rate limited, undelivered, rejected, in
    /// this order. An event that was refused or withheld here is not an error of delivery.
    #[must_use]
    pub fn error(&self) -> Option<DeliveryError> {
        use DeliveryErrorKind::{RateLimited, Rejected, Unauthorized, Undelivered};
        [Unauthorized, RateLimited, Undelivered, Rejected].into_iter().find_map(|kind| {
            let mut results = self.results.iter().filter(|result| result.outcome.error_kind() == Some(kind));
            let first = results.next()?;
            Some(DeliveryError {
                kind,
                api_code: first.outcome.code(),
                events: 1 + results.count(),
                request_id: first.request_id.as_deref().map(str::to_owned),
                hint: first.outcome.hint(),
            })
        })
    }

    /// The whole as one line of JSON with sorted keys, for other languages. It does not hold what TikTok said in words.
    ///
    /// `{"error": null | {"api_code", "code", "events", "hint", "request_id"}, "ok", "request_ids": […], "requests",
    /// "results": [{"code", "event", "event_id", "hint", "may_have_arrived", "outcome", "problems": [{"code", "hint",
    /// "path", "severity"}], "reason", "request_id", "status"}], "retry_after": null | seconds}`
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value(EventResult::to_value).to_string()
    }

    /// As [`Receipt::to_json`], with `api_message` in each result. It may echo personal data: do not log it.
    #[must_use]
    pub fn to_json_with_api_messages(&self) -> String {
        let with_message = |result: &EventResult| {
            let mut value = result.to_value();
            if let Value::Object(members) = &mut value {
                members.insert("api_message".to_owned(), json!(result.api_message()));
            }
            value
        };
        self.to_value(with_message).to_string()
    }

    fn to_value(&self, result: impl Fn(&EventResult) -> Value) -> Value {
        let error = self.error().map(|error| {
            json!({
                "api_code": error.api_code,
                "code": error.kind.as_str(),
                "events": error.events,
                "hint": error.hint,
                "request_id": error.request_id,
            })
        });
        json!({
            "error": error,
            "ok": self.ok(),
            "request_ids": self.request_ids.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
            "requests": self.requests,
            "results": self.results.iter().map(result).collect::<Vec<_>>(),
            "retry_after": self.retry_after.map(|wait| wait.as_secs()),
        })
    }
}
