//! What a row makes of the value that it found.

use std::borrow::Cow;

use crate::input::Input;
use crate::normalize::{click_id as id_of_click, number, trim, url};
use crate::value::Value;

/// Takes a value as an event can hold it; nothing when it means nothing here.
pub(super) type Rule = for<'p> fn(&'p Input<'_>) -> Option<Input<'p>>;

/// A value or a list of values as they are. An object is not what a row looks for, so it stays to be told of.
#[expect(clippy::unnecessary_wraps, reason = "every rule is a `Rule`")]
pub(super) fn plain<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    Some(match value {
        Input::List(items) => Input::List(items.iter().map(scalar).collect()),
        other => scalar(other),
    })
}

pub(super) fn scalar<'p>(value: &'p Input<'_>) -> Input<'p> {
    match value {
        Input::List(_) | Input::Map(_) => Input::Unfit,
        other => borrowed(other),
    }
}

/// The same value, its texts borrowed.
pub(super) fn borrowed<'p>(value: &'p Input<'_>) -> Input<'p> {
    match value {
        Input::Null => Input::Null,
        Input::Bool(flag) => Input::Bool(*flag),
        Input::Integer(number) => Input::Integer(*number),
        Input::Number(number) => Input::Number(*number),
        Input::Text(text) => Input::Text(Cow::Borrowed(text)),
        Input::NotUnicode => Input::NotUnicode,
        Input::Unfit => Input::Unfit,
        Input::List(items) => Input::List(items.iter().map(borrowed).collect()),
        Input::Map(members) => Input::map(members.iter().map(|(key, value)| (key.as_ref(), borrowed(value)))),
    }
}

/// An id of a database: text, and nothing when it is 0. One beyond 2^53 that arrived exactly stays exact.
pub(super) fn id<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    match value {
        Input::Integer(0) => None,
        // The largest stands for all that are larger.
        Input::Integer(number) if *number < i64::MAX => Some(Input::text(number.to_string())),
        Input::Number(_) => match number::any(value) {
            Ok(Value::Integer(0)) => None,
            Ok(Value::Integer(number)) => Some(Input::text(number.to_string())),
            _ => Some(borrowed(value)),
        },
        Input::Text(text) if trim(text) == "0" => None,
        _ => plain(value),
    }
}

/// A yes or no, in any of the ways of JSON and of forms.
pub(super) fn flag<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    match value {
        Input::Integer(1) => Some(Input::Bool(true)),
        Input::Integer(0) => Some(Input::Bool(false)),
        Input::Text(text) => said(trim(text)).map_or_else(|| plain(value), |flag| Some(Input::Bool(flag))),
        _ => plain(value),
    }
}

fn said(text: &str) -> Option<bool> {
    let is_said = |words: [&str; 2]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_said(["1", "true"]) {
        return Some(true);
    }
    is_said(["0", "false"]).then_some(false)
}

/// A click id or a cookie's that is one: no macro and no word for nobody.
pub(super) fn somebody<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    value.as_text().filter(|text| id_of_click::is_one(text)).and_then(|_| plain(value))
}

/// The click id in the query of an address.
pub(super) fn click_id<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    url::click_id(value.as_text()?).map(Input::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: &str) -> Input<'_> {
        Input::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn ids_are_exact_text_and_zero_is_none() {
        for (json, expected) in [
            ("820982911946154508", Some(Input::text("820982911946154508"))),
            ("7.0", Some(Input::text("7"))),
            ("\"A-1\"", Some(Input::text("A-1"))),
            ("9223372036854775808", Some(Input::Integer(i64::MAX))),
            ("0", None),
            ("0.0", None),
            ("\" 0 \"", None),
        ] {
            assert_eq!(id(&input(json)), expected, "{json}");
        }
    }
}
