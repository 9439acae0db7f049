//! The fault table: each row breaks something on the way, and whatever breaks, the receipt tells the truth.
//!
//! `cargo test -p tiktok-capi --test faults -- --nocapture` prints the rows with what they came to.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod fault_table;
mod support;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fault_table::{Closed, Ran, Row, TIMEOUT, check, close, rows, run};
use tiktok_capi_sandbox::CODES;

/// Rows that run at once. They mostly wait.
const THREADS: usize = 6;

/// Outboxes that are closed at once. They wait still more.
const CLOSING: usize = 20;

#[test]
fn every_fault_ends_in_a_true_receipt() {
    let rows = rows();
    let ran = all(&rows, THREADS, run);
    println!("{:<52} {:>5} {:>7} {:>7}  outcome", "fault", "reqs", "counted", "repeats");
    let mut wrong = Vec::new();
    for (row, ran) in rows.iter().zip(&ran) {
        println!("{:<52} {ran}", row.name);
        wrong.extend(check(row, ran).into_iter().map(|fault| format!("{}: {fault}", row.name)));
    }
    println!("{} faults, {} requests", rows.len(), ran.iter().map(Ran::requests).sum::<u32>());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What each row came to, in the order of the table.
fn all<T: Send>(rows: &[Row], threads: usize, run: impl Fn(&Row) -> T + Sync) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((index, row)) = rows.iter().enumerate().nth(next.fetch_add(1, Ordering::SeqCst)) {
            let ran = run(row);
            done.lock().unwrap().push((index, ran));
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, ran)| ran).collect()
}

/// Whatever is going on, `close` returns in its time, and what was not delivered is still in the file. A machine that has much to
/// do may be late with any of them, but not each time: an answer of this table is held back for ten seconds always.
#[test]
fn every_fault_lets_an_outbox_close_in_time() {
    let rows = rows();
    let closed = all(&rows, CLOSING, close);
    let mut wrong = Vec::new();
    for (row, closed) in rows.iter().zip(&closed) {
        wrong.extend(closed.faults().map(|fault| format!("{}: {fault}", row.name)));
        if is_late(closed) && (0..TRIES).all(|_| is_late(&close(row))) {
            wrong.push(format!("{}: closed in {:?}, and late each time", row.name, closed.took));
        }
    }
    let mut times: Vec<Duration> = closed.iter().map(|closed| closed.took).collect();
    times.sort_unstable();
    let waiting = closed.iter().filter(|closed: &&Closed| closed.left.waiting > 0).count();
    println!(
        "{} outboxes closed, {waiting} of them with events that wait: median {:?}, longest {:?}",
        rows.len(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// How often a row that was late is closed once more, with no other beside it.
const TRIES: usize = 4;

fn is_late(closed: &Closed) -> bool {
    const FAR_TOO_LATE: Duration = Duration::from_secs(3);
    closed.took > TIMEOUT + FAR_TOO_LATE
}

#[test]
fn the_table_is_whole() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert!(names.len() == rows.len() && rows.len() >= 40, "{} names of {} rows", names.len(), rows.len());
    for row in CODES.iter().filter(|row| row.code != 0) {
        let name = format!("code {}", row.code);
        assert!(names.iter().any(|own| own.starts_with(&name)), "{name}");
    }
}
