//! `/sandbox/feed`: what arrives, as server-sent events. Whoever comes back is told what was missed.
//!
//! Each message's id says how far it goes; a browser that lost the connection sends it again as `Last-Event-ID`. A message
//! `start` says that everything before it is void: the sandbox is another one, or was reset.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::app::App;
use crate::control::standing;
use crate::dedup::Standing;
use crate::endpoint::Channel;
use crate::finding::{FindingCode, Weight};
use crate::record::{Counts, Recorded};

/// Rows in one message.
const MOST_ROWS: usize = 1_000;

/// What arrives within this time comes in one message, so that a burst does not keep the page from being drawn.
const PAUSE: Duration = Duration::from_millis(100);

/// Where a reader that cannot set headers continues.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Resumed {
    last: String,
}

pub(crate) async fn feed(
    State(app): State<Arc<App>>,
    Query(resumed): Query<Resumed>,
    headers: HeaderMap,
) -> Response {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).unwrap_or(&resumed.last);
    let reader = Reader { app, place: Place::read(last), told: None };
    let messages = stream::unfold(reader, |mut reader| async move {
        let message = reader.next().await;
        Some((Ok::<_, Infallible>(message), reader))
    });
    // A proxy must not hold messages back.
    ([("x-accel-buffering", "no")], Sse::new(messages).keep_alive(KeepAlive::default())).into_response()
}

/// How far a reader is: the store's epoch and the number of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    epoch: u64,
    number: u64,
}

impl Place {
    /// Of a text that is no place, the beginning.
    fn read(id: &str) -> Self {
        let parts = id.split_once('-').and_then(|(epoch, number)| {
            Some(Self { epoch: u64::from_str_radix(epoch, 16).ok()?, number: number.parse().ok()? })
        });
        parts.unwrap_or(Self { epoch: 0, number: 0 })
    }

    fn id(self) -> String {
        format!("{:x}-{}", self.epoch, self.number)
    }
}

struct Reader {
    app: Arc<App>,
    place: Place,
    /// The state that was told last.
    told: Option<(Counts, usize)>,
}

impl Reader {
    async fn next(&mut self) -> Event {
        let app = self.app.clone();
        loop {
            let mut news = std::pin::pin!(app.news());
            news.as_mut().enable();
            if let Some(message) = self.message() {
                return message;
            }
            news.await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What this reader does not know yet, if anything.
    fn message(&mut self) -> Option<Event> {
        let app = self.app.clone();
        let store = app.store();
        if store.epoch() != self.place.epoch {
            self.place = Place { epoch: store.epoch(), number: 0 };
            self.told = None;
            // A browser passes over a message without data.
            return Some(Event::default().event("start").id(self.place.id()).data("{}"));
        }
        let rows: Vec<_> = store.after(self.place.number).take(MOST_ROWS).map(Row::of).collect();
        let state = (store.counts(), store.faults.plan().rules.len());
        if rows.is_empty() && self.told == Some(state) {
            return None;
        }
        self.told = Some(state);
        self.place.number = rows.last().map_or(self.place.number, |row| row.number);
        let [server, pixel] = [Channel::Server, Channel::Pixel].map(|channel| store.events().oldest(channel));
        let oldest = Oldest { server, pixel };
        let news = News { counts: state.0, faults: state.1, oldest, rows };
        let data = serde_json::to_string(&news).unwrap_or_default();
        Some(Event::default().event("news").id(self.place.id()).data(data))
    }
}

#[derive(Serialize)]
struct News<'a> {
    counts: Counts,
    /// Rules in the plan of faults.
    faults: usize,
    oldest: Oldest,
    rows: Vec<Row<'a>>,
}

/// The numbers of the oldest events in memory, as each channel has a share of its own.
#[derive(Serialize)]
struct Oldest {
    server: u64,
    pixel: u64,
}

/// What the list shows of an event: its name, its ids and what it was worth, and nothing of a person.
#[derive(Serialize)]
struct Row<'a> {
    number: u64,
    received_ms: i64,
    channel: Channel,
    source: &'a str,
    source_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    test: Option<&'a str>,
    event: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    code: i64,
    standing: &'static str,
    /// The number of the event that it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    /// Those that weigh most come first.
    findings: Vec<FindingCode>,
    /// Of the first finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Weight>,
}

impl<'a> Row<'a> {
    fn of(event: &'a Recorded) -> Self {
        let mut findings: Vec<_> = event.findings.iter().map(|finding| finding.code).collect();
        findings.sort_unstable_by_key(|code| (code.weight(), *code));
        findings.dedup();
        let of = match event.standing {
            Standing::Merged(first) | Standing::Duplicate(first) => Some(first),
            Standing::Counted | Standing::Refused => None,
        };
        Self {
            number: event.number,
            received_ms: event.received_ms,
            channel: event.channel,
            source: &event.event_source,
            source_id: &event.event_source_id,
            test: event.test_event_code.as_deref(),
            event: &event.event,
            id: event.event_id.as_deref(),
            code: event.code,
            standing: standing(event.standing),
            of,
            value: event.value.as_ref(),
            currency: event.currency.as_deref(),
            weight: findings.first().map(|code| code.weight()),
            findings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place = Place { epoch: u64::MAX, number: 7 };
        assert_eq!(Place::read(&place.id()), place);
        for text in ["", "x", "-", "1-x", "g-1"] {
            assert_eq!(Place::read(text), Place { epoch: 0, number: 0 }, "{text}");
        }
    }
}
