//! An interrupted `send` goes on where it stopped.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::time::{Duration, Instant};

use common::folder::Folder;
use common::sending::{TOKEN, arrived, events, row, rows, sandbox, send, spawned, summary, without_id};
use serde_json::{Value, json};
use tiktok_capi_sandbox::{Fault, Plan, Rule};

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

#[cfg(unix)]
#[test]
fn a_state_is_its_owners_and_follows_no_link() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    let folder = Folder::new("link");
    let file = folder.file("e.ndjson", &events(20));
    let precious = folder.file("precious", "of somebody else");
    let [state, new] = ["e.ndjson.tiktok-capi", "e.ndjson.tiktok-capi.new"].map(|name| folder.path(name));
    symlink(&precious, &new).unwrap();
    symlink(&precious, &state).unwrap();
    let sandbox = sandbox();
    let rule = Rule { every: Some(2), ..Rule::always(Fault::Code(50_000)) };
    sandbox.set_faults(Plan { rules: vec![rule], ..Plan::default() }).unwrap();
    let ran = send(&sandbox, &[&file, "--max-batch", "10", "--max-attempts", "1", "--restart"]);
    assert_eq!((ran.code, folder.read("precious")), (5, "of somebody else".to_owned()), "{}", ran.err);
    let written = std::fs::symlink_metadata(&state).unwrap();
    assert!(written.is_file() && written.nlink() == 1);
    assert_eq!(written.permissions().mode() & 0o777, 0o600);
    let names = ["e.ndjson", "e.ndjson.tiktok-capi", "e.ndjson.tiktok-capi.new", "precious"];
    assert_eq!(folder.names(), names.map(ToOwned::to_owned).into());
}

#[cfg(unix)]
#[test]
fn a_report_is_its_owners_and_follows_no_link() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    let folder = Folder::new("report-link");
    let file = folder.file("e.ndjson", &events(2));
    let precious = folder.file("precious", "of somebody else");
    for (name, target) in [("r.csv", precious.as_str()), ("dangling.csv", "/nowhere/at/all")] {
        let report = folder.path(name);
        symlink(target, &report).unwrap();
        let ran = send(&sandbox(), &[&file, "--report", &report]);
        assert_eq!((ran.code, folder.read("precious").as_str()), (0, "of somebody else"), "{}", ran.err);
        let written = std::fs::symlink_metadata(&report).unwrap();
        assert!(written.is_file() && written.nlink() == 1);
        assert_eq!(written.permissions().mode() & 0o777, 0o600);
        assert!(folder.read(name).starts_with("line,event_id,outcome,code,path,hint\n"));
    }
    let ran = send(&sandbox(), &[&file, "--report", "/dev/null"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn what_a_killed_run_left_is_taken_away() {
    let folder = Folder::new("left");
    let (file, sandbox) = (folder.file("e.ndjson", &events(1)), sandbox());
    for name in ["e.ndjson.tiktok-capi.00ff00ff00ff00ff.new", "r.csv.0123456789abcdef.new"] {
        folder.file(name, "half of it");
    }
    let own = ["e.ndjson", "e.ndjson.tiktok-capi.new", "r.csv", "r.csv.backup.new", "x.0123456789abcdef.new"];
    own[1..].iter().for_each(|name| drop(folder.file(name, "")));
    let ran = send(&sandbox, &[&file, "--report", &folder.path("r.csv")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(folder.names(), own.map(ToOwned::to_owned).into());
}

#[test]
fn a_state_that_cannot_be_written_leaves_nothing_behind() {
    let folder = Folder::new("taken");
    let (file, sandbox) = (folder.file("e.ndjson", &events(1)), sandbox());
    std::fs::create_dir_all(folder.path("e.ndjson.tiktok-capi/full")).unwrap();
    let ran = send(&sandbox, &[&file, "--restart"]);
    assert_eq!((ran.code, sandbox.requests().len()), (2, 0), "{}", ran.err);
    assert_eq!(folder.names().len(), 2, "{:?}", folder.names());
}
