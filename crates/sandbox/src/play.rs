//! Faults as they reach the socket.

use std::io;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use tokio::time::Instant;

use crate::answer::Answer;
use crate::connection::Connection;
use crate::fault::{BadBody, Fault, Rule};

const HTML: &str =
    "<html><head><title>Error</title></head><body><center><h1>Error</h1></center></body></html>";

/// The answer that a fault leaves to see: its HTTP status and TikTok's code, as far as there are any.
pub(crate) fn seen(fault: &Fault, answer: &Answer) -> (Option<u16>, Option<i64>) {
    match fault {
        Fault::Refuse | Fault::ResetBeforeBody | Fault::ResetAfterBody | Fault::Timeout => (None, None),
        Fault::HalfBody | Fault::ResetInBody | Fault::HugeBody(_) => (Some(answer.status().as_u16()), None),
        Fault::SlowBody(_) | Fault::Delay(_) => (Some(answer.status().as_u16()), Some(answer.code)),
        Fault::Code(code) => (Some(Answer::of(*code, String::new()).status().as_u16()), Some(*code)),
        Fault::Status(status) | Fault::Redirect { status, .. } => (Some(*status), None),
        Fault::BadBody(_) => (Some(200), None),
    }
}

/// Plays a fault on a request whose true answer is known. It lasts at most `max_hang`.
pub(crate) async fn play(
    rule: &Rule,
    answer: Answer,
    connection: &Connection,
    max_hang: Duration,
) -> Response {
    let mut response = match &rule.fault {
        Fault::Refuse | Fault::ResetBeforeBody | Fault::ResetAfterBody => reset(connection),
        Fault::Timeout => {
            tokio::time::sleep(max_hang).await;
            reset(connection)
        }
        Fault::Delay(ms) => {
            tokio::time::sleep(Duration::from_millis(*ms).min(max_hang)).await;
            answer.into_response()
        }
        Fault::HalfBody => half(answer, None),
        Fault::ResetInBody => half(answer, Some(connection.clone())),
        Fault::SlowBody(ms) => slow(answer, Duration::from_millis(*ms), max_hang),
        Fault::Code(code) => Answer::of(*code, answer.request_id).into_response(),
        Fault::Status(status) => page(code(*status)),
        Fault::Redirect { to, status } => redirect(to, *status),
        Fault::HugeBody(bytes) => huge(answer, *bytes),
        Fault::BadBody(kind) => bad(*kind, answer),
    };
    retry_after(rule, &mut response);
    response
}

fn retry_after(rule: &Rule, response: &mut Response) {
    let date = rule.retry_after_date.map(|seconds| {
        let now = SystemTime::now();
        let by = Duration::from_secs(seconds.unsigned_abs());
        let date = if seconds < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        httpdate::fmt_http_date(date.unwrap_or(now))
    });
    let value = rule.retry_after.clone().or(date).and_then(|text| HeaderValue::try_from(text).ok());
    if let Some(value) = value {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
}

/// The connection takes nothing of this answer: its first write fails.
fn reset(connection: &Connection) -> Response {
    connection.reset();
    Response::default()
}

/// What a proxy in front of a service answers.
pub(crate) fn page(status: StatusCode) -> Response {
    (status, Html(HTML)).into_response()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY)
}

fn redirect(to: &str, status: u16) -> Response {
    let mut response = page(code(status));
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// The answer's head with that length, and a body of its own.
fn with_body(answer: Answer, length: u64, body: Body) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    *response.body_mut() = body;
    response
}

/// Half of the body, and then the end: a reset when there is a connection to reset.
fn half(answer: Answer, connection: Option<Connection>) -> Response {
    let body = Bytes::from(answer.body());
    let length = body.len();
    let end = async move {
        // The server writes out what it has while it waits for more.
        tokio::task::yield_now().await;
        if let Some(connection) = connection {
            connection.reset();
        }
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let first = stream::iter([Ok(body.slice(..length / 2))]);
    with_body(answer, u64::try_from(length).unwrap_or(0), Body::from_stream(first.chain(stream::once(end))))
}

fn slow(answer: Answer, pause: Duration, max_hang: Duration) -> Response {
    let body = answer.body().into_bytes();
    let length = u64::try_from(body.len()).unwrap_or(0);
    let end = Instant::now() + max_hang;
    with_body(answer, length, Body::from_stream(drops(body, pause, end)))
}

/// One byte after each pause, until the end.
fn drops(body: Vec<u8>, pause: Duration, end: Instant) -> impl Stream<Item = io::Result<Bytes>> {
    stream::iter(body).then(move |byte| async move {
        tokio::time::sleep_until((Instant::now() + pause).min(end)).await;
        let is_over = Instant::now() >= end;
        if is_over { Err(io::ErrorKind::TimedOut.into()) } else { Ok(Bytes::from(vec![byte])) }
    })
}

/// As many bytes as wanted: the envelope without its last brace, and blanks.
fn huge(answer: Answer, bytes: u64) -> Response {
    const CHUNK: &[u8] = &[b' '; 1 << 16];
    let mut head = answer.body();
    head.pop();
    let blanks = stream::unfold(bytes, |left| async move {
        let size = usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK.len());
        let chunk = CHUNK.get(..size).filter(|chunk| !chunk.is_empty())?;
        Some((Bytes::from_static(chunk), left.saturating_sub(u64::try_from(size).unwrap_or(left))))
    });
    let length = bytes + u64::try_from(head.len()).unwrap_or(0);
    let whole = stream::iter([Bytes::from(head)]).chain(blanks).map(Ok::<_, io::Error>);
    with_body(answer, length, Body::from_stream(whole))
}

fn bad(kind: BadBody, answer: Answer) -> Response {
    let whole = answer.body();
    let body: Vec<u8> = match kind {
        BadBody::Empty => Vec::new(),
        BadBody::Html => return page(StatusCode::OK),
        BadBody::Cut => whole.bytes().take(whole.len() / 2).collect(),
        BadBody::NotObject => b"[0,\"OK\"]".to_vec(),
        BadBody::NoCode => b"{\"message\":\"OK\",\"data\":{}}".to_vec(),
        BadBody::TextCode => b"{\"code\":\"0\",\"message\":\"OK\",\"request_id\":\"0\",\"data\":{}}".to_vec(),
        BadBody::NotUtf8 => b"{\"code\":0,\"message\":\"\xff\xfe\"}".to_vec(),
    };
    let length = u64::try_from(body.len()).unwrap_or(0);
    let mut response = with_body(answer, length, Body::from(body));
    *response.status_mut() = StatusCode::OK;
    response
}
