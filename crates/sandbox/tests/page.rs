//! The page's files, and what it asks of the sandbox.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tiktok_capi_sandbox::{Config, FindingCode, Sandbox};

mod wire;
use wire::{Connection, DIGEST, HEADERS, TRACK, body, event, feed, get, good, post, sandbox, track};

/// Sends an event of the page's Pixel.
fn pixel(sandbox: &Sandbox, event_id: &str, user: &Value) {
    let report = json!({"pixel_code": "P1", "event": "Contact", "event_id": event_id, "timestamp": "2026-01-01T00:00:00Z",
        "context": {"page": {"url": "https://x.de/"}, "user": user}});
    assert_eq!(post(sandbox, "/api/v2/pixel/act", &report.to_string()).code(), 0);
}

/// The diagnosis of that code.
fn diagnosis(sandbox: &Sandbox, code: &str) -> Value {
    let report = get(sandbox, "/sandbox/diagnostics").json();
    let diagnoses = report["diagnoses"].as_array().unwrap();
    diagnoses
        .iter()
        .find(|one| one["code"] == code)
        .unwrap_or_else(|| panic!("no {code} in {report}"))
        .clone()
}

#[test]
fn every_file_of_the_page_is_served_under_a_strict_policy() {
    let sandbox = sandbox();
    let page = get(&sandbox, "/");
    let mut names: BTreeSet<String> = ["/".to_owned()].into();
    let mut wanted = vec![page.text().to_owned()];
    while let Some(text) = wanted.pop() {
        let linked = text.split(['"', '\'']).filter_map(|text| {
            let module = text.strip_prefix("./").filter(|name| name.strip_suffix(".js").is_some());
            module
                .map(|name| format!("/sandbox/page/{name}"))
                .or_else(|| text.starts_with("/sandbox/page/").then(|| text.to_owned()))
        });
        for path in linked.collect::<Vec<_>>() {
            if names.insert(path.clone()) {
                let file = get(&sandbox, &path);
                assert_eq!(file.status, 200, "{path}");
                wanted.push(file.text().to_owned());
            }
        }
    }
    assert!(names.len() > 10, "{names:?}");
    for path in &names {
        let file = get(&sandbox, path);
        let policy = file.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        for markup in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            " style=\"",
            " onclick=",
        ] {
            assert!(!file.text().contains(markup), "{markup} in {path}");
        }
    }
    assert_eq!(get(&sandbox, "/sandbox/page/../Cargo.toml").status, 404);
}

#[test]
fn the_feed_tells_what_is_new_and_what_was_missed() {
    let sandbox = sandbox();
    track(&sandbox, &good(&sandbox, "first"));
    let text = feed(&sandbox, "", "first");
    assert!(text.contains("event: start") && text.contains("\"accepted\":1"), "{text}");
    assert!(!text.contains(DIGEST), "the list needs no digests");
    let place = text.lines().rev().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
    track(&sandbox, &good(&sandbox, "second"));
    let text = feed(&sandbox, &place, "second");
    assert!(!text.contains("start") && !text.contains("first"), "{text}");
    post(&sandbox, "/sandbox/reset", "");
    track(&sandbox, &good(&sandbox, "third"));
    let text = feed(&sandbox, &place, "third");
    assert!(text.contains("event: start") && !text.contains("second"), "{text}");
}

#[test]
fn the_feed_goes_on_while_it_is_read() {
    let sandbox = sandbox();
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| feed(&sandbox, "", "late-comer"));
        track(&sandbox, &good(&sandbox, "early"));
        track(&sandbox, &good(&sandbox, "late-comer"));
        assert!(reading.join().unwrap().contains("early"));
    });
}

