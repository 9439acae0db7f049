//! `/sandbox/events/{number}`: one event with what each field is, its repeats, and how late it came.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::Serialize;
use tiktok_capi_core::catalog::{Field, Group, Rule, Unknown, event as event_row};
use tiktok_capi_core::{Digest, EventSource};

use crate::answer::code;
use crate::app::App;
use crate::check::most_days;
use crate::control::error;
use crate::dedup::Standing;
use crate::endpoint::Channel;
use crate::finding::{FindingCode, Weight};
use crate::json::Node;
use crate::place::Place;
use crate::privacy::MASK;
use crate::record::{Recorded, RequestSeen};
use crate::store::Store;

/// Values that are told one by one; the body has all of them.
const MOST_FIELDS: usize = 500;

/// Repeats that are listed.
const MOST_REPEATS: usize = 200;

pub(crate) async fn event(State(app): State<Arc<App>>, Path(number): Path<u64>) -> Response {
    let store = app.store();
    match store.event(number) {
        Some(event) => Json(Detail::of(event, &store)).into_response(),
        None => error(StatusCode::NOT_FOUND, "no such event is in memory"),
    }
}

#[derive(Serialize)]
struct Detail<'a> {
    event: &'a Recorded,
    /// The event's JSON as text: no reader's numbers and repeated keys in between.
    raw: &'a str,
    /// TikTok's constant for the event's code.
    code_name: &'static str,
    fields: Vec<Described>,
    findings: Vec<Explained<'a>>,
    /// All events with the same deduplication key, this one among them, oldest first.
    chain: Vec<Link>,
    /// The request that brought it, as long as it is in memory.
    request: Option<&'a RequestSeen>,
    lateness: Option<Lateness>,
}

impl<'a> Detail<'a> {
    fn of(event: &'a Recorded, store: &'a Store) -> Self {
        let request = |request: &&RequestSeen| request.request_id.as_ref() == Some(&event.request_id);
        Self {
            event,
            raw: event.data.get(),
            code_name: code(event.code).map_or("", |code| code.name),
            fields: fields(event),
            findings: explained(event),
            chain: chain(event, store),
            request: store.requests().iter().rev().find(request),
            lateness: lateness(event),
        }
    }
}

/// A finding in words.
#[derive(Serialize)]
struct Explained<'a> {
    path: &'a str,
    code: FindingCode,
    weight: Weight,
    meaning: &'static str,
    fix: &'static str,
}

impl<'a> Explained<'a> {
    fn of(path: &'a str, code: FindingCode) -> Self {
        Self { path, code, weight: code.weight(), meaning: code.meaning(), fix: code.fix() }
    }
}

/// Those that weigh most come first.
fn explained(event: &Recorded) -> Vec<Explained<'_>> {
    let all = event.findings.iter().map(|finding| Explained::of(&finding.path, finding.code));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|finding| finding.weight);
    all
}

/// An event with the same deduplication key.
#[derive(Serialize)]
struct Link {
    number: u64,
    received_ms: i64,
    channel: Channel,
    standing: Standing,
    code: i64,
}

fn chain(event: &Recorded, store: &Store) -> Vec<Link> {
    let Some(key) = event.key else { return Vec::new() };
    let same = store.events().iter().filter(|other| other.key == Some(key));
    let link = |event: &Recorded| Link {
        number: event.number,
        received_ms: event.received_ms,
        channel: event.channel,
        standing: event.standing,
        code: event.code,
    };
    same.take(MOST_REPEATS).map(link).collect()
}

/// How late it came, and how late it may be.
#[derive(Serialize)]
struct Lateness {
    late_ms: i64,
    most_days: i64,
}

fn lateness(event: &Recorded) -> Option<Lateness> {
    let source = EventSource::from_name(&event.event_source)?;
    let happened_ms = event.event_time?.checked_mul(1_000)?;
    Some(Lateness { late_ms: event.received_ms.checked_sub(happened_ms)?, most_days: most_days(source) })
}

/// One value of the event.
#[derive(Serialize)]
struct Described {
    path: String,
    value: String,
    form: Form,
    /// The rule of the catalogue, when the field has a row.
    rule: Option<&'static str>,
    doc: Option<&'static str>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    /// A well-formed SHA-256 digest.
    Digest,
    /// A field that wants a digest has something else.
    NoDigest,
    /// It was replaced, because it must not be kept.
    Masked,
    /// A value of a field that the catalogue knows.
    Plain,
    /// A custom parameter.
    Custom,
    /// The catalogue has no such field.
    Unknown,
}

fn fields(event: &Recorded) -> Vec<Described> {
    let node: Node<'_> = serde_json::from_str(event.data.get()).unwrap_or(Node::Null);
    let mut out = Vec::new();
    members(&node, Some(&event_row::GROUP), Unknown::Reported, &Place::Root, &mut out);
    out
}

/// All members of an object; without a group none of them has a row.
fn members(
    node: &Node<'_>,
    group: Option<&'static Group>,
    unknown: Unknown,
    place: &Place<'_>,
    out: &mut Vec<Described>,
) {
    for (key, node) in node.as_map().into_iter().flatten() {
        let row = group.and_then(|group| group.field(key));
        let unknown = group.map_or(unknown, |group| group.unknown);
        value(node, row, unknown, &place.key(key), out);
    }
}

fn value(
    node: &Node<'_>,
    row: Option<&'static Field>,
    unknown: Unknown,
    place: &Place<'_>,
    out: &mut Vec<Described>,
) {
    let group = match row.map(|row| row.rule) {
        Some(Rule::Object(group) | Rule::Lines(group)) => Some(group),
        _ => None,
    };
    match node {
        Node::Map(_) => members(node, group, unknown, place, out),
        Node::List(items) => {
            for (index, item) in items.iter().enumerate() {
                value(item, row, unknown, &place.index(index), out);
            }
        }
        _ if out.len() < MOST_FIELDS => out.push(described(node, row, unknown, place)),
        _ => {}
    }
}

fn described(node: &Node<'_>, row: Option<&'static Field>, unknown: Unknown, place: &Place<'_>) -> Described {
    let text = node.as_text();
    let is_digest =
        || text.is_some_and(|text| Digest::from_hex(text).is_some_and(|digest| digest.to_hex() == text));
    let form = match row {
        _ if text.is_some_and(|text| text.contains(MASK)) => Form::Masked,
        Some(Field { rule: Rule::Hashed(_), .. }) if is_digest() => Form::Digest,
        Some(Field { rule: Rule::Hashed(_), .. }) => Form::NoDigest,
        Some(_) => Form::Plain,
        None if unknown == Unknown::Custom => Form::Custom,
        None => Form::Unknown,
    };
    let value = text.map_or_else(|| serde_json::to_string(node).unwrap_or_default(), str::to_owned);
    Described {
        path: place.to_string(),
        value,
        form,
        rule: row.map(|row| row.rule.name()),
        doc: row.map(|row| row.doc),
    }
}
