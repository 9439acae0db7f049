//! `send --group-by`: rows that share an order are one event, and none of them is lost in silence.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{row, rows, sandbox, send, summary};
use serde_json::{Value, json};
use tiktok_capi_sandbox::{Fault, Plan, Rule};

const TILL: &str = "Beleg;Datum;Uhrzeit;E-Mail;Summe;Artikel;Einzelpreis;Menge\r\n";

const MAPS: [&str; 12] = [
    "--event=Purchase",
    "--time-zone=Europe/Berlin",
    "--group-by=Beleg",
    "--map=Beleg=event_id",
    "--map=Datum=event_time",
    "--map=Uhrzeit=event_time",
    "--map=E-Mail=user.email",
    "--map=Summe=properties.value",
    "--map=Artikel=properties.contents.content_id",
    "--map=Einzelpreis=properties.contents.price",
    "--map=Menge=properties.contents.quantity",
    "--set=properties.currency=EUR",
];

fn events(sandbox: &tiktok_capi_sandbox::Sandbox) -> Vec<Value> {
    sandbox.events().iter().map(|event| serde_json::from_str(event.data.get()).unwrap()).collect()
}

#[test]
fn a_tills_receipt_is_one_event_also_when_its_rows_are_apart() {
    let folder = Folder::new("till");
    let text = [
        TILL,
        "r1;31.12.2025;18:30;anna@canary.example;1.234,50;a1;1.200,00;1\r\n",
        "r2;31.12.2025;18:31;berta@canary.example;19,90;a2;19,90;1\r\n",
        "r1;31.12.2025;18:30;;1.234,50;a3;11,50;3\r\n",
    ];
    let (file, sandbox) = (folder.file("kasse.csv", &text.concat()), sandbox());
    let ran = send(&sandbox, &[&[file.as_str(), "--json"][..], &MAPS].concat());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(2)), "{}", ran.err);
    let event = events(&sandbox).remove(0);
    let lines = json!([
        {"content_id": "a1", "price": 1200, "quantity": 1}, {"content_id": "a3", "price": 11.5, "quantity": 3},
    ]);
    assert_eq!(event["properties"], json!({"contents": lines, "currency": "EUR", "value": 1234.5}));
    assert_eq!(event["event_time"], 1_767_202_200, "18:30 in Berlin");
}

#[test]
fn rows_that_do_not_fit_together_are_told() {
    let folder = Folder::new("apart");
    let text = [
        TILL,
        "r1;31.12.2025;18:30;anna@canary.example;5,50;a1;5,50;1\r\n",
        "r1;31.12.2025;18:30;;6,50;a2;6,50;1\r\n",
        "r2;31.12.2025;18:31;berta@canary.example;19,90;a2;19,90;1\r\n",
        "r2;31.12.2025;18:31;other@canary.example;19,90;a3;9,90;1\r\n",
        ";31.12.2025;18:31;cesar@canary.example;19,90;a3;9,90;1\r\n",
        "r3;short\r\n",
    ];
    let (file, report, sandbox) = (folder.file("kasse.csv", &text.concat()), folder.path("r.csv"), sandbox());
    let ran = send(&sandbox, &[&[file.as_str(), "--json", "--report", &report][..], &MAPS].concat());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (3, &json!(1)), "{}", ran.err);
    let expected = [
        row(2, "r1", "refused", "differing_rows", "properties.value"),
        row(4, "r2", "accepted", "differing_rows", "user.email"),
        row(6, "", "refused", "nameless_order", ""),
        row(7, "", "refused", "uneven_row", ""),
    ];
    assert_eq!(rows(&folder.read("r.csv")), expected);
    assert!(!folder.read("r.csv").contains("canary") && !ran.err.contains("canary"));
}

#[test]
fn a_row_that_comes_back_long_after_its_order_is_told_and_not_sent() {
    let folder = Folder::new("late");
    let line = |number: u32| format!("o{number},2026-01-01T12:00:00Z,a{number}@canary.example,s1\n");
    let between: String = (2..=10_001).map(line).collect();
    let header = "order,event_time,user.email,sku\n";
    let text = format!("{header}{}{}{between}{}", line(1), line(1), line(1));
    let (file, report, sandbox) = (folder.file("orders.csv", &text), folder.path("r.csv"), sandbox());
    let maps = [
        "--event=Contact",
        "--group-by=order",
        "--map=order=event_id",
        "--map=sku=properties.contents.content_id",
    ];
    let ran = send(&sandbox, &[&[file.as_str(), "--json", "--report", &report][..], &maps].concat());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (3, &json!(10_001)), "{}", ran.err);
    assert_eq!(rows(&folder.read("r.csv")), [row(10_004, "", "refused", "late_row", "")]);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (10_001, 0));
}

