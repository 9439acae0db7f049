//! Where a value stands in a received event. Costs nothing until a finding or an answer asks for its text.

use std::fmt;

/// A place in the event, as a chain on the stack.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    Root,
    Key(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl<'p> Place<'p> {
    pub(crate) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place::Key(self, key)
    }

    pub(crate) fn index(&'p self, index: usize) -> Place<'p> {
        Place::Index(self, index)
    }

    /// The object of the event that it stands in; nothing for a member of the event itself.
    pub(crate) fn object(&self) -> Option<&'p str> {
        match self {
            Place::Root | Place::Key(Place::Root, _) => None,
            Place::Key(Place::Key(Place::Root, object), _) => Some(object),
            Place::Key(parent, _) | Place::Index(parent, _) => parent.object(),
        }
    }

    /// As TikTok's messages write it: `properties.contents.0.content_id`.
    pub(crate) fn dotted(&self) -> String {
        match self {
            Place::Root => String::new(),
            Place::Key(Place::Root, key) => shown(key).to_owned(),
            Place::Key(parent, key) => format!("{}.{}", parent.dotted(), shown(key)),
            Place::Index(parent, index) => format!("{}.{index}", parent.dotted()),
        }
    }
}

/// As our problems write it: `properties.contents[0].content_id`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Root => Ok(()),
            Place::Key(Place::Root, key) => f.write_str(shown(key)),
            Place::Key(parent, key) => write!(f, "{parent}.{}", shown(key)),
            Place::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Whether the key looks like a field name. Others may be somebody's address or number, and are not shown.
pub(crate) fn is_name(key: &str) -> bool {
    let starts_like_one = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_like_one && key.len() <= 50 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn shown(key: &str) -> &str {
    if is_name(key) { key } else { "*" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_in_two_ways_and_keys_that_may_be_personal_are_not_shown() {
        let properties = Place::Root.key("properties");
        let contents = properties.key("contents");
        let line = contents.index(3);
        let id = line.key("content_id");
        assert_eq!(id.to_string(), "properties.contents[3].content_id");
        assert_eq!(id.dotted(), "properties.contents.3.content_id");
        assert_eq!(Place::Root.key("jo@example.com").to_string(), "*");
        assert_eq!(properties.key("+4915112345678").dotted(), "properties.*");
    }
}
