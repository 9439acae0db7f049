//! The page at `/`: what arrived, what TikTok would say, what is wrong all the same.
//!
//! It shows no identifier and no address of a page; digests are personal data too, so each is cut to eight digits.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde_json::Value;

use crate::answer;
use crate::app::App;
use crate::control::standing;
use crate::dedup::Standing;
use crate::endpoint::Channel;
use crate::record::{Counts, MatchKeys, Recorded, RequestSeen};
use crate::store::Store;

/// Events and requests that the page shows.
const SHOWN: usize = 100;

/// Nothing is loaded from elsewhere, and no script runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let mut html = String::with_capacity(1 << 16);
    // Writing to a String cannot fail.
    let _ = write_page(&mut html, &app.store());
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(html)).into_response()
}

pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("page.css")).into_response()
}

fn write_page(out: &mut String, store: &Store) -> fmt::Result {
    out.push_str(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"refresh\" content=\"5\"><title>TikTok Events API sandbox</title>\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/sandbox/page.css\"></head><body>\
         <h1>TikTok Events API sandbox</h1>",
    );
    write_counts(out, store.counts(), store)?;
    write_coverage(out, store)?;
    write_events(out, store)?;
    write_requests(out, store)?;
    out.push_str("</body></html>");
    Ok(())
}

fn write_counts(out: &mut String, counts: Counts, store: &Store) -> fmt::Result {
    let Counts { accepted, counted, merged, duplicates, refused, forgotten, requests } = counts;
    write!(
        out,
        "<p>{accepted} events accepted: <b>{counted} count</b>, {merged} merged with the other channel, \
         {duplicates} dropped as repeats. {refused} refused. {requests} requests. {forgotten} no longer in memory."
    )?;
    match store.faults.plan().rules.len() {
        0 => out.push_str(" No faults are planned.</p>"),
        count => write!(out, " <b class=\"bad\">Faults are planned: {count} rules.</b></p>")?,
    }
    Ok(())
}

/// How many events of each name have each match key.
fn write_coverage(out: &mut String, store: &Store) -> fmt::Result {
    let mut names: BTreeMap<&str, (usize, [usize; MatchKeys::ALL.len()])> = BTreeMap::new();
    for event in store.events().iter().filter(|event| event.standing == Standing::Counted) {
        let (total, by_key) = names.entry(&event.event).or_default();
        *total += 1;
        for (count, name) in by_key.iter_mut().zip(MatchKeys::ALL) {
            *count += usize::from(event.match_keys.has(name));
        }
    }
    out.push_str("<h2>Match keys</h2><table><tr><th>Event<th>Count");
    for name in MatchKeys::ALL {
        write!(out, "<th>{}", name.replace('_', " "))?;
    }
    for (name, (total, by_key)) in names.iter().take(SHOWN) {
        write!(out, "<tr><td>{}<td>{total}", Escaped(name))?;
        for count in by_key {
            write!(out, "<td>{} %", count * 100 / total.max(&1))?;
        }
    }
    out.push_str("</table>");
    Ok(())
}

fn write_events(out: &mut String, store: &Store) -> fmt::Result {
    out.push_str(
        "<h2>Events</h2><table><tr><th>#<th>Time (UTC)<th>Channel<th>Source<th>Event<th>Event id<th>TikTok answers\
         <th>After deduplication<th>Wrong all the same<th>Identifiers",
    );
    for event in store.events().iter().rev().take(SHOWN) {
        write_event(out, event)?;
    }
    out.push_str("</table>");
    Ok(())
}

fn write_event(out: &mut String, event: &Recorded) -> fmt::Result {
    let channel = match event.channel {
        Channel::Pixel => "Pixel",
        Channel::Server => "server",
    };
    let time = Timestamp::from_millisecond(event.received_ms).unwrap_or_default();
    let id = event.event_id.as_deref().unwrap_or("–");
    write!(out, "<tr><td>{}<td>{time:.0}<td>{channel}", event.number)?;
    write!(out, "<td>{} {}", Escaped(&event.event_source), Escaped(&event.event_source_id))?;
    write!(out, "<td>{}<td>{}<td>", Escaped(&event.event), Escaped(id))?;
    write_code(out, event.code)?;
    write!(out, "<td>{}", standing(event.standing))?;
    if let Standing::Merged(first) | Standing::Duplicate(first) = event.standing {
        write!(out, " (#{first})")?;
    }
    out.push_str("<td>");
    for finding in &event.findings {
        let (code, meaning) = (finding.code, Escaped(finding.code.meaning()));
        write!(out, "<span title=\"{meaning}\">{} <b>{code}</b></span><br>", Escaped(&finding.path))?;
    }
    out.push_str("<td>");
    write_digests(out, event)
}

fn write_code(out: &mut String, code: i64) -> fmt::Result {
    let class = if code == answer::OK { "good" } else { "bad" };
    write!(out, "<span class=\"{class}\">{code} {}</span>", answer::code(code).map_or("", |row| row.name))
}

/// The digests of the event, cut short; everything else only by its name.
fn write_digests(out: &mut String, event: &Recorded) -> fmt::Result {
    let data: Value = serde_json::from_str(event.data.get()).unwrap_or_default();
    let Some(user) = data.get("user").and_then(Value::as_object) else { return Ok(()) };
    for (name, value) in user.iter().take(20) {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        write!(out, "{}", Escaped(name))?;
        for digest in values.iter().take(3).filter_map(Value::as_str).filter(|text| is_digest(text)) {
            write!(out, " {}…", digest.get(..8).unwrap_or_default())?;
        }
        out.push_str("<br>");
    }
    Ok(())
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn write_requests(out: &mut String, store: &Store) -> fmt::Result {
    out.push_str(
        "<h2>Requests</h2><table><tr><th>#<th>Connection<th>Request<th>Events<th>HTTP<th>Code<th>Request id<th>Fault",
    );
    for request in store.requests().iter().rev().take(SHOWN) {
        write_request(out, request)?;
    }
    out.push_str("</table>");
    Ok(())
}

fn write_request(out: &mut String, request: &RequestSeen) -> fmt::Result {
    let status = request.status.map_or("–".to_owned(), |status| status.to_string());
    write!(out, "<tr><td>{}<td>{}", request.number, request.connection)?;
    write!(
        out,
        "<td>{} {}<td>{}<td>{status}<td>",
        Escaped(&request.method),
        Escaped(&request.path),
        request.events
    )?;
    if let Some(code) = request.code {
        write_code(out, code)?;
    }
    let id = request.request_id.as_deref().unwrap_or_default();
    write!(out, "<td>{}<td>{}", Escaped(id), request.fault.unwrap_or_default())
}

/// Text inside an element or a quoted attribute.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
