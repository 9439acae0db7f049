//! How long is waited for others that use the file: threads of this process, and other programs.
//!
//! A call has one end, whatever it waits for on its way, and however many wait beside it.

use std::cell::Cell;
use std::time::{Duration, Instant};

use rusqlite::ErrorCode;

/// How long whoever calls waits for other processes. They write for some microseconds; a disk that is slow to sync may hold
/// them up for longer, and what holds the file for seconds is something else, as a backup. In Node and other programs with
/// one thread for everything, all of it waits.
pub(super) const SHORT: Duration = Duration::from_secs(2);

/// How long the thread does, whom nobody waits for.
pub(super) const LONG: Duration = Duration::from_secs(10);

/// The longest time between two looks. Where several processes put events in without a pause on a busy machine, whoever looks seldom
/// never finds the file free.
const BREATH: Duration = Duration::from_micros(500);

thread_local! {
    /// `SQLite` hands its busy handler nothing that could hold it.
    static END: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Does something with the file, by a call that waits for others until that moment.
pub(super) fn until<T>(end: Instant, work: impl FnOnce() -> T) -> T {
    let outer = END.replace(Some(end));
    let done = work();
    END.set(outer);
    done
}

/// Does it again as long as another process holds the file.
pub(super) fn in_turn<T>(work: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    loop {
        match work() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && !is_over() => {
                std::thread::sleep(BREATH);
            }
            done => return done,
        }
    }
}

/// Until when the call waits.
pub(super) fn end() -> Instant {
    END.get().unwrap_or_else(Instant::now)
}

/// Whether the call has waited for as long as it may.
fn is_over() -> bool {
    Instant::now() >= end()
}

/// `SQLite` asks it how often it has asked for the same lock; false gives up.
pub(super) fn wait(tries: i32) -> bool {
    let tries = u64::try_from(tries).unwrap_or_default();
    std::thread::sleep(Duration::from_micros(50 + 10 * tries).min(BREATH));
    !is_over()
}

/// For those who keep the log short, with whoever reads or writes. Another one who moves the log into the file is not waited
/// for by `SQLite`.
pub(super) fn wait_a_little(tries: i32) -> bool {
    std::thread::sleep(Duration::from_micros(50));
    tries < 100
}
