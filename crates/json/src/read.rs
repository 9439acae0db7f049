//! JSON text into what the verbs take.

use serde_json::value::RawValue;
use tiktok_capi::{Client, Input, Options, Rules};

use crate::{Answer, Failure};

/// The code of an argument that is unknown, given twice, or not what it should be.
pub(crate) const INVALID: &str = "invalid_argument";

/// One event.
pub(crate) fn event(json: &[u8]) -> Answer<Input<'_>> {
    Input::from_json(json).map_err(|problem| Failure::invalid_event(vec![problem]))
}

/// One event, or a list of them.
pub(crate) enum Events<'a> {
    One(Input<'a>),
    Many(Vec<Input<'a>>),
}

/// Each event of a list is read by itself, so that what is wrong with one is told of that one alone.
pub(crate) fn events(json: &[u8]) -> Answer<Events<'_>> {
    match items(json) {
        Some(items) => Ok(Events::Many(items.into_iter().map(item).collect())),
        None => event(json).map(Events::One),
    }
}

fn items(json: &[u8]) -> Option<Vec<&RawValue>> {
    let first = json.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'[') { serde_json::from_slice(json).ok() } else { None }
}

/// An item that cannot be read is no event, and the receipt says so.
fn item(item: &RawValue) -> Input<'_> {
    Input::from_json(item.get().as_bytes()).unwrap_or(Input::Null)
}

/// The arguments of a verb by their names. Absent ones may be left out.
pub(crate) fn arguments<'a>(json: &'a [u8], names: &[&str]) -> Answer<Input<'a>> {
    let arguments = object("arguments", json)?;
    let Input::Map(members) = &arguments else { return Err(no_object("arguments")) };
    let mut seen = Vec::new();
    for (name, _) in members {
        if !names.contains(&name.as_ref()) || seen.contains(&name) {
            let hint = format!("Give {}, each once.", names.join(", "));
            return Err(Failure::config(INVALID, "arguments", &hint));
        }
        seen.push(name);
    }
    Ok(arguments)
}

/// The rules of the options that stand among the arguments of a verb.
pub(crate) fn rules(arguments: &Input<'_>) -> Answer<Rules> {
    let options = arguments.get("options").unwrap_or(&Input::Null);
    Ok(Client::new(Options::from_input(options)?)?.rules())
}

/// An object.
pub(crate) fn object<'a>(name: &str, json: &'a [u8]) -> Answer<Input<'a>> {
    let read = Input::from_json(json)
        .map_err(|problem| Failure::config(problem.code().as_str(), name, &problem.hint()))?;
    if matches!(read, Input::Map(_)) { Ok(read) } else { Err(no_object(name)) }
}

fn no_object(name: &str) -> Failure {
    Failure::config(INVALID, name, "Give a JSON object.")
}
