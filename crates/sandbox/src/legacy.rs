//! Bodies of Events API 1.0 and of the stub Pixel, brought to 2.0's shape (`events-api.md` §8).

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use tiktok_capi_core::EventSource;

use crate::check::Refusal;
use crate::endpoint::Endpoint;
use crate::envelope::{Batch, Incoming, bad, optional_text, source_id, within};
use crate::finding::{Finding, FindingCode};
use crate::json::{Members, Node, member, take};

/// Reads a 1.0 body. `now` is Unix seconds: 1.0 took the time of receipt for events without one.
pub(crate) fn read(body: &str, endpoint: Endpoint, now: i64) -> Result<Batch<'_>, Refusal> {
    let Ok(Node::Map(mut members)) = serde_json::from_str(body) else {
        return Err(bad("", "Not valid JSON."));
    };
    let (source, id_name) = match endpoint {
        Endpoint::OfflineTrack | Endpoint::OfflineBatch => (EventSource::Offline, "event_set_id"),
        _ => (EventSource::Web, "pixel_code"),
    };
    let source_id = source_id(take(&mut members, id_name), id_name, source)?;
    let test_event_code = optional_text(take(&mut members, "test_event_code"), "test_event_code")?;
    take(&mut members, "partner_name");
    let events = match endpoint {
        Endpoint::PixelBatch | Endpoint::OfflineBatch => batch(&mut members)?,
        _ => vec![Node::Map(members)],
    };
    within(events.len(), endpoint.most_events())?;
    let events = events.into_iter().map(|event| incoming(event, endpoint, now)).collect();
    Ok(Batch { source, source_id, test_event_code, events })
}

/// The refusal of an event that was brought to 2.0's shape, in the names under which it came.
pub(crate) fn in_old_names(refusal: &Refusal) -> Refusal {
    let path = match refusal.path.as_str() {
        "event_time" => return Refusal { reason: "Not a valid string.", ..bad("timestamp", "") },
        "user.ttclid" => "context.ad.callback".to_owned(),
        path @ ("user.ip" | "user.user_agent" | "user.locale") => path.replacen("user", "context", 1),
        path if path.starts_with("user.phone") => path.replacen("user.phone", "context.user.phone_number", 1),
        path if path.starts_with("user") || path.starts_with("page") => format!("context.{path}"),
        path => path.to_owned(),
    };
    Refusal { path, ..refusal.clone() }
}

fn batch<'a>(members: &mut Members<'a>) -> Result<Vec<Node<'a>>, Refusal> {
    match take(members, "batch") {
        Some(Node::List(events)) => Ok(events),
        Some(_) => Err(bad("batch", "Not a valid list.")),
        None => Err(bad("batch", "Missing data for required field.")),
    }
}

