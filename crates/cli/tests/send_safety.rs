//! `send` stops before its first request where a table would cost what nobody meant to give up.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{row, rows, sandbox, send, summary};
use common::{finished, started};
use serde_json::json;

const HEADER: &str = "event_id,event_time,user.email,properties.value,properties.currency\n";

fn table(rows: &[&str]) -> String {
    let row = |(index, row): (usize, &&str)| {
        format!("o{index},2026-01-01T12:00:00Z,a{index}@canary.example,{row}\n")
    };
    HEADER.to_owned() + &rows.iter().enumerate().map(row).collect::<String>()
}

#[test]
fn purchases_that_would_lose_their_value_are_not_sent_before_somebody_says_so() {
    let folder = Folder::new("lost");
    for (rows, lines) in [
        (vec!["5,EUR", "on account,EUR"], "line 3"),
        (vec![",EUR", "5,EUR"], "line 2"),
        (vec!["5,EUR", "5,"], "line 3"),
        (vec!["5,Taler", "5,EUR"], "line 2"),
        (vec!["5,EUR", "€ 5,USD"], "line 3"),
        (vec![",", ",", ",", ",", ","], "lines 2, 3, 4 and so on"),
    ] {
        let (file, sandbox) = (folder.file("orders.csv", &table(&rows)), sandbox());
        for event in ["Purchase", " Subscribe ", "StartTrial", "CompletePayment"] {
            let ran = send(&sandbox, &[&file, "--event", event]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{rows:?}");
            assert!(ran.err.contains(lines) && ran.err.contains("--allow-missing-value"), "{}", ran.err);
            assert!(!ran.err.contains("canary") && !ran.err.contains("Taler"), "{}", ran.err);
        }
        assert_eq!((sandbox.requests().len(), folder.names().len()), (0, 1), "nothing is sent or written");
        let ran = send(&sandbox, &[&file, "--event", "Purchase", "--allow-missing-value", "--json"]);
        let events = summary(&ran)["accepted"].as_u64().unwrap() + summary(&ran)["refused"].as_u64().unwrap();
        assert_eq!(usize::try_from(events).unwrap(), rows.len(), "{}", ran.err);
    }
}

#[test]
fn a_value_of_no_column_is_missing_in_all_rows() {
    let folder = Folder::new("no-column");
    let text = "event_id,event_time,user.email,total\no1,2026-01-01T12:00:00Z,a@canary.example,5\n";
    let (file, sandbox) = (folder.file("orders.csv", text), sandbox());
    let base = [&file, "--event", "Purchase", "--map", "total=properties.value"];
    let ran = send(&sandbox, &base);
    assert!(ran.code == 2 && ran.err.contains("1 of 1") && ran.err.contains("currency"), "{}", ran.err);
    let ran = send(&sandbox, &[&base[..], &["--set", "properties.currency=EUR"]].concat());
    assert_eq!((ran.code, sandbox.counts().counted), (0, 1), "{}", ran.err);
}

#[test]
fn the_name_of_each_row_decides() {
    let folder = Folder::new("names-decide");
    let header = "event,event_id,event_time,user.email,properties.value,properties.currency\n";
    let line =
        |event: &str, value| format!("{event},o{value},2026-01-01T12:00:00Z,a@canary.example,{value},EUR\n");
    let sandbox = sandbox();
    let fine = folder.file("fine.csv", &format!("{header}{}{}", line("Lead", ""), line("Purchase", "5")));
    assert_eq!(send(&sandbox, &[&fine]).code, 0);
    let rest = [line("Lead", ""), line("", ""), line("Purchase", "5")].concat();
    let lost = folder.file("lost.csv", &format!("{header}{rest}"));
    let ran = send(&sandbox, &[&lost, "--event", "Purchase"]);
    assert!(ran.code == 2 && ran.err.contains("1 of 2") && ran.err.contains("line 3"), "{}", ran.err);
    assert_eq!(sandbox.requests().len(), 1);
}

/// Of several rows one says what the order was worth; a row that is no sale is worth nothing.
#[test]
fn what_an_order_is_worth_may_stand_in_one_of_its_rows() {
    let folder = Folder::new("one-of-rows");
    let header = "order,event_time,user.email,properties.value,properties.currency,sku\n";
    let rows = "o1,2026-01-01T12:00:00Z,a@canary.example,5,EUR,s1\no1,,,,,s2\n";
    let file = folder.file("orders.csv", &format!("{header}{rows}"));
    let base = ["send", &file, "--event", "Purchase", "--dry-run", "--json", "--map", "order=event_id"];
    let ran = finished(started(&[&base[..], &["--group-by", "order"]].concat(), &[], ""));
    assert_eq!((ran.code, &summary(&ran)["totals"]["EUR"]), (0, &json!("5.00")), "{}", ran.err);
    assert_eq!(finished(started(&base, &[], "")).code, 2);
    let plan = "event = 'Purchase'\n[map]\norder = 'event_id'\n[[pass-over]]\ncolumn = 'sku'\nis = ['s2']\ncode = 'not_paid'\n";
    let (plan, with) = (folder.file("plan.toml", plan), ["send", &file, "--dry-run", "--mapping"]);
    let ran = finished(started(&[&with[..], &[&plan]].concat(), &[], ""));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// A refund is refused, and told by its own code; nothing is lost in silence with it.
#[test]
fn what_is_refused_anyway_stops_nothing() {
    let folder = Folder::new("refund");
    let (file, sandbox) = (folder.file("orders.csv", &table(&["5,EUR", "-5,EUR"])), sandbox());
    let report = folder.path("r.csv");
    let ran = send(&sandbox, &[&file, "--event", "Purchase", "--report", &report]);
    assert_eq!((ran.code, sandbox.counts().counted), (3, 1), "{}", ran.err);
    assert_eq!(rows(&folder.read("r.csv")), [row(3, "o1", "refused", "negative_value", "properties.value")]);
}

#[test]
fn a_dry_run_tells_it_and_lists_all_of_it() {
    let folder = Folder::new("lost-dry");
    let file = folder.file("orders.csv", &table(&["5,EUR", "free,EUR", ",EUR", "5,"]));
    let report = folder.path("r.csv");
    let ran = finished(started(
        &["send", &file, "--event", "Purchase", "--dry-run", "--report", &report, "--json", "--quiet"],
        &[],
        "",
    ));
    assert_eq!((ran.code, &summary(&ran)["ready"]), (2, &json!(4)), "{}", ran.err);
    assert!(ran.err.contains("3 of 4"), "{}", ran.err);
    let expected = [
        row(3, "o1", "ready", "invalid_number", "properties.value"),
        row(4, "o2", "ready", "missing_recommended", "properties.value"),
        row(5, "o3", "ready", "missing_currency", "properties.currency"),
    ];
    assert_eq!(rows(&folder.read("r.csv")), expected);
}

/// A stream is looked through as a file is, and nothing of it is lost thereby.
#[test]
fn a_stream_is_looked_through_twice() {
    let bad = table(&["5,EUR", ",EUR"]);
    let arguments = |more| [&["send", "-", "--event", "Purchase", "--dry-run", "--json"][..], more].concat();
    let ran = finished(started(&arguments(&[]), &[], &bad));
    assert_eq!((ran.code, &summary(&ran)["ready"]), (2, &json!(2)), "{}", ran.err);
    let ran = finished(started(&arguments(&["--allow-missing-value"]), &[], &bad));
    assert_eq!((ran.code, &summary(&ran)["ready"]), (0, &json!(2)), "{}", ran.err);
}

#[test]
fn what_is_uploaded_did_not_happen_now_unless_somebody_says_so() {
    let folder = Folder::new("no-time");
    let file = folder.file("leads.csv", "event_id,user.email\no1,a@canary.example\n");
    for (source, more, code) in [
        ("offline", &[][..], 2),
        ("offline", &["--event-time", "now"], 0),
        ("offline", &["--set", "event_time=2026-01-01T12:00:00Z"], 0),
        ("web", &[], 0),
    ] {
        let base = ["send", &file, "--event", "Lead", "--dry-run", "--source", source];
        let ran = finished(started(&[&base[..], more].concat(), &[], ""));
        assert_eq!(ran.code, code, "{source} {more:?}: {}", ran.err);
        assert_eq!(ran.err.contains("event_time"), code == 2 || !more.contains(&"--set"), "{}", ran.err);
    }
    let file = folder
        .file("timed.csv", "event_id,event_time,user.email\no1,2026-01-01T12:00:00Z,a@canary.example\n");
    let ran =
        finished(started(&["send", &file, "--event", "Lead", "--dry-run", "--event-time", "now"], &[], ""));
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn each_cause_of_a_refused_row_has_a_line_with_its_id() {
    let folder = Folder::new("causes");
    let text = format!("{HEADER}o1,,nobody,€ 5,USD\na@canary.example,,nobody,-5,USD\n");
    let (file, report) = (folder.file("orders.csv", &text), folder.path("r.csv"));
    let base =
        ["send", &file, "--event", "Purchase", "--dry-run", "--source", "offline", "--report", &report];
    let ran = finished(started(&[&base[..], &["--allow-missing-value"]].concat(), &[], ""));
    assert_eq!(ran.code, 3, "{}", ran.err);
    let report = folder.read("r.csv");
    let expected = [
        row(2, "o1", "refused", "other_currency", "properties.value"),
        row(2, "o1", "refused", "blank_time", "event_time"),
        row(2, "o1", "refused", "no_identifier", "user"),
        row(3, "", "refused", "blank_time", "event_time"),
        row(3, "", "refused", "negative_value", "properties.value"),
        row(3, "", "refused", "no_identifier", "user"),
    ];
    assert_eq!(rows(&report), expected);
    assert!(!report.contains("canary"), "an address is no id");
}
