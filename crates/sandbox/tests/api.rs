//! The endpoints as a client sees them: envelope, codes, batches, both verdicts, and what is recorded.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::{Value, json};
use tiktok_capi_sandbox::{
    Channel, Config, Endpoint, FORBIDDEN_TOKEN, FindingCode, Notice, REVOKED_TOKEN, Sandbox, Standing, Tokens,
};

mod wire;
use wire::{Connection, DIGEST, HEADERS, TRACK, body, event, good, sandbox, track};

#[test]
fn an_event_is_accepted_and_recorded_byte_for_byte() {
    let sandbox = sandbox();
    let body = good(&sandbox, "e1");
    let reply = track(&sandbox, &body);
    let answer = reply.json();
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!((&answer["code"], &answer["message"], &answer["data"]), (&json!(0), &json!("OK"), &json!({})));
    let request_id = answer["request_id"].as_str().unwrap();
    assert_eq!(reply.header("x-tt-logid"), Some(request_id));
    assert!(request_id.len() == 34 && request_id.bytes().all(|b| b.is_ascii_hexdigit()));

    let events = sandbox.events();
    let [recorded] = events.as_slice() else { panic!("{events:?}") };
    assert!(body.contains(recorded.data.get()), "the bytes that arrived");
    assert_eq!((recorded.channel, recorded.endpoint), (Channel::Server, Endpoint::EventTrack));
    assert_eq!((recorded.event.as_str(), recorded.event_id.as_deref()), ("Contact", Some("e1")));
    assert_eq!((recorded.standing, recorded.code), (Standing::Counted, 0));
    assert!(recorded.findings.is_empty() && recorded.match_keys.has("email"), "{recorded:?}");
}

#[test]
fn a_misspelt_key_is_accepted_and_found_all_the_same() {
    let sandbox = sandbox();
    let mut misspelt = event("e1", sandbox.now_ms());
    misspelt["user"]["emial"] = json!(DIGEST);
    assert_eq!(track(&sandbox, &body(&[misspelt])).code(), 0);
    let recorded = &sandbox.events()[0];
    assert_eq!(recorded.code, 0);
    assert!(recorded.has("user.emial", FindingCode::UnknownField));
}

#[test]
fn one_bad_event_refuses_all_and_is_named() {
    let sandbox = sandbox();
    let now = sandbox.now_ms();
    let mut events: Vec<Value> = (0..5).map(|n| event(&format!("e{n}"), now)).collect();
    events[2]["properties"] = json!({"contents": [{"content_id": 4711}]});
    let reply = track(&sandbox, &body(&events));
    assert_eq!((reply.status, reply.code()), (200, 40002));
    let message = reply.json()["message"].as_str().unwrap().to_owned();
    let said = "Invalid value for data.2.properties.contents.0.content_id: not a valid string.";
    assert_eq!((message.as_str(), &reply.json()["data"]), (said, &Value::Null));
    // Only the guilty one is kept, and nothing counts as seen.
    assert_eq!(sandbox.events().len(), 1);
    assert_eq!(sandbox.events()[0].standing, Standing::Refused);
    events.remove(2);
    assert_eq!(track(&sandbox, &body(&events)).code(), 0);
    assert_eq!(sandbox.counts().counted, 4);
}

#[test]
fn a_thousand_events_are_taken_and_one_more_is_not() {
    let sandbox = sandbox();
    let now = sandbox.now_ms();
    let mut events: Vec<Value> = (0..1_001).map(|n| event(&n.to_string(), now)).collect();
    assert_eq!(track(&sandbox, &body(&events)).code(), 40002);
    assert_eq!(sandbox.counts().accepted, 0);
    events.pop();
    assert_eq!(track(&sandbox, &body(&events)).code(), 0);
    assert_eq!(sandbox.counts().counted, 1_000);
    assert_eq!(track(&sandbox, &body(&[])).code(), 40002);
}

