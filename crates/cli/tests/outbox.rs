//! `outbox` against the sandbox: what waits is delivered once, and what is given up can be seen, sent again and kept.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::process::Child;
use std::time::{Duration, Instant};

use common::folder::Folder;
use common::{Ran, finished, started};
use serde_json::{Value, json};
use tiktok_capi::{Client, Input, Options};
use tiktok_capi_sandbox::{Config, Fault, Plan, REVOKED_TOKEN, Rule, Sandbox};

const TOKEN: &str = "token-of-this-test";

fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).unwrap()
}

/// Puts events into the outbox as a program without a token does, which leaves the delivery to others.
fn put(outbox: &str, ids: impl IntoIterator<Item = String>) {
    let option = |options: Options, name, value: &str| options.with(name, &Input::text(value)).unwrap();
    let options = option(option(Options::default(), "outbox", outbox), "pixel_code", "C4A");
    let client = Client::new(options).unwrap();
    let events: Vec<_> = ids.into_iter().map(|id| event(&id)).collect();
    let inputs: Vec<_> = events.iter().map(|event| Input::from_json(event.as_bytes()).unwrap()).collect();
    assert!(client.enqueue(&inputs).unwrap().ok());
}

fn event(id: &str) -> String {
    let user = json!({"email": format!("{id}@canary.example"), "phone": "+44 161 496 0123"});
    json!({"event": "Contact", "event_id": id, "page": {"url": "https://a.de/"}, "user": user}).to_string()
}

fn ids(count: usize) -> impl Iterator<Item = String> {
    (1..=count).map(|n| format!("e{n}"))
}

/// Starts `outbox` with a command and its arguments.
fn spawned(outbox: &str, sandbox: &Sandbox, token: &str, arguments: &[&str]) -> Child {
    let environment = [
        ("TIKTOK_CAPI_OUTBOX", outbox),
        ("TIKTOK_CAPI_ENDPOINT", &sandbox.endpoint()),
        ("TIKTOK_ACCESS_TOKEN", token),
    ];
    started(&[&["outbox"], arguments].concat(), &environment, "")
}

fn run(outbox: &str, sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    finished(spawned(outbox, sandbox, TOKEN, arguments))
}

fn object(ran: &Ran) -> Value {
    assert_eq!(ran.err, "");
    serde_json::from_str(&ran.out).unwrap()
}

