//! Another program holds the file: each call waits for it once, whoever else waits, and whoever looks does not wait at all.
//!
//! `cargo test -p tiktok-capi --test outbox_busy -- --nocapture` prints the figures.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod outbox_processes;
mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use outbox_processes::{Role, Task};
use rusqlite::Connection;
use support::file::File;
use support::{Moving, Scripted, event};
use tiktok_capi::{Client, Failure};

const THREADS: usize = 64;

/// Two seconds is what one call waits. Threads that waited one after the other would take two minutes.
const TOGETHER: Duration = Duration::from_secs(30);

#[test]
fn process() {
    outbox_processes::run();
}

fn client(file: &File) -> Client {
    Client::with_transport(file.options("{}"), Scripted::in_order([]), Moving::default()).unwrap()
}

fn held(file: &File, how: &str) -> Connection {
    let holder = Connection::open(file.path()).unwrap();
    holder.execute_batch(how).unwrap();
    holder
}

/// What all threads are told that put an event in at once, and how long the last of them waited.
fn put_together(client: impl Fn() -> Client + Sync) -> (Vec<Result<(), Failure>>, Duration) {
    let started = Instant::now();
    let told = std::thread::scope(|scope| {
        let putting: Vec<_> = (0..THREADS)
            .map(|number| {
                scope.spawn({
                    let client = &client;
                    move || client().enqueue(&event(number.to_string())).map(drop)
                })
            })
            .collect();
        putting.into_iter().map(|putting| putting.join().unwrap()).collect()
    });
    (told, started.elapsed())
}

fn are_busy(told: &[Result<(), Failure>]) -> bool {
    told.iter().all(|told| told.as_ref().is_err_and(|failure| failure.code() == "outbox_busy"))
}

#[test]
fn each_call_waits_once() {
    let file = File::new();
    let client = client(&file);
    client.enqueue(&event("before")).unwrap();
    let holder = held(&file, "BEGIN IMMEDIATE");
    let (told, waited) = put_together(|| client.clone());
    println!("{THREADS} threads waited for {waited:.1?}");
    assert!(are_busy(&told) && waited < TOGETHER);
    holder.execute_batch("COMMIT").unwrap();
    client.enqueue(&event("after")).unwrap();
}

#[test]
fn the_first_use_waits_no_longer() {
    let file = File::new();
    let holder = held(&file, "BEGIN EXCLUSIVE");
    let shared = client(&file);
    let (told, waited) = put_together(|| shared.clone());
    println!("{THREADS} threads waited for {waited:.1?} for the first use");
    assert!(are_busy(&told) && waited < TOGETHER);
    drop(holder);
    shared.enqueue(&event("after")).unwrap();
}

#[test]
fn whoever_looks_waits_for_nobody() {
    let file = File::new();
    let client = client(&file);
    client.enqueue(&event("before")).unwrap();
    client.flush(TOGETHER).unwrap();
    let _holder = held(&file, "BEGIN IMMEDIATE");
    std::thread::scope(|scope| {
        let putting: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| client.enqueue(&event("late")))).collect();
        let started = Instant::now();
        let stats = client.stats().unwrap();
        let waited = started.elapsed();
        println!("stats took {waited:.1?}");
        assert!(waited < TOGETHER);
        assert_eq!(stats.reasons.get("accepted"), Some(&1));
        assert!(client.dead_letters(0, 10).unwrap().is_empty());
        assert!(!putting.iter().all(std::thread::ScopedJoinHandle::is_finished), "they still wait");
    });
}

/// As `outbox status` does while a backup runs, and the application puts in what it can.
#[test]
fn another_process_that_looks_waits_for_nobody() {
    let file = File::new();
    let client = client(&file);
    client.enqueue(&event("before")).unwrap();
    let holder = held(&file, "BEGIN IMMEDIATE");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let put = || {
            while !is_over.load(Ordering::SeqCst) {
                let _ = client.enqueue(&event("late"));
            }
        };
        for _ in 0..THREADS {
            scope.spawn(put);
        }
        let (folder, name) = (file.0.clone(), String::new());
        let look = Task { role: Role::Look, folder, name, endpoint: None, calls: 1, pause: 0 };
        let ended = look.command().status().unwrap();
        is_over.store(true, Ordering::SeqCst);
        holder.execute_batch("COMMIT").unwrap();
        assert!(ended.success(), "it waited for those who write");
    });
}
