//! The machine's clock is set back while a source waits: it waits for as long as it was meant to, and not for hours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use support::file::File;
use support::{Answer, Moving, Scripted, code, events, status, with_header};
use tiktok_capi::{Cancel, Client, Clock, TransportError};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const LONG: Duration = Duration::from_secs(60);

/// Time that passes only by waiting, shown by a clock that somebody sets.
#[derive(Clone, Default)]
struct Set {
    moving: Moving,
    by: Arc<AtomicI64>,
}

impl Clock for Set {
    fn unix_milliseconds(&self) -> i64 {
        self.moving.now() + self.by.load(Ordering::SeqCst)
    }

    fn monotonic(&self) -> Duration {
        self.moving.monotonic()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        self.moving.wait(how_long, cancel);
    }
}

/// The time between two requests, of which the first is answered so. The clock is set once so much time has passed.
fn wait(answer: Answer, set_after: i64, by: i64) -> Duration {
    let (file, clock) = (File::new(), Set::default());
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let service = Scripted::new({
        let (clock, asked) = (clock.clone(), Arc::clone(&asked));
        move |number, _| {
            asked.lock().unwrap().push(clock.monotonic());
            if number == 0 { answer.clone() } else { code(0) }
        }
    });
    let begin = clock.moving.now();
    let setting = Setting { clock: clock.clone(), at: begin + set_after, by };
    let client = Client::with_transport(file.options(r#"{"max_attempts": 1}"#), service, setting).unwrap();
    client.enqueue(&events(1)).unwrap();
    assert_eq!(client.flush(LONG).unwrap().waiting, 0);
    let asked = asked.lock().unwrap();
    asked[1].checked_sub(asked[0]).unwrap()
}

/// A clock that sets itself at some moment.
struct Setting {
    clock: Set,
    at: i64,
    by: i64,
}

impl Clock for Setting {
    fn unix_milliseconds(&self) -> i64 {
        if self.clock.moving.now() >= self.at {
            self.clock.by.store(self.by, Ordering::SeqCst);
        }
        self.clock.unix_milliseconds()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        self.clock.wait(how_long, cancel);
    }
}

#[test]
fn a_source_that_is_down_is_tried_again_in_time() {
    for by in [-5 * MINUTE, -HOUR, -26 * HOUR, 26 * HOUR] {
        let waited = wait(Err(TransportError::Connect), 101, by);
        assert!(waited <= Duration::from_secs(31), "{by}: {waited:?}");
    }
}

#[test]
fn what_the_service_asked_for_is_waited_for_and_no_longer() {
    let asked = || with_header(status(429), "retry-after", "1800");
    let waited = wait(asked(), 0, 0);
    assert!((1_800..1_812).contains(&waited.as_secs()), "{waited:?}");
    for by in [-MINUTE, -10 * MINUTE, -20 * MINUTE] {
        let waited = wait(asked(), 25 * MINUTE, by);
        assert!((1_499..1_812).contains(&waited.as_secs()), "{by}: {waited:?}");
    }
}
