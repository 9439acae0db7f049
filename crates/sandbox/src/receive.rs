//! The endpoints that take events, and every path that is none: fault, judge, record, answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::answer::{self, OK};
use crate::app::App;
use crate::connection::Connection;
use crate::endpoint::Endpoint;
use crate::fault::{Rule, Stage};
use crate::judge::{Judged, Received, judge};
use crate::play::{page, play, seen};
use crate::privacy::kept;
use crate::record::RequestSeen;

/// Bytes that are read of a request. TikTok documents no limit; clients stay far below this one.
const MOST_BYTES: usize = 16 << 20;

/// Whether the answer may be read into pages of other sites.
pub(crate) const LENT: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Where the stub Pixel reports.
pub(crate) const PIXEL: &str = "/api/v2/pixel/act";

/// Takes a request to an endpoint or to an unknown path.
pub(crate) async fn receive(
    State(app): State<Arc<App>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let fault = app.store().faults.choose(Stage::Head, head.uri.path(), &[]);
    let note = noted(&head, &connection);
    if let Some(rule) = fault {
        let answer = answer::Answer::of(OK, String::new());
        app.note(RequestSeen { fault: Some(rule.fault.name()), ..note }, None);
        return play(&rule, answer, &connection, app.max_hang).await;
    }
    let body = match read(body, MOST_BYTES, app.patience).await {
        Ok(body) => body,
        Err(status) => {
            app.note(RequestSeen { status: Some(status.as_u16()), ..note }, None);
            return page(status);
        }
    };
    let (judged, rule) = judged(&app, &head, &body);
    let note = RequestSeen { body: app.body_key(&body), ..note };
    settle(&app, judged, rule, note, &connection).await
}

/// The body, or the status that tells why not: it is too large, for which a declared length is enough, it breaks off, or it does
/// not come in time.
pub(crate) async fn read(body: Body, most: usize, patience: Duration) -> Result<Bytes, StatusCode> {
    if usize::try_from(body.size_hint().lower()).map_or(true, |length| length > most) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let read = tokio::time::timeout(patience, to_bytes(body, most)).await;
    read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

/// The verdicts, and the fault to play, if any.
fn judged(app: &App, head: &Parts, body: &Bytes) -> (Judged, Option<Rule>) {
    let (now_ms, wants_ids) = {
        let store = app.store();
        (store.clock.now_ms(), store.faults.asks_for_ids())
    };
    let path = head.uri.path();
    let endpoint = if path == PIXEL { Some(Endpoint::Pixel) } else { Endpoint::at(path) };
    let received = Received {
        endpoint: endpoint.filter(|_| head.method == Method::POST),
        token: head.headers.get("access-token").map(|token| token.as_bytes().trim_ascii()),
        is_json: is_json(head),
        body,
    };
    let request_id = answer::request_id(now_ms, fastrand::u128(..));
    let judged = judge(&received, &app.access, now_ms, request_id, wants_ids);
    let rule = app.store().faults.choose(Stage::Body, path, &judged.ids);
    (judged, rule)
}

fn is_json(head: &Parts) -> bool {
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Records what the request came to, and answers it.
async fn settle(
    app: &App,
    judged: Judged,
    rule: Option<Rule>,
    note: RequestSeen,
    connection: &Connection,
) -> Response {
    let Judged { answer, events, count, .. } = judged;
    let (status, code) = match &rule {
        Some(Rule { fault, .. }) => seen(fault, &answer),
        None => (Some(answer.status().as_u16()), Some(answer.code)),
    };
    let fault = rule.as_ref().map(|rule| rule.fault.name());
    let request_id = code.map(|_| answer.request_id.clone());
    tracing::info!(path = note.path, code, status, events = count, request_id, fault, "request");
    let records = rule.as_ref().is_none_or(Rule::records);
    let events = records.then_some((events, answer.code == OK));
    app.note(RequestSeen { status, code, request_id, events: count, fault, ..note }, events);
    match rule {
        Some(rule) => play(&rule, answer, connection, app.max_hang).await,
        None => answer.into_response(),
    }
}

/// What is kept of a request's head. The query is not, and no header's value.
fn noted(head: &Parts, connection: &Connection) -> RequestSeen {
    let path: String = head.uri.path().chars().take(200).collect();
    RequestSeen {
        connection: connection.number,
        method: head.method.as_str().chars().take(20).collect(),
        path: kept(&path).into_owned(),
        had_token: head.headers.contains_key("access-token"),
        headers: head.headers.keys().map(|name| name.as_str().to_owned()).collect(),
        ..RequestSeen::default()
    }
}

/// The stub Pixel's reports come from other origins.
pub(crate) async fn receive_pixel(
    app: State<Arc<App>>,
    connection: ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let is_question = request.method() == Method::OPTIONS;
    let mut response = if is_question {
        StatusCode::NO_CONTENT.into_response()
    } else {
        receive(app, connection, request).await
    };
    let any = HeaderValue::from_static("*");
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
    headers.insert(LENT, HeaderValue::from_static("cross-origin"));
    response
}

/// The stub Pixel's script.
pub(crate) async fn script(
    State(app): State<Arc<App>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (head, _) = request.into_parts();
    app.note(RequestSeen { status: Some(200), ..noted(&head, &connection) }, None);
    let kind = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (LENT, "cross-origin"),
    ];
    (kind, include_str!("pixel.js")).into_response()
}
