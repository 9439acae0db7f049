//! The verbs by name, with what goes wrong. The shared vectors run through the same functions from C and from PHP.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::{Value, json};
use tiktok_capi_json::{Failure, Kind, VERBS, call};

const EVENT: &str =
    r#"{"event":"Contact","event_id":"e1","event_time":1767225600,"page":{"url":"https://a.example/"}}"#;

fn answer(verb: &str, head: &str, document: &str) -> Value {
    let bytes = called(verb, head, document).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn called(verb: &str, head: &str, document: &str) -> Result<Vec<u8>, Failure> {
    call(verb, format!("{head}\n{document}").as_bytes())
}

fn failure(verb: &str, head: &str, document: &str) -> (Kind, String, Value) {
    let failure = called(verb, head, document).unwrap_err();
    let json: Value = serde_json::from_str(&failure.to_json()).unwrap();
    assert_eq!(json["error"], failure.kind().as_str());
    assert!(!failure.to_string().contains("canary") && !failure.to_json().contains("canary"));
    (failure.kind(), failure.code().to_owned(), json)
}

#[test]
fn each_verb_answers() {
    let head = r#"{"options":{"now":1767225600},"nonce":"n1"}"#;
    assert_eq!(called("open", head, ""), Ok(Vec::new()));
    assert_eq!(answer("build", head, EVENT)["event_id"], "e1");
    assert_eq!(answer("explain", head, EVENT)["outcome"], "ready");
    assert!(answer("pixel", head, EVENT)["html"].as_str().unwrap().starts_with("<script nonce=\"n1\">"));
    assert_eq!(answer("normalize", "{}", r#"{"field":"country","value":"Germany"}"#)["text"], "de");
    let region = r#"{"field":"phone","value":"020 7946 0958","options":{"default_region":"GB"}}"#;
    assert_eq!(answer("normalize", "{}", region)["text"], "+442079460958");
    assert_eq!(
        answer("hash", "{}", r#"{"field":"email","value":null}"#),
        json!({ "digest": null, "problems": [] })
    );
    assert!(answer("event_id", "{}", r#"{"event":"Purchase","key":4711}"#)["event_id"].is_string());
    assert_eq!(
        answer("context", "{}", r#"{"url":"https://a.example/"}"#)["page"]["url"],
        "https://a.example/"
    );
}

#[test]
fn what_is_wrong_is_told_by_kind_and_code() {
    for (verb, head, document, kind, code) in [
        ("nope", "{}", "", Kind::Config, "unknown_verb"),
        ("build", "", EVENT, Kind::Config, "invalid_json"),
        ("build", r#"{"option":{}}"#, EVENT, Kind::Config, "invalid_argument"),
        ("open", r#"{"options":{"canary-7!":1}}"#, "", Kind::Config, "unknown_option"),
        ("build", "{}", r#"{"event":"canary!"}"#, Kind::InvalidEvent, "invalid_event"),
        ("build", "{}", "canary", Kind::InvalidEvent, "invalid_event"),
        ("build", r#"{"options":{"consent":"denied"}}"#, EVENT, Kind::Withheld, "withheld"),
        ("pixel", r#"{"options":{"consent":"denied"}}"#, EVENT, Kind::Withheld, "withheld"),
        ("track", "{}", r#"[{"event":"canary!"}]"#, Kind::Config, "missing_option"),
        ("hash", "{}", r#"{"field":"canary","value":1}"#, Kind::Config, "unknown_field"),
        ("hash", "{}", r#"{"field":"email","value":"canary"}"#, Kind::InvalidEvent, "invalid_event"),
        ("event_id", "{}", r#"{"event":"Purchase","key":null}"#, Kind::Config, "invalid_argument"),
        (
            "event_id",
            "{}",
            r#"{"event":"Purchase","key":9223372036854775808}"#,
            Kind::Config,
            "invalid_argument",
        ),
        ("context", "{}", "canary", Kind::Config, "invalid_json"),
    ] {
        // The sandbox of the machine that runs this must not matter.
        if verb == "track" && std::env::var_os("TIKTOK_ACCESS_TOKEN").is_some() {
            continue;
        }
        let (got_kind, got_code, _) = failure(verb, head, document);
        assert_eq!((got_kind, got_code.as_str()), (kind, code), "{verb} {document}");
    }
}

#[test]
fn a_refused_event_brings_its_problems() {
    let (_, _, told) = failure("build", "{}", r#"{"event":"-"}"#);
    assert_eq!(told["option"], Value::Null);
    assert_eq!(told["problems"][0]["code"], "invalid_event_name");
    assert_eq!(told["problems"][0]["path"], "event");
}

#[test]
fn a_document_may_hold_lines_and_hostile_bytes() {
    let pretty = EVENT.replace(',', ",\n");
    assert_eq!(called("build", "{}", &pretty), called("build", "{}", EVENT));
    let failure = call("build", b"{}\n{\"event\":\"\xff\"}").unwrap_err();
    assert_eq!(failure.kind(), Kind::InvalidEvent);
    assert!(VERBS.iter().all(|verb| call(verb, b"").is_err()));
}
