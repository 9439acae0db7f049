//! Where a value stands in the described event. Costs nothing until a problem asks for its text.

use std::fmt;

use crate::catalog::is_field_like;

/// A place in the event, as a chain on the stack.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(crate) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&'p self, index: usize) -> Path<'p> {
        Path::Index(self, index)
    }

    /// The name of the object, or of the list of objects, that has this member.
    pub(crate) fn object(&self) -> Option<&'p str> {
        let Path::Key(object, _) = self else { return None };
        object.name()
    }

    fn name(&self) -> Option<&'p str> {
        match self {
            Path::Root => None,
            Path::Key(_, name) => Some(name),
            Path::Index(list, _) => list.name(),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(shown(key)),
            Path::Key(parent, key) => write!(f, "{parent}.{}", shown(key)),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The key when it looks like a field name, else `*`.
fn shown(key: &str) -> &str {
    if is_field_like(key) { key } else { "*" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_knows_its_object() {
        let list = Path::Root.key("guests");
        assert_eq!(list.object(), None);
        assert_eq!(list.key("name").object(), Some("guests"));
        assert_eq!(list.index(1).key("name").object(), Some("guests"));
    }

    #[test]
    fn keys_that_may_be_personal_are_not_shown() {
        let user = Path::Root.key("user").to_string();
        assert_eq!(user, "user");
        assert_eq!(Path::Root.key("user").key("phone").index(1).to_string(), "user.phone[1]");
        for key in ["jo@example.com", "+4915112345678", "4915112345678", "", "ключ", &"k".repeat(51)] {
            assert_eq!(Path::Root.key("user").key(key).to_string(), "user.*");
        }
    }
}
