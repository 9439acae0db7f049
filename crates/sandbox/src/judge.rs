//! From the bytes of one request to both verdicts on each of its events. Nothing is recorded here.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Number;
use serde_json::value::RawValue;
use tiktok_capi_core::EventSource;

use crate::answer::{
    Answer, EMPTY_ACCESS_TOKEN, INVALID_ACCESS_TOKEN, OK, PERMISSION_ERROR, ROUTE_NOT_FOUND,
};
use crate::check::{self, Refusal};
use crate::config::Access;
use crate::dedup::{self, Standing};
use crate::endpoint::Endpoint;
use crate::envelope::{self, Batch, Incoming, bad};
use crate::json::Node;
use crate::legacy;
use crate::message;
use crate::privacy::kept;
use crate::record::Recorded;

/// A request, as far as it matters.
pub(crate) struct Received<'a> {
    /// None when the path is no endpoint, or the method is not POST.
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) token: Option<&'a [u8]>,
    pub(crate) is_json: bool,
    pub(crate) body: &'a [u8],
}

/// What the answer is, and the events as they would be recorded.
pub(crate) struct Judged {
    pub(crate) answer: Answer,
    /// Of an accepted request all events, of a refused one those that TikTok would refuse by themselves.
    pub(crate) events: Vec<Recorded>,
    /// The ids of all events, for faults by `event_id`.
    pub(crate) ids: Vec<String>,
    /// Events in the body.
    pub(crate) count: usize,
}

impl Judged {
    fn refused(refusal: &Refusal, request_id: String) -> Self {
        let answer = Answer { code: refusal.code, message: message::refusal(refusal), request_id };
        Self { answer, events: Vec::new(), ids: Vec::new(), count: 0 }
    }

    fn with_code(code: i64, request_id: String) -> Self {
        Self { answer: Answer::of(code, request_id), events: Vec::new(), ids: Vec::new(), count: 0 }
    }
}

/// Judges a request. `wants_ids` says whether somebody asks for the ids of its events.
pub(crate) fn judge(
    received: &Received<'_>,
    access: &Access,
    now_ms: i64,
    request_id: String,
    wants_ids: bool,
) -> Judged {
    let Some(endpoint) = received.endpoint else { return Judged::with_code(ROUTE_NOT_FOUND, request_id) };
    let token = received.token.unwrap_or_default();
    if endpoint != Endpoint::Pixel {
        if token.is_empty() {
            return Judged::with_code(EMPTY_ACCESS_TOKEN, request_id);
        }
        if !access.knows(token) {
            return Judged::with_code(INVALID_ACCESS_TOKEN, request_id);
        }
        if !received.is_json {
            return Judged::refused(&bad("", "Content-Type must be application/json."), request_id);
        }
    }
    let batch = match read(received.body, endpoint, now_ms) {
        Ok(batch) => batch,
        Err(refusal) => return Judged::refused(&refusal, request_id),
    };
    if endpoint != Endpoint::Pixel && !access.may_write(token, &batch.source_id) {
        let words = message::no_permission(batch.source, &batch.source_id);
        let mut judged = Judged::with_code(PERMISSION_ERROR, request_id);
        judged.answer.message = words;
        return judged;
    }
    judge_events(batch, endpoint, now_ms, request_id, wants_ids)
}

fn read(body: &[u8], endpoint: Endpoint, now_ms: i64) -> Result<Batch<'_>, Refusal> {
    let body = std::str::from_utf8(body).map_err(|_| bad("", "Not valid UTF-8."))?;
    match endpoint {
        Endpoint::EventTrack => envelope::read(body, endpoint.most_events()),
        _ => legacy::read(body, endpoint, now_ms.div_euclid(1_000)),
    }
}

