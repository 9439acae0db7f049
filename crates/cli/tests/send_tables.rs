//! `send` of what people export: any country's CSV, packed or not, and no row in silence.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{row, rows, sandbox, send, summary};
use common::{finished, started};
use serde_json::{Value, json};

const GERMAN: &str = "Beleg;Datum;E-Mail;Betrag\r\n\
    r1;31.12.2025 18:30;anna@canary.example;\"1.234,50 €\"\r\n\
    r2;01.01.2026 9:05;berta@canary.example;19,90\r\n\
    ;;;\r\n";

const MAPS: [&str; 10] = [
    "--map",
    "Beleg=event_id",
    "--map",
    "Datum=event_time",
    "--map",
    "E-Mail=user.email",
    "--map",
    "Betrag=properties.value",
    "--set",
    "properties.currency=EUR",
];

fn events(sandbox: &tiktok_capi_sandbox::Sandbox) -> Vec<Value> {
    sandbox.events().iter().map(|event| serde_json::from_str(event.data.get()).unwrap()).collect()
}

#[test]
fn a_german_export_needs_no_word_but_its_time_zone() {
    let folder = Folder::new("german");
    let windows: Vec<u8> =
        GERMAN.chars().map(|c| if c == '€' { 0x80 } else { u8::try_from(c).unwrap() }).collect();
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(GERMAN.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("utf8.csv", GERMAN.as_bytes()), ("excel.csv", &windows), ("unicode.csv", &utf16)] {
        let file = folder.bytes(name, bytes);
        let sandbox = sandbox();
        let base = [&file, "--event", "Purchase", "--time-zone", "Europe/Berlin", "--json"];
        let ran = send(&sandbox, &[&base[..], &MAPS].concat());
        assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(2)), "{name}: {}", ran.err);
        assert_eq!(summary(&ran)["blank_rows"], 1);
        let events = events(&sandbox);
        assert_eq!(events[0]["properties"], json!({"currency": "EUR", "value": 1234.5}));
        assert_eq!(events[0]["event_time"], 1_767_202_200, "18:30 in Berlin");
        assert_eq!(events[1]["event_time"], 1_767_254_700);
    }
}

