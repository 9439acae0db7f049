//! Which rows of the catalogue and which problem codes have no case.

use std::collections::BTreeSet;

use serde_json::Value;
use tiktok_capi_core::catalog::{CURRENCIES, GROUPS, Group, Rule, event, event_names};
use tiktok_capi_core::{Code, EventSource};

use crate::file::{Case, File};

/// Rows as `user.email`, names as `event Purchase (web)`, currencies as `currency EUR`, codes as `code invalid_email`.
pub(crate) fn missing(files: &[File]) -> Vec<String> {
    let mut met = BTreeSet::new();
    for file in files {
        match file.verb.as_str() {
            "build" => file.cases.iter().for_each(|case| meet(case, &mut met)),
            "describe" | "deliver" => file.cases.iter().for_each(|case| meet_codes(case, &mut met)),
            _ => {}
        }
    }
    wanted().filter(|wanted| !met.contains(wanted)).collect()
}

fn wanted() -> impl Iterator<Item = String> {
    let rows = GROUPS.iter().flat_map(|group| group.fields.iter().map(|row| row_name(group, row.name)));
    let names = event_names()
        .iter()
        .flat_map(|known| known.standard.iter().map(|source| event_name(known.name, source)));
    let others = event_names().iter().filter(|known| known.standard.iter().next().is_none());
    let others = others.map(|known| event_name(known.name, EventSource::Web));
    let currencies = CURRENCIES.iter().map(|code| format!("currency {code}"));
    let codes = Code::all().iter().map(|code| format!("code {code}"));
    rows.chain(names).chain(others).chain(currencies).chain(codes)
}

fn meet_codes(case: &Case, met: &mut BTreeSet<String>) {
    for problem in case.json("problems").as_array().unwrap() {
        met.insert(format!("code {}", problem["code"].as_str().unwrap()));
    }
}

fn meet(case: &Case, met: &mut BTreeSet<String>) {
    meet_codes(case, met);
    // What was refused says nothing about the fields that were not wrong.
    if case.json("outcome") != "ready" {
        return;
    }
    let Ok(input) = serde_json::from_str::<Value>(&case.input()) else { return };
    walk(&event::GROUP, &input, met);
    let source = case.json("options")["event_source"]
        .as_str()
        .map_or(EventSource::Web, |name| EventSource::from_name(name).unwrap());
    met.extend(input["event"].as_str().map(|name| event_name(name, source)));
    met.extend(input["properties"]["currency"].as_str().map(|code| format!("currency {code}")));
}

/// The rows that an object of a group uses, and those of the objects in it.
fn walk(group: &Group, value: &Value, met: &mut BTreeSet<String>) {
    let Value::Object(members) = value else { return };
    for (row, value) in members.iter().filter_map(|(key, value)| Some((group.field(key)?, value))) {
        met.insert(row_name(group, row.name));
        match (row.rule, value) {
            (Rule::Object(inner), value) => walk(inner, value, met),
            (Rule::Lines(inner), Value::Array(lines)) => lines.iter().for_each(|line| walk(inner, line, met)),
            _ => {}
        }
    }
}

fn row_name(group: &Group, row: &str) -> String {
    format!("{}.{row}", group.name)
}

fn event_name(name: &str, source: EventSource) -> String {
    format!("event {name} ({source})")
}