#[test]
fn tokens_are_told_apart() {
    let tokens = Tokens::any().allow("all").allow_for("other", ["P2"]);
    let listed = Sandbox::start(Config { tokens, ..Config::default() }).unwrap();
    let any = sandbox();
    let ask = |sandbox: &Sandbox, headers: &[(&str, &str)]| {
        let body = good(sandbox, "e");
        let reply =
            Connection::open(sandbox.addr()).request("POST", TRACK, headers, body.as_bytes()).unwrap();
        (reply.status, reply.code())
    };
    let json = ("Content-Type", "application/json; charset=utf-8");
    assert_eq!(ask(&any, &[json]), (401, 40104));
    assert_eq!(ask(&any, &[json, ("Access-Token", " ")]), (401, 40104));
    assert_eq!(ask(&any, &[json, ("Access-Token", REVOKED_TOKEN)]), (200, 40105));
    assert_eq!(ask(&any, &[json, ("Access-Token", FORBIDDEN_TOKEN)]), (200, 40001));
    assert_eq!(ask(&any, &[json, ("Access-Token", "x")]), (200, 0));
    assert_eq!(ask(&any, &[("Content-Type", "text/plain"), ("Access-Token", "x")]), (200, 40002));
    assert_eq!(ask(&any, &[("Access-Token", "x")]), (200, 40002));
    assert_eq!(ask(&listed, &[json, ("Access-Token", "x")]), (200, 40105));
    assert_eq!(ask(&listed, &[json, ("Access-Token", "other")]), (200, 40001));
    assert_eq!(ask(&listed, &[json, ("Access-Token", "all")]), (200, 0));
}

#[test]
fn other_paths_and_methods_are_no_route() {
    let sandbox = sandbox();
    let ask = |method: &str, path: &str| {
        let body = good(&sandbox, "e");
        let reply = Connection::open(sandbox.addr()).request(method, path, HEADERS, body.as_bytes()).unwrap();
        (reply.status, reply.code())
    };
    assert_eq!(ask("POST", "/open_api/v1.3/event/track"), (404, 40400));
    assert_eq!(ask("POST", "/open_api/v2.0/event/track/"), (404, 40400));
    assert_eq!(ask("GET", TRACK), (404, 40400));
    assert_eq!(ask("POST", "/"), (404, 40400));
    assert_eq!(sandbox.counts().accepted, 0);
}

