//! `send` against the sandbox: every event arrives once, the report tells the rest, and an interrupted run goes on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::Child;
use std::time::{Duration, Instant};

use common::folder::Folder;
use common::{Ran, finished, started};
use serde_json::{Value, json};
use tiktok_capi_sandbox::{Config, Fault, Plan, REVOKED_TOKEN, Rule, Sandbox};

const TOKEN: &str = "token-of-this-test";

fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).unwrap()
}

fn spawned(endpoint: &str, token: &str, arguments: &[&str], input: &str) -> Child {
    let arguments = [&["send", "--pixel-code", "C4A"], arguments].concat();
    let environment = [("TIKTOK_CAPI_ENDPOINT", endpoint), ("TIKTOK_ACCESS_TOKEN", token)];
    started(&arguments, &environment, input)
}

fn send(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    finished(spawned(&sandbox.endpoint(), TOKEN, arguments, ""))
}

/// Events with ids from `e1` on.
fn events(count: usize) -> String {
    (1..=count).map(|n| event(&format!("e{n}")) + "\n").collect()
}

fn event(id: &str) -> String {
    let user = json!({"email": format!("{id}@canary.example"), "phone": "+44 161 496 0123"});
    json!({"event": "Contact", "event_id": id, "page": {"url": "https://a.de/"}, "user": user}).to_string()
}

fn without_id() -> String {
    json!({"event": "Contact", "page": {"url": "https://a.de/"}, "user": {"email": "a@canary.example"}})
        .to_string()
}

fn summary(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

/// Line, event id, outcome, code, path of each row.
fn rows(report: &str) -> Vec<[String; 5]> {
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["line", "event_id", "outcome", "code", "path", "hint"]);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        assert!(!row[5].is_empty());
        [0, 1, 2, 3, 4].map(|index| row[index].to_owned())
    });
    rows.collect()
}

fn row(line: u64, event_id: &str, outcome: &str, code: &str, path: &str) -> [String; 5] {
    [&line.to_string(), event_id, outcome, code, path].map(ToOwned::to_owned)
}

