//! A process has hardly any file descriptors left while it opens its outbox: that is told as what it is, and passes.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Command;

use support::event;
use support::file::File;

/// Set where the limit holds.
const LIMITED: &str = "TIKTOK_CAPI_FEW_DESCRIPTORS";

/// An open outbox takes fewer.
const ENOUGH: usize = 24;

#[test]
fn few_descriptors_are_told_and_pass() {
    if std::env::var_os(LIMITED).is_none() {
        let mut again = Command::new("sh");
        again.args(["-c", r#"ulimit -n 64; exec "$0" "$@""#]).arg(std::env::current_exe().unwrap());
        again.args(["--exact", "few_descriptors_are_told_and_pass", "--test-threads", "1"]);
        assert!(again.env(LIMITED, "1").status().unwrap().success());
        return;
    }
    let refused = (0..ENOUGH).filter(|left| is_refused_with(*left)).count();
    assert!((1..ENOUGH).contains(&refused), "{refused}: some are too few, and some are not");
}

/// Whether so few descriptors refuse the first event. The next one is taken when there are more, and all is held then.
fn is_refused_with(left: usize) -> bool {
    let file = File::new();
    file.keeper().enqueue(&event("before")).unwrap();
    let client = file.keeper();
    let mut taken: Vec<_> = std::iter::from_fn(|| std::fs::File::open("/dev/null").ok()).collect();
    taken.truncate(taken.len() - left);
    let told = client.enqueue(&event("meanwhile"));
    drop(taken);
    client.enqueue(&event("after")).unwrap();
    let held =
        ["outbox.db", "outbox.db-wal", "outbox.db-shm", "outbox.db-lock"].map(|name| is_open(&file, name));
    assert_eq!(held, [true; 4], "{left} left");
    assert_eq!(client.stats().unwrap().waiting, 3 - u64::from(told.is_err()), "{left} left");
    told.map_err(|error| assert_eq!(error.code(), "outbox_unavailable", "{left} left")).is_err()
}

fn is_open(file: &File, name: &str) -> bool {
    let is_it =
        |open: &std::fs::DirEntry| std::fs::read_link(open.path()).is_ok_and(|to| to == file.0.join(name));
    std::fs::read_dir("/proc/self/fd").unwrap().map(Result::unwrap).any(|open| is_it(&open))
}
