//! The verbs by name, with what goes wrong. The shared vectors run through the same functions from C and from PHP.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;

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
    let doubtful = answer("event_id", "{}", r#"{"event":"purchase","key":4711}"#);
    assert_eq!(doubtful["problems"][0]["code"], "did_you_mean");
    assert_eq!(
        answer("context", "{}", r#"{"url":"https://a.example/"}"#)["page"]["url"],
        "https://a.example/"
    );
    let loaded = answer("base_code", "{}", r#"{"pixel_code":"C4A","nonce":"n1"}"#);
    assert!(loaded["html"].as_str().unwrap().starts_with("<script nonce=\"n1\">(function"));
    assert!(loaded["script"].as_str().unwrap().ends_with(r#","C4A",{},false);"#));
    let pushed = r#"{"event":"sign_up","user_id":"u1"}"#;
    let event = json!({ "event": "CompleteRegistration", "user": { "external_id": "u1" } });
    for payload in [pushed.to_owned(), json!(pushed).to_string()] {
        let document = format!(r#"{{"format":"ga4","payload":{payload}}}"#);
        assert_eq!(answer("describe", "{}", &document), json!({ "events": [event], "problems": [] }));
    }
    let nothing = answer("describe", "{}", r#"{"format":"ga4","payload":{"event":"refund"}}"#);
    assert_eq!((&nothing["events"], &nothing["problems"][0]["code"]), (&json!([]), &json!("no_conversion")));
    let unsigned = r#"{"secret":"s","body":"b","header":null}"#;
    for verb in ["verify_shopify", "verify_woocommerce"] {
        assert_eq!(answer(verb, "{}", unsigned), json!({ "valid": false }));
    }
    let broken = r#"{"secret":"s","body":"\ud800","header":"x"}"#;
    assert_eq!(answer("verify_shopify", "{}", broken), json!({ "valid": false }));
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
        ("event_id", "{}", r#"{"event":"Purchase","key":" "}"#, Kind::Config, "invalid_argument"),
        (
            "event_id",
            "{}",
            r#"{"event":"Purchase","key":9223372036854775808}"#,
            Kind::Config,
            "invalid_argument",
        ),
        ("context", "{}", "canary", Kind::Config, "invalid_json"),
        ("base_code", "{}", "canary", Kind::Config, "invalid_json"),
        ("base_code", "{}", r#"["canary"]"#, Kind::Config, "invalid_argument"),
        ("base_code", "{}", r#"{"pixel_code":"<canary>"}"#, Kind::Config, "invalid_argument"),
        ("base_code", "{}", r#"{"pixel_code":"A","pixel_code":"canary"}"#, Kind::Config, "invalid_argument"),
        ("base_code", "{}", r#"{"pixel_code":"A","source":"canary"}"#, Kind::Config, "invalid_argument"),
        ("base_code", "{}", r#"{"pixel_code":"A","canary":1}"#, Kind::Config, "invalid_argument"),
        ("describe", "{}", r#"{"format":"canary","payload":{}}"#, Kind::Config, "unknown_format"),
        ("describe", "{}", r#"{"payload":{}}"#, Kind::Config, "unknown_format"),
        ("describe", "{}", r#"{"format":"ga4"}"#, Kind::InvalidEvent, "invalid_event"),
        ("describe", "{}", r#"{"format":"ga4","payload":"canary"}"#, Kind::InvalidEvent, "invalid_event"),
        (
            "describe",
            "{}",
            r#"{"format":"ga4","payload":{"canary!":1}}"#,
            Kind::InvalidEvent,
            "invalid_event",
        ),
        ("describe", "{}", r#"{"format":"ga4","canary":{}}"#, Kind::Config, "invalid_argument"),
        ("verify_shopify", "{}", r#"{"body":"canary","header":"x"}"#, Kind::Config, "invalid_argument"),
        ("verify_shopify", "{}", r#"{"secret":"canary","header":"x"}"#, Kind::Config, "invalid_argument"),
        ("verify_woocommerce", "{}", r#"{"secret":"canary","header":"x"}"#, Kind::Config, "invalid_argument"),
        (
            "verify_shopify",
            "{}",
            r#"{"secret":7,"body":"canary","header":"x"}"#,
            Kind::Config,
            "invalid_argument",
        ),
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

/// Each call is as another process's: what one has put in, the next one finds.
#[test]
fn the_outbox_of_a_program_is_a_file() {
    let folder = std::env::temp_dir().join(format!("tiktok-capi-json-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let outbox = folder.join("outbox.db");
    let options = json!({ "pixel_code": "C4A", "outbox": outbox, "access_token": "canary" });
    let head = json!({ "options": options }).to_string();

    let receipt = answer("enqueue", &head, EVENT);
    assert_eq!((&receipt["ok"], &receipt["results"][0]["outcome"]), (&json!(true), &json!("queued")));
    let receipt = answer("enqueue", &head, &format!(r#"[{EVENT},{{"event":"-"}}]"#));
    assert_eq!(receipt["results"][1]["outcome"], "refused");
    let stats = answer("stats", &head, "{}");
    assert_eq!((&stats["waiting"], &stats["counts"]["queued"]), (&json!(2), &json!(2)));
    assert_eq!(failure("enqueue", &head, r#"{"event":"-"}"#).1, "invalid_event");

    let closed = json!({ "options": options, "closed": true }).to_string();
    let (kind, code, told) = failure("enqueue", &closed, EVENT);
    assert_eq!((kind, code.as_str()), (Kind::Outbox, "outbox_closed"));
    assert_eq!((&told["path"], &told["option"]), (&json!(outbox), &Value::Null));
    let full = json!({ "options": { "pixel_code": "C4A", "outbox": outbox, "max_events": 1 } }).to_string();
    let (kind, code, told) = failure("enqueue", &full, EVENT);
    assert_eq!((kind, code.as_str()), (Kind::OutboxFull, "outbox_full"));
    assert_eq!((&told["path"], &told["option"]), (&json!(outbox), &Value::Null));
    for timeout in ["{}", r#"{"timeout":-1}"#, r#"{"timeout":"1"}"#, r#"{"timeout":true}"#] {
        assert_eq!(failure("flush", &head, timeout).1, "invalid_argument");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// What is wrong with an event has one code, whether it stands alone or in a list.
#[test]
fn an_event_that_cannot_be_read_is_told_alone_and_in_a_list() {
    let options = json!({ "pixel_code": "C4A", "access_token": "t", "endpoint": "http://127.0.0.1:9", "max_attempts": 1 });
    let head = json!({ "options": options }).to_string();
    let deep = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
    for (unreadable, code) in
        [(deep.as_str(), "too_deep"), (r#"{"event":1,"event":2}"#, "duplicate_key"), ("7", "wrong_type")]
    {
        let (kind, _, told) = failure("track", &head, unreadable);
        assert_eq!((kind, &told["problems"][0]["code"]), (Kind::InvalidEvent, &json!(code)));
        let receipt = answer("track", &head, &format!("[{unreadable},{EVENT}]"));
        let refused = &receipt["results"][0];
        assert_eq!((&refused["outcome"], &refused["problems"][0]["code"]), (&json!("refused"), &json!(code)));
        assert_eq!(receipt["results"][1]["outcome"], "undelivered");
    }
}

#[test]
fn a_missing_option_is_told_before_an_event_that_cannot_be_read() {
    let head = json!({ "options": { "access_token": "t", "event_source_id": "" } }).to_string();
    for document in ["canary", r#"{"event":"canary!"}"#] {
        // An id in the environment of whoever runs this must not matter.
        if std::env::var_os("TIKTOK_EVENT_SOURCE_ID").is_none() {
            assert_eq!(failure("track", &head, document).1, "missing_option");
        }
    }
}

#[test]
fn every_kind_of_failure_has_a_name_and_all_but_withheld_a_class() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    assert!(Kind::ALL.iter().all(|kind| kind.class().is_some() == (*kind != Kind::Withheld)));
}

#[test]
fn a_program_has_no_outbox_in_memory() {
    for outbox in [Value::Null, json!(":memory:"), json!(" :memory: ")] {
        let head = json!({ "options": { "pixel_code": "C4A", "outbox": outbox } }).to_string();
        for (verb, document) in [
            ("enqueue", EVENT),
            ("flush", r#"{"timeout":0}"#),
            ("close", r#"{"timeout":0}"#),
            ("stats", "{}"),
        ] {
            let (kind, code, told) = failure(verb, &head, document);
            assert_eq!(
                (kind, code.as_str(), &told["option"]),
                (Kind::Config, "invalid_option", &json!("outbox"))
            );
        }
    }
}

#[test]
fn a_document_may_hold_lines_and_hostile_bytes() {
    let pretty = EVENT.replace(',', ",\n");
    assert_eq!(called("build", "{}", &pretty), called("build", "{}", EVENT));
    let failure = call("build", b"{}\n{\"event\":\"\xff\"}").unwrap_err();
    assert_eq!(failure.kind(), Kind::InvalidEvent);
    assert!(VERBS.iter().all(|verb| call(verb, b"").is_err()));
}
