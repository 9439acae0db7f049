//! JSON text into [`Input`]. The door for C, PHP and the command line.
//!
//! The common way is one pass that borrows texts from the document. A document which `serde_json` refuses is read once
//! more with a tolerant eye: a lone surrogate or a number out of range spoils one value, not the whole event.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::input::{Input, MAX_DEPTH};
use crate::problem::{Advice, Code, Problem};

impl<'a> Input<'a> {
    /// Reads one JSON value.
    ///
    /// # Errors
    /// `invalid_json` with line and column, `not_unicode` when the bytes are not UTF-8, `too_deep`.
    pub fn from_json(json: &'a [u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(json).map_err(|error| not_utf8(json, error.valid_up_to()))?;
        match serde_json::from_str(text) {
            Ok(input) => Ok(input),
            Err(_) => tolerant(serde_json::from_str(text).map_err(|error| not_json(&error))?, 0),
        }
    }
}

fn not_json(error: &serde_json::Error) -> Problem {
    let advice = Advice::At { line: error.line(), column: error.column() };
    Problem::new("", Code::InvalidJson).with(advice)
}

fn not_utf8(json: &[u8], valid: usize) -> Problem {
    let before = json.get(..valid).unwrap_or_default();
    let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|&&b| b != b'\n').count();
    let problem = Problem::new("", Code::NotUnicode).at_severity(crate::Severity::Error);
    problem.with(Advice::At { line, column })
}

fn not_unicode_key() -> Problem {
    Problem::new("", Code::NotUnicode).at_severity(crate::Severity::Error)
}

/// Reads a document that is well-formed, but holds a value which a strict reader refuses.
fn tolerant(raw: &RawValue, depth: usize) -> Result<Input<'_>, Problem> {
    let json = raw.get();
    match json.as_bytes().first() {
        Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(Problem::new("", Code::TooDeep)),
        Some(b'{') => {
            // The document is well-formed, so all that can be wrong here is a key which is not Unicode.
            let Members(members) = serde_json::from_str(json).map_err(|_| not_unicode_key())?;
            let members = members.into_iter().map(|(key, value)| Ok((key, tolerant(value, depth + 1)?)));
            members.collect::<Result<_, _>>().map(Input::Map)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|error| not_json(&error))?;
            items.into_iter().map(|item| tolerant(item, depth + 1)).collect::<Result<_, _>>().map(Input::List)
        }
        Some(b'"') => Ok(serde_json::from_str(json).unwrap_or(Input::NotUnicode)),
        _ => Ok(serde_json::from_str(json).unwrap_or(Input::Number(f64::INFINITY))),
    }
}

impl<'de> Deserialize<'de> for Input<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Input<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Input::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Input::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Input::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        // Whoever reads it refuses every integer beyond 2^53, so the largest stands for all of them.
        Ok(i64::try_from(value).map_or(Input::Integer(i64::MAX), Input::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Input::Number(value))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Input::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Input::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Input::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some((Key(key), value)) = map.next_entry()? {
            members.push((key, value));
        }
        Ok(Input::Map(members))
    }
}

/// A key that borrows from the document when it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(AnyValue)? {
            Input::Text(key) => Ok(Self(key)),
            _ => Err(D::Error::custom("a key is text")),
        }
    }
}

/// The members of an object, their values not yet looked at.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((Key(key), value)) = map.next_entry()? {
            members.push((key, value));
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_borrow_and_numbers_keep_their_kind() {
        let input = Input::from_json(br#"{"a":"x","b":1,"c":1.5,"d":[true,null]}"#).unwrap();
        assert!(matches!(input.get("a"), Some(Input::Text(Cow::Borrowed("x")))));
        assert_eq!(input.get("b"), Some(&Input::Integer(1)));
        assert_eq!(input.get("c"), Some(&Input::Number(1.5)));
        assert_eq!(input.get("d"), Some(&Input::List(vec![Input::Bool(true), Input::Null])));
    }

    #[test]
    fn one_bad_value_does_not_spoil_the_document() {
        let input = Input::from_json(br#"{"a":"\ud800","b":-1e400,"c":"x","d":["\udc00"]}"#).unwrap();
        assert_eq!(input.get("a"), Some(&Input::NotUnicode));
        assert_eq!(input.get("b"), Some(&Input::Number(f64::INFINITY)));
        assert_eq!(input.get("c"), Some(&Input::text("x")));
        assert_eq!(input.get("d"), Some(&Input::List(vec![Input::NotUnicode])));
    }

    #[test]
    fn errors_name_line_and_column() {
        let problem = Input::from_json(b"{\n  \"a\": nope }").unwrap_err();
        assert_eq!((problem.code(), problem.position()), (Code::InvalidJson, Some((2, 9))));
        let problem = Input::from_json(b"{\"a\":\n\"\xff\"}").unwrap_err();
        assert_eq!((problem.code(), problem.position()), (Code::NotUnicode, Some((2, 2))));
    }

    #[test]
    fn ten_thousand_levels_are_too_deep() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert_eq!(Input::from_json(deep.as_bytes()).unwrap_err().code(), Code::TooDeep);
        let open = "[".repeat(10_000);
        assert_eq!(Input::from_json(open.as_bytes()).unwrap_err().code(), Code::InvalidJson);
    }
}
