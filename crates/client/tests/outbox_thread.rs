//! The outbox's thread, and who may end it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use support::file::File;
use support::{Moving, Scripted, code, event, events, status};
use tiktok_capi::{Client, Stats};

const LONG: Duration = Duration::from_secs(60);

fn client(file: &File, service: &Scripted, clock: &Moving) -> Client {
    Client::with_transport(file.options("{}"), service.clone(), clock.clone()).unwrap()
}

#[test]
fn whoever_closes_gets_the_same_answer() {
    let file = File::new();
    let client = client(&file, &Scripted::new(|_, _| status(503)), &Moving::default());
    client.enqueue(&events(10)).unwrap();
    assert!(!client.is_closed());
    let close = || client.close(Duration::from_millis(300)).unwrap();
    let answers: Vec<Stats> = std::thread::scope(|scope| {
        let closing: Vec<_> = (0..4).map(|_| scope.spawn(close)).collect();
        closing.into_iter().map(|closing| closing.join().unwrap()).collect()
    });
    assert_eq!(answers[0].waiting, 10);
    assert!(answers.iter().all(|answer| *answer == answers[0]) && close() == answers[0]);
    assert!(client.is_closed());
    let refused = client.enqueue(&event("late"));
    assert_eq!(refused.unwrap_err().code(), "outbox_closed");
}

#[test]
fn what_was_never_used_is_closed_as_well() {
    let file = File::new();
    let client = client(&file, &Scripted::in_order([]), &Moving::default());
    assert_eq!(client.close(LONG).unwrap(), Stats::default());
    assert!(client.is_closed());
}

#[test]
fn dead_letters_that_are_put_back_need_nobody_to_wake_the_thread() {
    let file = File::new();
    let (is_mended, (told, arrived)) = (Arc::new(AtomicBool::new(false)), mpsc::channel());
    let service = Scripted::new({
        let is_mended = Arc::clone(&is_mended);
        move |_, seen| {
            if !is_mended.load(Ordering::SeqCst) {
                return code(40_002);
            }
            told.send(seen.ids.clone()).unwrap();
            code(0)
        }
    });
    let first = client(&file, &service, &Moving::default());
    first.enqueue(&events(1)).unwrap();
    assert_eq!(first.close(LONG).unwrap().dead, 1);
    is_mended.store(true, Ordering::SeqCst);
    let second = client(&file, &service, &Moving::default());
    let dead = second.dead_letters(0, 1).unwrap();
    assert_eq!(second.retry_dead(&[dead[0].seq]).unwrap(), 1);
    assert_eq!(arrived.recv_timeout(LONG).unwrap(), ["0"]);
}

#[test]
fn an_event_that_two_processes_delivered_is_counted_once() {
    let (file, clock) = (File::new(), Moving::default());
    let (answer, wait) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let slow = Scripted::new(move |_, _| {
        wait.lock().unwrap().recv().unwrap();
        code(0)
    });
    let sleeper = client(&file, &slow, &clock);
    sleeper.enqueue(&events(5)).unwrap();
    while slow.seen().is_empty() {
        std::thread::yield_now();
    }
    let heir = client(&file, &Scripted::in_order([]), &clock);
    assert_eq!(heir.flush(LONG).unwrap().reasons["accepted"], 5);
    answer.send(()).unwrap();
    let stats = sleeper.close(LONG).unwrap();
    assert_eq!((stats.waiting, stats.bytes, stats.reasons["accepted"]), (0, 0, 5));
}

#[test]
fn a_file_that_something_else_holds_is_not_waited_for_by_whoever_calls() {
    let file = File::new();
    let client = client(&file, &Scripted::new(|_, _| status(503)), &Moving::default());
    client.enqueue(&events(1)).unwrap();
    let other = rusqlite::Connection::open(file.path()).unwrap();
    other.busy_timeout(LONG).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = std::time::Instant::now();
    let refused = client.enqueue(&events(1));
    assert_eq!(refused.unwrap_err().code(), "outbox_busy");
    assert!(started.elapsed() < Duration::from_secs(8));
    other.execute_batch("ROLLBACK").unwrap();
    client.enqueue(&events(1)).unwrap();
}

#[cfg(unix)]
#[test]
fn the_thread_takes_no_signal_of_the_program() {
    use nix::sys::signal::{SigSet, Signal};
    let file = File::new();
    let (told, masks) = mpsc::channel();
    let service = Scripted::new(move |_, _| {
        told.send(SigSet::thread_get_mask().unwrap()).unwrap();
        code(0)
    });
    let client = client(&file, &service, &Moving::default());
    let before = SigSet::thread_get_mask().unwrap();
    client.enqueue(&events(1)).unwrap();
    assert_eq!(SigSet::thread_get_mask().unwrap(), before, "the caller's is as it was");
    let mask = masks.recv_timeout(LONG).unwrap();
    for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGALRM, Signal::SIGCHLD] {
        assert!(mask.contains(signal), "{signal}");
    }
    assert!(!mask.contains(Signal::SIGSEGV), "a crash is reported");
}
