//! A client whose outbox is in use while its process forks: parent and children go on with it, and nothing is lost.
//!
//! `cargo test -p tiktok-capi --test fork_outbox -- --nocapture` prints the figures.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and prints for people"
)]

mod outbox_processes;
mod support;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fork::{Fork, Signal, WEXITSTATUS, WIFEXITED, WIFSIGNALED, current_process_id, signal_process};
use outbox_processes::{Arrived, Folder, Log, order, outbox_options};
use tiktok_capi::{Client, Failure, fork as hooks};

/// Set in the process that forks: the folder of its outbox, and where it delivers to.
const FOLDER: &str = "TIKTOK_CAPI_FORK_FOLDER";
const ENDPOINT: &str = "TIKTOK_CAPI_FORK_ENDPOINT";

/// Threads of the parent that enqueue while it forks.
const THREADS: usize = 4;

/// What a child ends with that could not use the outbox.
const REFUSED: i32 = 3;

/// The longest that a child may take.
const BOUND: Duration = Duration::from_secs(30);

#[test]
fn with_the_hooks_nothing_is_lost_and_nothing_fails() {
    let Some(parent) = Parent::here() else {
        return outside("with_the_hooks_nothing_is_lost_and_nothing_fails");
    };
    let refused = parent.run(60, Duration::ZERO, || {
        hooks::before();
        let forked = fork::fork().unwrap();
        match forked {
            Fork::Parent(_) => hooks::in_parent(),
            Fork::Child => hooks::in_child(),
        }
        forked
    });
    assert_eq!(refused, 0);
}

/// A child finds locks that were taken when its process was copied, and nobody gives them back.
#[test]
fn without_them_a_child_may_be_refused_and_never_hangs() {
    let Some(parent) = Parent::here() else {
        return outside("without_them_a_child_may_be_refused_and_never_hangs");
    };
    let refused = parent.run(200, Duration::from_millis(2), || fork::fork().unwrap());
    assert!(refused < 200, "not all of them");
}

/// Runs the test in a process of its own, so that its threads are all there are, and looks at what arrived.
fn outside(test: &str) {
    let folder = Folder::new();
    let mut arrived = Arrived::new(outbox_options(&folder, None));
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
    again.env(FOLDER, folder.path()).env(ENDPOINT, arrived.sandbox.endpoint());
    assert!(again.status().unwrap().success());
    let left = Client::new(outbox_options(&folder, Some(&arrived.sandbox.endpoint()))).unwrap();
    let stats = left.flush(Duration::from_secs(60)).unwrap();
    left.close(Client::CLOSE_TIMEOUT).unwrap();
    arrived.look();
    let acknowledged = folder.acknowledged();
    println!("{} acknowledged, {} accepted, {} copies", acknowledged.len(), arrived.len(), arrived.copies);
    assert_eq!((stats.waiting, stats.dead), (0, 0));
    assert_eq!(arrived.lost(&acknowledged), [""; 0]);
    assert_eq!(arrived.doubled(), [""; 0]);
    assert_eq!(stats.reasons["queued"], u64::try_from(arrived.len()).unwrap());
    assert_eq!(folder.check(), "ok");
}

/// The process that forks.
struct Parent {
    folder: Folder,
    client: Client,
}

impl Parent {
    fn here() -> Option<Self> {
        let folder = Folder::at(&PathBuf::from(std::env::var_os(FOLDER)?));
        let client = Client::new(outbox_options(&folder, Some(&std::env::var(ENDPOINT).unwrap()))).unwrap();
        Some(Self { folder, client })
    }

    /// Enqueues from several threads, with that pause, and forks so often meanwhile. Gives how many children were refused.
    fn run(&self, forks: usize, pause: Duration, fork: impl Fn() -> Fork) -> usize {
        let (is_over, mut children) = (AtomicBool::new(false), Vec::new());
        let refused = std::thread::scope(|scope| {
            for thread in 0..THREADS {
                let is_over = &is_over;
                scope.spawn(move || self.enqueue_until(is_over, pause, &format!("thread{thread}")));
            }
            for number in 0..forks {
                match fork() {
                    Fork::Parent(child) => children.push((number, child, Instant::now())),
                    Fork::Child => self.be_a_child(number),
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            let came_to: Vec<_> =
                children.into_iter().map(|child| std::panic::catch_unwind(|| was_refused(child))).collect();
            let refused = came_to.into_iter().filter(|refused| *refused.as_ref().unwrap()).count();
            is_over.store(true, Ordering::SeqCst);
            refused
        });
        println!("{forks} forks, {refused} children refused");
        assert!(self.client.close(Duration::from_secs(10)).is_ok());
        refused
    }

    fn enqueue_until(&self, is_over: &AtomicBool, pause: Duration, name: &str) {
        let mut log = Log::new(&self.folder, name);
        for number in 0..10_000 {
            if is_over.load(Ordering::SeqCst) {
                break;
            }
            enqueue(&self.client, &mut log, format!("{name}-{number}")).unwrap();
            std::thread::sleep(pause);
        }
    }

    /// A child puts events in and ends: killed, by the end of its program, or in order.
    fn be_a_child(&self, number: usize) -> ! {
        let mut log = Log::new(&self.folder, &format!("child{number}"));
        for event in 0..5 {
            if enqueue(&self.client, &mut log, format!("child{number}-{event}")).is_err() {
                std::process::exit(REFUSED);
            }
        }
        match number % 3 {
            0 => drop(signal_process(current_process_id(), Signal::KILL)),
            1 => drop(self.client.close(Client::CLOSE_TIMEOUT)),
            _ => {}
        }
        std::process::exit(0);
    }
}

fn enqueue(client: &Client, log: &mut Log, id: String) -> Result<(), Failure> {
    client.enqueue(&[order(&id)])?;
    log.write(&[id]);
    Ok(())
}

/// Waits for the end of a child, which comes in time and as it should.
fn was_refused((number, child, started): (usize, i32, Instant)) -> bool {
    let status = loop {
        match fork::waitpid_nohang(child).unwrap() {
            Some(status) => break status,
            None if started.elapsed() < BOUND => std::thread::sleep(Duration::from_millis(2)),
            None => {
                signal_process(child.try_into().unwrap(), Signal::KILL).unwrap();
                fork::waitpid(child).unwrap();
                panic!("child {number} hangs");
            }
        }
    };
    let is_refused = WIFEXITED(status) && WEXITSTATUS(status) == REFUSED;
    let is_good = if number % 3 == 0 { WIFSIGNALED(status) } else { status == 0 };
    assert!(is_good || is_refused, "child {number}: {status}");
    is_refused
}
