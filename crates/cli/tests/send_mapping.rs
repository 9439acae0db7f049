//! `send --save-mapping`, `--mapping` and `--preview`: a mapping that was found once is kept, shown and taken again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{sandbox, send, send_to_set};
use common::{finished, started};

const TILL: &str = "Beleg;Datum;Uhrzeit;E-Mail;Gesamtbetrag;Gebühr;Artikelnummer\r\n\
    r1;31.12.2025;18:30;anna@canary.example;\"1.234,50\";3,18;a1\r\n\
    r1;31.12.2025;18:30;;\"1.234,50\";3,18;a2\r\n\
    r2;01.01.2026;9:05;berta@canary.example;19,90;3,18;a3\r\n";

const SAID: [&str; 5] = [
    "--event=Purchase",
    "--time-zone=Europe/Berlin",
    "--group-by=properties.order_id",
    "--set=properties.currency=EUR",
    "--set=properties.description=it's $5",
];

fn datas(sandbox: &tiktok_capi_sandbox::Sandbox) -> Vec<String> {
    sandbox.events().iter().map(|event| event.data.get().to_owned()).collect()
}

/// The table with customary names alone, which Uhrzeit is not.
fn till(folder: &Folder) -> String {
    let text: Vec<u8> = TILL.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    folder.bytes("kasse.csv", &text)
}

#[test]
fn a_mapping_that_was_kept_gives_the_same_events() {
    let folder = Folder::new("kept");
    let (file, kept) = (till(&folder), folder.path("kasse.toml"));
    let first = sandbox();
    let ran = send(&first, &[&[file.as_str(), "--save-mapping", &kept][..], &SAID].concat());
    assert_eq!((ran.code, datas(&first).len()), (0, 2), "{}", ran.err);
    let text = folder.read("kasse.toml");
    for said in [
        "encoding = \"windows-1252\"",
        "delimiter = \";\"",
        "decimal = \",\"",
        "%d.%m.%Y",
        "group-by",
        "Purchase",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("canary") && !text.contains("r1") && !text.contains("Gebühr"), "{text}");
    let again = sandbox();
    let ran = send(&again, &[&file, "--mapping", &kept]);
    assert_eq!((ran.code, datas(&again)), (0, datas(&first)), "{}", ran.err);
    // What is kept anew is the same.
    let second = folder.path("second.toml");
    let ran = send(&again, &[&file, "--mapping", &kept, "--save-mapping", &second, "--dry-run"]);
    assert_eq!((ran.code, folder.read("second.toml")), (0, text), "{}", ran.err);
}

#[test]
fn a_preset_that_was_changed_can_be_kept() {
    let folder = Folder::new("changed");
    let text = "event_type,timestamp,email,total,Currency\nComplete Payment,2026-01-01T12:00:00Z,a@canary.example,5,EUR\n";
    let (file, kept) = (folder.file("orders.csv", text), folder.path("own.toml"));
    let said = ["--preset=tiktok-offline", "--map=total=properties.value"];
    let first = sandbox();
    let ran = send_to_set(
        &first,
        &[&[file.as_str(), "--save-mapping", &kept, "--set=event_id=e1"][..], &said].concat(),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let again = sandbox();
    let ran = send_to_set(&again, &[&file, "--mapping", &kept]);
    assert_eq!((ran.code, datas(&again)), (0, datas(&first)), "{}", ran.err);
    assert!(datas(&again)[0].contains("CompletePayment"));
}

#[test]
fn a_mapping_that_is_wrong_is_told_before_anything_is_sent() {
    let folder = Folder::new("wrong");
    let file = till(&folder);
    for (text, says) in [
        ("evnt = 'Purchase'", "did you mean event?"),
        ("event = 5", "line 1"),
        ("event = 'Purchase'\n[map]\n'Mail' = 'user.email'", "no column Mail"),
        ("event = 'Purchase'\n[map]\n'E-Mial' = 'user.email'", "did you mean E-Mail?"),
        ("event = 'Purchase'\n[map]\n'E-Mail' = 'user.emial'", "user.emial"),
        ("event = 'Purchase'\ndecimal = ';'", "--decimal"),
    ] {
        let kept = folder.file("own.toml", text);
        let ran = send(&sandbox(), &[&file, "--mapping", &kept]);
        assert!(ran.code == 2 && ran.err.contains(says), "{text}: {}", ran.err);
    }
    let ran = send(&sandbox(), &[&file, "--mapping", &folder.path("none.toml")]);
    assert!(ran.code == 2 && ran.err.contains("none.toml"), "{}", ran.err);
    let json = folder.file("e.ndjson", "{\"event\":\"Contact\"}\n");
    for flag in
        [format!("--save-mapping={}", folder.path("x.toml")), "--preset=square".into(), "--group-by=a".into()]
    {
        let ran = send(&sandbox(), &[&json, &flag]);
        assert!(ran.code == 2 && ran.err.contains("tables"), "{flag}: {}", ran.err);
    }
}

#[test]
fn a_preview_shows_what_becomes_of_columns_and_sends_nothing() {
    let folder = Folder::new("preview");
    let file = till(&folder);
    let sandbox = sandbox();
    let ran = send(&sandbox, &[&[file.as_str(), "--preview"][..], &SAID].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(sandbox.requests().is_empty() && folder.names().len() == 1, "{:?}", folder.names());
    for says in [
        "encoding: windows-1252",
        "delimiter: ;",
        "decimal: ,",
        "date-format: %d.%m.%Y",
        "time-zone: Europe/Berlin",
        "E-Mail goes into user.email (a customary name)",
        "Gebühr is left out",
        "properties.currency is EUR",
        "Beleg=r1",
        "E-Mail=***",
        "\"value\":1234.5",
    ] {
        assert!(ran.out.contains(says), "{says}: {}", ran.out);
    }
    assert!(!ran.out.contains("canary"), "{}", ran.out);
}

#[test]
fn a_preview_of_what_is_open_shows_the_rows_that_leave_it_so() {
    let folder = Folder::new("open");
    let file = folder.file("open.csv", "email,amount\na@canary.example,1.234\n");
    let ran = send(&sandbox(), &[&file, "--event=Purchase", "--preview"]);
    assert!(ran.code == 2 && ran.err.contains("--decimal"), "{}", ran.err);
    assert!(ran.out.contains("amount=1.234") && !ran.out.contains("canary"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn the_command_of_a_preview_repeats_it() {
    let folder = Folder::new("repeat");
    let file = till(&folder);
    let command = |more: &[&str]| {
        let ran = finished(started(&[&["send", file.as_str(), "--preview"][..], more].concat(), &[], ""));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let command = ran.out.lines().last().unwrap().trim().to_owned();
        (command, ran.out)
    };
    let (first, shown) = command(&SAID);
    // A shell takes the words apart, as it would for whoever copies them.
    let words = std::process::Command::new("sh")
        .args(["-c", &first.replacen("tiktok-capi send", "printf '%s\\n'", 1)])
        .output()
        .unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let words: Vec<_> = words.lines().skip(1).collect();
    let (second, again) = command(&words);
    assert_eq!(first, second);
    let events = |shown: &str| shown.split("events, with").nth(1).unwrap().to_owned();
    assert_eq!(events(&shown), events(&again));
}
