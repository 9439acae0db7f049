//! `/sandbox/…` and the page.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

mod wire;
use wire::{Connection, DIGEST, TRACK, body, event, feed, get, good, post, sandbox, track};

#[test]
fn events_are_listed_and_filtered() {
    let sandbox = sandbox();
    let now = sandbox.now_ms();
    let mut bad = event("e3", now);
    bad["event_id"] = json!(3);
    let mut odd = event("e2", now);
    odd["event"] = json!("Lead");
    odd["user"]["emial"] = json!("x");
    for events in [vec![event("e1", now), odd], vec![event("e1", now)], vec![bad]] {
        track(&sandbox, &body(&events));
    }
    let numbers = |query: &str| {
        let list = get(&sandbox, &format!("/sandbox/events{query}")).json();
        list["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["number"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(""), [1, 2, 3, 4]);
    assert_eq!(numbers("?event=Lead"), [2]);
    assert_eq!(numbers("?event_id=e1"), [1, 3]);
    assert_eq!(numbers("?standing=duplicate"), [3]);
    assert_eq!(numbers("?code=40002"), [4]);
    assert_eq!(numbers("?finding=unknown_field"), [2]);
    assert_eq!(numbers("?channel=pixel"), [0; 0]);
    assert_eq!(numbers("?after=2&limit=1"), [4]);
    assert_eq!(get(&sandbox, "/sandbox/events?evnet=Lead").status, 400);
    let first = &get(&sandbox, "/sandbox/events").json()["events"][0];
    assert_eq!(first["data"]["user"]["email"], DIGEST);
    assert_eq!((&first["standing"], &first["match_keys"]), (&json!("counted"), &json!(["email"])));
    let counts = &get(&sandbox, "/sandbox/events").json()["counts"];
    assert_eq!(
        (&counts["accepted"], &counts["refused"], &counts["requests"]),
        (&json!(3), &json!(1), &json!(3))
    );
}

#[test]
fn a_wait_ends_when_the_event_arrives() {
    let sandbox = sandbox();
    let arrived = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| get(&sandbox, "/sandbox/wait?event_id=e1&timeout=20").json());
        assert_eq!(get(&sandbox, "/sandbox/wait?event_id=e1&timeout=0.05").status, 404);
        track(&sandbox, &good(&sandbox, "e1"));
        waiting.join().unwrap()
    });
    assert_eq!(arrived["event_id"], "e1");
    assert!(sandbox.wait_for("e2", Duration::from_millis(20)).is_none());
    assert_eq!(get(&sandbox, "/sandbox/wait").status, 400);
}

#[test]
fn faults_are_set_shown_and_reset() {
    let sandbox = sandbox();
    let plan = json!({"seed": 1, "rules": [{"fault": {"code": 50000}, "first": 1}, {"fault": "half_body", "probability": 1.0}]});
    assert_eq!(post(&sandbox, "/sandbox/faults", &plan.to_string()).json(), plan);
    assert_eq!(track(&sandbox, &good(&sandbox, "e")).code(), 50000);
    assert_eq!(get(&sandbox, "/sandbox/faults").json(), plan);
    let wrong = post(&sandbox, "/sandbox/faults", r#"{"rules":[{"fault":"timeot"}]}"#);
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["error"].is_string());
    assert_eq!(get(&sandbox, "/sandbox/faults").json(), plan, "a wrong plan changes nothing");
    post(&sandbox, "/sandbox/reset", "");
    assert_eq!(get(&sandbox, "/sandbox/faults").json(), json!({"seed": 0, "rules": []}));
    assert!(sandbox.requests().is_empty());
    assert_eq!(track(&sandbox, &good(&sandbox, "e")).code(), 0);
}

