//! A visitor under events, canonical events, and what a client is about. The shared vectors `visitor` and `deliver` run through the
//! same functions from C and from PHP; here stands what they cannot say: lists, text that is no JSON, the calls by name.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};
use tiktok_capi_json::{Failure, Kind, call, under};

const EVENT: &str =
    r#"{"event":"Contact","event_id":"e1","event_time":1767225600,"page":{"url":"https://a.example/"}}"#;
const VISITOR: &str = r#"{"consent":"granted","user":{"ip":"8.8.8.8","ttclid":"E.C.P.x"}}"#;

fn called(verb: &str, head: &Value, document: &str) -> Result<Vec<u8>, Failure> {
    call(verb, format!("{head}\n{document}").as_bytes())
}

fn answer(verb: &str, head: &Value, document: &str) -> Value {
    serde_json::from_slice(&called(verb, head, document).unwrap()).unwrap()
}

fn laid(visitor: &str, events: &[u8]) -> String {
    String::from_utf8_lossy(&under(visitor.as_bytes(), events).unwrap()).into_owned()
}

/// Nobody answers there, so what goes is told as `undelivered`.
fn nowhere() -> Value {
    json!({ "options": {
        "pixel_code": "C4A", "access_token": "t", "endpoint": "http://127.0.0.1:9", "max_attempts": 1,
    } })
}

#[test]
fn a_visitor_is_told_and_laid_under_the_next_call() {
    let request = r#"{"url":"https://a.example/?ttclid=E.C.P.x","headers":{"Cookie":"choice=granted"},"remote_addr":"8.8.8.8"}"#;
    let head =
        json!({ "options": { "now": 1_767_225_600, "consent_cookie": "choice", "require_consent": true } });
    let told = answer("visitor", &head, request);
    assert_eq!((&told["allowed"], &told["unreadable"]), (&json!(true), &Value::Null));
    assert_eq!(told["cookies"][0]["name"], "ttclid");
    assert_eq!(called("build", &head, EVENT).unwrap_err().kind(), Kind::Withheld);
    let head = json!({ "options": head["options"], "visitor": told["visitor"] });
    let built = answer("build", &head, EVENT);
    assert_eq!((&built["user"]["ip"], &built["user"]["ttclid"]), (&json!("8.8.8.8"), &json!("E.C.P.x")));
    assert!(built.get("consent").is_none());
    assert_eq!(answer("explain", &head, EVENT)["outcome"], "ready");
    let pixel = answer("pixel", &head, EVENT);
    assert!(pixel["html"].as_str().unwrap().starts_with("<script>"));
}

