//! The request body of `event/track/`, and the batch that every endpoint's body becomes.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use tiktok_capi_core::EventSource;

use crate::answer::PARAM_ERROR;
use crate::check::Refusal;
use crate::finding::Finding;
use crate::json::{Key, Node};

/// Events of one source, their contents not yet looked at.
pub(crate) struct Batch<'a> {
    pub(crate) source: EventSource,
    pub(crate) source_id: Cow<'a, str>,
    pub(crate) test_event_code: Option<Cow<'a, str>>,
    pub(crate) events: Vec<Incoming<'a>>,
}

/// One event.
pub(crate) enum Incoming<'a> {
    /// 2.0's own bytes.
    Raw(&'a RawValue),
    /// 1.0's or the Pixel's, brought to 2.0's shape, with the names of 1.0 that were found in it.
    Mapped(Node<'a>, Vec<Finding>),
}

/// A refusal for its parameters.
pub(crate) fn bad(path: &str, reason: &'static str) -> Refusal {
    Refusal { code: PARAM_ERROR, path: path.to_owned(), reason }
}

/// Reads the body of `event/track/`.
///
/// An empty `data` is refused, since the reference says 1 to 1,000 events; with HTTP 200, so that whoever tests a token
/// with it sees the same status.
pub(crate) fn read<'a>(body: &'a str, most: usize) -> Result<Batch<'a>, Refusal> {
    let envelope: Envelope<'a> = serde_json::from_str(body).map_err(|_| bad("", "Not valid JSON."))?;
    let source = text(envelope.event_source, "event_source").unwrap_or_default();
    // A live answer's words, of before CRM was there.
    let source =
        EventSource::from_name(&source).ok_or_else(|| bad("event_source", "Must be web, app or offline."))?;
    let source_id = source_id(envelope.event_source_id, "event_source_id", source)?;
    let Data::List(events) = envelope.data else {
        return Err(bad("data", envelope.data.fault()));
    };
    within(events.len(), most)?;
    Ok(Batch {
        source,
        source_id,
        test_event_code: optional_text(envelope.test_event_code, "test_event_code")?,
        events: events.into_iter().map(Incoming::Raw).collect(),
    })
}

/// The id of the source. A pixel code in place of an offline event set's id, which is a number, is refused as no id at all is; so
/// said a live answer.
pub(crate) fn source_id<'a>(
    node: Option<Node<'a>>,
    path: &str,
    source: EventSource,
) -> Result<Cow<'a, str>, Refusal> {
    let Some(Node::Text(id)) = node else { return Err(bad(path, "Not a valid string.")) };
    let is_number = id.trim().bytes().all(|b| b.is_ascii_digit());
    let is_one = !id.trim().is_empty() && (source != EventSource::Offline || is_number);
    if is_one { Ok(id) } else { Err(bad(path, "Not a valid string.")) }
}

/// Whether the number of events is one that the endpoint takes.
pub(crate) fn within(count: usize, most: usize) -> Result<(), Refusal> {
    match count {
        0 => Err(bad("data", "Shorter than minimum length.")),
        count if count > most => Err(bad("data", "Longer than maximum length.")),
        _ => Ok(()),
    }
}

/// A text that must be there.
pub(crate) fn text<'a>(node: Option<Node<'a>>, path: &str) -> Result<Cow<'a, str>, Refusal> {
    optional_text(node, path)?.ok_or_else(|| bad(path, "Missing data for required field."))
}

pub(crate) fn optional_text<'a>(node: Option<Node<'a>>, path: &str) -> Result<Option<Cow<'a, str>>, Refusal> {
    match node {
        Some(node) if node.is_empty() => Ok(None),
        Some(Node::Text(text)) => Ok(Some(text)),
        None => Ok(None),
        Some(_) => Err(bad(path, "Not a valid string.")),
    }
}

#[derive(Default)]
struct Envelope<'a> {
    event_source: Option<Node<'a>>,
    event_source_id: Option<Node<'a>>,
    test_event_code: Option<Node<'a>>,
    data: Data<'a>,
}

#[derive(Default)]
enum Data<'a> {
    #[default]
    Absent,
    List(Vec<&'a RawValue>),
    Other,
}

impl Data<'_> {
    fn fault(&self) -> &'static str {
        match self {
            Data::Absent => "Missing data for required field.",
            Data::List(_) | Data::Other => "Not a valid list.",
        }
    }
}

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Envelope<'de> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a request body")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "event_source" => self.event_source = Some(map.next_value()?),
                "event_source_id" => self.event_source_id = Some(map.next_value()?),
                "test_event_code" => self.test_event_code = Some(map.next_value()?),
                "data" => self.data = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for Data<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of events")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut events = Vec::with_capacity(16);
        while let Some(event) = seq.next_element()? {
            events.push(event);
        }
        Ok(Data::List(events))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Data::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Data::Absent)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Data::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Data::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Data::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Data::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Data::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_around_the_events_is_named() {
        for (body, path) in [
            ("", ""),
            ("[]", ""),
            ("{}", "event_source"),
            (r#"{"event_source":"tv"}"#, "event_source"),
            (r#"{"event_source":"web"}"#, "event_source_id"),
            (r#"{"event_source":"web","event_source_id":7}"#, "event_source_id"),
            (r#"{"event_source":"web","event_source_id":"P"}"#, "data"),
            (r#"{"event_source":"web","event_source_id":"P","data":{}}"#, "data"),
            (r#"{"event_source":"web","event_source_id":"P","data":"x"}"#, "data"),
            (r#"{"event_source":"web","event_source_id":"P","data":[]}"#, "data"),
            (r#"{"event_source":"web","event_source_id":"P","data":[1,2,3]}"#, "data"),
            (
                r#"{"event_source":"web","event_source_id":"P","data":[1],"test_event_code":1}"#,
                "test_event_code",
            ),
        ] {
            let Err(refusal) = read(body, 2) else { panic!("{body}") };
            assert_eq!((refusal.code, refusal.path.as_str()), (PARAM_ERROR, path), "{body}");
        }
        let batch = read(r#"{"data":[{}],"event_source":"crm","event_source_id":"P","extra":{"a":[1]}}"#, 2);
        assert_eq!(batch.ok().map(|batch| batch.events.len()), Some(1));
    }
}
