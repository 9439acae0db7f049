//! Bodies of Events API 1.0 and of the stub Pixel, brought to 2.0's shape (`events-api.md` §8).

use std::borrow::Cow;

use jiff::Timestamp;
use tiktok_capi_core::EventSource;

use crate::check::Refusal;
use crate::endpoint::Endpoint;
use crate::envelope::{Batch, Incoming, bad, optional_text, text, within};
use crate::json::{Members, Node, take};

/// Reads a 1.0 body. `now` is Unix seconds: 1.0 took the time of receipt for events without one.
pub(crate) fn read(body: &str, endpoint: Endpoint, now: i64) -> Result<Batch<'_>, Refusal> {
    let Ok(Node::Map(mut members)) = serde_json::from_str(body) else {
        return Err(bad("", "Not valid JSON."));
    };
    let (source, id_name) = match endpoint {
        Endpoint::OfflineTrack | Endpoint::OfflineBatch => (EventSource::Offline, "event_set_id"),
        _ => (EventSource::Web, "pixel_code"),
    };
    let source_id = text(take(&mut members, id_name), id_name)?;
    let test_event_code = optional_text(take(&mut members, "test_event_code"), "test_event_code")?;
    let events = match endpoint {
        Endpoint::PixelBatch | Endpoint::OfflineBatch => batch(&mut members)?,
        _ => vec![Node::Map(members)],
    };
    within(events.len(), endpoint.most_events())?;
    let events = events.into_iter().map(|event| Incoming::Mapped(modern(event, now))).collect();
    Ok(Batch { source, source_id, test_event_code, events })
}

fn batch<'a>(members: &mut Members<'a>) -> Result<Vec<Node<'a>>, Refusal> {
    match take(members, "batch") {
        Some(Node::List(events)) => Ok(events),
        Some(_) => Err(bad("batch", "Not a valid list.")),
        None => Err(bad("batch", "Missing data for required field.")),
    }
}

/// One event in 2.0's shape. What 2.0 has no place for is left where it is.
fn modern(event: Node<'_>, now: i64) -> Node<'_> {
    let Node::Map(mut event) = event else { return event };
    take(&mut event, "type");
    let time = take(&mut event, "timestamp").map_or_else(|| Node::Number(now.into()), seconds);
    event.push(("event_time".into(), time));
    if let Some(Node::Map(context)) = take(&mut event, "context") {
        spread(context, &mut event);
    }
    if let Some((_, Node::Map(properties))) = event.iter_mut().find(|(key, _)| key == "properties") {
        modern_properties(properties);
    }
    Node::Map(event)
}

/// ISO 8601 to Unix seconds; what is no time stays for the check to refuse.
fn seconds(time: Node<'_>) -> Node<'_> {
    match time.as_text().and_then(|text| text.parse::<Timestamp>().ok()) {
        Some(time) => Node::Number(time.as_second().into()),
        None => time,
    }
}

/// `context.{user, ad, page, ip, user_agent}` → `user` and `page`.
fn spread<'a>(mut context: Members<'a>, event: &mut Members<'a>) {
    let mut user = match take(&mut context, "user") {
        Some(Node::Map(user)) => user,
        _ => Members::new(),
    };
    for (old, new) in [("phone_number", "phone"), ("emails", "email"), ("phone_numbers", "phone")] {
        rename(&mut user, old, new);
    }
    if let Some(Node::Map(mut ad)) = take(&mut context, "ad") {
        user.extend(take(&mut ad, "callback").map(|click_id| ("ttclid".into(), click_id)));
    }
    for (name, node) in context {
        match name.as_ref() {
            "ip" | "user_agent" | "locale" => user.push((name, node)),
            _ => event.push((name, node)),
        }
    }
    if !user.is_empty() {
        event.push(("user".into(), Node::Map(user)));
    }
}

/// `query` → `search_string`; `event_channel` has no counterpart.
fn modern_properties(properties: &mut Members<'_>) {
    rename(properties, "query", "search_string");
    take(properties, "event_channel");
    let Some((_, Node::List(lines))) = properties.iter_mut().find(|(key, _)| key == "contents") else {
        return;
    };
    let mut lifted = None;
    for line in lines {
        if let Node::Map(line) = line {
            lifted = take(line, "content_type").or(lifted);
        }
    }
    properties.extend(lifted.map(|kind| ("content_type".into(), kind)));
}

fn rename(members: &mut Members<'_>, old: &str, new: &'static str) {
    if let Some(node) = take(members, old) {
        members.push((Cow::Borrowed(new), node));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(body: &str, endpoint: Endpoint) -> (Batch<'_>, String) {
        let mut batch = read(body, endpoint, 100).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let Some(Incoming::Mapped(event)) = batch.events.pop() else { panic!("not mapped") };
        let json = serde_json::to_string(&event).unwrap();
        (batch, json)
    }

    #[test]
    fn a_pixel_event_takes_the_new_shape() {
        let body = r#"{"pixel_code":"P1","event":"Purchase","event_id":"e1","timestamp":"1970-01-01T00:01:00Z",
            "context":{"ad":{"callback":"c"},"user":{"phone_number":"p","ttp":"t"},"ip":"8.8.8.8","page":{"url":"u"}},
            "properties":{"query":"q","contents":[{"content_type":"product","content_id":"1"}]}}"#;
        let (batch, event) = one(body, Endpoint::PixelTrack);
        assert_eq!((batch.source, batch.source_id.as_ref()), (EventSource::Web, "P1"));
        assert_eq!(
            event,
            concat!(
                r#"{"event":"Purchase","event_id":"e1","#,
                r#""properties":{"contents":[{"content_id":"1"}],"search_string":"q","content_type":"product"},"#,
                r#""event_time":60,"page":{"url":"u"},"user":{"ttp":"t","phone":"p","ttclid":"c","ip":"8.8.8.8"}}"#
            )
        );
    }

    #[test]
    fn an_offline_batch_takes_the_new_shape() {
        let body = r#"{"event_set_id":"7","batch":[{"type":"track","event":"Purchase",
            "context":{"user":{"emails":["a"],"phone_numbers":["b"]}},"properties":{"event_channel":"email"}}]}"#;
        let (batch, event) = one(body, Endpoint::OfflineBatch);
        assert_eq!(batch.source, EventSource::Offline);
        let expected =
            r#"{"event":"Purchase","properties":{},"event_time":100,"user":{"email":["a"],"phone":["b"]}}"#;
        assert_eq!(event, expected);
    }

    #[test]
    fn more_than_fifty_are_refused() {
        let body = format!(r#"{{"pixel_code":"P","batch":[{}]}}"#, ["{}"; 51].join(","));
        assert!(read(&body, Endpoint::PixelBatch, 0).is_err());
        assert!(read(r#"{"pixel_code":"P"}"#, Endpoint::PixelBatch, 0).is_err());
    }
}
