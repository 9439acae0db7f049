//! Hours of trouble with events that go on coming, by a clock that is driven by those who put them in.
//!
//! `cargo test -p tiktok-capi --test outbox_long -- --nocapture` prints what each came to. With `TIKTOK_CAPI_SOAK=1` the
//! outage is met by a million events.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test prints for people")]

mod support;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use support::file::File;
use support::gated::Gated;
use support::{Answer, NOW, code, event, status, with_header};
use tiktok_capi::{Cancel, Client, Input, Options, Request, Transport, TransportError};

const HOUR: i64 = 3_600_000;
const LONG: Duration = Duration::from_secs(900);

/// A service that is out of order until some moment. It keeps counts, and no events.
#[derive(Clone)]
struct Troubled(Arc<Trouble>);

struct Trouble {
    clock: Gated,
    back: i64,
    answer: fn(u64) -> Answer,
    requests: AtomicU64,
    /// Requests before it was back.
    in_vain: AtomicU64,
    /// Events that were sent, every copy counted.
    copies: AtomicU64,
    /// How often each event was accepted.
    accepted: Vec<AtomicU32>,
}

impl Troubled {
    fn new(clock: &Gated, hours: i64, events: usize, answer: fn(u64) -> Answer) -> Self {
        Self(Arc::new(Trouble {
            clock: clock.clone(),
            back: NOW + hours * HOUR,
            answer,
            requests: AtomicU64::new(0),
            in_vain: AtomicU64::new(0),
            copies: AtomicU64::new(0),
            accepted: std::iter::repeat_with(AtomicU32::default).take(events).collect(),
        }))
    }

    fn count(&self, count: impl Fn(&Trouble) -> &AtomicU64) -> u64 {
        count(&self.0).load(Ordering::SeqCst)
    }

    fn assert_each_was_accepted_once(&self) {
        let wrong = self.0.accepted.iter().filter(|accepted| accepted.load(Ordering::SeqCst) != 1).count();
        assert_eq!(wrong, 0, "events that were not accepted exactly once");
    }
}

impl Transport for Troubled {
    fn send(&self, request: &Request<'_>, _: &Cancel) -> Answer {
        let Trouble { clock, back, answer, requests, in_vain, copies, accepted } = &*self.0;
        let number = requests.fetch_add(1, Ordering::SeqCst);
        let ids: Vec<usize> = ids(request.body).collect();
        copies.fetch_add(u64::try_from(ids.len()).unwrap(), Ordering::SeqCst);
        if clock.now() < *back {
            in_vain.fetch_add(1, Ordering::SeqCst);
            return answer(number);
        }
        for id in ids {
            accepted[id].fetch_add(1, Ordering::SeqCst);
        }
        code(0)
    }
}

