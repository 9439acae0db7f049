//! Processes that share an outbox are killed at any moment, and what was acknowledged arrives.
//!
//! `cargo test -p tiktok-capi --test outbox_crash -- --nocapture` prints the figures. `TIKTOK_CAPI_SOAK=1` runs ten times as many
//! rounds, `TIKTOK_CAPI_SEED` chooses the moments.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test fails by panicking and prints for people")]

mod outbox_processes;
mod support;

use std::time::{Duration, Instant};

use outbox_processes::{Arrived, Folder, Role, Task, outbox_options};
use tiktok_capi::Client;

const PRODUCERS: usize = 4;
const DRAINERS: usize = 2;

/// The latest moment of a round at which a process is killed.
const ROUND: Duration = Duration::from_millis(250);

#[test]
fn process() {
    outbox_processes::run();
}

#[test]
fn killed_at_random_moments() {
    let is_soak = std::env::var_os("TIKTOK_CAPI_SOAK").is_some();
    let rounds = if is_soak { 1_000 } else { 100 };
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
    drop(left);
    let acknowledged = folder.acknowledged();
    println!(
        "{rounds} rounds in {:.0?}, {kills} kills: {} events acknowledged, {} accepted, {} copies, {stats:?}",
        started.elapsed(), acknowledged.len(), arrived.len(), arrived.copies
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
            let task = Task { role, folder: folder.path().to_owned(), name, endpoint, calls: u64::MAX, pause: 1_000 };
            (chance.u128(0..ROUND.as_millis()), task.start())
        })
        .collect();
    processes.sort_by_key(|(moment, _)| *moment);
    let mut killed = 0;
    for (moment, mut process) in processes {
        let moment = Duration::from_millis(u64::try_from(moment).unwrap());
        std::thread::sleep(moment.saturating_sub(started.elapsed()));
        assert_eq!(process.try_wait().unwrap(), None, "it ended by itself");
        process.kill().unwrap();
        process.wait().unwrap();
        killed += 1;
    }
    killed
}
