//! Canonical bytes: the same for the same event, however it is written, and unchanged when they are read again.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tiktok_capi_core::{Code, Event, Input, Problem, Rules, Severity};

use crate::config;
use crate::described::{event, lenient, rules, tree};

fn bytes(input: &Input<'_>, rules: &Rules) -> Option<String> {
    Event::read(input, rules).outcome.ready().map(Event::to_json)
}

fn told(input: &Input<'_>, rules: &Rules) -> Vec<(String, &'static str, Severity)> {
    let told = |problem: &Problem| (problem.path().to_owned(), problem.code().as_str(), problem.severity());
    Event::read(input, rules).problems.iter().map(told).collect()
}

fn is_misshapen(input: &Input<'_>, rules: &Rules) -> bool {
    let of_shape = [Code::DuplicateKey, Code::TooDeep, Code::EventTooLarge];
    Event::read(input, rules).problems.iter().any(|problem| of_shape.contains(&problem.code()))
}

/// The same tree with the members of every object in another order.
fn permuted<'a>(input: &Input<'a>, turns: usize) -> Input<'a> {
    match input {
        Input::List(items) => Input::List(items.iter().map(|item| permuted(item, turns)).collect()),
        Input::Map(members) => {
            let mut members: Vec<_> =
                members.iter().map(|(key, value)| (key.clone(), permuted(value, turns))).collect();
            let middle = turns % members.len().max(1);
            members.rotate_left(middle);
            if turns % 2 == 1 {
                members.reverse();
            }
            Input::Map(members)
        }
        other => other.clone(),
    }
}

/// JSON text of a tree, by `serde_json`; nothing when JSON cannot say it.
fn json(input: &Input<'_>) -> Option<String> {
    Some(match input {
        Input::Null => "null".into(),
        Input::Bool(flag) => flag.to_string(),
        Input::Integer(n) => n.to_string(),
        Input::Number(n) => serde_json::Number::from_f64(*n)?.to_string(),
        Input::Text(text) => serde_json::to_string(text).ok()?,
        Input::NotUnicode | Input::Unfit => return None,
        Input::List(items) => format!("[{}]", items.iter().map(json).collect::<Option<Vec<_>>>()?.join(", ")),
        Input::Map(members) => {
            let member = |(key, value): &(_, _)| {
                Some(format!("{}: {}", serde_json::to_string(key).ok()?, json(value)?))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Option<Vec<_>>>()?.join(",\n"))
        }
    })
}

/// Whether keys stand in the order of UTF-16 (RFC 8785 §3.2.3) and nothing absent was written.
fn is_canonical(value: &Input<'_>) -> bool {
    match value {
        Input::List(items) => !items.is_empty() && items.iter().all(is_canonical),
        Input::Map(members) => {
            let keys: Vec<Vec<u16>> = members.iter().map(|(key, _)| key.encode_utf16().collect()).collect();
            !keys.is_empty() && keys.is_sorted() && members.iter().all(|(_, value)| is_canonical(value))
        }
        other => !other.is_absent(),
    }
}

/// `ttclid` is percent-decoded once (`rules.md` §3), so reading it again may decode what was encoded twice.
fn is_encoded_twice(event: &Input<'_>) -> bool {
    let id = event.get("user").and_then(|user| user.get("ttclid")).and_then(Input::as_text);
    id.is_some_and(|id| id.contains('%'))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reading_canonical_bytes_again_changes_nothing(input in event(), rules in lenient()) {
        let Some(once) = bytes(&input, &rules) else { return Ok(()) };
        let again = Input::from_json(once.as_bytes()).unwrap();
        prop_assume!(!is_encoded_twice(&again));
        prop_assert_eq!(bytes(&again, &rules), Some(once.clone()));
    }

    #[test]
    fn bytes_are_compact_sorted_json_without_anything_absent(input in event(), rules in lenient()) {
        let Some(bytes) = bytes(&input, &rules) else { return Ok(()) };
        let read = Input::from_json(bytes.as_bytes()).expect("canonical bytes are JSON");
        prop_assert!(is_canonical(&read));
        let outside_of_texts = bytes.split('"').step_by(2).collect::<String>();
        prop_assert!(bytes.contains('\\') || !outside_of_texts.contains(char::is_whitespace));
    }

    #[test]
    fn the_order_of_keys_does_not_matter(input in event(), rules in rules(), turns in any::<usize>()) {
        let other = permuted(&input, turns);
        prop_assert_eq!(bytes(&other, &rules), bytes(&input, &rules));
        // A tree that cannot be read is refused for the first thing that is wrong with its shape, wherever that stands.
        if !is_misshapen(&input, &rules) {
            prop_assert_eq!(told(&other, &rules), told(&input, &rules));
        }
    }

    #[test]
    fn json_text_says_the_same_as_a_tree(input in prop_oneof![event(), tree()], rules in rules()) {
        let Some(text) = json(&input) else { return Ok(()) };
        let Ok(read) = Input::from_json(text.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(bytes(&read, &rules), bytes(&input, &rules));
        prop_assert_eq!(told(&read, &rules), told(&input, &rules));
    }
}

/// Properties of canonical bytes say nothing about events that have none.
#[test]
fn many_random_events_are_ready() {
    let mut runner = TestRunner::new(config());
    let drawn = (0..400).map(|_| (event(), lenient()).new_tree(&mut runner).unwrap().current());
    let ready = drawn.filter(|(input, rules)| bytes(input, rules).is_some()).count();
    assert!(ready > 100, "{ready} of 400");
}
