//! Ten things that new users do wrong (`tests/mistakes`), as they do them with the program, and what it prints.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed"
)]

mod common;

use common::{finished, started};
use serde_json::Value;

#[test]
fn every_mistake_is_told_with_what_mends_it() {
    let mistakes: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/mistakes/mistakes.json")).unwrap();
    assert_eq!(mistakes.len(), 10);
    for mistake in &mistakes {
        let (id, printed) = (text(&mistake["id"]), printed(mistake));
        for part in mistake["says"].as_array().unwrap().iter().map(text) {
            let option = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let part = option.map_or_else(|| part.to_owned(), flag);
            assert!(printed.contains(&part), "{id}: no {part} in {printed}");
        }
        assert!(!printed.contains("canary") && !printed.contains("7946"), "{id}: {printed}");
        if ["build", "explain"].contains(&text(&mistake["verb"])) {
            let told =
                printed.lines().find(|line| ["error", "warning"].iter().any(|word| line.starts_with(word)));
            assert!(printed.contains(text(&mistake["code"])), "{id}: {printed}");
            assert!(
                told.unwrap().starts_with(if mistake["verb"] == "build" { "error" } else { "warning" }),
                "{printed}"
            );
        }
    }
}

/// What the one who makes the mistake reads: of `build` they ask `explain`.
fn printed(mistake: &Value) -> String {
    let options = mistake["options"].as_object().into_iter().flatten();
    let (token, flags): (Vec<_>, Vec<_>) = options.partition(|(name, _)| *name == "access_token");
    let flags = flags.iter().map(|(name, value)| format!("{}={}", flag(name), text(value)));
    let words: &[&str] = match text(&mistake["verb"]) {
        "client" | "track" => &["send", "-"],
        "build" | "explain" => &["explain", "-"],
        "hash" => &["hash", text(&mistake["field"]), text(&mistake["value"])],
        verb => panic!("no such verb: {verb}"),
    };
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(flags).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let environment: Vec<_> = token.iter().map(|(_, token)| ("TIKTOK_ACCESS_TOKEN", text(token))).collect();
    let ran = finished(started(&words, &environment, mistake["event"].to_string()));
    ran.out + &ran.err
}

fn flag(name: &str) -> String {
    format!("--{}", name.replace('_', "-"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
