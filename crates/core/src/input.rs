//! The one door: a described value, in the few kinds that every host language can hand in.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use crate::path::Path;
use crate::problem::{Code, Problem};

/// A described value. Every language turns its own objects into this tree and knows nothing else about events.
///
/// Texts may borrow from the host's memory. `Debug` shows the shape and never a value.
#[derive(Clone, PartialEq)]
pub enum Input<'a> {
    /// `null`, `None`, `undefined`: absent.
    Null,
    /// A boolean. Never a number.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction, or one too large for [`Input::Integer`].
    Number(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// Text that is not valid Unicode; the host could not hand it over, and it is never replaced.
    NotUnicode,
    /// A value of a kind that no event can hold, such as bytes, a function or a set: `wrong_type` wherever it stands.
    Unfit,
    /// A list.
    List(Vec<Input<'a>>),
    /// An object: keys in the given order. A repeated key is a problem, not a choice.
    Map(Vec<(Cow<'a, str>, Input<'a>)>),
}

/// Objects and lists inside each other, the event itself being the first.
pub const MAX_DEPTH: usize = 16;

/// Values in one event, counted at every level.
pub const MAX_VALUES: usize = 100_000;

/// Events that one call takes of an iterable that does not say how many it has: it may have no end.
pub const MAX_ITERATED: usize = 100_000;

impl<'a> Input<'a> {
    /// Text, borrowed or owned.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// An object of the given members.
    pub fn map<K: Into<Cow<'a, str>>>(members: impl IntoIterator<Item = (K, Input<'a>)>) -> Self {
        Self::Map(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The member of that name, when this is an object that has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Input<'a>> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text, when this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Missing, `null`, blank text, empty list, empty object: all of these mean *absent* (`rules.md` §1).
    #[must_use]
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => crate::normalize::trim(text).is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.is_empty(),
            _ => false,
        }
    }

    /// Consent that is absent, or signals that are all absent, those in Google's included (`rules.md` §8).
    pub(crate) fn says_nothing(&self) -> bool {
        match self {
            Self::Map(signals) => signals.iter().all(|(_, signal)| match signal {
                Self::Map(inner) => inner.iter().all(|(_, each)| each.is_absent()),
                signal => signal.is_absent(),
            }),
            consent => consent.is_absent(),
        }
    }

    /// The same value with texts of its own.
    #[must_use]
    pub fn into_owned(self) -> Input<'static> {
        match self {
            Self::Null => Input::Null,
            Self::Bool(flag) => Input::Bool(flag),
            Self::Integer(number) => Input::Integer(number),
            Self::Number(number) => Input::Number(number),
            Self::Text(text) => Input::Text(text.into_owned().into()),
            Self::NotUnicode => Input::NotUnicode,
            Self::Unfit => Input::Unfit,
            Self::List(items) => Input::List(items.into_iter().map(Input::into_owned).collect()),
            Self::Map(members) => {
                let members = members.into_iter();
                Input::Map(
                    members.map(|(key, value)| (key.into_owned().into(), value.into_owned())).collect(),
                )
            }
        }
    }

    /// Checks depth, size and repeated keys of the whole tree before anything else looks at it.
    pub(crate) fn check_shape(&self) -> Result<(), Problem> {
        let mut left = MAX_VALUES;
        self.check(0, &mut left, &Path::Root)
    }

    fn check(&self, depth: usize, left: &mut usize, path: &Path<'_>) -> Result<(), Problem> {
        *left = left.checked_sub(1).ok_or_else(|| Problem::new("", Code::EventTooLarge))?;
        match self {
            Self::List(_) | Self::Map(_) if depth >= MAX_DEPTH => Err(Problem::new("", Code::TooDeep)),
            Self::List(items) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, item)| item.check(depth + 1, left, &path.index(index)))
            }
            Self::Map(members) => {
                if let Some(key) = repeated_key(members) {
                    return Err(Problem::new(path.key(key).to_string(), Code::DuplicateKey));
                }
                members.iter().try_for_each(|(key, value)| value.check(depth + 1, left, &path.key(key)))
            }
            _ => Ok(()),
        }
    }
}

/// Pairwise for the few keys of an ordinary object, by a set for a hostile one.
fn repeated_key<'k>(members: &'k [(Cow<'_, str>, Input<'_>)]) -> Option<&'k str> {
    let mut keys = members.iter().enumerate().map(|(index, (key, _))| (index, key.as_ref()));
    if members.len() <= 24 {
        keys.find(|(index, key)| members.iter().take(*index).any(|(other, _)| other == key))
            .map(|(_, key)| key)
    } else {
        let mut seen = HashSet::with_capacity(members.len());
        keys.find(|(_, key)| !seen.insert(*key)).map(|(_, key)| key)
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(_) => f.write_str("Bool(***)"),
            Self::Integer(_) => f.write_str("Integer(***)"),
            Self::Number(_) => f.write_str("Number(***)"),
            Self::Text(_) => f.write_str("Text(***)"),
            Self::NotUnicode => f.write_str("NotUnicode"),
            Self::Unfit => f.write_str("Unfit"),
            Self::List(items) => write!(f, "List({} values)", items.len()),
            Self::Map(members) => write!(f, "Map({} members)", members.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> Input<'static> {
        (0..levels).fold(Input::Null, |inner, _| Input::List(vec![inner]))
    }

    fn code(input: &Input<'_>) -> Option<Code> {
        input.check_shape().err().map(|problem| problem.code())
    }

    #[test]
    fn sixteen_levels_and_a_hundred_thousand_values_are_the_limit() {
        assert_eq!(code(&nested(MAX_DEPTH)), None);
        assert_eq!(code(&nested(MAX_DEPTH + 1)), Some(Code::TooDeep));
        assert_eq!(code(&Input::List(vec![Input::Null; MAX_VALUES - 1])), None);
        assert_eq!(code(&Input::List(vec![Input::Null; MAX_VALUES])), Some(Code::EventTooLarge));
    }

    #[test]
    fn a_repeated_key_is_found_in_small_and_large_objects() {
        let small = Input::map([("user", Input::map([("a", Input::Null), ("a", Input::Null)]))]);
        assert_eq!(small.check_shape().unwrap_err().path(), "user.a");
        let keys = (0..100).map(|n| format!("k{}", n % 99));
        let large = Input::map(keys.map(|key| (key, Input::Null)));
        assert_eq!(large.check_shape().unwrap_err().path(), "k0");
    }

    #[test]
    fn debug_shows_no_value() {
        let input = Input::map([("email", Input::text("jo@example.com"))]);
        assert_eq!(format!("{input:?}"), "Map(1 members)");
        assert_eq!(format!("{:?}", Input::text("jo@example.com")), "Text(***)");
    }
}
