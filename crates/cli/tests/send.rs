//! `send` against the sandbox: every event arrives once, and the report tells the rest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::net::TcpListener;

use common::folder::Folder;
use common::sending::{TOKEN, arrived, event, events, row, rows, sandbox, send, spawned, summary};
use common::{finished, started};
use serde_json::json;
use tiktok_capi_sandbox::{Fault, Plan, REVOKED_TOKEN, Rule};

#[test]
fn every_form_is_delivered() {
    let folder = Folder::new("forms");
    let list = events(3).trim().replace('\n', ",");
    for (name, text) in [("lines.ndjson", events(3)), ("list.json", format!("[{list}]"))] {
        let sandbox = sandbox();
        let ran = send(&sandbox, &[&folder.file(name, &text), "--json"]);
        assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(3)), "{name}: {}", ran.err);
        assert_eq!(sandbox.requests().len(), 1, "{name}");
        assert_eq!(arrived(&sandbox).into_iter().collect::<Vec<_>>(), ["e1", "e2", "e3"]);
        assert!(sandbox.events().iter().all(|event| event.findings.is_empty()));
    }
    let sandbox = sandbox();
    let ran = finished(spawned(&sandbox.endpoint(), TOKEN, &["-"], &events(2_500)));
    assert_eq!((ran.code, sandbox.requests().len(), sandbox.counts().counted), (0, 3, 2_500), "{}", ran.err);
    assert_eq!(folder.names().len(), 2, "no state is left");
}

#[test]
fn what_is_missing_is_told_before_anything_is_read() {
    let folder = Folder::new("missing");
    let file = folder.file("e.ndjson", &events(1));
    for (arguments, environment) in [
        (vec!["send", &file], vec![("TIKTOK_ACCESS_TOKEN", TOKEN)]),
        (vec!["send", &file, "--pixel-code", "C4A"], vec![]),
        (vec!["send", &file, "--pixel-code", "C4A", "--source", "crm"], vec![("TIKTOK_ACCESS_TOKEN", TOKEN)]),
        (vec!["send", "--pixel-code", "C4A"], vec![("TIKTOK_ACCESS_TOKEN", TOKEN)]),
        (vec!["send", "-", "--state", "x", "--pixel-code", "C4A"], vec![("TIKTOK_ACCESS_TOKEN", TOKEN)]),
    ] {
        let ran = finished(started(&arguments, &environment, events(1)));
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains(TOKEN), "{}", ran.err);
    }
    assert_eq!(folder.names().len(), 1);
}