#[test]
fn consent_that_cannot_be_read_is_told_by_its_cookie() {
    let request = r#"{"headers":{"Cookie":"choice=canary"},"consent_cookie":"choice"}"#;
    let told = answer("visitor", &json!({}), request);
    assert_eq!((&told["allowed"], &told["unreadable"]), (&json!(false), &json!("choice")));
    assert!(!told.to_string().contains("canary"));
    for own in ["true", "{}", "1e999", r#""\ud800""#, r#"{"word":false}"#] {
        let is_unreadable =
            answer("visitor", &json!({}), &format!(r#"{{"consent":{own}}}"#))["unreadable"] == "consent";
        assert_eq!(is_unreadable, own != "{}", "{own}");
    }
}

#[test]
fn what_cannot_be_a_visitor_is_a_failure() {
    for (verb, head, document) in [
        ("visitor", json!({}), "canary"),
        ("visitor", json!({}), r#"["canary"]"#),
        ("visitor", json!({}), r#"{"consnet":"canary"}"#),
        ("visitor", json!({}), r#"{"consent_cookie":7}"#),
        ("build", json!({ "visitor": "canary" }), EVENT),
        ("under", json!({ "visitor": ["canary"] }), EVENT),
    ] {
        let failure = called(verb, &head, document).unwrap_err();
        assert_eq!(failure.kind(), Kind::Config, "{verb} {document}");
        assert!(!failure.to_json().contains("canary"));
    }
    for visitor in ["canary", "[]", "null", ""] {
        assert_eq!(under(visitor.as_bytes(), EVENT.as_bytes()).unwrap_err().kind(), Kind::Config);
    }
}

#[test]
fn a_visitor_is_laid_under_each_of_a_list() {
    let own = r#"{"consent":"denied","user":{"ip":"9.9.9.9","ttclid":" "}}"#;
    let filled = r#"{"consent":"denied","user":{"ip":"9.9.9.9","ttclid":"E.C.P.x"}}"#;
    assert_eq!(laid(VISITOR, own.as_bytes()), filled);
    assert_eq!(laid(VISITOR, format!(" [{own} , {{}},7]").as_bytes()), format!("[{filled},{VISITOR},7]"));
    assert_eq!(laid(VISITOR, b"[]"), "[]");
    assert_eq!(laid("{}", own.as_bytes()), own);
    let head = json!({ "visitor": { "user": { "ip": "8.8.8.8" } } });
    assert_eq!(answer("under", &head, "[{}]"), json!([{ "user": { "ip": "8.8.8.8" } }]));
    assert_eq!(answer("under", &json!({}), "{}"), json!({}));
}

#[test]
fn text_that_is_no_json_comes_back() {
    for text in ["canary", "", "[", r#"[{"event":1},"#, "{} {}", "\u{feff}{}"] {
        assert_eq!(laid(VISITOR, text.as_bytes()), text);
    }
    assert_eq!(under(VISITOR.as_bytes(), b"{\"event\":\"\xff\"}").unwrap(), b"{\"event\":\"\xff\"}");
}

/// With a visitor under it an event has the code that it has without.
#[test]
fn an_item_that_cannot_be_read_keeps_its_code() {
    let deep = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
    let mut with = nowhere();
    with["visitor"] = serde_json::from_str(VISITOR).unwrap();
    for unreadable in [
        deep.as_str(),
        r#"{"event":1,"event":2}"#,
        "7",
        "[]",
        "1e999",
        r#"{"event":"Contact","event_id":"\ud800"}"#,
        r#"{"event":"Contact","user":{"email":1e999}}"#,
        r#"{"event":"Contact","user":{"email":"a@b.de","email":"c@b.de"}}"#,
    ] {
        let list = format!("[{unreadable},{EVENT}]");
        let [bare, told] = [nowhere(), with.clone()].map(|head| answer("track", &head, &list));
        let codes = |told: &Value| -> Vec<String> {
            let problems = told["results"][0]["problems"].as_array().unwrap().iter();
            // What the visitor brings is missing without it.
            let problems = problems.filter(|problem| problem["code"] != "no_identifier");
            problems.map(|problem| format!("{} {}", problem["path"], problem["code"])).collect()
        };
        assert!(!codes(&told).is_empty(), "{unreadable}");
        assert_eq!(codes(&told), codes(&bare), "{unreadable}");
        assert_eq!(told["results"][1]["outcome"], "undelivered");
    }
}

#[test]
fn canonical_events_are_delivered_as_they_are() {
    let canonical =
        r#"{"event":"Contact","event_id":"e1","event_time":1767225600,"user":{"ttclid":"a%25b"}}"#;
    // A list holds each as it stands, or as a text of its own, which no neighbour can break.
    for events in [
        canonical.to_owned(),
        json!(canonical).to_string(),
        format!("[{canonical}]"),
        json!([canonical]).to_string(),
    ] {
        let receipt = answer("deliver", &nowhere(), &events);
        let result = &receipt["results"][0];
        assert_eq!(
            (&result["outcome"], &result["event_id"]),
            (&json!("undelivered"), &json!("e1")),
            "{events}"
        );
    }
    assert_eq!(answer("deliver", &nowhere(), "[]")["results"], json!([]));
    let missing = json!({ "options": { "access_token": "t", "event_source_id": "" } });
    // An id in the environment of whoever runs this must not matter.
    if std::env::var_os("TIKTOK_EVENT_SOURCE_ID").is_none() {
        assert_eq!(called("deliver", &missing, "canary").unwrap_err().code(), "missing_option");
    }
}

#[test]
fn what_is_not_canonical_is_refused_alone_and_in_a_list() {
    let canonical = r#"{"event":"Contact","event_id":"e1","event_time":1767225600}"#;
    let spaced = format!(" {canonical}");
    for (text, code) in [
        ("canary", "invalid_json"),
        ("", "invalid_json"),
        (r#"{"event":TRUE}"#, "invalid_json"),
        (r#"{"event":1},{"event":2}"#, "invalid_json"),
        (r#"{"event":1,"event":2}"#, "duplicate_key"),
        ("[]", "not_canonical"),
        ("7", "not_canonical"),
        (r#""""#, "not_canonical"),
        (EVENT.trim_start_matches(r#"{"event":"Contact","#), "invalid_json"),
        (&spaced, "not_canonical"),
    ] {
        let failure = called("deliver", &nowhere(), &json!(text).to_string()).unwrap_err();
        let told: Value = serde_json::from_str(&failure.to_json()).unwrap();
        assert_eq!(
            (failure.kind(), &told["problems"][0]["code"]),
            (Kind::InvalidEvent, &json!(code)),
            "{text}"
        );
        assert!(!failure.to_json().contains("canary"));
        let receipt = answer("deliver", &nowhere(), &json!([canonical, text, canonical]).to_string());
        let outcomes = [0, 1, 2].map(|place| receipt["results"][place]["outcome"].clone());
        assert_eq!(outcomes, ["undelivered", "refused", "undelivered"], "{text}");
        assert_eq!(receipt["results"][1]["problems"], told["problems"], "{text}");
    }
    let list = format!(r#"[{canonical},7,"\ud800",{{"event":"Contact","event":"-"}}]"#);
    let receipt = answer("deliver", &nowhere(), &list);
    let refused =
        receipt["results"].as_array().unwrap().iter().filter(|result| result["outcome"] == "refused");
    assert_eq!(refused.count(), 3);
}

#[test]
fn a_client_tells_what_it_is_about() {
    let about = |options: Value| answer("about", &json!({ "options": options }), "");
    let web = about(json!({ "pixel_code": " C4A " }));
    let expected = json!({
        "event_source": "web", "event_source_id": "C4A", "is_outbox_in_memory": true, "pixel_code": "C4A",
    });
    // A file in the environment of whoever runs this must not matter.
    if std::env::var_os("TIKTOK_CAPI_OUTBOX").is_none() {
        assert_eq!(web, expected);
    }
    for source in ["offline", "crm", "app"] {
        let told = about(json!({ "event_source": source, "event_source_id": "7000000000000000001" }));
        assert_eq!((&told["event_source"], &told["pixel_code"]), (&json!(source), &Value::Null));
        assert_eq!(told["event_source_id"], "7000000000000000001");
    }
    for (outbox, is_in_memory) in [(json!(":memory:"), true), (json!("\u{a0}"), true), (json!("a.db"), false)]
    {
        if std::env::var_os("TIKTOK_CAPI_OUTBOX").is_none() {
            assert_eq!(about(json!({ "outbox": outbox }))["is_outbox_in_memory"], is_in_memory, "{outbox}");
        }
    }
    let failure = called("about", &json!({ "options": { "canary": 1 } }), "").unwrap_err();
    assert_eq!((failure.kind(), failure.code()), (Kind::Config, "unknown_option"));
}
