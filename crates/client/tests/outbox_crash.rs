//! Processes that share an outbox are killed at any moment, and what was acknowledged arrives.
//!
//! `cargo test -p tiktok-capi --test outbox_crash -- --nocapture` prints the figures. `TIKTOK_CAPI_SOAK=1` runs ten times as
//! many rounds, `TIKTOK_CAPI_SEED` chooses the moments.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod outbox_processes;
mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use outbox_processes::strace::{self, CHANGES, TURNS};
use outbox_processes::{Arrived, Folder, Role, Running, Skipping, Task, order, outbox_options};
use tiktok_capi::{Client, Http};

const PRODUCERS: usize = 4;
const DRAINERS: usize = 2;

/// The latest moment of a round at which a process is killed.
const ROUND: Duration = Duration::from_millis(250);

#[test]
fn process() {
    outbox_processes::run();
}

fn is_soak() -> bool {
    std::env::var_os("TIKTOK_CAPI_SOAK").is_some()
}

#[test]
fn killed_at_random_moments() {
    let rounds = if is_soak() { 1_000 } else { 100 };
    let seed = std::env::var("TIKTOK_CAPI_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let (folder, mut chance, started) = (Folder::new(), fastrand::Rng::with_seed(seed), Instant::now());
    let mut arrived = Arrived::new(outbox_options(&folder, None));
    let mut kills = 0;
    for round in 0..rounds {
        kills += kill_all(&folder, &arrived.sandbox.endpoint(), round, &mut chance);
        arrived.look();
    }
    let left = Client::new(outbox_options(&folder, Some(&arrived.sandbox.endpoint()))).unwrap();
    let stats = left.flush(Duration::from_secs(120)).unwrap();
    arrived.look();
    left.close(Client::CLOSE_TIMEOUT).unwrap();
    let acknowledged = folder.acknowledged();
    println!(
        "{rounds} rounds in {:.0?}, {kills} kills: {} events acknowledged, {} accepted, {} copies, {stats:?}",
        started.elapsed(),
        acknowledged.len(),
        arrived.len(),
        arrived.copies
    );
    assert_eq!((stats.waiting, stats.in_flight, stats.dead), (0, 0, 0));
    assert_eq!(arrived.lost(&acknowledged), [""; 0]);
    assert_eq!(arrived.doubled(), [""; 0]);
    assert_eq!(stats.reasons["queued"], u64::try_from(arrived.len()).unwrap(), "and nothing else was kept");
    assert_eq!(folder.check(), "ok");
}

/// Starts all processes and kills each at a moment of its own. Gives how many still ran then.
fn kill_all(folder: &Folder, endpoint: &str, round: usize, chance: &mut fastrand::Rng) -> usize {
    let started = Instant::now();
    let mut processes: Vec<_> = (0..PRODUCERS + DRAINERS)
        .map(|number| {
            let role = if number < PRODUCERS { Role::Produce } else { Role::Drain };
            // Half of the producers deliver as well, as a web worker does.
            let endpoint = (number % 2 == 0 || role == Role::Drain).then(|| endpoint.to_owned());
            let name = format!("r{round}p{number}");
            let task =
                Task { role, folder: folder.path().to_owned(), name, endpoint, calls: 10_000, pause: 1_000 };
            (chance.u128(0..ROUND.as_millis()), task.start())
        })
        .collect();
    processes.sort_by_key(|(moment, _)| *moment);
    let mut killed = 0;
    for (moment, mut process) in processes {
        let moment = Duration::from_millis(u64::try_from(moment).unwrap());
        std::thread::sleep(moment.saturating_sub(started.elapsed()));
        process.kill();
        killed += 1;
    }
    killed
}

#[test]
fn a_producer_killed_at_every_change_of_a_file() {
    if strace::is_there() {
        let mut checker = Checker::new();
        let kills = (1..1_000).take_while(|number| {
            let folder = Folder::new();
            checker.check(&folder, &task(Role::Produce, &folder, None), CHANGES, *number)
        });
        told("changes of a producer", kills.count(), CHANGED);
    }
}

#[test]
fn a_drainer_killed_at_every_change_of_a_file() {
    if !strace::is_there() {
        return;
    }
    // So many that the log is moved into the file.
    let (few, many) = (filled(9), filled(400));
    let mut checker = Checker::new();
    let endpoint = checker.arrived.sandbox.endpoint();
    let mut kills = |template: &Folder, calls, step: fn(usize) -> usize| {
        let numbers = std::iter::successors(Some(1), |number| Some(number + step(*number)));
        let kills = numbers.take(1_000).take_while(|number| {
            let folder = template.copy();
            checker.check(&folder, &task(Role::Drain, &folder, Some(&endpoint)), calls, *number)
        });
        kills.count()
    };
    told("changes of a drainer", kills(&few, CHANGES, |_| 1), CHANGED);
    told("turns of a drainer that moves the log", kills(&many, TURNS, |_| 1), MOVED);
    let step = |number| if is_soak() { 1 } else { 1 + number / 10 };
    told("changes of it", kills(&many, CHANGES, step), CHANGED);
}

/// The least that a process writes which puts in or delivers.
const CHANGED: usize = 10;

/// The log is synced, and the file lengthened and synced.
const MOVED: usize = 3;

/// Where fewer were killed than there are moments for it, nothing was shown.
fn told(what: &str, kills: usize, least: usize) {
    println!("{kills} {what}");
    assert!(kills >= least, "{kills} {what}");
}

/// Looks whether everything arrives after a process was killed.
struct Checker {
    arrived: Arrived,
}

impl Checker {
    fn new() -> Self {
        Self { arrived: Arrived::new(outbox_options(&Folder::new(), None)) }
    }

    /// False when it was not killed any more.
    fn check(&mut self, folder: &Folder, task: &Task, calls: &str, number: usize) -> bool {
        self.arrived.forget();
        let is_killed = strace::kill_at(task, calls, number);
        let options = outbox_options(folder, Some(&self.arrived.sandbox.endpoint()));
        let left = Client::with_transport(options.clone(), Http::new(&options), Skipping::default()).unwrap();
        let stats = left.flush(Duration::from_secs(60)).unwrap();
        left.close(Client::CLOSE_TIMEOUT).unwrap();
        self.arrived.look();
        assert_eq!((stats.waiting, stats.in_flight, stats.dead), (0, 0, 0), "{calls} {number}");
        assert_eq!(self.arrived.lost(&folder.acknowledged()), [""; 0], "{calls} {number}");
        assert_eq!(self.arrived.doubled(), [""; 0], "{calls} {number}");
        assert_eq!(folder.check(), "ok", "{calls} {number}");
        is_killed
    }
}

fn task(role: Role, folder: &Folder, endpoint: Option<&str>) -> Task {
    let calls = if role == Role::Produce { 12 } else { 1 };
    let endpoint = endpoint.map(str::to_owned);
    Task { role, folder: folder.path().to_owned(), name: "x".to_owned(), endpoint, calls, pause: 0 }
}

/// An outbox with so many events.
fn filled(calls: u64) -> Folder {
    let folder = Folder::new();
    let task = Task { calls, ..task(Role::Produce, &folder, None) };
    task.start().ends();
    folder
}

/// `SQLite` removes the log of a file when its last connection is closed, and takes a connection for the last one when it
/// can lock the file. Python's `SQLite` is that of the system, and so another one than ours.
#[test]
fn looking_into_the_file_takes_nothing_away() {
    let folder = Folder::new();
    let mut arrived = Arrived::new(outbox_options(&folder, None));
    let new = || Client::new(outbox_options(&folder, None)).unwrap();
    let (first, client) = (new(), new());
    assert!(first.enqueue(&[order("first")]).unwrap().ok());
    assert!(client.enqueue(&[order("before")]).unwrap().ok());
    let look = "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); file.execute('SELECT * FROM events').fetchall(); file.close()";
    let looked = Command::new("python3").args(["-c", look, &folder.outbox()]).status();
    assert!(looked.unwrap().success());
    assert!(client.enqueue(&[order("after")]).unwrap().ok());
    let endpoint = arrived.sandbox.endpoint();
    task(Role::Drain, &folder, Some(&endpoint)).start().ends();
    arrived.look();
    assert_eq!(arrived.lost(&["first", "before", "after"].map(str::to_owned).into()), [""; 0]);
}

/// Only one makes the tables; none takes the half-made file for another kind.
#[test]
fn a_new_file_is_opened_by_many_at_once() {
    for _ in 0..20 {
        let folder = Folder::new();
        let start = |name: u8| {
            Task { name: name.to_string(), calls: 1, ..task(Role::Produce, &folder, None) }.start()
        };
        let all: Vec<_> = (0..6).map(start).collect();
        all.into_iter().for_each(Running::ends);
        assert_eq!((folder.acknowledged().len(), &*folder.check()), (6, "ok"));
    }
}
