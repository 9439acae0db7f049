//! JSON text into what the verbs take.

use std::borrow::Cow;

use serde_json::value::RawValue;
use tiktok_capi::{Client, Events, Input, Options, Rules, core};

use crate::{Answer, Failure};

/// One event.
pub(crate) fn event(json: &[u8]) -> Answer<Input<'_>> {
    Input::from_json(json).map_err(|problem| Failure::invalid_event(vec![problem]))
}

/// One event, or a list of them, of which each is read by itself: what is wrong with one is told of that one alone.
pub(crate) fn events(client: &Client, json: &[u8]) -> Events {
    let Some(items) = items(json) else { return client.read(Input::from_json(json)) };
    let read = items.into_iter().map(|item| Input::from_json(item.get().as_bytes()));
    client.read(read.collect::<Vec<_>>())
}

/// One canonical event, or a list of them. Each is told by its own bytes, so a list is taken apart and not read.
pub(crate) fn canonical(json: &[u8]) -> Events {
    let Some(items) = items(json) else { return Events::canonical(&own_bytes(json)) };
    let items: Vec<_> = items.into_iter().map(|item| own_bytes(item.get().as_bytes())).collect();
    Events::all_canonical(items.iter().map(AsRef::as_ref))
}

/// The event's bytes where it stands as a text in quotation marks: only so does a list hold what may be no JSON.
fn own_bytes(json: &[u8]) -> Cow<'_, [u8]> {
    serde_json::from_slice(json).map_or(Cow::Borrowed(json), |text: String| Cow::Owned(text.into_bytes()))
}

/// One event, or a list of them, with a visitor laid under each. What cannot be read is handed on as it is, to be told of later.
pub(crate) fn under(visitor: &Input<'_>, json: &[u8]) -> Vec<u8> {
    let one = |text: &[u8]| match Input::from_json(text) {
        Ok(event) => core::under(visitor, event).to_json().into_bytes(),
        Err(_) => text.to_vec(),
    };
    let Some(items) = items(json) else { return one(json) };
    let items: Vec<Vec<u8>> = items.into_iter().map(|item| one(item.get().as_bytes())).collect();
    [b"[".as_slice(), &items.join(&b','), b"]"].concat()
}

fn items(json: &[u8]) -> Option<Vec<&RawValue>> {
    let first = json.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'[') { serde_json::from_slice(json).ok() } else { None }
}

/// The arguments of a verb by their names. Absent ones may be left out.
pub(crate) fn arguments<'a>(json: &'a [u8], names: &[&str]) -> Answer<Input<'a>> {
    let arguments = object("arguments", json)?;
    let Input::Map(members) = &arguments else { return Err(no_object("arguments")) };
    let mut seen = Vec::new();
    for (name, _) in members {
        if !names.contains(&name.as_ref()) || seen.contains(&name) {
            let hint = format!("Give {}, each once.", names.join(", "));
            return Err(Failure::invalid_argument("arguments", &hint));
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
    Failure::invalid_argument(name, "Give a JSON object.")
}