#[test]
fn an_event_tells_what_each_field_is() {
    let sandbox = sandbox();
    let mut odd = event("e1", sandbox.now_ms() - 90_000);
    odd["user"]["phone"] = json!(["0123", DIGEST]);
    odd["user"]["emial"] = json!("x");
    odd["properties"] = json!({"value": 2.5, "mine": {"deep": [true]}});
    track(&sandbox, &body(&[odd]));
    let exact = good(&sandbox, "e2").replace("{\"email\"", "{\"ttp\":\"a\",\"ttp\":\"b\",\"email\"");
    track(&sandbox, &exact);
    let detail = get(&sandbox, "/sandbox/events/1").json();
    let form = |path: &str| {
        let fields = detail["fields"].as_array().unwrap();
        let field =
            fields.iter().find(|field| field["path"] == path).unwrap_or_else(|| panic!("{path}: {detail}"));
        field["form"].as_str().unwrap().to_owned()
    };
    let paths = [
        "user.email",
        "user.phone[0]",
        "user.phone[1]",
        "user.emial",
        "properties.value",
        "properties.mine.deep[0]",
    ];
    assert_eq!(paths.map(form), ["digest", "masked", "digest", "masked", "plain", "custom"]);
    let email =
        detail["fields"].as_array().unwrap().iter().find(|field| field["path"] == "user.email").unwrap();
    assert_eq!(email["rule"], "hashed e-mail address");
    assert_eq!((&detail["code_name"], &detail["event"]["code"]), (&json!("PII_NOT_HASHED"), &json!(40062)));
    let told =
        detail["findings"].as_array().unwrap().iter().find(|told| told["path"] == "user.phone[0]").unwrap();
    assert_eq!((&told["code"], &told["fix"]), (&json!("not_hashed"), &json!(FindingCode::NotHashed.fix())));
    assert_eq!(detail["request"]["code"], 40062);
    let late = detail["lateness"]["late_ms"].as_i64().unwrap();
    assert!((90_000..100_000).contains(&late) && detail["lateness"]["most_days"] == 7, "{late}");
    assert_eq!(get(&sandbox, "/sandbox/events/9").status, 404);
    let raw = get(&sandbox, "/sandbox/events/2").json()["raw"].as_str().unwrap().to_owned();
    assert!(exact.contains(&raw) && raw.contains(r#""ttp":"a","ttp":"b""#), "the very bytes: {raw}");
}

#[test]
fn an_event_tells_its_repeats_and_what_was_merged() {
    let sandbox = sandbox();
    track(&sandbox, &good(&sandbox, "e1"));
    pixel(&sandbox, "e1", &json!({"ttp": "cookie"}));
    track(&sandbox, &good(&sandbox, "e1"));
    track(&sandbox, &good(&sandbox, "e2"));
    let detail = get(&sandbox, "/sandbox/events/1").json();
    let chain: Vec<_> =
        detail["chain"].as_array().unwrap().iter().map(|link| link["standing"].clone()).collect();
    assert_eq!(chain, [json!("counted"), json!({"merged": 1}), json!({"duplicate": 1})]);
    assert_eq!(detail["event"]["filled"], json!(["ttp"]));
    assert_eq!(get(&sandbox, "/sandbox/events/4").json()["chain"].as_array().unwrap().len(), 1);
}

#[test]
fn diagnostics_rank_by_the_events_that_suffer() {
    let sandbox = sandbox();
    let now = sandbox.now_ms();
    let named = |name: &str, id: &str, properties: Value| {
        let mut one = event(id, now);
        (one["event"], one["properties"]) = (json!(name), properties);
        one
    };
    let full = json!({"value": 1, "currency": "EUR", "content_type": "product", "content_ids": ["a"]});
    let mut dollars = full.clone();
    dollars["currency"] = json!("USD");
    let mut without_id = named("Purchase", "", full.clone());
    without_id.as_object_mut().unwrap().remove("event_id");
    let mut late = named("Purchase", "p4", full.clone());
    late["event_time"] = json!(now / 1_000 - 10 * 86_400);
    track(
        &sandbox,
        &body(&[named("Purchase", "p1", full.clone()), named("Purchase", "p2", dollars), late, without_id]),
    );
    track(
        &sandbox,
        &body(&[
            named("CompletePayment", "c1", json!({"value": 1})),
            named("CompletePayment", "c2", json!({"value": 1})),
        ]),
    );
    let mut clear = named("Purchase", "p5", full);
    clear["user"]["email"] = json!(["a@x.de", "b@x.de"]);
    track(&sandbox, &body(&[clear]));
    let report = get(&sandbox, "/sandbox/diagnostics").json();
    let counts: Vec<_> =
        report["diagnoses"].as_array().unwrap().iter().map(|one| one["events"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b) && counts[0] == 4, "{counts:?}");
    let suffering = |code: &str| {
        let one = diagnosis(&sandbox, code);
        assert!(!one["fix"].as_str().unwrap().is_empty() && !one["meaning"].as_str().unwrap().is_empty());
        (
            one["event"].as_str().unwrap().to_owned(),
            one["events"].as_u64().unwrap(),
            one["of"].as_u64().unwrap(),
        )
    };
    for (code, event, events, of) in [
        ("late_event", "Purchase", 1, 5),
        ("missing_event_id", "Purchase", 1, 5),
        ("mixed_currencies", "Purchase", 1, 5),
        ("not_hashed", "Purchase", 1, 5),
        ("low_match_keys", "Purchase", 4, 5),
        ("legacy_event_name", "CompletePayment", 2, 2),
        ("missing_currency", "CompletePayment", 2, 2),
        ("missing_recommended", "CompletePayment", 2, 2),
    ] {
        assert_eq!(suffering(code), (event.to_owned(), events, of), "{code}");
    }
    let clear = diagnosis(&sandbox, "not_hashed");
    assert_eq!(
        (&clear["path"], &clear["refused"], &clear["newest"]),
        (&json!("user.email[]"), &json!(1), &json!(7))
    );
}

#[test]
fn pixel_and_server_that_never_meet_are_diagnosed() {
    let sandbox = sandbox();
    for id in ["s1", "s2", "both"] {
        track(&sandbox, &good(&sandbox, id));
    }
    pixel(&sandbox, "both", &json!({}));
    assert!(!get(&sandbox, "/sandbox/diagnostics").text().contains("no_pairing"));
    pixel(&sandbox, "other", &json!({}));
    let unpaired = diagnosis(&sandbox, "no_pairing");
    assert_eq!((&unpaired["events"], &unpaired["of"]), (&json!(1), &json!(5)));
}

#[test]
fn coverage_tells_what_the_best_missing_key_would_do() {
    let sandbox = sandbox();
    let mut rich = event("e2", sandbox.now_ms());
    rich["user"]["ttclid"] = json!("E.C.P.x");
    track(&sandbox, &body(&[event("e1", sandbox.now_ms()), rich]));
    let report = get(&sandbox, "/sandbox/diagnostics").json();
    let coverage = &report["coverage"][0];
    assert_eq!(
        (&coverage["event"], &coverage["events"], &coverage["estimate_tenths"]),
        (&json!("Contact"), &json!(2), &json!(40))
    );
    assert_eq!(coverage["best_missing"], json!({"key": "phone", "events": 2, "estimate_tenths": 65}));
    assert_eq!(coverage["keys"][0]["events"], 2);
    assert!(report["note"].as_str().unwrap().contains("not TikTok's"));
}

#[test]
fn the_hash_explainer_shows_the_way_and_compares() {
    let sandbox = sandbox();
    track(&sandbox, &good(&sandbox, "e1"));
    let explain = |question: Value| post(&sandbox, "/sandbox/hash", &question.to_string());
    let answer =
        explain(json!({"field": "email", "value": " ALICE_abc@gmail.com ", "digest": DIGEST})).json();
    let texts: Vec<_> =
        answer["steps"].as_array().unwrap().iter().map(|step| step["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [" ALICE_abc@gmail.com ", "ALICE_abc@gmail.com", "alice_abc@gmail.com", "alice_abc@gmail.com"]
    );
    assert_eq!(
        (&answer["digest"], &answer["compared"]["is_same"], &answer["seen_in"]),
        (&json!(DIGEST), &json!(true), &json!([1]))
    );
    let answer = explain(json!({"field": "phone", "value": "020 7946 0958", "region": "gb"})).json();
    assert_eq!(answer["steps"].as_array().unwrap().last().unwrap()["text"], "+442079460958");
    assert_eq!((&answer["compared"], &answer["seen_in"]), (&Value::Null, &json!([])));
    let answer = explain(json!({"field": "phone", "value": "020 7946 0958"})).json();
    assert_eq!(
        (&answer["digest"], &answer["problems"][0]["code"]),
        (&Value::Null, &json!("phone_without_country_code"))
    );
    assert_eq!(explain(json!({"field": "city", "value": "x"})).status, 400);
    assert_eq!(explain(json!({"field": "email"})).status, 400);
    assert_eq!(explain(json!({"field": "phone", "value": "1", "region": "Germany"})).status, 400);
    let names: Vec<_> = get(&sandbox, "/sandbox/hash")
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].clone())
        .collect();
    assert!(["email", "phone", "first_name", "external_id"].iter().all(|name| names.contains(&json!(name))));
}

#[test]
fn requests_with_the_same_body_are_attempts_of_one_delivery() {
    let sandbox = sandbox();
    let (one, other) = (good(&sandbox, "e1"), good(&sandbox, "e2"));
    for text in [&one, &other, &one, &one] {
        track(&sandbox, text);
    }
    let requests = get(&sandbox, "/sandbox/requests").json();
    let repeats: Vec<_> =
        requests.as_array().unwrap().iter().map(|request| request["repeats"].as_u64()).collect();
    assert_eq!(repeats, [None, None, Some(1), Some(1)]);
    assert!(requests[0]["received_ms"].as_i64().unwrap() > 0);
    assert_eq!(get(&sandbox, "/sandbox/requests?after=3").json().as_array().unwrap().len(), 1);
}

#[test]
fn a_password_opens_the_page_and_nothing_else_does() {
    let sandbox =
        Sandbox::start(Config { password: Some("sesame".to_owned()), ..Config::default() }).unwrap();
    let status = |path: &str, headers: &[(&str, &str)]| {
        Connection::open(sandbox.addr()).request("GET", path, headers, b"").unwrap().status
    };
    let right = ("Authorization", "Basic eDpzZXNhbWU=");
    for path in ["/", "/sandbox/events", "/sandbox/page/main.js", "/sandbox/diagnostics", "/sandbox/feed"] {
        assert_eq!(status(path, &[]), 401, "{path}");
        assert_eq!(status(path, &[("Authorization", "Basic eDp4")]), 401, "{path}");
    }
    assert_eq!(status("/", &[right]), 200);
    assert_eq!(status("/sandbox/events", &[right, ("Origin", "http://evil.example")]), 403);
    let text = good(&sandbox, "e");
    let sent = Connection::open(sandbox.addr()).request("POST", TRACK, HEADERS, text.as_bytes()).unwrap();
    assert_eq!(sent.code(), 0, "programs that report need the token alone");
}
