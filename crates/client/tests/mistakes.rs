//! Ten things that new users do wrong (`tests/mistakes`), and what they are told.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed"
)]

use serde_json::Value;
use tiktok_capi::core::{Entropy, hash_of};
use tiktok_capi::{Client, Failure, Input, Options, Rules};

#[test]
fn every_mistake_is_told_with_what_mends_it() {
    let mistakes: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/mistakes/mistakes.json")).unwrap();
    assert_eq!(mistakes.len(), 10);
    for mistake in &mistakes {
        let (id, printed) = (text(&mistake["id"]), printed(mistake));
        let says = mistake["says"].as_array().unwrap().iter().chain([&mistake["code"], &mistake["place"]]);
        for part in says {
            let part = text(part).replace(['{', '}'], "");
            assert!(printed.contains(&part), "{id}: no {part} in {printed}");
        }
        assert!(!printed.contains("canary") && !printed.contains("7946"), "{id}: {printed}");
        let first = printed.lines().find(|line| line.starts_with("- ")).unwrap_or(&printed);
        assert!(first.contains(text(&mistake["code"])) || mistake["verb"] == "explain", "{id}: {printed}");
    }
}

/// What the one who makes the mistake reads.
fn printed(mistake: &Value) -> String {
    let json = mistake["event"].to_string();
    let event = Input::from_json(json.as_bytes()).unwrap();
    match text(&mistake["verb"]) {
        "client" => client(mistake).unwrap_err(),
        "build" => Failure::invalid_event(client(mistake).unwrap().build(&event).problems).to_string(),
        "track" => client(mistake).unwrap().track(&event).unwrap_err().to_string(),
        "explain" => client(mistake).unwrap().explain(&event).to_string(),
        "hash" => {
            let [field, value] = ["field", "value"].map(|name| Input::text(text(&mistake[name])));
            let rules = Rules::at(0, Entropy::default());
            hash_of(&field, &value, &Input::Null, &rules).unwrap_err().to_string()
        }
        verb => panic!("no such verb: {verb}"),
    }
}

fn client(mistake: &Value) -> Result<Client, String> {
    let mut options = Options::default();
    for (name, value) in mistake["options"].as_object().into_iter().flatten() {
        options.set(name, &Input::text(text(value))).map_err(|error| error.to_string())?;
    }
    Client::new(options).map_err(|error| error.to_string())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
