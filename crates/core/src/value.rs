//! The canonical tree: what an event is once every rule has been applied, ready to be written.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use crate::hash::Digest;

/// A canonical value. Identifiers are digests by their type, so that a raw one cannot be written by mistake.
#[derive(Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
    Digest(Digest),
    List(Vec<Value<'a>>),
    Map(Members<'a>),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&Members<'a>> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> &[Value<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(***)")
    }
}

/// The members of an object, always in canonical order: by UTF-16 code units (RFC 8785 §3.2.3).
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Members<'a> {
    /// Sorts members whose names are all different.
    pub(crate) fn from_unsorted(mut members: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        members.sort_unstable_by(|(a, _), (b, _)| canonical_order(a, b));
        Self(members)
    }

    /// Puts a member into its place; one of the same name is replaced.
    pub(crate) fn set(&mut self, key: impl Into<Cow<'a, str>>, value: Value<'a>) {
        let key = key.into();
        match self.find(&key) {
            Ok(at) => {
                if let Some(member) = self.0.get_mut(at) {
                    member.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.find(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// A member that is an object.
    pub(crate) fn object(&self, key: &str) -> Option<&Self> {
        self.get(key).and_then(Value::as_map)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value<'a>> {
        let at = self.find(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<Value<'a>> {
        self.find(key).ok().map(|at| self.0.remove(at).1)
    }

    /// Keeps the members of which that is true; it may change their values.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str, &mut Value<'a>) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| canonical_order(name, key))
    }
}

/// The order of UTF-16 code units. It is that of bytes, but for characters beyond U+FFFF: their surrogates come before
/// U+E000, their UTF-8 (which starts with 0xF0 and up) after it.
pub(crate) fn canonical_order(a: &str, b: &str) -> Ordering {
    let mut pairs = a.bytes().zip(b.bytes());
    match pairs.find(|(x, y)| x != y) {
        None => a.len().cmp(&b.len()),
        Some((0xf0.., 0xee | 0xef)) => Ordering::Less,
        Some((0xee | 0xef, 0xf0..)) => Ordering::Greater,
        Some((x, y)) => x.cmp(&y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_utf16() {
        let mut keys =
            ["\u{e000}", "\u{1f600}", "b", "a", "aa", "\u{d7ff}", "\u{ffff}", "\u{10ffff}", "\u{fb33}", "ö"];
        keys.sort_unstable_by(|a, b| canonical_order(a, b));
        let mut expected = keys;
        expected.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        assert_eq!(keys, expected);
    }

    #[test]
    fn members_find_their_place() {
        let mut members = Members::default();
        for key in ["b", "d", "a", "c", "b"] {
            members.set(key, Value::Bool(true));
        }
        assert_eq!(members.iter().map(|(key, _)| key).collect::<String>(), "abcd");
        assert!(members.remove("c").is_some() && members.get("c").is_none());
    }
}