#[test]
fn nothing_is_guessed() {
    let folder = Folder::new("guessed");
    let sandbox = sandbox();
    for (text, says) in [
        ("E-Mail,Betrag\na@canary.example,1.234\n", "--decimal"),
        ("E-Mail,Betrag\na@canary.example,1.50\nb@canary.example,\"1,50\"\n", "--decimal"),
        ("E-Mail,Datum\na@canary.example,03/04/2026 12:00\n", "--date-format"),
        ("E-Mail,Datum\na@canary.example,2026-01-01 12:00\n", "--time-zone"),
    ] {
        let file = folder.file("open.csv", text);
        let column = if text.contains("Datum") { "Datum=event_time" } else { "Betrag=properties.value" };
        let maps = ["--map", "E-Mail=user.email", "--map", column];
        let ran = send(&sandbox, &[&[&file, "--event", "Lead"][..], &maps].concat());
        assert_eq!(ran.code, 2, "{text}");
        assert!(ran.err.contains(says) && !ran.err.contains("canary"), "{}", ran.err);
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_stray_quotation_mark_stops_a_file_before_its_first_request() {
    let folder = Folder::new("stray");
    let line = |row| {
        let mark = if row == 9 { "\"" } else { "" };
        format!("o{row},2026-01-01T12:00:00Z,a{row}@canary.example,{mark}x")
    };
    let rows = (0..20).map(line).collect::<Vec<_>>().join("\n");
    let file = folder.file("orders.csv", &format!("event_id,event_time,user.email,note\n{rows}\n"));
    let sandbox = sandbox();
    let ran = send(&sandbox, &[&file, "--event", "Lead"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("line 11") && ran.err.contains("11 lines were not read"), "{}", ran.err);
    assert!(sandbox.requests().is_empty() && !ran.err.contains("canary"));
    let ran = send(&sandbox, &[&file, "--event", "Lead", "--trust-quotes", "--json"]);
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(10)), "{}", ran.err);
}

#[test]
fn an_amount_beside_another_currencys_sign_is_refused() {
    let folder = Folder::new("sign");
    let text = "event_id,event_time,user.email,properties.value,properties.currency\n\
                o1,2026-01-01T12:00:00Z,a@canary.example,€ 5.00,EUR\n\
                o2,2026-01-01T12:00:00Z,b@canary.example,€ 5.00,USD\n";
    let (file, report) = (folder.file("orders.csv", text), folder.path("r.csv"));
    let ran = send(&sandbox(), &[&file, "--event", "Purchase", "--report", &report, "--allow-missing-value"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert_eq!(rows(&folder.read("r.csv")), [row(3, "o2", "refused", "other_currency", "properties.value")]);
}

#[test]
fn a_blank_time_is_an_error_where_conversions_are_uploaded() {
    let folder = Folder::new("blank");
    let text = "event_id,event_time,user.email\no1,,a@canary.example\n";
    let (file, report) = (folder.file("orders.csv", text), folder.path("r.csv"));
    let base = ["send", &file, "--event", "Lead", "--report", &report, "--dry-run", "--source"];
    for (source, code, outcome) in [("offline", 3, "refused"), ("web", 0, "ready")] {
        let ran = finished(started(&[&base[..], &[source]].concat(), &[], ""));
        assert_eq!(ran.code, code, "{}", ran.err);
        assert_eq!(rows(&folder.read("r.csv")), [row(2, "o1", outcome, "blank_time", "event_time")]);
    }
}

#[test]
fn columns_are_known_by_customary_names_and_it_is_told() {
    let folder = Folder::new("names");
    let text = "Bestellnummer;E-Mail;Telefon;Gesamtbetrag;Währung;Steuer\n\
                4711;anna@canary.example;+49 1512 3456789;19,90;EUR;3,18\n";
    let (file, sandbox) = (folder.file("shop.csv", text), sandbox());
    let ran = send(&sandbox, &[&file, "--event", "Purchase", "--set", "page.url=https://shop.example/"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("E-Mail goes into user.email") && ran.err.contains("no field: Steuer"),
        "{}",
        ran.err
    );
    let event = events(&sandbox).remove(0);
    assert_eq!(event["properties"], json!({"currency": "EUR", "order_id": "4711", "value": 19.9}));
    assert!(event["user"]["phone"].is_string() && event["user"]["email"].is_string());
    let text = "email,total,Betrag\na@canary.example,5,6\n";
    let ran = send(&sandbox, &[&folder.file("two.csv", text), "--event", "Purchase"]);
    assert!(ran.code == 2 && ran.err.contains("--map"), "{}", ran.err);
}

/// The time of the day stands beside its day, and of two days nobody knows which one counts.
#[test]
fn a_column_of_hours_belongs_to_its_day() {
    let folder = Folder::new("hours");
    let sandbox = sandbox();
    let base = ["--event", "Contact", "--time-zone", "Europe/Berlin", "--now", "1767312000"];
    for (number, header) in
        ["Datum;Uhrzeit;E-Mail", "DATE;Time;email", "Fecha;Hora;correo"].into_iter().enumerate()
    {
        let text = format!("{header}\n31.12.2025;18:30;a{number}@canary.example\n");
        let file = folder.file("till.csv", &text);
        let ran = send(&sandbox, &[&[&*file], &base[..]].concat());
        assert_eq!(ran.code, 0, "{header}: {}", ran.err);
        assert_eq!(events(&sandbox)[number]["event_time"], 1_767_202_200, "{header}: 18:30 in Berlin");
    }
    let file =
        folder.file("days.csv", "Bestelldatum,Belegdatum,E-Mail\n2025-12-30,2025-12-31,a@canary.example\n");
    let ran = send(&sandbox, &[&[&*file], &base[..]].concat());
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("event_time takes one column, and several go there"), "{}", ran.err);
}