/// The stub Pixel reports in this shape by itself, so its names are nobody's fault.
fn incoming(event: Node<'_>, endpoint: Endpoint, now: i64) -> Incoming<'_> {
    let old = if endpoint == Endpoint::Pixel { Vec::new() } else { old_names(&event) };
    Incoming::Mapped(modern(event, now), old)
}

/// Names that 2.0 gave up, as far as they stand in the event.
fn old_names(event: &Node<'_>) -> Vec<Finding> {
    let properties = event.get("properties");
    let lines = properties.and_then(|properties| properties.get("contents"));
    let is_there = |node: Option<&Node<'_>>| node.is_some_and(|node| !node.is_empty());
    let has_type = |line: &Node<'_>| line.get("content_type").is_some();
    let typed = lines.and_then(Node::as_list).and_then(|lines| lines.iter().position(has_type));
    let found = [
        is_there(event.get("timestamp")).then(|| "timestamp".to_owned()),
        is_there(event.get("context")).then(|| "context".to_owned()),
        is_there(properties.and_then(|properties| properties.get("query")))
            .then(|| "properties.query".to_owned()),
        typed.map(|index| format!("properties.contents[{index}].content_type")),
    ];
    found.into_iter().flatten().map(|path| Finding { path, code: FindingCode::LegacyField }).collect()
}

/// One event in 2.0's shape. What 2.0 has no place for is left where it is.
fn modern(event: Node<'_>, now: i64) -> Node<'_> {
    let Node::Map(mut event) = event else { return event };
    take(&mut event, "type");
    let time = take(&mut event, "timestamp").filter(|time| !time.is_empty());
    event.push(("event_time".into(), time.map_or_else(|| Node::Number(now.into()), seconds)));
    if let Some(Node::Map(context)) = take(&mut event, "context") {
        spread(context, &mut event);
    }
    if let Some((_, Node::Map(properties))) = event.iter_mut().find(|(key, _)| key == "properties") {
        modern_properties(properties);
    }
    Node::Map(event)
}

/// ISO 8601 to Unix seconds; without an offset, or without a time of day, it is UTC. What is no such text is left to the check, to
/// which no text is a time. A number was refused.
fn seconds(time: Node<'_>) -> Node<'_> {
    match &time {
        Node::Text(text) => {
            moment(text.trim()).map_or(time, |moment| Node::Number(moment.as_second().into()))
        }
        Node::Number(number) => Node::text(number.to_string()),
        _ => time,
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    let in_utc = || Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    text.parse().ok().or_else(in_utc)
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
        add(&mut user, "ttclid", take(&mut ad, "callback"));
    }
    for (name, node) in context {
        match name.as_ref() {
            "ip" | "user_agent" | "locale" => add(&mut user, name, Some(node)),
            _ => add(event, name, Some(node)),
        }
    }
    if !user.is_empty() {
        add(event, "user", Some(Node::Map(user)));
    }
}

/// `query` → `search_string`; `event_channel` has no counterpart.
fn modern_properties(properties: &mut Members<'_>) {
    rename(properties, "query", "search_string");
    take(properties, "event_channel");
    let own = member(properties, "content_type").and_then(Node::as_text).map(str::to_owned);
    let Some((_, Node::List(lines))) = properties.iter_mut().find(|(key, _)| key == "contents") else {
        return;
    };
    let lifted = common_type(lines).filter(|common| own.as_ref().is_none_or(|own| own == common));
    if let Some(common) = lifted {
        for line in lines {
            if let Node::Map(line) = line {
                take(line, "content_type");
            }
        }
        add(properties, "content_type", Some(Node::text(common)));
    }
}

/// The `content_type` that all lines have.
fn common_type(lines: &[Node<'_>]) -> Option<String> {
    let types = || lines.iter().map(|line| line.get("content_type").and_then(Node::as_text));
    let first = types().next()??;
    types().all(|own| own == Some(first)).then(|| first.to_owned())
}

/// What stands there already under the new name stays.
fn rename(members: &mut Members<'_>, old: &str, new: &'static str) {
    if member(members, new).is_none() {
        let node = take(members, old);
        add(members, new, node);
    }
}

fn add<'a>(members: &mut Members<'a>, name: impl Into<Cow<'a, str>>, node: Option<Node<'a>>) {
    let name = name.into();
    if member(members, &name).is_none() {
        members.extend(node.map(|node| (name, node)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(body: &str, endpoint: Endpoint) -> (Batch<'_>, String) {
        let mut batch = read(body, endpoint, 100).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let Some(Incoming::Mapped(event, _)) = batch.events.pop() else { panic!("not mapped") };
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
    fn what_stands_twice_stands_once_afterwards() {
        let body = r#"{"pixel_code":"P1","partner_name":"x","event":"Search","timestamp":"",
            "context":{"user":{"phone":"p"},"page":{"url":"u"},"locale":"de"},
            "properties":{"query":"q","search_string":"s","content_type":"product",
                "contents":[{"content_type":"product","content_id":"1"},{"content_type":"product"}]}}"#;
        let (_, event) = one(body, Endpoint::PixelTrack);
        assert_eq!(
            event,
            concat!(
                r#"{"event":"Search","properties":{"query":"q","search_string":"s","content_type":"product","#,
                r#""contents":[{"content_id":"1"},{}]},"event_time":100,"page":{"url":"u"},"user":{"phone":"p","locale":"de"}}"#
            )
        );
    }

    #[test]
    fn a_time_is_read_with_or_without_its_offset() {
        for (time, expected) in [
            ("\"1970-01-01T00:01:00\"", "60"),
            ("\"1970-01-02\"", "86400"),
            ("\"1970-01-01T01:00:00.5+01:00\"", "0"),
            ("\" 1970-01-01 00:00:07 \"", "7"),
            ("null", "100"),
            ("\"soon\"", "\"soon\""),
            ("1767225600", "\"1767225600\""),
        ] {
            let body = format!("{{\"pixel_code\":\"P\",\"timestamp\":{time}}}");
            let (_, event) = one(&body, Endpoint::PixelTrack);
            assert_eq!(event, format!("{{\"event_time\":{expected}}}"), "{time}");
        }
    }

    #[test]
    fn its_names_are_found_but_for_the_pixels_own() {
        let body = r#"{"pixel_code":"P","timestamp":"1970-01-01T00:00:00Z","context":{"ip":"8.8.8.8"},
            "properties":{"query":"q","contents":[{},{"content_type":"product"}]}}"#;
        let paths = |endpoint| {
            let mut batch = read(body, endpoint, 0).unwrap_or_else(|refusal| panic!("{refusal:?}"));
            let Some(Incoming::Mapped(_, old)) = batch.events.pop() else { panic!("not mapped") };
            old.into_iter().map(|finding| finding.path).collect::<Vec<_>>()
        };
        let expected = ["timestamp", "context", "properties.query", "properties.contents[1].content_type"];
        assert_eq!(paths(Endpoint::PixelTrack), expected);
        assert!(paths(Endpoint::Pixel).is_empty());
    }

    #[test]
    fn more_than_fifty_are_refused() {
        let body = format!(r#"{{"pixel_code":"P","batch":[{}]}}"#, ["{}"; 51].join(","));
        assert!(read(&body, Endpoint::PixelBatch, 0).is_err());
        assert!(read(r#"{"pixel_code":"P"}"#, Endpoint::PixelBatch, 0).is_err());
    }
}
