//! `send` tells totals and times that a person can compare with the till.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{sandbox, send, summary};
use common::{finished, started};
use serde_json::{Value, json};
use tiktok_capi_sandbox::{Fault, Plan, Rule};

const HEADER: &str = "event_id,event_time,user.email,properties.value,properties.currency\n";

fn table(rows: &[(&str, &str)]) -> String {
    let row = |(index, (time, worth)): (usize, &(&str, &str))| {
        format!("o{index},{time},a{index}@canary.example,{worth}\n")
    };
    HEADER.to_owned() + &rows.iter().enumerate().map(row).collect::<String>()
}

fn sums(summary: &Value) -> Value {
    let names = ["totals", "values_not_summed", "first_event_time", "last_event_time"];
    names.iter().map(|name| summary[*name].clone()).collect()
}

#[test]
fn totals_are_exact_by_currency_and_times_are_those_of_the_zone() {
    let folder = Folder::new("sums");
    let rows = [
        ("2026-01-01 12:00", "0.10,EUR"),
        ("2026-01-01 09:30", "0.20,EUR"),
        ("2026-06-01 12:00", "1980,JPY"),
        ("2026-06-01 12:00", "-5,EUR"),
    ];
    let file = folder.file("orders.csv", &table(&rows));
    let base = ["send", &file, "--event", "Purchase", "--dry-run", "--time-zone", "Europe/Berlin", "--quiet"];
    let ran = finished(started(&[&base[..], &["--json"]].concat(), &[], ""));
    assert_eq!(ran.code, 3, "{}", ran.err);
    let expected = json!([
        {"EUR": "0.30", "JPY": "1980"},
        0,
        "2026-01-01T09:30:00+01:00",
        "2026-06-01T12:00:00+02:00",
    ]);
    assert_eq!(sums(&summary(&ran)), expected);
    let ran = finished(started(&base, &[], ""));
    let lines = ran.lines();
    assert_eq!(lines[1], "total: 0.30 EUR, 1980 JPY", "what is refused is not in it");
    assert_eq!(lines[2], "happened from 2026-01-01T09:30:00+01:00 to 2026-06-01T12:00:00+02:00");
}

#[test]
fn a_run_of_nothing_has_no_sums() {
    let ran = finished(started(&["send", "-", "--dry-run", "--json"], &[], "{nonsense\n"));
    assert_eq!(sums(&summary(&ran)), json!([{}, 0, null, null]));
}

/// What is undelivered is in no total, and what an earlier run delivered is.
#[test]
fn totals_are_those_of_all_runs() {
    let folder = Folder::new("sums-resumed");
    let rows: Vec<_> = (1..=30).map(|day| (format!("2026-01-{day:02}T12:00:00Z"), "19.99,EUR")).collect();
    let rows: Vec<_> = rows.iter().map(|(time, worth)| (time.as_str(), *worth)).collect();
    let (file, sandbox) = (folder.file("orders.csv", &table(&rows)), sandbox());
    let arguments = [&file, "--event", "Purchase", "--max-batch", "10", "--max-attempts", "1", "--json"];
    let rule = Rule { every: Some(3), ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &arguments);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let (first, last) = ("2026-01-01T12:00:00+00:00", "2026-01-30T12:00:00+00:00");
    assert_eq!(sums(&summary(&ran)), json!([{"EUR": "399.80"}, 0, first, "2026-01-20T12:00:00+00:00"]));
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &arguments);
    assert_eq!(
        (ran.code, sums(&summary(&ran))),
        (0, json!([{"EUR": "599.70"}, 0, first, last])),
        "{}",
        ran.err
    );
}