#[test]
fn what_is_no_json_is_refused() {
    let sandbox = sandbox();
    for body in [&b"{"[..], b"", b"null", b"\xff", &b"[".repeat(100_000), b"{\"data\":[{\"a\":\"\\ud800\"}]}"]
    {
        let reply = Connection::open(sandbox.addr()).request("POST", TRACK, HEADERS, body).unwrap();
        assert_eq!(reply.code(), 40002);
    }
    let deep = format!("{{\"event\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let body = format!("{{\"data\":[{deep}],\"event_source\":\"web\",\"event_source_id\":\"P\"}}");
    assert_eq!(track(&sandbox, &body).code(), 40002);
}

#[test]
fn a_body_beyond_16_mib_is_too_large() {
    let sandbox = sandbox();
    let mut connection = Connection::open(sandbox.addr());
    connection.write("POST", TRACK, HEADERS, (16 << 20) + 1).unwrap();
    assert_eq!(connection.reply().unwrap().status, 413);
}

#[test]
fn repeats_are_dropped_for_48_hours() {
    let sandbox = sandbox();
    sandbox.freeze_clock(true);
    let hour = std::time::Duration::from_secs(3_600);
    let standing = || {
        assert_eq!(track(&sandbox, &good(&sandbox, "e")).code(), 0);
        sandbox.events().last().unwrap().standing
    };
    assert_eq!(standing(), Standing::Counted);
    assert_eq!(standing(), Standing::Duplicate(1));
    sandbox.advance(hour * 48);
    assert_eq!(standing(), Standing::Duplicate(1));
    sandbox.advance(std::time::Duration::from_millis(1));
    assert_eq!(standing(), Standing::Counted);
    // Another test code is another event, and one without an id is never a repeat.
    let with_code = good(&sandbox, "e").replacen('{', "{\"test_event_code\":\"T1\",", 1);
    track(&sandbox, &with_code);
    assert_eq!(sandbox.events().last().unwrap().standing, Standing::Counted);
    for _ in 0..2 {
        track(&sandbox, &good(&sandbox, "e").replace("event_id", "event_ix"));
        assert_eq!(sandbox.events().last().unwrap().standing, Standing::Counted);
    }
}

fn act(sandbox: &Sandbox, body: &Value) -> wire::Reply {
    let headers = [("Content-Type", "text/plain"), ("Origin", "http://shop.example")];
    let body = body.to_string();
    Connection::open(sandbox.addr()).request("POST", "/api/v2/pixel/act", &headers, body.as_bytes()).unwrap()
}

fn seen_by_pixel(id: &str) -> Value {
    json!({"pixel_code": "P1", "event": "Contact", "event_id": id,
        "context": {"user": {"ttp": "t"}, "page": {"url": "https://x.de/"}, "user_agent": "ua"}})
}

#[test]
fn the_pixel_and_the_server_are_merged_for_five_minutes() {
    let sandbox = sandbox();
    sandbox.freeze_clock(true);
    let reply = act(&sandbox, &seen_by_pixel("e1"));
    assert_eq!((reply.code(), reply.header("access-control-allow-origin")), (0, Some("*")));
    act(&sandbox, &seen_by_pixel("e2"));
    sandbox.advance(std::time::Duration::from_secs(300));
    track(&sandbox, &good(&sandbox, "e1"));
    sandbox.advance(std::time::Duration::from_millis(1));
    track(&sandbox, &good(&sandbox, "e2"));
    let events = sandbox.events();
    let standings: Vec<_> = events.iter().map(|event| event.standing).collect();
    let expected = [Standing::Counted, Standing::Counted, Standing::Merged(1), Standing::Duplicate(2)];
    assert_eq!(standings, expected);
    let user =
        |index: usize| serde_json::from_str::<Value>(events[index].data.get()).unwrap()["user"].clone();
    assert_eq!(user(0), json!({"email": DIGEST, "ttp": "t", "user_agent": "ua"}));
    assert_eq!(user(1), json!({"ttp": "t", "user_agent": "ua"}));
    assert_eq!(events[0].channel, Channel::Pixel);
}

#[test]
fn the_1_0_endpoints_take_events_too() {
    let sandbox = sandbox();
    let one = json!({"event": "Contact", "event_id": "e1", "timestamp": "2026-01-01T00:00:00Z",
        "context": {"user": {"email": DIGEST}, "page": {"url": "https://x.de/"}}});
    let with = |name: &str, id: &str, mut body: Value| {
        body[name] = json!(id);
        body
    };
    let requests = [
        ("pixel/track", with("pixel_code", "P1", one.clone())),
        ("pixel/batch", with("pixel_code", "P1", json!({"batch": [one, one]}))),
        ("offline/track", with("event_set_id", "7", one.clone())),
        ("offline/batch", with("event_set_id", "7", json!({"batch": [one]}))),
    ];
    for (path, body) in &requests {
        let path = format!("/open_api/v1.3/{path}/");
        let body = body.to_string();
        let reply =
            Connection::open(sandbox.addr()).request("POST", &path, HEADERS, body.as_bytes()).unwrap();
        assert_eq!(reply.code(), 0, "{path}");
    }
    let kept: Vec<_> =
        sandbox.events().iter().map(|event| (event.event_source_id.clone(), event.standing)).collect();
    let expected = [
        ("P1", Standing::Counted),
        ("P1", Standing::Duplicate(1)),
        ("P1", Standing::Duplicate(1)),
        ("7", Standing::Counted),
        ("7", Standing::Duplicate(4)),
    ];
    assert_eq!(kept, expected.map(|(id, standing)| (id.into(), standing)));
    let ids: Vec<_> = sandbox.events().into_iter().map(|event| event.event_source_id).collect();
    assert!(std::sync::Arc::ptr_eq(&ids[1], &ids[2]), "a request's events have one text of it, however long");
    assert_eq!(sandbox.events()[0].event_source, "web");
}

#[test]
fn a_1_0_event_is_told_of_its_names_and_of_nothing_that_is_not_so() {
    let sandbox = sandbox();
    let one = json!({"pixel_code": "P1", "partner_name": "shop", "event": "Contact", "event_id": "e1", "timestamp": "",
        "context": {"user": {"email": DIGEST}, "page": {"url": "https://x.de/"}},
        "properties": {"content_type": "product", "contents": [{"content_id": "1", "content_type": "product"}]}});
    let ask = |body: &Value| {
        let path = "/open_api/v1.3/pixel/track/";
        Connection::open(sandbox.addr()).request("POST", path, HEADERS, body.to_string().as_bytes()).unwrap()
    };
    assert_eq!(ask(&one).code(), 0);
    let events = sandbox.events();
    let found: Vec<_> = events[0].findings.iter().map(|it| (it.path.as_str(), it.code)).collect();
    let legacy = |path| (path, FindingCode::LegacyField);
    assert_eq!(found, [legacy("context"), legacy("properties.contents[0].content_type")]);
    let reply = ask(&json!({"pixel_code": "P1", "event": "Contact", "timestamp": 1_767_225_600}));
    assert_eq!(reply.json()["message"], "Invalid value for timestamp: not a valid string.");
}

#[test]
fn a_pixel_code_is_no_offline_event_set() {
    let sandbox = sandbox();
    let body = json!({"event_source": "offline", "event_source_id": "C4A0EXAMPLE0PIXEL0AB", "data": [{}]});
    let reply = track(&sandbox, &body.to_string());
    let said = "Invalid value for event_source_id: not a valid string.";
    assert_eq!((reply.code(), reply.json()["message"].as_str()), (40002, Some(said)));
    let body = json!({"event_set_id": "C4A0EXAMPLE0PIXEL0AB", "batch": [{}]}).to_string();
    let path = "/open_api/v1.3/offline/batch/";
    let reply = Connection::open(sandbox.addr()).request("POST", path, HEADERS, body.as_bytes()).unwrap();
    assert_eq!(reply.code(), 40002);
}

#[test]
fn requests_are_counted_by_connection_and_without_the_token() {
    let sandbox = sandbox();
    let mut connection = Connection::open(sandbox.addr());
    for id in ["e1", "e2"] {
        connection.request("POST", TRACK, HEADERS, good(&sandbox, id).as_bytes()).unwrap();
    }
    Connection::open(sandbox.addr()).request("GET", "/elsewhere?secret=1", &[("X-Own", "v")], b"").unwrap();
    let seen = sandbox.requests();
    let summary: Vec<_> = seen
        .iter()
        .map(|seen| (seen.number, seen.connection, seen.path.as_str(), seen.code, seen.had_token))
        .collect();
    let expected = [
        (1, 1, TRACK, Some(0), true),
        (2, 1, TRACK, Some(0), true),
        (3, 2, "/elsewhere", Some(40400), false),
    ];
    assert_eq!(summary, expected);
    assert_eq!(seen[2].headers, ["host", "x-own", "content-length"]);
    assert!(!format!("{seen:?}").contains("a-token"));
}

#[test]
fn a_file_outlives_the_sandbox() {
    let path = std::env::temp_dir().join(format!("tiktok-sandbox-api-{}.db", std::process::id()));
    let start = || Sandbox::start(Config { file: Some(path.clone()), ..Config::default() }).unwrap();
    let first = start();
    track(&first, &good(&first, "e1"));
    drop(first);
    let second = start();
    assert_eq!(second.events().len(), 1);
    track(&second, &good(&second, "e1"));
    assert_eq!(second.events()[1].standing, Standing::Duplicate(1));
    drop(second);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn only_loopback_unless_there_is_a_password() {
    let bind = "0.0.0.0:0".parse().unwrap();
    let error = Sandbox::start(Config { bind, ..Config::default() }).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(Sandbox::start(Config { bind, password: Some("pass".to_owned()), ..Config::default() }).is_ok());
}

#[test]
fn it_runs_for_its_lifetime() {
    let config = Config { lifetime: Some(std::time::Duration::from_millis(50)), ..Config::default() };
    let mut port = 0;
    let tell = |notice| {
        if let Notice::Ready(address) = notice {
            port = address.port();
        }
    };
    tiktok_capi_sandbox::run(config, tell).unwrap();
    assert_ne!(port, 0);
}
