//! Events that are canonical already: what `build` gave, maybe in another process and a while ago.
//!
//! Reading them by the rules once more would be wrong: a click id would be decoded twice, and what consent asked for is done
//! already. So their form alone is looked at: that the bytes are RFC 8785, an event's, and hold no raw identifier. Rules that
//! have changed since they were written do not refuse them.

use std::borrow::Cow;
use std::fmt;

use crate::catalog::{Group, Rule, event};
use crate::hash::Digest;
use crate::input::Input;
use crate::path::Path;
use crate::payload::{self, MAX_EVENT_BYTES};
use crate::problem::{Code, Problem};
use crate::value::{Members, Value};

/// The bytes of an event that is ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Canonical<'a> {
    bytes: &'a [u8],
    members: Members<'a>,
}

impl<'a> Canonical<'a> {
    /// Looks at bytes that are said to be canonical.
    ///
    /// ```
    /// use tiktok_capi_core::{Canonical, Code};
    ///
    /// let bytes = br#"{"event":"Contact","event_id":"e1","event_time":1767225600}"#;
    /// assert_eq!(Canonical::read(bytes)?.id(), "e1");
    /// let described = br#"{"event": "Contact", "event_id": "e1"}"#;
    /// assert_eq!(Canonical::read(described).unwrap_err().code(), Code::NotCanonical);
    /// # Ok::<(), tiktok_capi_core::Problem>(())
    /// ```
    ///
    /// # Errors
    /// `not_canonical` with the place; `invalid_json`, `not_unicode`, `too_deep`, `duplicate_key` and `event_too_large` as for a
    /// described event.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.len() > MAX_EVENT_BYTES {
            return Err(Problem::new("", Code::EventTooLarge));
        }
        let input = Input::from_json(bytes)?;
        input.check_shape()?;
        let Value::Map(members) = value(input, &Path::Root)? else { return Err(no(&Path::Root)) };
        let canonical = Self { bytes, members };
        canonical.check()?;
        Ok(canonical)
    }

    /// The event's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text("event")
    }

    /// The deduplication id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text("event_id")
    }

    fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_text).unwrap_or_default()
    }

    fn check(&self) -> Result<(), Problem> {
        let mut written = Vec::with_capacity(self.bytes.len());
        payload::write_members(&mut written, &self.members);
        if written != self.bytes {
            return Err(no(&Path::Root));
        }
        for required in ["event", "event_id", "event_time"] {
            if !self.members.has(required) {
                return Err(no(&Path::Root.key(required)));
            }
        }
        of_group(&event::GROUP, &self.members, &Path::Root)
    }
}

fn no(path: &Path<'_>) -> Problem {
    Problem::new(path.to_string(), Code::NotCanonical)
}

/// The largest integer of which JSON's numbers, which are doubles, hold each one below (RFC 8785 §3.1).
const EXACT: u64 = 1 << 53;

/// Nothing absent and nothing that JSON cannot say stands in a canonical event.
fn value<'a>(input: Input<'a>, path: &Path<'_>) -> Result<Value<'a>, Problem> {
    Ok(match input {
        Input::Null | Input::NotUnicode | Input::Unfit => return Err(no(path)),
        Input::Bool(flag) => Value::Bool(flag),
        Input::Integer(number) if number.unsigned_abs() <= EXACT => Value::Integer(number),
        Input::Number(number) if number.is_finite() => Value::Number(number),
        Input::Integer(_) | Input::Number(_) => return Err(no(path)),
        Input::Text(text) => Value::Text(text),
        Input::List(items) => {
            let items = items.into_iter().enumerate();
            Value::List(items.map(|(index, item)| value(item, &path.index(index))).collect::<Result<_, _>>()?)
        }
        Input::Map(members) => {
            let read = |(key, item): (Cow<'a, str>, _)| {
                let item = value(item, &path.key(&key))?;
                Ok((key, item))
            };
            Value::Map(Members::from_unsorted(members.into_iter().map(read).collect::<Result<_, Problem>>()?))
        }
    })
}

