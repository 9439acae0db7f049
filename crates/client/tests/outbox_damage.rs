//! A file whose bytes change on the disk: an error that names it, and never a hang, a panic, or an event that was altered.
//!
//! `cargo test -p tiktok-capi --test outbox_damage -- --nocapture` prints the figures. `TIKTOK_CAPI_SOAK=1` looks at twenty
//! times as many cases, `TIKTOK_CAPI_SEED` begins with another one.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod damage;
mod outbox_processes;
mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use damage::{Original, Used, use_all};
use tiktok_capi::DeadLetter;

/// Cases that run at once. They mostly wait.
const THREADS: u64 = 6;

#[test]
fn any_bytes_may_change() {
    let cases = if std::env::var_os("TIKTOK_CAPI_SOAK").is_some() { 8_000 } else { 400 };
    let first = std::env::var("TIKTOK_CAPI_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let originals = [Arc::new(Original::new()), Arc::new(Original::with_log())];
    let (next, came_to) = (AtomicU64::new(first), Mutex::new(BTreeMap::new()));
    damage::count_panics();
    let work = || {
        while let Some(seed) = Some(next.fetch_add(1, Ordering::SeqCst)).filter(|seed| *seed < first + cases)
        {
            let original = &originals[usize::from(seed % 2 == 0)];
            let used = damage::in_time(seed, original);
            *came_to.lock().unwrap().entry(used.to_string()).or_insert(0) += 1;
        }
    };
    std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    for (what, times) in came_to.into_inner().unwrap() {
        println!("{times:>5} {what}");
    }
    assert_eq!(damage::panics(), 0);
}

/// Whatever byte of an event changes, that event is found, and all others are delivered.
#[test]
fn a_damaged_event_is_found_and_holds_up_no_other() {
    let original = Original::new();
    // Where SQLite has moved rows, old copies of them are left over.
    let starts = original.places(b"Purchasea7{");
    let length = b"Purchasea7".len() + original.events["a7"].1.len();
    for (at, change) in
        [0, 7, 8, 9].into_iter().chain((10..length).step_by(37)).flat_map(|at| [(at, 0x01), (at, 0x80)])
    {
        let folder = original.changed(|file, _| starts.iter().for_each(|start| file[start + at] ^= change));
        let Used { stats, dead, sent, errors, .. } = use_all(&folder, &original);
        assert_eq!(errors, [""; 0], "byte {at}");
        let damaged = dead.iter().filter(|dead| dead.reason == "damaged").count();
        assert_eq!((damaged, stats.unwrap().waiting), (1, 0), "byte {at}");
        let was_sent = |dead: &&DeadLetter| dead.attempts > 0;
        assert_eq!(dead.iter().filter(was_sent).count(), dead.len() - damaged, "byte {at}");
        assert_eq!(sent.len(), original.waiting() - 1, "byte {at}");
    }
}

/// An event goes to the event source that it was meant for, or nowhere.
#[test]
fn a_damaged_source_is_not_sent_to() {
    let original = Original::new();
    let places = original.places(b"webC4A");
    assert!(places.len() >= 2, "a row, and the index");
    for at in places.into_iter().flat_map(|place| place..place + 6) {
        for change in [0x03, 0x80] {
            let folder = original.changed(|file, _| file[at] ^= change);
            // Where it is sent to is looked at there.
            use_all(&folder, &original);
        }
    }
}

#[test]
fn a_newer_file_is_left_as_it_is() {
    for is_in_log in [false, true] {
        let original = if is_in_log { Original::with_log() } else { Original::new() };
        // The version is in the file's first page, which is the first of the log as well if that has it.
        let folder = original.changed(|file, _| file[63] = 3);
        if is_in_log {
            let connection = rusqlite::Connection::open(folder.outbox()).unwrap();
            connection.pragma_update(None, "user_version", 3).unwrap();
            std::mem::forget(connection);
        }
        let read = |name: &str| std::fs::read(folder.path().join(name)).ok();
        let files = || (read("outbox.db"), read("outbox.db-wal").unwrap_or_default());
        let before = files();
        let used = use_all(&folder, &original);
        assert_eq!(used.errors, ["outbox_newer"; 8], "all but closing");
        assert!(files() == before && used.sent.is_empty());
    }
}

#[test]
fn an_undamaged_outbox_is_the_measure() {
    for original in [Original::new(), Original::with_log()] {
        let Used { stats, dead, sent, errors, .. } = use_all(&original.changed(|_, _| {}), &original);
        assert_eq!((errors.len(), dead.len(), sent.len()), (0, 5, original.waiting()));
        assert_eq!(stats.unwrap().waiting, 0);
    }
}