/// One bad event refuses the whole request, and the answer names the first bad one.
fn judge_events(
    batch: Batch<'_>,
    endpoint: Endpoint,
    now_ms: i64,
    request_id: String,
    wants_ids: bool,
) -> Judged {
    let count = batch.events.len();
    let drafts = Drafts::new(&batch, endpoint, now_ms, request_id);
    let mut ids = Vec::new();
    let mut first = None;
    let mut events = Vec::with_capacity(count);
    for (index, incoming) in batch.events.into_iter().enumerate() {
        let draft = drafts.draft(incoming, wants_ids);
        if let Some(refusal) = draft.refusal {
            first.get_or_insert_with(|| message::of_event(endpoint, index, &refusal));
        }
        ids.extend(draft.id);
        events.push(draft.event);
    }
    let request_id = drafts.request_id;
    let Some(refusal) = first else {
        return Judged { answer: Answer::of(OK, request_id), events, ids, count };
    };
    events.retain(|event| event.code != OK);
    Judged { events, ids, count, ..Judged::refused(&refusal, request_id) }
}

/// One event with its verdicts.
struct Draft {
    event: Recorded,
    /// Its id as it came.
    id: Option<String>,
    refusal: Option<Refusal>,
}

/// What all events of a request share.
struct Drafts {
    source: EventSource,
    source_id: Arc<str>,
    test_event_code: Option<Arc<str>>,
    endpoint: Endpoint,
    now_ms: i64,
    request_id: String,
}

impl Drafts {
    fn new(batch: &Batch<'_>, endpoint: Endpoint, now_ms: i64, request_id: String) -> Self {
        Self {
            source: batch.source,
            source_id: kept(&batch.source_id).into(),
            test_event_code: batch.test_event_code.as_deref().map(|code| kept(code).into()),
            endpoint,
            now_ms,
            request_id,
        }
    }

    fn draft(&self, incoming: Incoming<'_>, wants_ids: bool) -> Draft {
        let (mut node, raw, old) = match incoming {
            Incoming::Raw(raw) => {
                (serde_json::from_str(raw.get()).unwrap_or(Node::Null), Some(raw), Vec::new())
            }
            Incoming::Mapped(node, old) => (node, None, old),
        };
        // Names and ids are read before the check masks what is personal in them.
        let key = self.key(&node);
        let match_keys = check::match_keys(&node);
        let id = text(&node, "event_id").filter(|_| wants_ids).map(str::to_owned);
        let checked = check::event(&mut node, self.source, self.now_ms.div_euclid(1_000));
        let raw = raw.filter(|_| !checked.is_masked && node.as_map().is_some());
        let event = Recorded {
            number: 0,
            received_ms: self.now_ms,
            channel: self.endpoint.channel(),
            endpoint: self.endpoint,
            event_source: Cow::Borrowed(self.source.as_str()),
            event_source_id: Arc::clone(&self.source_id),
            test_event_code: self.test_event_code.clone(),
            event: text(&node, "event").unwrap_or_default().to_owned(),
            event_id: text(&node, "event_id").map(str::to_owned),
            request_id: self.request_id.clone(),
            code: checked.refusal.as_ref().map_or(OK, |refusal| refusal.code),
            standing: Standing::Refused,
            findings: old.into_iter().chain(checked.findings).collect(),
            match_keys,
            event_time: event_time(&node),
            value: value(&node),
            currency: currency(&node),
            filled: Vec::new(),
            data: raw.map_or_else(|| to_raw(&node), ToOwned::to_owned),
            key,
        };
        Draft { event, id, refusal: checked.refusal }
    }

    fn key(&self, node: &Node<'_>) -> Option<u128> {
        let event_id = text(node, "event_id")?;
        let event = text(node, "event").unwrap_or_default();
        let code = self.test_event_code.as_deref();
        Some(dedup::key(self.source.as_str(), &self.source_id, code, event, event_id))
    }
}

fn text<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::as_text).filter(|text| !text.is_empty())
}

fn event_time(node: &Node<'_>) -> Option<i64> {
    match node.get("event_time") {
        Some(Node::Number(seconds)) => seconds.as_i64(),
        _ => None,
    }
}

fn value(node: &Node<'_>) -> Option<Number> {
    match node.get("properties")?.get("value")? {
        Node::Number(number) => Some(number.clone()),
        _ => None,
    }
}

/// Three capital letters; anything else has a finding of its own.
fn currency(node: &Node<'_>) -> Option<String> {
    let currency = node.get("properties")?.get("currency")?.as_text()?;
    let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
    is_code.then(|| currency.to_owned())
}

fn to_raw(node: &Node<'_>) -> Box<RawValue> {
    serde_json::value::to_raw_value(node).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