/// The ids of the events of a request, which are numbers. It is not parsed as a whole, so that the service needs no memory.
fn ids(body: &[u8]) -> impl Iterator<Item = usize> {
    let pieces = std::str::from_utf8(body).unwrap().split(r#""event_id":""#).skip(1);
    pieces.map(|piece| piece.split('"').next().unwrap().parse().unwrap())
}

fn enqueue(client: &Client, ids: std::ops::Range<usize>) {
    let events: Vec<Input<'_>> = ids.map(|id| event(id.to_string())).collect();
    assert!(client.enqueue(&events).unwrap().ok());
}

/// What an outage answers: connections that fail, proxies that say 503, TikTok that is busy, and answers that get lost.
fn outage(number: u64) -> Answer {
    match number % 4 {
        0 => Err(TransportError::Connect),
        1 => status(503),
        2 => with_header(code(61_000), "retry-after", "20"),
        _ => Err(TransportError::Timeout),
    }
}

const ALONE: &str = "TIKTOK_CAPI_ALONE";

/// In a process of its own, since the memory of a process is looked at.
#[test]
fn an_outage_of_a_day() {
    if std::env::var_os(ALONE).is_some() {
        return outage_alone();
    }
    let mut alone = Command::new(std::env::current_exe().unwrap());
    alone.args(["--exact", "an_outage_of_a_day", "--nocapture"]).env(ALONE, "1");
    assert!(alone.status().unwrap().success());
}

/// - Nothing is lost, nothing dies, and each event is accepted once.
/// - Memory: the most that this process ever had, less what it had before the first event.
/// - Amplification: copies of events that were sent, divided by events; at most 1.05. What is sent in vain does not depend
///   on how many wait: a first batch, and then single events.
fn outage_alone() {
    let events = if std::env::var_os("TIKTOK_CAPI_SOAK").is_some() { 1_000_000 } else { 250_000 };
    let (file, clock) = (File::new(), Gated::new());
    let service = Troubled::new(&clock, 24, events, outage);
    // 47 hours: what may have arrived in the first minutes of the outage is to be sent at its end.
    let options = file.options(r#"{"max_age": 169200, "max_bytes": 4000000000}"#);
    let client = Client::with_transport(options, service.clone(), clock.clone()).unwrap();
    let before = memory("VmRSS:");
    for hour in 0..24 {
        let of_hour = |hour: usize| events * hour / 24;
        for first in (of_hour(hour)..of_hour(hour + 1)).step_by(1_000) {
            enqueue(&client, first..(first + 1_000).min(of_hour(hour + 1)));
        }
        clock.open_until(NOW + i64::try_from(hour + 1).unwrap() * HOUR);
        while clock.now() < NOW + i64::try_from(hour).unwrap() * HOUR {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    clock.open_until(i64::MAX);
    let stats = client.flush(LONG).unwrap();
    let grown = memory("VmHWM:").saturating_sub(before);
    let copies = service.count(|service| &service.copies);
    let sent = u64::try_from(events).unwrap();
    println!(
        "an outage of 24 hours: {events} events, {} requests in vain and {} others, {}.{:04} copies an event, {grown} KiB",
        service.count(|service| &service.in_vain),
        service.count(|service| &service.requests) - service.count(|service| &service.in_vain),
        copies / sent,
        copies % sent * 10_000 / sent,
    );
    service.assert_each_was_accepted_once();
    assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, sent));
    assert!(copies * 100 <= sent * 105, "{copies} copies of {events} events");
    assert!(grown < 32 * 1_024, "{grown} KiB");
    assert!(clock.now() < NOW + 25 * HOUR, "it is noticed soon that the service is back");
}

/// KiB, from the kernel's account of this process; 0 where there is none.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Two threads of the client that delivers, and another client that only puts events in, go on for six hours.
#[test]
fn a_token_that_is_bad_for_six_hours() {
    const EACH: usize = 1_000;
    let (file, clock) = (File::new(), Gated::new());
    let service = Troubled::new(&clock, 6, 3 * EACH, |_| code(40_105));
    let client = Client::with_transport(file.options("{}"), service.clone(), clock.clone()).unwrap();
    let other = Client::with_transport(without_token(&file), service.clone(), clock.clone()).unwrap();
    std::thread::scope(|scope| {
        for (number, client) in [&client, &client, &other].into_iter().enumerate() {
            let clock = &clock;
            scope.spawn(move || {
                for step in 0..EACH {
                    let moment = NOW + 6 * HOUR * i64::try_from(step).unwrap() / i64::try_from(EACH).unwrap();
                    while clock.now() < moment {
                        std::thread::sleep(Duration::from_micros(100));
                    }
                    let id = number * EACH + step;
                    enqueue(client, id..id + 1);
                    clock.open_until(moment + 60_000);
                }
            });
        }
    });
    clock.open_until(i64::MAX);
    let stats = client.flush(LONG).unwrap();
    let asked = service.count(|service| &service.in_vain);
    println!("a bad token for 6 hours: {} events, {asked} requests in vain", 3 * EACH);
    service.assert_each_was_accepted_once();
    assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 3_000));
    assert!((355..=365).contains(&asked), "one probe a minute: {asked}");
}

/// The write-ahead log of a file that is written by several without a pause does not grow with what they write.
#[test]
fn a_busy_log_stays_short() {
    const MIB: u64 = 1 << 20;
    let file = File::new();
    let log = || std::fs::metadata(format!("{}-wal", file.path())).map_or(0, |log| log.len());
    let longest = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (client, longest, log) = (Client::new(without_token(&file)).unwrap(), &longest, &log);
            scope.spawn(move || {
                for step in 0..6_000 {
                    client.enqueue(&event(format!("{number}-{step}"))).unwrap();
                    longest.fetch_max(log(), Ordering::SeqCst);
                }
            });
        }
    });
    let longest = longest.load(Ordering::SeqCst);
    println!("a log that four write without a pause: {} MiB at most", longest / MIB);
    assert!(longest < 128 * MIB, "{longest}");
}

fn without_token(file: &File) -> Options {
    let options = Options::default().with("pixel_code", &Input::text("C4A")).unwrap();
    options.with("outbox", &Input::text(file.path())).unwrap()
}
