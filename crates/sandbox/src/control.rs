//! `/sandbox/…`: what tests ask and set.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::dedup::Standing;
use crate::endpoint::Channel;
use crate::fault::Plan;
use crate::record::{Counts, Recorded};

/// Which events are wanted: all conditions must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Filter {
    event: Option<String>,
    event_id: Option<String>,
    event_source_id: Option<String>,
    channel: Option<Channel>,
    standing: Option<String>,
    /// A code of the first verdict.
    code: Option<i64>,
    /// A code of the second verdict.
    finding: Option<String>,
    /// Only events with a higher number.
    after: Option<u64>,
    /// The newest so many; 100 when absent.
    limit: Option<usize>,
}

impl Filter {
    fn takes(&self, event: &Recorded) -> bool {
        let is = |wanted: &Option<String>, own: Option<&str>| {
            wanted.as_ref().is_none_or(|wanted| own == Some(wanted.as_str()))
        };
        let has_finding = |code: &String| event.findings.iter().any(|finding| finding.code.as_str() == code);
        is(&self.event, Some(&event.event))
            && is(&self.event_id, event.event_id.as_deref())
            && is(&self.event_source_id, Some(&event.event_source_id))
            && is(&self.standing, Some(standing(event.standing)))
            && self.channel.is_none_or(|channel| channel == event.channel)
            && self.code.is_none_or(|code| code == event.code)
            && self.after.is_none_or(|after| event.number > after)
            && self.finding.as_ref().is_none_or(has_finding)
    }
}

/// The name of a standing.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Counted => "counted",
        Standing::Merged(_) => "merged",
        Standing::Duplicate(_) => "duplicate",
        Standing::Refused => "refused",
    }
}

#[derive(Serialize)]
struct Events<'a> {
    counts: Counts,
    events: Vec<&'a Recorded>,
}

pub(crate) async fn events(State(app): State<Arc<App>>, Query(filter): Query<Filter>) -> Response {
    let store = app.store();
    let wanted = store.events().iter().rev().filter(|event| filter.takes(event));
    let mut events: Vec<_> = wanted.take(filter.limit.unwrap_or(100)).collect();
    events.reverse();
    Json(Events { counts: store.counts(), events }).into_response()
}

/// Which requests are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Since {
    /// Only requests with a higher number.
    after: u64,
}

pub(crate) async fn requests(State(app): State<Arc<App>>, Query(since): Query<Since>) -> Response {
    let store = app.store();
    let wanted = store.requests().iter().filter(|request| request.number > since.after);
    Json(wanted.collect::<Vec<_>>()).into_response()
}

pub(crate) async fn faults(State(app): State<Arc<App>>) -> Response {
    let store = app.store();
    Json(store.faults.plan()).into_response()
}

pub(crate) async fn set_faults(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match Plan::from_json(&body) {
        Ok(plan) => {
            app.set_faults(plan);
            faults(State(app)).await
        }
        Err(error) => bad_request(&error.to_string()),
    }
}

pub(crate) async fn reset(State(app): State<Arc<App>>) -> Response {
    app.reset();
    Json(Nothing {}).into_response()
}

#[derive(Serialize)]
struct Nothing {}

/// Changes of the clock, in this order. Times are seconds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    freeze: Option<bool>,
    set: Option<f64>,
    advance: Option<f64>,
}

pub(crate) async fn clock(State(app): State<Arc<App>>) -> Response {
    let reading = app.store().clock.reading();
    Json(reading).into_response()
}

pub(crate) async fn set_clock(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let change: Change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(error) => return bad_request(&error.to_string()),
    };
    {
        let clock = &mut app.store().clock;
        if let Some(is_frozen) = change.freeze {
            clock.freeze(is_frozen);
        }
        if let Some(now) = change.set {
            clock.set(milliseconds(now));
        }
        if let Some(by) = change.advance {
            clock.advance(milliseconds(by));
        }
    }
    clock(State(app)).await
}

/// Seconds as milliseconds, at most 10,000 years either way.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "clamped to what fits")]
fn milliseconds(seconds: f64) -> i64 {
    (seconds.clamp(-3e11, 3e11) * 1_000.0).round() as i64
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wait {
    event_id: String,
    /// Seconds; 5 when absent, 60 at most.
    timeout: Option<f64>,
}

/// The event as soon as it is accepted, or 404 after the time.
pub(crate) async fn wait(State(app): State<Arc<App>>, Query(wait): Query<Wait>) -> Response {
    let most = Duration::try_from_secs_f64(wait.timeout.unwrap_or(5.0).clamp(0.0, 60.0)).unwrap_or_default();
    match app.wait_async(&wait.event_id, most).await {
        Some(event) => Json(event).into_response(),
        None => error(StatusCode::NOT_FOUND, "no such event was accepted in time"),
    }
}

#[derive(Serialize)]
struct Error<'a> {
    error: &'a str,
}

pub(crate) fn error(status: StatusCode, error: &str) -> Response {
    (status, Json(Error { error })).into_response()
}

pub(crate) fn bad_request(message: &str) -> Response {
    error(StatusCode::BAD_REQUEST, message)
}