fn objects(ran: &Ran) -> Vec<Value> {
    ran.lines().into_iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn set_fault(sandbox: &Sandbox, rule: Rule) {
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
}

#[test]
fn status_tells_what_waits_and_delivers_nothing() {
    let (folder, sandbox) = (Folder::new("status"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(3));
    let told = object(&run(&outbox, &sandbox, &["status", "--json"]));
    assert_eq!(
        (&told["waiting"], &told["dead"], &told["counts"]["queued"]),
        (&json!(3), &json!(0), &json!(3))
    );
    assert_eq!(
        (&told["sources"][0]["event_source_id"], &told["sources"][0]["state"]),
        (&json!("C4A"), &json!("open"))
    );
    let ran = run(&outbox, &sandbox, &["status"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.lines()[0].starts_with("waiting  3 (0 being sent)"), "{}", ran.out);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn drains_share_the_work() {
    let (folder, sandbox) = (Folder::new("drains"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(3_000));
    let drains: Vec<_> = (0..3)
        .map(|_| spawned(&outbox, &sandbox, TOKEN, &["drain", "--max-batch", "100", "--json"]))
        .collect();
    for drain in drains {
        let ran = finished(drain);
        assert_eq!((ran.code, &object(&ran)["waiting"]), (0, &json!(0)), "{}", ran.err);
    }
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (3_000, 0));
    let told = object(&run(&outbox, &sandbox, &["drain", "--json"]));
    assert_eq!((&told["accepted"], &told["waiting"]), (&json!(0), &json!(0)), "nothing is left");
    assert_eq!(run(&outbox, &sandbox, &["drain", "--quiet"]).out, "");
}

#[test]
fn what_is_given_up_is_listed_and_sent_again() {
    let (folder, sandbox) = (Folder::new("dead"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(20));
    set_fault(&sandbox, Rule { event_id: Some("e7".to_owned()), ..Rule::always(Fault::Code(40_002)) });
    let ran = run(&outbox, &sandbox, &["drain", "--json", "--quiet"]);
    assert_eq!(
        (ran.code, object(&ran)),
        (
            3,
            json!({"accepted": 19, "damaged": 0, "dead": 1, "expired": 0, "partly": 0, "rejected": 1, "undelivered": 0, "waiting": 0})
        )
    );

    let dead = objects(&run(&outbox, &sandbox, &["dead", "--json"]));
    assert_eq!(
        (dead.len(), &dead[0]["event"], &dead[0]["reason"]),
        (1, &json!("Contact"), &json!("rejected"))
    );
    assert_eq!((&dead[0]["code"], &dead[0]["may_have_arrived"]), (&json!(40_002), &json!(false)));
    let (seq, other) = (dead[0]["seq"].to_string(), (dead[0]["seq"].as_i64().unwrap() + 1).to_string());
    let table = run(&outbox, &sandbox, &["dead"]);
    assert!(table.lines()[1].contains("rejected.40002") && table.lines().len() == 2, "{}", table.out);
    for reason in ["rejected", "rejected.40002"] {
        assert_eq!(run(&outbox, &sandbox, &["dead", "--json", "--reason", reason]).lines().len(), 1);
    }
    assert_eq!(run(&outbox, &sandbox, &["dead", "--json", "--reason", "rejected.4"]).out, "");

    sandbox.set_faults(Plan::default()).unwrap();
    let ran = run(&outbox, &sandbox, &["retry", "--reason", "expired", "--json"]);
    assert_eq!((ran.code, object(&ran)), (0, json!({"left": 0, "retried": 0})));
    let ran = run(&outbox, &sandbox, &["retry", &seq, &other, "--json"]);
    assert_eq!(
        (ran.code, object(&ran)),
        (3, json!({"left": 0, "retried": 1})),
        "one of them is no dead letter"
    );
    assert_eq!(run(&outbox, &sandbox, &["dead", "--json"]).out, "");
    assert_eq!(run(&outbox, &sandbox, &["drain"]).code, 0);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (20, 0));
}

#[test]
fn what_cannot_be_delivered_stays() {
    let (folder, sandbox) = (Folder::new("stays"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(10));
    set_fault(&sandbox, Rule::always(Fault::Code(50_000)));
    let ran =
        run(&outbox, &sandbox, &["drain", "--timeout", "0.5", "--max-attempts", "1", "--quiet", "--json"]);
    assert_eq!((ran.code, &object(&ran)["waiting"]), (5, &json!(10)));
    sandbox.set_faults(Plan::default()).unwrap();
    assert_eq!(run(&outbox, &sandbox, &["drain"]).code, 0);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (10, 0));

    put(&outbox, ["late".to_owned()]);
    let start = Instant::now();
    let ran = finished(spawned(&outbox, &sandbox, REVOKED_TOKEN, &["drain", "--json"]));
    assert_eq!((ran.code, &object(&ran)["waiting"]), (4, &json!(1)));
    assert!(start.elapsed() < Duration::from_secs(30), "it does not wait for a better token");
    let told = object(&run(&outbox, &sandbox, &["status", "--json"]));
    assert_eq!(told["sources"][0]["state"], "unauthorized");
}

/// A service, or a page in front of it, asks for a day: an hour is believed, drains say so, and people may end it.
#[test]
fn a_long_wait_is_told_and_can_be_ended() {
    let (folder, sandbox) = (Folder::new("wait"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(3));
    let page = Rule { retry_after: Some("86400".to_owned()), ..Rule::always(Fault::Status(429)) };
    set_fault(&sandbox, page);
    assert_eq!(run(&outbox, &sandbox, &["drain", "--timeout", "0.5"]).code, 5);
    let told = object(&run(&outbox, &sandbox, &["status", "--json"]));
    let wait = told["sources"][0]["next_try_seconds"].as_u64().unwrap();
    assert!((3_000..=3_600).contains(&wait), "{wait}");

    sandbox.set_faults(Plan::default()).unwrap();
    let ran = run(&outbox, &sandbox, &["drain", "--timeout", "0"]);
    assert_eq!(ran.code, 5);
    let why = "nothing sent; 3 waiting, 0 dead; C4A is down and is tried again in 59 minutes, or at once with --now";
    assert_eq!(ran.out.trim().replace("in 60 minutes", "in 59 minutes"), why);
    assert_eq!(run(&outbox, &sandbox, &["drain", "--now"]).code, 0);
    assert_eq!((sandbox.counts().counted, sandbox.counts().duplicates), (3, 0));
}

/// The answer comes after the time is up, and before the program ends.
#[test]
fn what_was_under_way_is_told() {
    let (folder, sandbox) = (Folder::new("under-way"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(5));
    set_fault(&sandbox, Rule::always(Fault::Delay(400)));
    let ran = run(&outbox, &sandbox, &["drain", "--timeout", "0.1", "--json"]);
    let told = object(&ran);
    assert_eq!((ran.code, &told["accepted"], &told["waiting"]), (0, &json!(5), &json!(0)));
}

#[test]
fn an_export_is_private_whole_and_not_overwritten() {
    let (folder, sandbox) = (Folder::new("export"), sandbox());
    let (outbox, file) = (folder.path("events.outbox"), folder.path("dead.ndjson"));
    put(&outbox, ids(4));
    set_fault(&sandbox, Rule::always(Fault::Code(40_002)));
    assert_eq!(run(&outbox, &sandbox, &["drain", "--quiet"]).code, 3);

    let ran = run(&outbox, &sandbox, &["export"]);
    let lines = objects(&ran);
    assert_eq!((ran.code, lines.len(), &lines[0]["code"]), (0, 4, &json!(40_002)));
    let sent = common::run(&["build", "--now", "1767225600"], event("e1")).out;
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(lines[0]["data"]["user"], sent["user"], "digests");
    let ran = run(&outbox, &sandbox, &["export", "--output", &file, "--remove"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(folder.read("dead.ndjson").lines().count(), 4);
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(&file).unwrap();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
    }
    assert_eq!(run(&outbox, &sandbox, &["dead", "--json"]).out, "", "removed");
    assert_eq!(run(&outbox, &sandbox, &["export", "--output", &file]).code, 2, "the first export is kept");
    assert_eq!(folder.read("dead.ndjson").lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn a_drain_that_stays_delivers_what_comes_and_ends_on_a_signal() {
    let (folder, sandbox) = (Folder::new("every"), sandbox());
    let outbox = folder.path("events.outbox");
    let drain = spawned(&outbox, &sandbox, TOKEN, &["drain", "--every", "0.1", "--json"]);
    for (count, counted) in [(5, 5), (9, 9)] {
        put(&outbox, ids(count));
        wait_until(|| sandbox.counts().counted == counted);
    }
    std::process::Command::new("kill").args(["-TERM", &drain.id().to_string()]).status().unwrap();
    let start = Instant::now();
    let ran = finished(drain);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(start.elapsed() < Duration::from_secs(10));
    let accepted: u64 = objects(&ran).iter().map(|round| round["accepted"].as_u64().unwrap()).sum();
    assert_eq!(accepted, 14, "the first five were put in twice: {}", ran.out);
}

#[cfg(unix)]
fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(50), "it does not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_wrong_call_changes_nothing() {
    let (folder, sandbox) = (Folder::new("wrong"), sandbox());
    let missing = folder.path("missing.outbox");
    for verb in ["status", "drain", "dead", "export"] {
        assert_eq!(run(&missing, &sandbox, &[verb]).code, 2, "{verb}");
        assert_eq!(run(":memory:", &sandbox, &[verb]).code, 2, "{verb}");
        assert_eq!(run("", &sandbox, &[verb]).code, 2, "{verb}");
    }
    assert!(folder.names().is_empty(), "no file is made");
    let foreign = folder.file("notes.txt", &"not an outbox\n".repeat(100));
    assert_ne!(run(&foreign, &sandbox, &["status"]).code, 0);
    assert_eq!(folder.read("notes.txt"), "not an outbox\n".repeat(100));
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(1));
    assert_eq!(finished(spawned(&outbox, &sandbox, "", &["drain"])).code, 2, "no token");
    for arguments in
        [&["retry"][..], &["retry", "1", "--all"], &["drain", "--timeout", "-1"], &["drain", "--every", "x"]]
    {
        assert_eq!(run(&outbox, &sandbox, arguments).code, 2, "{arguments:?}");
    }
    assert!(sandbox.requests().is_empty());
}

/// Nothing personal, no digest and no token in what is told. An export is what it is.
#[test]
fn what_is_told_holds_no_value() {
    let (folder, sandbox) = (Folder::new("told"), sandbox());
    let outbox = folder.path("events.outbox");
    put(&outbox, ids(3));
    set_fault(&sandbox, Rule::always(Fault::Code(40_002)));
    let digest = common::run(&["hash", "email", "e1@canary.example"], "").out;
    let calls = [&["drain"][..], &["dead"], &["dead", "--json"], &["status"], &["status", "--json"]];
    for arguments in calls {
        let ran = run(&outbox, &sandbox, arguments);
        assert!(!ran.out.is_empty());
        for secret in ["canary", "496", digest.trim(), TOKEN] {
            assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{arguments:?}: {secret}");
        }
    }
}