#[test]
fn the_clock_is_set_and_every_age_follows() {
    let sandbox = sandbox();
    let clock = post(&sandbox, "/sandbox/clock", r#"{"freeze":true,"set":1767225600,"advance":0.5}"#).json();
    assert_eq!(clock, json!({"now": 1_767_225_600, "now_ms": 1_767_225_600_500_i64, "frozen": true}));
    assert_eq!(get(&sandbox, "/sandbox/clock").json(), clock);
    let reply = track(&sandbox, &good(&sandbox, "e"));
    assert!(reply.json()["request_id"].as_str().unwrap().starts_with("20260101000000"));
    assert!(sandbox.events()[0].findings.is_empty());
    let old = good(&sandbox, "f");
    post(&sandbox, "/sandbox/clock", r#"{"advance":691200}"#);
    track(&sandbox, &old);
    assert_eq!(sandbox.events()[1].findings[0].code.as_str(), "late_event");
    assert_eq!(post(&sandbox, "/sandbox/clock", r#"{"advnace":1}"#).status, 400);
}

#[test]
fn requests_are_listed() {
    let sandbox = sandbox();
    track(&sandbox, &good(&sandbox, "e"));
    get(&sandbox, "/i18n/pixel/events.js?sdkid=P1");
    let list = get(&sandbox, "/sandbox/requests").json();
    assert_eq!(
        (&list[0]["path"], &list[0]["status"], &list[0]["events"]),
        (&json!(TRACK), &json!(200), &json!(1))
    );
    assert_eq!(list[1]["path"], "/i18n/pixel/events.js");
    assert_eq!(list.as_array().unwrap().len(), 2, "its own calls are not among them");
}

#[test]
fn strangers_pages_and_names_are_kept_out() {
    let sandbox = sandbox();
    let mut connection = Connection::open(sandbox.addr());
    let reply =
        connection.request("POST", "/sandbox/reset", &[("Origin", "http://evil.example")], b"").unwrap();
    assert_eq!(reply.status, 403);
    let own = sandbox.url();
    assert_eq!(connection.request("POST", "/sandbox/reset", &[("Origin", &own)], b"").unwrap().status, 200);
}

/// Values of which nothing may be seen again anywhere.
const CANARIES: [&str; 8] = [
    "canary.one@example.com",
    "canary.two@example.com",
    "+4915112345678",
    "4930555000111",
    "canary-token-1234",
    "canary-customer-7",
    "Canaryfirstname",
    "<script>canary",
];

/// Everything that is logged in this process, down to trace.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
        subscriber.with_writer(move || writer.clone()).init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nothing panics while it writes")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nothing panics while it writes").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn canaries_are_seen_nowhere() {
    let log = Log::start();
    let sandbox = sandbox();
    let now = sandbox.now_ms();
    let mut hostile = event("\"><script>alert(1)</script>", now);
    hostile["user"] = json!({
        "email": CANARIES[0], "phone": [CANARIES[2]], "external_id": CANARIES[5], "first_name": CANARIES[6],
        CANARIES[1]: 1, "emial": CANARIES[1], "ttclid": "E.C.P.public", "zip_code": 4_930_555_000_111_u64,
    });
    hostile["properties"] = json!({"email": CANARIES[0], "deep": [{"phone": CANARIES[3], "x": CANARIES[2]}], CANARIES[2]: 1,
        "access_token": CANARIES[4], "value": CANARIES[0], "contents": CANARIES[1]});
    hostile["page"]["url"] = json!("https://x.de/?mail=canary.one%40example.com&token=canary-token-1234");
    let headers =
        [("Access-Token", CANARIES[4]), ("Content-Type", "application/json"), ("Cookie", CANARIES[0])];
    let send = |method: &str, path: &str, body: &str| {
        Connection::open(sandbox.addr())
            .request(method, path, &headers, body.as_bytes())
            .unwrap()
            .text()
            .to_owned()
    };
    let mut shown = vec![send("POST", TRACK, &body(&[hostile.clone()]))];
    // Hashed, so that the rest is accepted.
    hostile["user"]["email"] = json!(DIGEST);
    for name in ["phone", "zip_code"] {
        hostile["user"].as_object_mut().unwrap().remove(name);
    }
    for name in ["value", "contents"] {
        hostile["properties"].as_object_mut().unwrap().remove(name);
    }
    hostile["event"] = json!("<script>canary");
    shown.push(send("POST", TRACK, &body(&[hostile])));
    assert_eq!(sandbox.counts().accepted, 1);
    shown.push(send("POST", TRACK, "canary.one@example.com"));
    shown.push(send("GET", "/canary.one@example.com/+4915112345678?q=canary.two@example.com", ""));
    // The hash explainer answers who typed, and remembers nothing.
    for (field, value) in
        [("email", CANARIES[1]), ("phone", CANARIES[3]), ("first_name", CANARIES[6]), ("emial", CANARIES[0])]
    {
        let question =
            json!({"field": field, "value": value, "region": "DE", "digest": CANARIES[5]}).to_string();
        post(&sandbox, "/sandbox/hash", &question);
        post(&sandbox, "/sandbox/hash", &question.replace("digest", "digset"));
    }
    let pages = [
        "/",
        "/sandbox/requests",
        "/sandbox/faults",
        "/sandbox/clock",
        "/sandbox/events",
        "/sandbox/events/1",
        "/sandbox/events/2",
        "/sandbox/diagnostics",
        "/sandbox/hash",
    ];
    shown.push(feed(&sandbox, "", "<script>canary"));
    shown.extend(pages.map(|path| get(&sandbox, path).text().to_owned()));
    shown.push(format!("{sandbox:?} {:?} {:?}", sandbox.events(), sandbox.requests()));
    assert!(log.text().contains("/open_api/v1.3/event/track/"), "requests are logged");
    shown.push(log.text());
    // The name of an event is no identifier: the page shows it as text.
    for (index, text) in shown.iter().enumerate() {
        for canary in CANARIES.iter().filter(|canary| !canary.starts_with('<')) {
            assert!(!text.contains(canary), "{canary} in {index}: {text}");
        }
    }
}
