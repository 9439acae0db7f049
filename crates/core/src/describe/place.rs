//! Places of a payload, as `customer.email` or `meta_data:_ttp`.

use crate::input::Input;
use crate::normalize::{click_id, trim};

/// What stands at a place of the payload, unless it is absent.
pub(super) fn at<'p, 'i>(payload: &'p Input<'i>, place: &str) -> Option<&'p Input<'i>> {
    find(payload, place).map(|found| found.value)
}

/// What was found at a place.
pub(super) struct Place<'p, 'i> {
    pub(super) value: &'p Input<'i>,
    /// The value; of a pair in a list, the pair with its name.
    pub(super) whole: &'p Input<'i>,
}

pub(super) fn find<'p, 'i>(payload: &'p Input<'i>, place: &str) -> Option<Place<'p, 'i>> {
    let start = Place { value: payload, whole: payload };
    let found = place.split('.').try_fold(start, |found, name| step(one(found.value)?, name))?;
    (!found.value.is_absent()).then_some(found)
}

fn step<'p, 'i>(object: &'p Input<'i>, name: &str) -> Option<Place<'p, 'i>> {
    let (value, whole) = match name.split_once(':') {
        Some((list, name)) => {
            let pair = named(object.get(list)?, name)?;
            (pair.get("value")?, pair)
        }
        None => (object.get(name)?, object.get(name)?),
    };
    Some(Place { value, whole })
}

/// Calls `then` with what stands at a place, in each item of the lists on the way.
pub(super) fn each<'p>(payload: &'p Input<'p>, place: &str, then: &mut impl FnMut(&'p Input<'p>)) {
    if let Input::List(items) = payload {
        return items.iter().for_each(|item| each(item, place, then));
    }
    let (name, rest) = place.split_once('.').map_or((place, None), |(name, rest)| (name, Some(rest)));
    match (step(payload, name), rest) {
        (Some(found), Some(rest)) => each(found.value, rest, then),
        (Some(found), None) => then(found.whole),
        (None, _) => {}
    }
}

fn one<'p, 'i>(value: &'p Input<'i>) -> Option<&'p Input<'i>> {
    match value {
        Input::List(items) => items.first(),
        other => Some(other),
    }
}

fn named<'p, 'i>(pairs: &'p Input<'i>, wanted: &str) -> Option<&'p Input<'i>> {
    let Input::List(pairs) = pairs else { return None };
    let name = |pair: &'p Input<'i>| pair.get("key").or_else(|| pair.get("name"))?.as_text();
    let says_something = |pair: &&Input<'_>| pair.get("value").is_some_and(|value| !value.is_absent());
    let is_somebodys =
        |pair: &&Input<'_>| pair.get("value").and_then(Input::as_text).is_none_or(click_id::is_one);
    let mut told = pairs.iter().filter(|pair| name(pair) == Some(wanted)).filter(says_something);
    let first = told.clone().next();
    told.find(is_somebodys).or(first)
}

/// The first of several objects that has one of the members.
pub(super) fn first_with<'p, 'i>(
    objects: &[Option<&'p Input<'i>>],
    members: &[&str],
) -> Option<&'p Input<'i>> {
    let has_one = |object: &&Input<'_>| members.iter().any(|member| at(object, member).is_some());
    objects.iter().copied().flatten().find(has_one)
}

/// The text at a place.
pub(super) fn text_at<'p>(payload: &'p Input<'_>, place: &str) -> Option<&'p str> {
    at(payload, place)?.as_text().map(trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found() {
        let payload = Input::from_json(
            br#"{"a":{"b":"x","c":" "},"l":[{"d":1},{"d":2}],
                "notes":[5,{"name":"n"},{"name":"ttclid","value":"null"},{"name":"ttclid","value":"T"},{"name":"a","value":"null"}],
                "meta":[{"key":"k","value":7}]}"#,
        )
        .unwrap();
        assert_eq!(at(&payload, "a.b"), Some(&Input::text("x")));
        assert_eq!(at(&payload, "l.d"), Some(&Input::Integer(1)));
        assert_eq!(at(&payload, "notes:ttclid"), Some(&Input::text("T")));
        assert_eq!(at(&payload, "notes:a"), Some(&Input::text("null")));
        assert_eq!(at(&payload, "meta:k"), Some(&Input::Integer(7)));
        for absent in ["a.c", "a.x", "a.b.c", "x", "notes:n", "notes:x", "a:b", "l:d"] {
            assert_eq!(at(&payload, absent), None, "{absent}");
        }
    }
}