#[test]
fn one_bad_event_costs_itself_alone_and_the_report_says_which() {
    let folder = Folder::new("bad");
    let denied = event("denied").replacen('{', "{\"consent\":\"denied\",", 1);
    let lines = format!("{}nonsense\n{denied}\n{{\"event\":\"a b\"}}\n", events(1_500));
    let file = folder.file("e.ndjson", &lines);
    let sandbox = sandbox();
    let rule = Rule { event_id: Some("e700".to_owned()), ..Rule::always(Fault::Code(40_002)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &[&file, "--report", &folder.path("r.csv"), "--json"]);
    let told = summary(&ran);
    assert_eq!(
        (ran.code, &told["accepted"], &told["rejected"]),
        (3, &json!(1_499), &json!(1)),
        "{}",
        ran.err
    );
    assert_eq!((&told["refused"], &told["withheld"], &told["events"]), (&json!(2), &json!(1), &json!(1_503)));
    let expected = [
        row(700, "e700", "rejected", "40002", ""),
        row(1_501, "", "refused", "invalid_json", ""),
        row(1_502, "", "withheld", "consent_denied", "consent"),
        row(1_503, "", "refused", "invalid_event_name", "event"),
    ];
    assert_eq!(rows(&folder.read("r.csv")), expected);
    assert_eq!((arrived(&sandbox).len(), sandbox.counts().duplicates), (1_499, 0));
    assert_eq!(folder.names().len(), 2);
}

#[test]
fn a_dry_run_needs_no_token_and_sends_nothing() {
    let folder = Folder::new("dry");
    let file = folder.file("e.ndjson", &format!("{}nonsense\n", events(3)));
    let sandbox = sandbox();
    let arguments = ["send", &file, "--dry-run", "--json", "--report", &folder.path("r.csv")];
    let ran = finished(started(&arguments, &[("TIKTOK_CAPI_ENDPOINT", &sandbox.endpoint())], ""));
    assert_eq!(
        (ran.code, &summary(&ran)["ready"], &summary(&ran)["refused"]),
        (3, &json!(3), &json!(1)),
        "{}",
        ran.err
    );
    assert!(sandbox.requests().is_empty());
    assert_eq!((rows(&folder.read("r.csv")).len(), folder.names().len()), (1, 2));
}

/// The files that guides and help texts name.
#[test]
fn the_examples_are_fine() {
    let example = |name: &str| common::file("examples").join(name).to_str().unwrap().to_owned();
    let dry = |arguments: &[&str]| {
        let arguments =
            [&["send", "--dry-run", "--json", "--source", "offline", "--now", "1767265600"], arguments]
                .concat();
        finished(started(&arguments, &[], ""))
    };
    let ran = dry(&[&example("purchases.ndjson")]);
    assert_eq!((ran.code, &summary(&ran)["ready"], &summary(&ran)["withheld"]), (0, &json!(2), &json!(1)));
    let maps = [
        "order=event_id",
        "email=user.email",
        "phone=user.phone",
        "paid_at=event_time",
        "total=properties.value",
    ];
    let maps = maps.iter().chain(&["currency=properties.currency", "sku=properties.contents.content_id"]);
    let maps: Vec<&str> = maps.flat_map(|map| ["--map", map]).collect();
    let ran = dry(&[&[example("orders.csv").as_str(), "--event", "Purchase"], maps.as_slice()].concat());
    assert_eq!((ran.code, &summary(&ran)["ready"], &summary(&ran)["refused"]), (3, &json!(2), &json!(1)));
}

#[test]
fn a_refused_token_ends_with_four_and_a_good_one_goes_on() {
    let folder = Folder::new("token");
    let file = folder.file("e.ndjson", &events(2_000));
    let sandbox = sandbox();
    let ran = finished(spawned(&sandbox.endpoint(), REVOKED_TOKEN, &[&file, "--json"], ""));
    assert_eq!((ran.code, &summary(&ran)["error"]["code"]), (4, &json!("unauthorized")), "{}", ran.err);
    assert_eq!(sandbox.requests().len(), 1, "nothing that follows could succeed");
    let ran = send(&sandbox, &[&file, "--json"]);
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(2_000)), "{}", ran.err);
    assert_eq!((sandbox.counts().counted, folder.names().len()), (2_000, 1));
}

#[test]
fn nobody_there_ends_with_five() {
    let folder = Folder::new("nobody");
    let file = folder.file("e.ndjson", &events(1));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let arguments = [&file, "--max-attempts", "1", "--report", &folder.path("r.csv")];
    let ran = finished(spawned(&format!("http://{closed}"), TOKEN, &arguments, ""));
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert_eq!(rows(&folder.read("r.csv")), [row(1, "e1", "undelivered", "connect", "")]);
}

/// Nothing personal, no digest and no token in what the program says and writes.
#[test]
fn what_is_told_holds_no_value() {
    let folder = Folder::new("canary");
    let broken = event("e6").replace("https://a.de/", "canary.example").replace("+44 161", "+44 canary");
    let file = folder.file("e.ndjson", &format!("{}{broken}\n{{\"event\": canary.example\n", events(5)));
    let sandbox = sandbox();
    sandbox.set_faults(Plan { rules: vec![Rule::always(Fault::Code(50_000))], ..Plan::default() }).unwrap();
    let arguments = [&file, "--max-attempts", "1", "--report", &folder.path("r.csv"), "--strict"];
    let ran = send(&sandbox, &arguments);
    assert_eq!(ran.code, 5);
    let digest = common::run(&["hash", "email", "e1@canary.example"], "").out;
    for text in [&ran.out, &ran.err, &folder.read("r.csv"), &folder.read("e.ndjson.tiktok-capi")] {
        for secret in ["canary", "496 0123", "4960123", digest.trim(), TOKEN] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}
