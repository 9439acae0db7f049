//! The outbox's file, those beside it or its folder are moved, deleted or replaced while they are in use: what is acknowledged
//! is in the files that are there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use rusqlite::Connection;
use support::file::File;
use support::{Moving, Scripted, code, event, events, options, status};
use tiktok_capi::Client;

const LONG: Duration = Duration::from_secs(60);

/// What whoever opens the file now finds in it.
fn found(path: &Path) -> BTreeSet<String> {
    let connection = Connection::open(path).unwrap();
    let mut query = connection.prepare("SELECT event_id FROM events").unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// What is acknowledged before and after something was done to the files is in them afterwards, for another process too.
fn keeps_all(harm: impl Fn(&File)) {
    let file = File::new();
    let client = file.keeper();
    client.enqueue(&event("before")).unwrap();
    harm(&file);
    client.enqueue(&event("after")).unwrap();
    assert_eq!(client.stats().unwrap().waiting, 2);
    let copy = File::new();
    for name in ["outbox.db", "outbox.db-wal"] {
        fs::copy(file.0.join(name), copy.0.join(name)).unwrap();
    }
    assert_eq!(found(&copy.0.join("outbox.db")), set(&["before", "after"]));
    assert_eq!(client.close(LONG).unwrap().left_behind, 0);
}

fn remove(file: &File, names: &[&str]) {
    for name in names {
        fs::remove_file(file.0.join(name)).unwrap();
    }
}

#[test]
fn deleted() {
    keeps_all(|file| remove(file, &["outbox.db"]));
    keeps_all(|file| remove(file, &["outbox.db", "outbox.db-wal", "outbox.db-shm"]));
}

#[test]
fn its_log_deleted() {
    keeps_all(|file| remove(file, &["outbox.db-wal"]));
}

#[test]
fn its_index_deleted() {
    keeps_all(|file| remove(file, &["outbox.db-shm"]));
}

#[test]
fn its_log_and_index_deleted() {
    keeps_all(|file| remove(file, &["outbox.db-wal", "outbox.db-shm"]));
}

#[test]
fn cut_short() {
    for name in ["outbox.db", "outbox.db-wal", "outbox.db-shm"] {
        let file = File::new();
        let client = file.keeper();
        client.enqueue(&event("before")).unwrap();
        let cut = fs::File::options().write(true).open(file.0.join(name)).unwrap();
        cut.set_len(0).unwrap();
        assert_eq!(client.enqueue(&event("after")).unwrap_err().code(), "outbox_damaged", "{name}");
    }
}

#[test]
fn replaced() {
    keeps_all(|file| {
        let other = File::new();
        other.keeper().enqueue(&event("before")).unwrap();
        let connection = Connection::open(other.path()).unwrap();
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = delete").unwrap();
        drop(connection);
        fs::rename(other.path(), file.path()).unwrap();
    });
}

#[test]
fn moved_away() {
    let file = File::new();
    let away = file.0.join("away.db");
    let client = file.keeper();
    client.enqueue(&events(5)).unwrap();
    for ending in ["", "-wal", "-shm"] {
        fs::rename(format!("{}{ending}", file.path()), format!("{}{ending}", away.display())).unwrap();
    }
    client.enqueue(&event("after")).unwrap();
    let stats = client.stats().unwrap();
    assert_eq!((stats.waiting, stats.left_behind, stats.reasons["carried"]), (6, 0, 5));
    assert_eq!(found(&away), set(&[]), "they are in one file alone");
}

#[test]
fn its_folder_deleted_and_made_again() {
    let file = File::new();
    let client = file.keeper();
    client.enqueue(&event("before")).unwrap();
    fs::remove_dir_all(&file.0).unwrap();
    assert_eq!(client.enqueue(&event("refused")).unwrap_err().code(), "outbox_moved");
    let stats = client.stats().unwrap();
    assert_eq!((stats.waiting, stats.left_behind), (1, 1));
    fs::create_dir(&file.0).unwrap();
    client.enqueue(&event("after")).unwrap();
    assert_eq!(client.stats().unwrap().left_behind, 0);
    assert_eq!(found(Path::new(&file.path())), set(&["before", "after"]));
}

#[test]
fn what_stays_behind_is_told_by_close() {
    let file = File::new();
    let client = file.keeper();
    client.enqueue(&events(3)).unwrap();
    fs::remove_dir_all(&file.0).unwrap();
    let stats = client.close(Duration::ZERO).unwrap();
    assert_eq!((stats.waiting, stats.left_behind), (3, 3));
}

#[test]
fn while_it_is_sent_it_arrives_once_more_at_most() {
    let file = File::new();
    let (sending, is_sending) = mpsc::channel();
    let (answer, wait) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let is_first = AtomicBool::new(true);
    let service = Scripted::new(move |_, _| {
        if is_first.swap(false, Ordering::SeqCst) {
            sending.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
        }
        code(0)
    });
    let options = file.options("{}");
    let client = Client::with_transport(options, service.clone(), Moving::default()).unwrap();
    client.enqueue(&events(3)).unwrap();
    is_sending.recv_timeout(LONG).unwrap();
    remove(&file, &["outbox.db", "outbox.db-wal", "outbox.db-shm"]);
    client.enqueue(&event("after")).unwrap();
    answer.send(()).unwrap();
    assert_eq!(client.flush(LONG).unwrap().waiting, 0);
    let arrived: BTreeSet<String> = service.seen().into_iter().flat_map(|seen| seen.ids).collect();
    assert_eq!(arrived, set(&["0", "1", "2", "after"]));
}

#[test]
fn dead_letters_come_along() {
    let file = File::new();
    let is_mended = Arc::new(AtomicBool::new(false));
    let service = Scripted::new({
        let is_mended = Arc::clone(&is_mended);
        move |_, _| if is_mended.load(Ordering::SeqCst) { status(503) } else { code(40_002) }
    });
    let client = Client::with_transport(file.options("{}"), service, Moving::default()).unwrap();
    client.enqueue(&events(2)).unwrap();
    assert_eq!(client.flush(LONG).unwrap().dead, 2);
    is_mended.store(true, Ordering::SeqCst);
    remove(&file, &["outbox.db"]);
    client.enqueue(&event("after")).unwrap();
    let dead = client.dead_letters(0, 10).unwrap();
    let ids: Vec<_> = dead.iter().map(|letter| (letter.event.id(), letter.code)).collect();
    assert_eq!(ids, [("0", Some(40_002)), ("1", Some(40_002))]);
}

#[test]
fn memory_has_no_files() {
    let client = Client::with_transport(options("{}"), Scripted::in_order([]), Moving::default()).unwrap();
    client.enqueue(&event("one")).unwrap();
    assert_eq!(client.close(LONG).unwrap().left_behind, 0);
}
