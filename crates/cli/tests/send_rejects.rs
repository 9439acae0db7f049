//! What did not arrive is written down as it stands in the input, so that it can be mended and sent again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{arrived, event, events, rows, sandbox, send, without_id};
use common::{finished, started};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tiktok_capi_sandbox::{Fault, Plan, Rule, Sandbox};

fn rejecting(event_id: &str) -> Sandbox {
    let sandbox = sandbox();
    let rule = Rule { event_id: Some(event_id.to_owned()), ..Rule::always(Fault::Code(40_002)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    sandbox
}

const HEADER: &str = "event_id;event_time;user.email;note\n";

#[test]
fn rows_come_back_byte_by_byte_and_keep_their_ids() {
    let folder = Folder::new("rejects");
    let bad = "o3;2026-13-01T12:00:00Z ;\"c@canary.example\";\"he said \"\"no\"\"; twice\"\n";
    let uneven = "o4;2026-01-01T12:00:00Z;d@canary.example\n";
    let text = [
        HEADER,
        "o1;2026-01-01T12:00:00Z;a@canary.example;\n",
        "o2;2026-01-01T12:00:00Z;b@canary.example;Grüße\n",
        bad,
        uneven,
    ];
    let (file, rejects) = (folder.file("orders.csv", &text.concat()), folder.path("rejects.csv"));
    let sandbox = rejecting("o2");
    let ran = send(&sandbox, &[&file, "--event", "Lead", "--rejects", &rejects, "--quiet"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("rejects.csv has 3 events") && ran.err.contains("personal data"), "{}", ran.err);
    assert!(!ran.err.contains("canary"));
    let bad = "o3;2026-13-01T12:00:00Z ;c@canary.example;\"he said \"\"no\"\"; twice\"\n";
    let back = [HEADER, "o2;2026-01-01T12:00:00Z;b@canary.example;Grüße\n", bad, uneven].concat();
    assert_eq!(folder.read("rejects.csv"), format!("\u{feff}{back}"));
    let mended =
        back.replace("2026-13-01", "2026-01-01").replace("d@canary.example\n", "d@canary.example;\n");
    let mended = folder.file("mended.csv", &mended);
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &[&mended, "--event", "Lead"]);
    assert_eq!((ran.code, sandbox.counts().duplicates), (0, 0), "{}", ran.err);
    assert_eq!(arrived(&sandbox).into_iter().collect::<Vec<_>>(), ["o1", "o2", "o3", "o4"]);
}

/// A row that was sent keeps the id that was made for it, in a column in front, and one that has a cell too many keeps that.
#[test]
fn made_ids_stay() {
    let folder = Folder::new("rejects-ids");
    let line = |name: &str| format!("2026-01-01T12:00:00Z,{name}@canary.example");
    let text = format!("event_time,user.email\n{}\n{}\n{},x\n", line("a"), line("b"), line("c"));
    let (file, rejects) = (folder.file("leads.csv", &text), folder.path("rejects.csv"));
    let sandbox = sandbox();
    // The answer gets lost although the events arrived.
    let rule = Rule { recorded: true, ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &[&file, "--event", "Lead", "--max-attempts", "1", "--rejects", &rejects]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let back = folder.read("rejects.csv");
    let lines: Vec<_> = back.lines().collect();
    assert_eq!(lines[0], "\u{feff}event_id,event_time,user.email");
    assert!(lines[1].ends_with(&format!(",{}", line("a"))) && !lines[1].starts_with(','), "{}", lines[1]);
    assert_eq!(lines[3], format!(",{},x", line("c")), "it never was on its way");
    sandbox.set_faults(Plan::default()).unwrap();
    let mended = folder.file("mended.csv", &back.replace(",x", ""));
    let ran = send(&sandbox, &[&mended, "--event", "Lead"]);
    assert_eq!((ran.code, sandbox.counts().counted, sandbox.counts().duplicates), (0, 3, 2), "{}", ran.err);
}

#[test]
fn a_blank_id_in_a_column_of_ids_is_filled_in() {
    let folder = Folder::new("rejects-blank-id");
    let text = "No,event_time,user.email\n,2026-01-01T12:00:00Z,a@canary.example\n";
    let (file, rejects) = (folder.file("leads.csv", text), folder.path("rejects.csv"));
    let sandbox = sandbox();
    sandbox.set_faults(Plan { rules: vec![Rule::always(Fault::Code(40_002))], ..Plan::default() }).unwrap();
    let arguments = [&file, "--event", "Lead", "--map", "No=event_id", "--rejects", &rejects];
    assert_eq!(send(&sandbox, &arguments).code, 3);
    let back = folder.read("rejects.csv");
    let id = back.lines().nth(1).unwrap().split(',').next().unwrap();
    assert!(!id.is_empty() && back.starts_with("\u{feff}No,event_time"), "{back}");
}

/// All rows of an order come back, wherever they stood, and each has the id that was made for the order.
#[test]
fn rows_that_share_an_order_come_back_together() {
    let folder = Folder::new("rejects-orders");
    let row = |order: &str, sku: &str| format!("{order},2026-01-01T12:00:00Z,{order}@canary.example,{sku}\n");
    let text =
        ["order,event_time,user.email,sku\n", &row("a", "s1"), &row("b", "s2"), "c,x\n", &row("a", "s3")];
    let (file, rejects) = (folder.file("orders.csv", &text.concat()), folder.path("rejects.csv"));
    let sandbox = sandbox();
    sandbox.set_faults(Plan { rules: vec![Rule::always(Fault::Code(40_002))], ..Plan::default() }).unwrap();
    let maps = ["--map", "sku=properties.contents.content_id", "--group-by", "order"];
    let base = [&file, "--event", "Lead", "--rejects", &rejects];
    let ran = send(&sandbox, &[&base[..], &maps].concat());
    assert_eq!(ran.code, 3, "{}", ran.err);
    let back = folder.read("rejects.csv");
    let lines: Vec<_> = back.lines().map(|line| line.split_once(',').unwrap()).collect();
    assert_eq!(lines[0], ("\u{feff}event_id", "order,event_time,user.email,sku"));
    let expected = [row("a", "s1"), row("a", "s3"), row("b", "s2"), "c,x\n".to_owned()];
    assert_eq!(lines[1..].iter().map(|(_, rest)| format!("{rest}\n")).collect::<Vec<_>>(), expected);
    assert!(lines[1].0 == lines[2].0 && lines[1].0 != lines[3].0 && lines[4].0.is_empty(), "{back}");
    let mended = folder.file("mended.csv", &back.lines().take(4).collect::<Vec<_>>().join("\n"));
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &[&[&mended, "--event", "Lead"][..], &maps].concat());
    assert_eq!((ran.code, sandbox.counts().counted), (0, 2), "{}", ran.err);
    assert_eq!(arrived(&sandbox), [lines[1].0.to_owned(), lines[3].0.to_owned()].into());
}

#[test]
fn json_comes_back_as_lines() {
    let folder = Folder::new("rejects-json");
    let denied = event("denied").replacen('{', "{\"consent\":\"denied\",", 1);
    let own = "{\"event\": \"a b\",\t\"event_id\": \"x\"}";
    let text = format!("{}{}\nnonsense\n{denied}\n{own}\n", events(1), without_id());
    let (file, rejects) = (folder.file("e.ndjson", &text), folder.path("rejects.ndjson"));
    let sandbox = sandbox();
    sandbox.set_faults(Plan { rules: vec![Rule::always(Fault::Code(40_002))], ..Plan::default() }).unwrap();
    let report = folder.path("r.csv");
    let ran = send(&sandbox, &[&file, "--rejects", &rejects, "--report", &report]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let back = folder.read("rejects.ndjson");
    let lines: Vec<_> = back.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[2], lines[3]), (4, event("e1").as_str(), "nonsense", own));
    let made = &rows(&folder.read("r.csv"))[1][1];
    assert!(lines[1].contains(&format!("\"event_id\":\"{made}\"")), "{}", lines[1]);
}

/// As the report: what an interrupted run wrote about events that come again is cut off.
#[test]
fn a_resumed_run_goes_on_with_it() {
    let folder = Folder::new("rejects-resumed");
    let refused = "{\"event\":\"a b\"}\n";
    let (file, rejects) =
        (folder.file("e.ndjson", &(refused.to_owned() + &events(29))), folder.path("rejects.ndjson"));
    let sandbox = sandbox();
    let rule = Rule { every: Some(2), ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let arguments = [&file, "--max-batch", "10", "--max-attempts", "1", "--rejects", &rejects];
    assert_eq!(send(&sandbox, &arguments).code, 5);
    assert_eq!(folder.read("rejects.ndjson").lines().count(), 11);
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &arguments);
    assert_eq!((ran.code, sandbox.counts().counted), (3, 29), "{}", ran.err);
    assert_eq!(folder.read("rejects.ndjson"), refused);
}

#[cfg(unix)]
#[test]
fn it_is_its_owners_and_no_other_file() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = Folder::new("rejects-owner");
    let file = folder.file("e.ndjson", "{\"event\":\"a b\"}\n");
    let precious = folder.file("precious", "of somebody else");
    let rejects = folder.path("rejects.ndjson");
    symlink(&precious, &rejects).unwrap();
    let base = ["send", &file, "--dry-run"];
    let ran = finished(started(&[&base[..], &["--rejects", &rejects]].concat(), &[], ""));
    assert_eq!((ran.code, folder.read("precious").as_str()), (3, "of somebody else"), "{}", ran.err);
    let written = std::fs::symlink_metadata(&rejects).unwrap();
    assert!(written.is_file() && written.permissions().mode() & 0o777 == 0o600);
    let report = folder.path("r.csv");
    for other in [vec!["--rejects", &file], vec!["--rejects", &report, "--report", &report]] {
        assert_eq!(finished(started(&[&base[..], &other].concat(), &[], "")).code, 2);
    }
    assert_eq!(folder.read("e.ndjson"), "{\"event\":\"a b\"}\n");
}

