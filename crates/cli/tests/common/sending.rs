//! `send` as the tests call it: against a sandbox, with events whose values may be seen nowhere.

use std::collections::BTreeSet;
use std::process::Child;

use serde_json::{Value, json};
use tiktok_capi_sandbox::{Config, Recorded, Sandbox};

use super::{Ran, finished, started};

pub(crate) const TOKEN: &str = "token-of-this-test";

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).unwrap()
}

pub(crate) fn spawned(endpoint: &str, token: &str, arguments: &[&str], input: &str) -> Child {
    let arguments = [&["send", "--pixel-code", "C4A"], arguments].concat();
    let environment = [("TIKTOK_CAPI_ENDPOINT", endpoint), ("TIKTOK_ACCESS_TOKEN", token)];
    started(&arguments, &environment, input)
}

pub(crate) fn send(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    finished(spawned(&sandbox.endpoint(), TOKEN, arguments, ""))
}

/// The same to an event set, as that of a till.
pub(crate) fn send_to_set(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let arguments = [&["send", "--source-id", "77"], arguments].concat();
    let endpoint = sandbox.endpoint();
    let environment = [("TIKTOK_CAPI_ENDPOINT", endpoint.as_str()), ("TIKTOK_ACCESS_TOKEN", TOKEN)];
    finished(started(&arguments, &environment, ""))
}

/// Events with ids from `e1` on.
pub(crate) fn events(count: usize) -> String {
    (1..=count).map(|n| event(&format!("e{n}")) + "\n").collect()
}

pub(crate) fn event(id: &str) -> String {
    let user = json!({"email": format!("{id}@canary.example"), "phone": "+44 161 496 0123"});
    json!({"event": "Contact", "event_id": id, "page": {"url": "https://a.de/"}, "user": user}).to_string()
}

pub(crate) fn without_id() -> String {
    json!({"event": "Contact", "page": {"url": "https://a.de/"}, "user": {"email": "a@canary.example"}})
        .to_string()
}

pub(crate) fn summary(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

/// Line, event id, outcome, code, path of each row.
pub(crate) fn rows(report: &str) -> Vec<[String; 5]> {
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["line", "event_id", "outcome", "code", "path", "hint"]);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        assert!(!row[5].is_empty());
        [0, 1, 2, 3, 4].map(|index| row[index].to_owned())
    });
    rows.collect()
}

pub(crate) fn row(line: u64, event_id: &str, outcome: &str, code: &str, path: &str) -> [String; 5] {
    [&line.to_string(), event_id, outcome, code, path].map(ToOwned::to_owned)
}

/// The ids that count after deduplication.
pub(crate) fn arrived(sandbox: &Sandbox) -> BTreeSet<String> {
    let accepted = sandbox.events().into_iter().filter(Recorded::is_accepted);
    accepted.map(|event| event.event_id.unwrap()).collect()
}
