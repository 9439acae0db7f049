//! What the sandbox says of an event that the core built agrees with what `explain` says of its description: over all vectors.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use serde_json::Value;
use tiktok_capi_core::{Entropy, Event, EventSource, Input, Rules, Severity};
use tiktok_capi_sandbox::Sandbox;

mod wire;
use wire::{sandbox, track};

/// Codes of problems that the event itself still shows once it is built, and what the sandbox calls them.
const SEEN: &[(&str, &str)] = &[
    ("did_you_mean", "near_standard_name"),
    ("legacy_event_name", "legacy_event_name"),
    ("reserved_event_name", "reserved_event_name"),
    ("custom_offline_event", "custom_offline_event"),
    ("late_event", "late_event"),
    ("future_event", "future_event"),
    ("long_event_id", "long_event_id"),
    ("long_ttclid", "long_ttclid"),
    ("encoded_ttclid", "encoded_ttclid"),
    ("missing_page_url", "missing_page_url"),
    ("no_identifier", "no_identifier"),
    ("ldu_without_ip", "ldu_without_ip"),
    ("not_for_this_source", "not_for_this_source"),
    ("unlisted_currency", "unlisted_currency"),
    ("missing_currency", "missing_currency"),
    ("missing_recommended", "missing_recommended"),
];

/// What `explain` calls what the sandbox calls more exactly.
const EXACT: &[(&str, &str)] = &[
    ("misplaced_field", "unknown_field"),
    ("legacy_field", "unknown_field"),
    ("missing_page_url", "invalid_url"),
    ("missing_page_url", "wrong_type"),
];

#[test]
fn the_sandbox_and_explain_agree_over_all_vectors() {
    let (mut built, mut wrong) = (0, Vec::new());
    let sandbox = sandbox();
    for case in cases() {
        let Some(event) = built_of(&case) else { continue };
        built += 1;
        let id = case["id"].as_str().unwrap();
        wrong.extend(contradictions(&sandbox, &event).into_iter().map(|it| format!("{id}: {it}")));
    }
    assert!(built >= 1_000, "{built} events were built");
    assert!(wrong.is_empty(), "{} of {built}\n{}", wrong.len(), wrong.join("\n"));
}

type Told = BTreeSet<(String, &'static str)>;

/// The event that the core builds of a case, and its warnings.
struct Built {
    json: String,
    source: EventSource,
    now_ms: i64,
    explained: Told,
}

fn contradictions(sandbox: &Sandbox, event: &Built) -> Vec<String> {
    let explained = &event.explained;
    let kept: Value = serde_json::from_str(&event.json).unwrap();
    let (found, refused) = sent(sandbox, event);
    let unheard = found.iter().filter(|(path, code)| !is_told(explained, path, code));
    let unheard: Vec<_> =
        unheard.map(|(path, code)| format!("{code} at {path}, of which explain is silent")).collect();
    let is_there = |path: &str| path.split('.').try_fold(&kept, |at, key| at.get(key)).is_some();
    let unseen = explained.iter().filter_map(|(path, code)| {
        if *code == "not_for_this_source" && (!is_there(path) || path == "limited_data_use") {
            return None;
        }
        // Without a person it looks like the event of one who opted out.
        if ["no_identifier", "ldu_without_ip"].contains(code)
            && is_there("limited_data_use")
            && !is_there("user")
        {
            return None;
        }
        let (_, name) = SEEN.iter().find(|(seen, _)| seen == code)?;
        (!found.contains(&(path.clone(), name)))
            .then(|| format!("{code} at {path}, of which the sandbox is silent"))
    });
    refused.into_iter().chain(unheard).chain(unseen).collect()
}

/// What the sandbox finds in an event, and why it refuses it if it does.
fn sent(sandbox: &Sandbox, event: &Built) -> (Told, Option<String>) {
    sandbox.reset();
    sandbox.freeze_clock(true);
    sandbox.set_clock(event.now_ms);
    let (json, source) = (&event.json, event.source.as_str());
    let reply =
        track(sandbox, &format!(r#"{{"data":[{json}],"event_source":"{source}","event_source_id":"1"}}"#));
    let findings = sandbox.events().into_iter().flat_map(|event| event.findings);
    let found = findings.map(|finding| (finding.path, finding.code.as_str())).collect();
    (found, (reply.code() != 0).then(|| format!("refused: {}", reply.json()["message"])))
}

fn is_told(explained: &Told, path: &str, code: &str) -> bool {
    let of = |names: &[(&'static str, &'static str)], is_finding_first: bool| {
        names.iter().any(|(a, b)| {
            let (finding, problem) = if is_finding_first { (a, b) } else { (b, a) };
            *finding == code && explained.contains(&(path.to_owned(), *problem))
        })
    };
    explained.iter().any(|(own, name)| own == path && *name == code) || of(SEEN, false) || of(EXACT, true)
}

fn built_of(case: &Value) -> Option<Built> {
    let mut rules = Rules::at(0, Entropy::default());
    for (name, value) in case["options"].as_object().into_iter().flatten() {
        let json = value.to_string();
        // Options of the client are none of the rules.
        let _ = rules.set(name, &Input::from_json(json.as_bytes()).ok()?);
    }
    let described = case["input"].to_string();
    let input = Input::from_json(described.as_bytes()).ok()?;
    let reading = Event::read(&input, &rules);
    let warnings = reading.problems.iter().filter(|problem| problem.severity() != Severity::Info);
    let explained = warnings.map(|problem| (problem.path().to_owned(), problem.code().as_str())).collect();
    let json = reading.outcome.ready()?.to_json();
    Some(Built { json, source: rules.event_source, now_ms: rules.now, explained })
}

/// The cases that describe an event.
fn cases() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let json = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let read = |path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
    let events = json.map(read).filter(|file| ["build", "explain"].iter().any(|verb| file["verb"] == *verb));
    events.flat_map(|file| file["cases"].as_array().unwrap().clone()).collect()
}
