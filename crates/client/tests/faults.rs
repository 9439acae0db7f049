//! The fault table: each row breaks something on the way, and whatever breaks, the receipt tells the truth.
//!
//! `cargo test -p tiktok-capi --test faults -- --nocapture` prints the rows with what they came to.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod fault_table;
mod support;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use fault_table::{Ran, Row, check, rows, run};
use tiktok_capi_sandbox::CODES;

/// Rows that run at once. They mostly wait.
const THREADS: usize = 6;

#[test]
fn every_fault_ends_in_a_true_receipt() {
    let rows = rows();
    let ran = run_all(&rows);
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
fn run_all(rows: &[Row]) -> Vec<Ran> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((index, row)) = rows.iter().enumerate().nth(next.fetch_add(1, Ordering::SeqCst)) {
            let ran = run(row);
            done.lock().unwrap().push((index, ran));
        }
    };
    std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, ran)| ran).collect()
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