#[test]
fn an_interrupted_run_goes_on_with_the_next_order() {
    let folder = Folder::new("resumed");
    let text = |order: u32| {
        format!(
            "{order},2026-01-01T12:00:00Z,a{order}@canary.example,s1\n{order},,,s2\nshort\n{},,,s3\n",
            order.saturating_sub(3).max(1)
        )
    };
    let rows: String = (1..=40).map(text).collect();
    let file = folder.file("orders.csv", &format!("order,event_time,user.email,sku\n{rows}"));
    let sandbox = sandbox();
    let maps = ["--event=Contact", "--group-by=order", "--map=sku=properties.contents.content_id", "--json"];
    let base = [&[file.as_str(), "--max-batch=10", "--max-attempts=1"][..], &maps].concat();
    // The third request fails although its events arrived.
    let rule = Rule { every: Some(3), recorded: true, ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &base);
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (5, &json!(20)), "{}", ran.err);
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &base);
    let told = summary(&ran);
    assert_eq!((ran.code, &told["accepted"], &told["refused"]), (3, &json!(40), &json!(40)), "{}", ran.err);
    assert_eq!(
        (sandbox.counts().counted, sandbox.counts().duplicates),
        (40, 10),
        "none twice, and none is left"
    );
    let lines: usize = events(&sandbox)[..20]
        .iter()
        .map(|event| event["properties"]["contents"].as_array().unwrap().len())
        .sum();
    assert_eq!(lines, 20 * 3 + 3, "the first order has those of four rows more");
}

#[test]
fn a_cell_may_hold_the_lines_as_json() {
    let folder = Folder::new("json");
    let text = "event_id,event_time,user.email,properties.contents\n\
                o1,2026-01-01T12:00:00Z,a@canary.example,\"[{\"\"content_id\"\":\"\"s1\"\",\"\"quantity\"\":2}]\"\n\
                o2,2026-01-01T12:00:00Z,b@canary.example,\" {\"\"content_id\"\":\"\"s2\"\"}\"\n\
                o3,2026-01-01T12:00:00Z,c@canary.example,\"[{\"\"content_id\"\":\"\"canary\"\"\"\n\
                o4,2026-01-01T12:00:00Z,d@canary.example,\n";
    let (file, report, sandbox) = (folder.file("orders.csv", text), folder.path("r.csv"), sandbox());
    let ran = send(&sandbox, &[&file, "--event", "Contact", "--report", &report]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let contents: Vec<_> =
        events(&sandbox).iter().map(|event| event["properties"]["contents"].clone()).collect();
    assert_eq!(contents[0], json!([{"content_id": "s1", "quantity": 2}]));
    assert_eq!(contents[1..], [json!([{"content_id": "s2"}]), Value::Null, Value::Null]);
    let told = rows(&folder.read("r.csv"));
    assert!(told.contains(&row(4, "o3", "accepted", "invalid_json", "properties.contents")), "{told:?}");
    assert!(told.iter().all(|row| row[0] == "4") && !folder.read("r.csv").contains("canary"));
}

#[test]
fn rows_with_one_id_are_told_where_nothing_folds_them() {
    let folder = Folder::new("repeated");
    let text = "event_id,event_time,user.email\no1,2026-01-01T12:00:00Z,a@canary.example\n\
                o2,2026-01-01T12:00:00Z,b@canary.example\no2,2026-01-01T12:00:00Z,b@canary.example\n";
    let file = folder.file("orders.csv", text);
    let ran = send(&sandbox(), &[&file, "--event", "Contact", "--dry-run"]);
    assert!(ran.code == 0 && ran.err.contains("line 4") && ran.err.contains("--group-by"), "{}", ran.err);
    let ran = send(&sandbox(), &[&file, "--event", "Contact", "--dry-run", "--group-by", "event_id"]);
    assert!(ran.code == 0 && !ran.err.contains("--group-by"), "{}", ran.err);
}