/// The ids that count after deduplication.
fn arrived(sandbox: &Sandbox) -> BTreeSet<String> {
    let accepted = sandbox.events().into_iter().filter(tiktok_capi_sandbox::Recorded::is_accepted);
    accepted.map(|event| event.event_id.unwrap()).collect()
}

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
        (3, &json!(2), &json!(2)),
        "{}",
        ran.err
    );
    let expected = [row(3, "", "refused", "no_identifier", "user"), row(4, "", "refused", "uneven_row", "")];
    assert_eq!(rows(&folder.read("rejects.csv")), expected);
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
                o1,a@canary.example,\"19,90\",EUR,red,\n\
                o2,b@canary.example,19.90,EUR,red,\n\
                o3,c@canary.example,€5,Taler,red,\n";
    let (file, report) = (folder.file("orders.csv", text), folder.path("r.csv"));
    let sandbox = sandbox();
    let maps =
        ["order=event_id", "email=user.email", "total=properties.value", "currency=properties.currency"];
    let maps = maps.iter().flat_map(|map| ["--map", map]);
    let base: Vec<&str> =
        [&file, "--event", "Purchase", "--report", &report].into_iter().chain(maps).collect();
    for (more, outcome) in [(&["--dry-run"][..], "ready"), (&[], "accepted")] {
        let ran = send(&sandbox, &[&base[..], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let expected = [
            row(2, "o1", outcome, "invalid_number", "properties.value"),
            row(4, "o3", outcome, "invalid_currency", "properties.currency"),
            row(4, "o3", outcome, "invalid_number", "properties.value"),
        ];
        assert_eq!(rows(&folder.read("r.csv")), expected);
        assert!(ran.out.contains("2 invalid_number properties.value"), "{}", ran.out);
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
        vec!["--event", "Purchase"],
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

#[test]
fn after_an_outage_it_goes_on_where_it_stopped() {
    let folder = Folder::new("outage");
    let file =
        folder.file("e.ndjson", &(format!("{}\n", without_id()).repeat(950) + "nonsense\n" + &events(50)));
    let (report, sandbox) = (folder.path("r.csv"), sandbox());
    let arguments = [&file, "--max-batch", "100", "--max-attempts", "1", "--report", &report, "--json"];
    // The fourth request fails although its events arrived.
    let rule = Rule { every: Some(4), recorded: true, ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &arguments);
    assert_eq!((ran.code, &summary(&ran)["undelivered"]), (5, &json!(100)), "{}", ran.err);
    assert_eq!(rows(&folder.read("r.csv")).len(), 100);
    assert!(folder.names().contains("e.ndjson.tiktok-capi"));
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &arguments);
    let told = summary(&ran);
    assert_eq!(
        (ran.code, &told["accepted"], &told["undelivered"]),
        (3, &json!(1_000), &json!(0)),
        "{}",
        ran.err
    );
    assert_eq!(
        (&told["requests"], &told["finished"]),
        (&json!(10), &json!(true)),
        "three are not sent again"
    );
    assert_eq!(rows(&folder.read("r.csv")), [row(951, "", "refused", "invalid_json", "")]);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (1_000, 100));
    assert!(!folder.names().contains("e.ndjson.tiktok-capi"));
}

#[test]
fn a_killed_run_goes_on_and_nothing_counts_twice() {
    let folder = Folder::new("killed");
    let lines = format!("{}\n", without_id()).repeat(3_000);
    let (file, report, sandbox) = (folder.file("e.ndjson", &lines), folder.path("r.csv"), sandbox());
    let arguments = [&file, "--max-batch", "100", "--report", &report, "--json", "--timeout", "60"];
    // The eleventh request is never answered although its events arrived.
    let rule = Rule { every: Some(11), recorded: true, ..Rule::always(Fault::Timeout) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let mut child = spawned(&sandbox.endpoint(), TOKEN, &arguments, "");
    let start = Instant::now();
    while sandbox.counts().accepted < 1_100 && start.elapsed() < Duration::from_secs(50) {
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(sandbox.counts().accepted, 1_100);
    let state: Value = serde_json::from_str(&folder.read("e.ndjson.tiktok-capi")).unwrap();
    assert_eq!(state["tally"]["outcomes"], json!({"accepted": 1_000}));
    sandbox.set_faults(Plan::default()).unwrap();
    let ran = send(&sandbox, &arguments);
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(3_000)), "{}", ran.err);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (3_000, 100));
    assert_eq!(arrived(&sandbox).len(), 3_000);
}

#[test]
fn a_state_is_bound_to_its_input_and_purpose() {
    let folder = Folder::new("bound");
    let file = folder.file("e.ndjson", &events(20));
    let sandbox = sandbox();
    let fail = || {
        let rule = Rule { every: Some(2), ..Rule::always(Fault::Code(50_000)) };
        sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
        send(&sandbox, &[&file, "--max-batch", "10", "--max-attempts", "1"])
    };
    assert_eq!(fail().code, 5);
    sandbox.set_faults(Plan::default()).unwrap();
    assert_eq!(send(&sandbox, &[&file, "--test-event-code", "TEST1"]).code, 2, "another purpose");
    folder.file("e.ndjson", &events(21));
    assert_eq!(send(&sandbox, &[&file]).code, 2, "another input");
    assert_eq!(send(&sandbox, &[&file, "--state", &folder.path("own")]).code, 0);
    assert_eq!(send(&sandbox, &[&file, "--restart"]).code, 0);
    assert_eq!((sandbox.counts().counted, folder.names().len()), (21, 1));
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
        for secret in ["canary", "496", digest.trim(), TOKEN] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[cfg(feature = "sandbox")]
#[test]
fn the_sandbox_is_a_command() {
    let arguments = ["sandbox", "--port", "0", "--lifetime", "30", "--token", "known"];
    let mut serving = started(&arguments, &[], "");
    let mut line = String::new();
    let mut out = std::io::BufReader::new(serving.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    let (url, folder) = (line.trim().trim_end_matches('/'), Folder::new("command"));
    let file = folder.file("e.ndjson", &events(2));
    assert_eq!(finished(spawned(url, "known", &[&file], "")).code, 0);
    assert_eq!(finished(spawned(url, "unknown", &[&file], "")).code, 4);
    let port = url.rsplit(':').next().unwrap();
    assert_eq!(finished(started(&["sandbox", "--port", port], &[], "")).code, 2, "the port is taken");
    serving.kill().unwrap();
    serving.wait().unwrap();
}
