//! `send` of a spreadsheet: columns become fields, and what they leave open is told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{TOKEN, row, rows, sandbox, send, summary};
use common::{finished, started};
use serde_json::{Value, json};

#[test]
fn columns_of_csv_become_fields() {
    let folder = Folder::new("csv");
    let text = "\u{feff}email;other mail;total;currency;note;event_time;sku\r\n\
                anna@canary.example;a@canary.example;19.90;EUR;secret;2026-01-01T12:00:00Z;s1\r\n\
                ;;;;;;\r\n\
                only one\r\n\
                \"berta@canary.example\";;5;eur;\"two\nlines\";1767225600;s2\r\n";
    let file = folder.file("orders.csv", text);
    let report = folder.path("rejects.csv");
    let sandbox = sandbox();
    let maps = [
        "email=user.email",
        "other mail=user.email",
        "total=properties.value",
        "currency=properties.currency",
    ];
    let maps = maps.iter().chain(&["sku=properties.contents.content_id"]).flat_map(|map| ["--map", map]);
    let rest = [
        "--delimiter",
        ";",
        "--event",
        "Purchase",
        "--source",
        "offline",
        "--source-id",
        "77",
        "--now",
        "1767312000",
    ];
    let arguments: Vec<&str> =
        ["send", &file, "--report", &report, "--json"].into_iter().chain(maps).chain(rest).collect();
    let environment =
        [("TIKTOK_CAPI_ENDPOINT", sandbox.endpoint()), ("TIKTOK_ACCESS_TOKEN", TOKEN.to_owned())];
    let environment = environment.each_ref().map(|(name, value)| (*name, value.as_str()));
    let ran = finished(started(&arguments, &environment, ""));
    assert_eq!(
        (ran.code, &summary(&ran)["accepted"], &summary(&ran)["refused"]),
        (3, &json!(2), &json!(1)),
        "{}",
        ran.err
    );
    assert_eq!(summary(&ran)["blank_rows"], 1);
    assert_eq!(rows(&folder.read("rejects.csv")), [row(4, "", "refused", "uneven_row", "")]);
    let events = sandbox.events();
    let first: Value = serde_json::from_str(events[0].data.get()).unwrap();
    assert_eq!(first["user"]["email"].as_array().unwrap().len(), 2);
    assert_eq!(
        first["properties"],
        json!({"contents": [{"content_id": "s1"}], "currency": "EUR", "value": 19.9})
    );
    assert_eq!(first["event_time"], 1_767_268_800);
    let second: Value = serde_json::from_str(events[1].data.get()).unwrap();
    assert_eq!((&second["properties"]["value"], &second["event"]), (&json!(5), &json!("Purchase")));
    assert!(!events[0].data.get().contains("secret"));
}

#[test]
fn what_an_event_goes_without_has_a_row() {
    let folder = Folder::new("without");
    let text = "order,email,total,currency,colour,a@b.c\n\
                o1,a@canary.example,19.90 or so,EUR,red,\n\
                o2,b@canary.example,19.90,EUR,red,\n\
                o3,c@canary.example,€5,Taler,red,\n";
    let (file, report) = (folder.file("orders.csv", text), folder.path("r.csv"));
    let sandbox = sandbox();
    let maps =
        ["order=event_id", "email=user.email", "total=properties.value", "currency=properties.currency"];
    let maps = maps.iter().flat_map(|map| ["--map", map]);
    let base = [&file, "--event", "Purchase", "--report", &report, "--allow-missing-value"];
    let base: Vec<&str> = base.into_iter().chain(maps).collect();
    for (more, outcome) in [(&["--dry-run"][..], "ready"), (&[], "accepted")] {
        let ran = send(&sandbox, &[&base[..], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let expected = [
            row(2, "o1", outcome, "invalid_number", "properties.value"),
            row(4, "o3", outcome, "invalid_currency", "properties.currency"),
        ];
        assert_eq!(rows(&folder.read("r.csv")), expected);
        assert!(ran.out.contains("1 invalid_number properties.value"), "{}", ran.out);
        let told: Vec<_> = ran.err.lines().collect();
        assert!(told.len() == 2 && told[0].contains("colour, number 6") && told[1].contains("event_time"));
        assert!(!ran.err.contains("a@b.c"), "it may be no header at all");
    }
    assert_eq!(send(&sandbox, &[&base[..], &["--quiet", "--json"]].concat()).err, "");
}

#[test]
fn a_mapping_is_checked_before_anything_is_sent_or_written() {
    let folder = Folder::new("mapping");
    let file = folder.file("orders.csv", "email,total\na@canary.example,1\n");
    let sandbox = sandbox();
    let report = folder.path("r.csv");
    for arguments in [
        vec!["--event", "Purchase", "--map", "mail=user.email"],
        vec!["--event", "Purchase", "--map", "email=user.emial"],
        vec!["--event", "Purchase", "--map", "email"],
        vec!["--event", "Purchase", "--map", "email=properties.value", "--map", "total=properties.value"],
        vec!["--map", "email=user.email"],
        vec!["--event", "Purchase", "--map", "email=user.email", "--delimiter", "€"],
    ] {
        let ran = send(&sandbox, &[&[file.as_str(), "--report", &report], arguments.as_slice()].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains("canary"), "{}", ran.err);
    }
    assert!(sandbox.requests().is_empty());
    assert_eq!(folder.names().len(), 1);
}
