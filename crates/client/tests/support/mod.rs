//! A scripted transport with a clock that never sleeps, and events to send.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "it is only used by tests"
)]
#![allow(clippy::unnecessary_wraps, reason = "answers are what a transport returns")]

pub(crate) mod file;
pub(crate) mod gated;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tiktok_capi::{Cancel, Client, Clock, Input, Options, Request, Response, Transport, TransportError};

pub(crate) type Answer = Result<Response, TransportError>;

/// A service that answers by a function of the events that it is sent.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<Script>);

type Answering = dyn Fn(usize, &Seen) -> Answer + Send + Sync;

struct Script {
    answer: Box<Answering>,
    seen: Mutex<Vec<Seen>>,
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) body: Vec<u8>,
    pub(crate) ids: Vec<String>,
}

impl Scripted {
    /// The function gets the number of the request, from 0, and its events.
    pub(crate) fn new(answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self(Arc::new(Script { answer: Box::new(answer), seen: Mutex::default() }))
    }

    /// Answers in this order, and `{"code":0}` from then on.
    pub(crate) fn in_order(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        Self::new(move |_, _| answers.lock().unwrap().pop_front().unwrap_or_else(|| code(0)))
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.seen.lock().unwrap().clone()
    }
}

impl Transport for Scripted {
    fn send(&self, request: &Request<'_>, _: &Cancel) -> Answer {
        assert_eq!(request.token.expose(), TOKEN);
        let seen = Seen { body: request.body.to_vec(), ids: ids(request.body) };
        let mut all = self.0.seen.lock().unwrap();
        all.push(seen.clone());
        let number = all.len() - 1;
        drop(all);
        (self.0.answer)(number, &seen)
    }
}

fn ids(body: &[u8]) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    let events = body["data"].as_array().unwrap().iter();
    events.map(|event| event["event_id"].as_str().unwrap().to_owned()).collect()
}

/// TikTok's envelope with a code.
pub(crate) fn code(code: i64) -> Answer {
    told(code, "m")
}

/// TikTok's envelope with a code and a message.
pub(crate) fn told(code: i64, message: &str) -> Answer {
    let body =
        serde_json::json!({"code": code, "message": message, "request_id": format!("r{code}"), "data": {}});
    Ok(Response { status: 200, body: body.to_string().into(), ..Response::default() })
}

/// An answer without the envelope.
pub(crate) fn status(status: u16) -> Answer {
    Ok(Response { status, body: b"<html>".to_vec(), ..Response::default() })
}

/// The same answer with a header.
pub(crate) fn with_header(answer: Answer, name: &'static str, value: &str) -> Answer {
    let mut response = answer?;
    response.headers.insert(name, value.parse().unwrap());
    Ok(response)
}

/// Time that passes only by waiting.
#[derive(Clone, Default)]
pub(crate) struct Paused(Arc<Mutex<Waits>>);

#[derive(Default)]
struct Waits {
    now: Duration,
    made: Vec<Duration>,
    cancels: bool,
}

impl Paused {
    /// One that cancels the call when it first waits.
    pub(crate) fn cancelling() -> Self {
        Self(Arc::new(Mutex::new(Waits { cancels: true, ..Waits::default() })))
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().made.clone()
    }
}

/// 2026-01-01T00:00:00Z.
pub(crate) const NOW: i64 = 1_767_225_600_000;

impl Clock for Paused {
    fn unix_milliseconds(&self) -> i64 {
        NOW
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        let mut waits = self.0.lock().unwrap();
        waits.now += how_long;
        waits.made.push(how_long);
        if waits.cancels {
            cancel.cancel();
        }
    }
}

/// Time that passes only by waiting, on every dial of the clock.
#[derive(Clone, Default)]
pub(crate) struct Moving(Arc<Mutex<Duration>>);

impl Moving {
    /// Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        NOW + i64::try_from(self.0.lock().unwrap().as_millis()).unwrap()
    }
}

impl Clock for Moving {
    fn unix_milliseconds(&self) -> i64 {
        self.now()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        if !cancel.is_cancelled() {
            *self.0.lock().unwrap() += how_long;
        }
    }
}

pub(crate) const TOKEN: &str = "t0ken-that-nobody-may-see";

/// Options that can send, and more of them as JSON.
pub(crate) fn options(more: &str) -> Options {
    let mut options = Options::from_input(&Input::from_json(more.as_bytes()).unwrap()).unwrap();
    options.set("pixel_code", &Input::text("C4A")).unwrap();
    options.set("access_token", &Input::text(TOKEN)).unwrap();
    options
}

/// A client over the script.
pub(crate) fn client(transport: &Scripted, clock: &Paused, more: &str) -> Client {
    Client::with_transport(options(more), transport.clone(), clock.clone()).unwrap()
}

/// A good event with that id.
pub(crate) fn event(id: impl Into<String>) -> Input<'static> {
    let page = Input::map([("url", Input::text("https://shop.example/"))]);
    let user = Input::map([("email", Input::text("jo@example.com"))]);
    Input::map([
        ("event", Input::text("Contact")),
        ("event_id", Input::text(id.into())),
        ("page", page),
        ("user", user),
    ])
}

/// Good events with the ids `0`, `1`, ….
pub(crate) fn events(count: usize) -> Vec<Input<'static>> {
    (0..count).map(|index| event(index.to_string())).collect()
}
