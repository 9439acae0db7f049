//! How long is waited for other processes that use the file.

use std::cell::Cell;
use std::time::{Duration, Instant};

use rusqlite::ErrorCode;

/// How long whoever calls waits for other processes. They write for some microseconds; a disk that is slow to sync may hold
/// them up for longer, and what holds the file for seconds is something else, as a backup. In Node and other programs with
/// one thread for everything, all of it waits.
const SHORT: Duration = Duration::from_secs(2);

/// How long the thread does, whom nobody waits for.
const LONG: Duration = Duration::from_secs(10);

/// The longest time between two looks.
const BREATH: Duration = Duration::from_millis(2);

/// Does it again as long as another process holds the file.
pub(super) fn in_turn<T>(work: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let end = Instant::now() + SHORT;
    loop {
        match work() {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < end =>
            {
                std::thread::sleep(BREATH);
            }
            done => return done,
        }
    }
}

/// For those who call. `SQLite` asks it how often it has asked for the same lock; false gives up.
pub(super) fn wait_shortly(tries: i32) -> bool {
    wait_for_others(tries, SHORT)
}

/// For the thread.
pub(super) fn wait_patiently(tries: i32) -> bool {
    wait_for_others(tries, LONG)
}

fn wait_for_others(tries: i32, most: Duration) -> bool {
    thread_local! { static SINCE: Cell<Option<Instant>> = const { Cell::new(None) } }
    let now = Instant::now();
    if tries == 0 {
        SINCE.set(Some(now));
    }
    let tries = u64::try_from(tries).unwrap_or_default();
    std::thread::sleep(Duration::from_micros(50 + 10 * tries).min(BREATH));
    SINCE.get().is_some_and(|since| now.duration_since(since) < most)
}

/// For those who keep the log short, with whoever reads or writes. Another one who moves the log into the file is not waited
/// for by `SQLite`.
pub(super) fn wait_a_little(tries: i32) -> bool {
    std::thread::sleep(Duration::from_micros(50));
    tries < 100
}