fn of_group(group: &Group, members: &Members<'_>, path: &Path<'_>) -> Result<(), Problem> {
    for (name, value) in members.iter() {
        let path = path.key(name);
        let Some(row) = group.field(name) else { continue };
        match (row.rule, value) {
            (Rule::Object(inner), Value::Map(members)) => of_group(inner, members, &path)?,
            (Rule::Lines(inner), Value::List(lines)) => of_lines(inner, lines, &path)?,
            (Rule::Hashed(_), value) if is_hashed(value) => {}
            (Rule::Time, Value::Integer(_)) => {}
            (Rule::EventName | Rule::EventId, Value::Text(text)) if !text.is_empty() => {}
            (rule, _) if is_looked_at(rule) => return Err(no(&path)),
            _ => {}
        }
    }
    Ok(())
}

/// Rules whose values are known by their form, and those whose values are never sent.
fn is_looked_at(rule: Rule) -> bool {
    rule.is_input_only()
        || matches!(
            rule,
            Rule::Object(_) | Rule::Lines(_) | Rule::Hashed(_) | Rule::Time | Rule::EventName | Rule::EventId
        )
}

fn of_lines(group: &Group, lines: &[Value<'_>], path: &Path<'_>) -> Result<(), Problem> {
    for (index, line) in lines.iter().enumerate() {
        let path = path.index(index);
        of_group(group, line.as_map().ok_or_else(|| no(&path))?, &path)?;
    }
    Ok(())
}

/// A digest, or a list of some.
fn is_hashed(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => !items.is_empty() && items.iter().all(is_digest),
        one => is_digest(one),
    }
}

fn is_digest(value: &Value<'_>) -> bool {
    let written = value.as_text().and_then(|text| Some((text, Digest::from_hex(text)?.to_hex())));
    written.is_some_and(|(text, hex)| text == hex)
}

impl fmt::Debug for Canonical<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Canonical({} bytes)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str =
        r#"{"event":"Contact","event_id":"e1","event_time":1767225600,"user":{"ttclid":"a%25b"}}"#;

    #[test]
    fn what_build_gave_is_taken_as_it_is() {
        let canonical = Canonical::read(EVENT.as_bytes()).unwrap();
        assert_eq!((canonical.name(), canonical.id()), ("Contact", "e1"));
        assert_eq!(format!("{canonical:?}"), "Canonical(85 bytes)");
    }

    #[test]
    fn the_largest_event_is_taken() {
        let padded = |size: usize| {
            let (before, behind) = EVENT.split_at(EVENT.len() - 3);
            [before, &"a".repeat(size - EVENT.len()), behind].concat()
        };
        assert!(Canonical::read(padded(MAX_EVENT_BYTES).as_bytes()).is_ok());
        let problem = Canonical::read(padded(MAX_EVENT_BYTES + 1).as_bytes()).unwrap_err();
        assert_eq!(problem.code(), Code::EventTooLarge);
    }

    #[test]
    fn a_raw_identifier_is_found_wherever_a_field_is_hashed() {
        let hashed = "a".repeat(64);
        for (user, path) in [
            (r#"{"email":"jo@example.com"}"#.to_owned(), "user.email"),
            (format!(r#"{{"email":["{hashed}","jo@example.com"]}}"#), "user.email"),
            (format!(r#"{{"phone":"{}"}}"#, hashed.to_uppercase()), "user.phone"),
            (r#"{"external_id":[]}"#.to_owned(), "user.external_id"),
            (r#"{"phone_region":"GB"}"#.to_owned(), "user.phone_region"),
        ] {
            let event = EVENT.replace(r#"{"ttclid":"a%25b"}"#, &user);
            let problem = Canonical::read(event.as_bytes()).unwrap_err();
            assert_eq!((problem.path(), problem.code()), (path, Code::NotCanonical), "{path}");
        }
    }
}
