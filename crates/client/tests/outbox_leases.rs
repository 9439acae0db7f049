//! Who may send what and when, as several clients with one file see it: nobody is passed over, asked in a loop, or settles what is
//! no longer theirs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::file::File;
use support::gated::Gated;
use support::{Answer, Moving, NOW, Scripted, code, event, events, told};
use tiktok_capi::{Cancel, Client, Clock, Input, Options, Stats, TransportError};

const LONG: Duration = Duration::from_secs(60);

/// How long a lease lasts where a request is tried once.
const LEASE: i64 = 22_000;

const ONE_TRY: &str = r#"{"max_attempts": 1}"#;

/// An answer that waits until it is let go.
#[derive(Clone, Default)]
struct Held(Arc<(AtomicBool, AtomicBool)>);

impl Held {
    fn wait(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        until("the answer is let go", || self.0.1.load(Ordering::SeqCst));
    }

    fn is_waiting(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    fn let_go(&self) {
        self.0.1.store(true, Ordering::SeqCst);
    }
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + LONG;
    while !is_so() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A clock that counts its waits.
#[derive(Clone)]
struct Counting<C> {
    clock: C,
    waits: Arc<AtomicUsize>,
}

impl<C> Counting<C> {
    fn new(clock: C) -> Self {
        Self { clock, waits: Arc::default() }
    }

    fn waits(&self) -> usize {
        self.waits.load(Ordering::SeqCst)
    }
}

impl<C: Clock> Clock for Counting<C> {
    fn unix_milliseconds(&self) -> i64 {
        self.clock.unix_milliseconds()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn wait(&self, how_long: Duration, cancel: &Cancel) {
        self.waits.fetch_add(1, Ordering::SeqCst);
        self.clock.wait(how_long, cancel);
    }
}

fn client(options: Options, service: &Scripted, clock: impl Clock + Clone + 'static) -> Client {
    Client::with_transport(options, service.clone(), clock).unwrap()
}

fn count(stats: &Stats, name: &str) -> u64 {
    stats.reasons.get(name).copied().unwrap_or_default()
}

/// A clock that stands still as soon as somebody waits for longer than the first event waits for others.
fn nearly_still() -> Gated {
    let clock = Gated::new();
    clock.open_until(NOW + 100);
    clock
}

/// It comes back with four events accepted and one refused, while its heir is still sending all five.
#[test]
fn who_slept_over_a_lease_settles_what_arrived_and_nothing_else() {
    let (file, slept, sending) = (File::new(), Held::default(), Held::default());
    let (held, answered) = (slept.clone(), Mutex::new((0, false)));
    let late = Scripted::new(move |_, seen| {
        let (accepted, is_refused) = &mut *answered.lock().unwrap();
        let is_bad = seen.ids.contains(&"2".to_owned());
        *accepted += if is_bad { 0 } else { seen.ids.len() };
        *is_refused |= is_bad && seen.ids.len() == 1;
        if (*accepted, *is_refused) == (4, true) {
            held.wait();
        }
        if is_bad { told(40_002, "m") } else { code(0) }
    });
    let sleeper = client(file.options(ONE_TRY), &late, nearly_still());
    sleeper.enqueue(&events(5)).unwrap();
    until("everything is answered", || slept.is_waiting());
    let (held, later) = (sending.clone(), Gated::new());
    later.pass(100 + LEASE);
    let service = Scripted::new(move |_, _| {
        held.wait();
        code(0)
    });
    let heir = client(file.options(ONE_TRY), &service, later);
    heir.flush(Duration::ZERO).unwrap();
    until("the heir sends", || sending.is_waiting());
    slept.let_go();
    let settled = |stats: &Stats| count(stats, "accepted") + count(stats, "rejected.40002") > 0;
    until("the sleeper settles", || settled(&heir.stats().unwrap()));
    let stats = heir.stats().unwrap();
    assert_eq!((count(&stats, "accepted"), stats.waiting, stats.in_flight, stats.dead), (4, 1, 1, 0));
    sending.let_go();
    let stats = heir.flush(LONG).unwrap();
    assert_eq!((count(&stats, "accepted"), stats.waiting, stats.dead), (5, 0, 0));
    assert_eq!(service.seen().len(), 1);
}

/// What an outbox says after the heir of a lease had one answer, and then whoever slept over it the other.
fn came_late(answer: Answer, of_heir: Answer) -> Stats {
    let (file, slept, later) = (File::new(), Held::default(), Gated::new());
    let held = slept.clone();
    let late = Scripted::new(move |_, _| {
        held.wait();
        answer.clone()
    });
    let sleeper = client(file.options(ONE_TRY), &late, nearly_still());
    sleeper.enqueue(&events(1)).unwrap();
    until("it is sending", || slept.is_waiting());
    later.pass(100 + LEASE);
    let heir = client(file.options(ONE_TRY), &Scripted::in_order([of_heir]), later);
    assert_eq!(heir.flush(LONG).unwrap().waiting, 0);
    slept.let_go();
    sleeper.close(LONG).unwrap();
    heir.stats().unwrap()
}

#[test]
fn who_slept_over_a_lease_says_nothing_about_its_source() {
    let stats = came_late(Err(TransportError::Timeout), code(0));
    assert_eq!((count(&stats, "accepted"), stats.sources[0].state), (1, "open"));
}

#[test]
fn what_its_heir_has_settled_is_not_counted_again() {
    let stats = came_late(code(0), told(40_002, "m"));
    assert_eq!((stats.dead, stats.reasons.get("accepted")), (1, None));
}

/// What an answer after the end of a lease would have to be followed by is left to whoever leases next.
#[test]
fn after_its_lease_nobody_sends_anything_more() {
    let (file, clock) = (File::new(), Moving::default());
    let service = Scripted::new({
        let clock = clock.clone();
        move |number, _| {
            if number == 0 {
                clock.wait(Duration::from_secs(300), &Cancel::new());
            }
            told(40_002, "m")
        }
    });
    let client = client(file.options("{}"), &service, clock);
    client.enqueue(&events(2)).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, count(&stats, "undelivered.cancelled")), (0, 2, 2));
    let sizes: Vec<usize> = service.seen().iter().map(|seen| seen.ids.len()).collect();
    assert_eq!(sizes, [2, 2, 1, 1]);
}

#[test]
fn a_refusal_does_not_take_back_what_may_have_arrived() {
    let (file, service) = (File::new(), Scripted::in_order([Err(TransportError::Timeout), code(40_002)]));
    let client = client(file.options(ONE_TRY), &service, Moving::default());
    client.enqueue(&events(1)).unwrap();
    client.flush(LONG).unwrap();
    let letter = client.dead_letters(0, 10).unwrap().remove(0);
    assert_eq!((&*letter.reason, letter.code, letter.attempts), ("rejected", Some(40_002), 2));
    assert!(letter.may_have_arrived && letter.since_first_attempt.is_some());
}

#[test]
fn sources_take_turns() {
    let (file, service) = (File::new(), Scripted::in_order([]));
    for source in ["C4A", "C4B"] {
        let mut options = Options::default().with("pixel_code", &Input::text(source)).unwrap();
        options.set("outbox", &Input::text(file.path())).unwrap();
        let events: Vec<_> = (0..2_500).map(|n| event(format!("{source}{n}"))).collect();
        client(options, &service, Moving::default()).enqueue(&events).unwrap();
    }
    client(file.options("{}"), &service, Moving::default()).flush(LONG).unwrap();
    let turns: Vec<String> =
        service.seen().iter().map(|seen| seen.ids[0].chars().take(3).collect()).collect();
    assert_eq!(turns, ["C4A", "C4B", "C4A", "C4B", "C4A", "C4B"]);
}

#[test]
fn who_waits_for_the_lease_of_another_asks_rarely() {
    let (file, held) = (File::new(), Held::default());
    let stuck = Scripted::new({
        let held = held.clone();
        move |_, _| {
            held.wait();
            code(0)
        }
    });
    let sender = client(file.options(ONE_TRY), &stuck, nearly_still());
    sender.enqueue(&events(5)).unwrap();
    until("it is sending", || held.is_waiting());
    let (service, clock) = (Scripted::in_order([]), Counting::new(Moving::default()));
    let heir = client(file.options(ONE_TRY), &service, clock.clone());
    assert_eq!(heir.flush(LONG).unwrap().waiting, 0);
    assert!(clock.clock.now() >= NOW + LEASE, "not before the lease had run out");
    assert!((1..10).contains(&clock.waits()), "{} looks", clock.waits());
    held.let_go();
}

#[test]
fn while_a_source_is_down_one_process_probes_and_the_others_wait() {
    let (file, held) = (File::new(), Held::default());
    let down = Scripted::new({
        let held = held.clone();
        move |number, _| {
            if number == 0 {
                return Err(TransportError::Connect);
            }
            held.wait();
            code(0)
        }
    });
    let (clock, later) = (Gated::new(), Gated::new());
    clock.open_until(i64::MAX);
    let first = client(file.options(ONE_TRY), &down, clock.clone());
    first.enqueue(&events(10)).unwrap();
    until("it probes", || held.is_waiting());
    assert_eq!(down.seen()[1].ids.len(), 1);
    later.pass(clock.now() - NOW + 1_000);
    let (service, watched) = (Scripted::in_order([]), Counting::new(later));
    let second = client(file.options(ONE_TRY), &service, watched.clone());
    second.flush(Duration::ZERO).unwrap();
    until("the other one has looked", || watched.waits() > 0 || !service.seen().is_empty());
    assert_eq!(service.seen(), []);
    held.let_go();
}

/// When the events that came while a request was under way went, counted from its answer.
fn sent_after(options: &str, while_sending: &[Input<'static>], requests: usize) -> Vec<(i64, usize)> {
    let (file, clock, held) = (File::new(), Moving::default(), Held::default());
    let sent = Arc::new(Mutex::new(Vec::new()));
    let service = Scripted::new({
        let (clock, held, sent) = (clock.clone(), held.clone(), Arc::clone(&sent));
        move |number, seen| {
            if number == 0 {
                held.wait();
            } else {
                sent.lock().unwrap().push((clock.now() - NOW - 100, seen.ids.len()));
            }
            code(0)
        }
    });
    let client = client(file.options(options), &service, clock);
    client.enqueue(&event("first")).unwrap();
    until("it is sending", || held.is_waiting());
    client.enqueue(while_sending).unwrap();
    held.let_go();
    until("everything is sent", || sent.lock().unwrap().len() >= requests);
    let sent = sent.lock().unwrap();
    sent.clone()
}

#[test]
fn an_event_waits_a_little_for_others_that_share_its_request() {
    assert_eq!(sent_after("{}", &events(1), 1), [(100, 1)]);
}

#[test]
fn a_full_request_waits_for_nobody() {
    assert_eq!(sent_after(r#"{"max_batch": 5}"#, &events(5), 1), [(0, 5)]);
    assert_eq!(sent_after(r#"{"max_batch": 5}"#, &events(4), 1), [(100, 4)]);
    let sent = sent_after("{}", &(0..150).map(large).collect::<Vec<_>>(), 2);
    assert_eq!((sent[0].0, sent[0].1 + sent[1].1), (0, 150), "full by its bytes: {sent:?}");
    assert!(sent[1].0 >= 100, "{sent:?}");
}

/// An event of some 8,000 bytes.
fn large(number: usize) -> Input<'static> {
    let Input::Map(mut members) = event(number.to_string()) else { return Input::Null };
    let description = Input::text("x".repeat(8_000));
    members.push(("properties".into(), Input::map([("description", description)])));
    Input::Map(members)
}