#[test]
fn nothing_is_said_where_all_arrived() {
    let folder = Folder::new("rejects-none");
    let (file, rejects, report) =
        (folder.file("e.ndjson", &events(1)), folder.path("x"), folder.path("r.csv"));
    let ran = send(&sandbox(), &[&file, "--rejects", &rejects, "--report", &report]);
    assert_eq!((ran.code, ran.err.as_str(), folder.read("x").as_str()), (0, "", ""));
    assert_eq!(rows(&folder.read("r.csv")), Vec::<[String; 5]>::new());
}

/// Typed cells come back as texts that say the same: the days in the form of the standard, so nothing has to be found out anew.
#[test]
fn rows_of_a_workbook_come_back_as_csv() {
    let folder = Folder::new("rejects-book");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in
        (0..).zip(["event_id", "event_time", "user.email", "properties.value", "properties.currency"])
    {
        sheet.write(0, column, name).unwrap();
    }
    let form = Format::new().set_num_format("dd.mm.yyyy hh:mm");
    for (row, id) in (1..).zip(["o1", "o2"]) {
        let time = ExcelDateTime::parse_from_str("2025-12-31T18:30:00").unwrap();
        sheet.write(row, 0, id).unwrap();
        sheet.write_with_format(row, 1, &time, &form).unwrap();
        sheet.write(row, 2, format!("{id}@canary.example")).unwrap();
        sheet.write(row, 3, 1_234.5).unwrap();
        sheet.write(row, 4, "EUR").unwrap();
    }
    let (file, rejects) = (folder.path("kasse.xlsx"), folder.path("rejects.csv"));
    book.save(&file).unwrap();
    let sandbox = rejecting("o2");
    let more = ["--event", "Purchase", "--time-zone", "Europe/Berlin"];
    let ran = send(&sandbox, &[[&*file, "--rejects", &*rejects].as_slice(), more.as_slice()].concat());
    assert_eq!(ran.code, 3, "{}", ran.err);
    let header = "event_id,event_time,user.email,properties.value,properties.currency";
    let row = "o2,2025-12-31T18:30:00,o2@canary.example,1234.5,EUR";
    assert_eq!(folder.read("rejects.csv"), format!("\u{feff}{header}\n{row}\n"));
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &[[&*rejects].as_slice(), more.as_slice()].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(arrived(&sandbox).into_iter().collect::<Vec<_>>(), ["o1", "o2"]);
}
