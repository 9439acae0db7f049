//! `deliver` against the sandbox: what `build` printed arrives byte for byte, and each line tells what became of an event.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::{Ran, finished, run, started};
use serde_json::{Value, json};
use tiktok_capi_sandbox::{Config, REVOKED_TOKEN, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).unwrap()
}

fn deliver(sandbox: &Sandbox, token: &str, arguments: &[&str], input: &str) -> Ran {
    let arguments = [&["deliver", "--pixel-code", "C4A"], arguments].concat();
    let environment =
        [("TIKTOK_CAPI_ENDPOINT", sandbox.endpoint()), ("TIKTOK_ACCESS_TOKEN", token.to_owned())];
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    finished(started(&arguments, &environment, input))
}

fn described(id: &str, more: &Value) -> String {
    let mut event = json!({"event": "Contact", "event_id": id, "page": {"url": "https://a.de/"}, "user": {"email": "jo@canary.example", "ttclid": "a%2525b"}});
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event.to_string() + "\n"
}

fn outcomes(ran: &Ran) -> Vec<(String, Option<String>)> {
    let read = |line: &&str| {
        let told: Value = serde_json::from_str(line).unwrap();
        (told["outcome"].as_str().unwrap().to_owned(), told["event_id"].as_str().map(str::to_owned))
    };
    ran.lines().iter().map(read).collect()
}

fn accepted(ids: &[&str]) -> Vec<(String, Option<String>)> {
    ids.iter().map(|id| ("accepted".to_owned(), Some((*id).to_owned()))).collect()
}

#[test]
fn what_build_printed_arrives() {
    let sandbox = sandbox();
    let denied = described("e2", &json!({"consent": "denied"}));
    let input =
        [described("e1", &json!({})), denied, described("e3", &json!({"consent": "granted"}))].concat();
    let built = run(&["build", "--require-consent", "--consent", "granted"], input);
    assert_eq!(built.lines().len(), 3);
    let ran = deliver(&sandbox, "any", &["--max-batch", "1"], &built.out);
    assert_eq!((ran.code, outcomes(&ran)), (0, accepted(&["e1", "e3"])), "{}", ran.err);
    let sent: Vec<String> = sandbox.events().iter().map(|event| event.data.get().to_owned()).collect();
    assert_eq!(sent, built.lines().into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>());
    assert!(sent[0].contains(r#""ttclid":"a%25b""#), "decoded once, when it was built");
    assert!(!ran.out.contains("canary") && !ran.err.contains("canary"));
}

#[test]
fn what_is_not_canonical_is_refused_and_the_others_go() {
    let sandbox = sandbox();
    let built = run(&["build"], described("e1", &json!({}))).out;
    let input = format!("{}{built}no json\n", described("e0", &json!({})));
    let ran = deliver(&sandbox, "any", &[], &input);
    let refused = ("refused".to_owned(), None);
    assert_eq!(ran.code, 3);
    assert_eq!(outcomes(&ran), [refused.clone(), accepted(&["e1"]).remove(0), refused]);
    let codes: Vec<Value> = ran
        .lines()
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["problems"][0]["code"].clone())
        .collect();
    assert_eq!(codes, [json!("not_canonical"), Value::Null, json!("invalid_json")]);
    assert!(!ran.out.contains("canary"));
}

#[test]
fn what_stops_it_is_told() {
    let sandbox = sandbox();
    let built: String = ["e1", "e2", "e3"].map(|id| run(&["build"], described(id, &json!({}))).out).concat();
    let ran = deliver(&sandbox, REVOKED_TOKEN, &["--max-batch", "1"], &built);
    assert_eq!((ran.code, ran.lines().len()), (4, 1), "{}", ran.err);
    assert!(ran.err.contains("after number 1"), "{}", ran.err);
    let ran = finished(started(&["deliver"], &[("TIKTOK_ACCESS_TOKEN", "any")], built));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("event_source_id"), "{}", ran.err);
}
