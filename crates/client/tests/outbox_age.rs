//! How old an event may get. Its age counts from the first try that may have arrived: from then on TikTok would take a
//! second copy for the same event for 48 hours, and not for longer. Without such a try there is no age, and it is sent
//! however long it has waited.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a process tells the one that started it how far it is")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::file::File;
use support::gated::Gated;
use support::{Answer, NOW, Scripted, code, event};
use tiktok_capi::{Client, DeadLetter, Options, Stats, TransportError};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const LONG: Duration = Duration::from_secs(60);

/// A service that gives one answer until some moment, and takes everything from then on. It keeps when it was asked.
struct Service {
    clock: Gated,
    asked_at: Arc<Mutex<Vec<i64>>>,
    script: Scripted,
}

impl Service {
    fn new(clock: &Gated, until: i64, answer: Answer) -> Self {
        let asked_at = Arc::new(Mutex::new(Vec::new()));
        let script = Scripted::new({
            let (clock, asked_at) = (clock.clone(), Arc::clone(&asked_at));
            move |_, _| {
                asked_at.lock().unwrap().push(clock.now());
                if clock.now() < until { answer.clone() } else { code(0) }
            }
        });
        Self { clock: clock.clone(), asked_at, script }
    }

    fn client(&self, options: Options) -> Client {
        Client::with_transport(options, self.script.clone(), self.clock.clone()).unwrap()
    }

    fn asked_at(&self) -> Vec<i64> {
        self.asked_at.lock().unwrap().clone()
    }
}

fn lost() -> Answer {
    Err(TransportError::Timeout)
}

/// A clock that runs as fast as it can.
fn free() -> Gated {
    let clock = Gated::new();
    clock.open_until(i64::MAX);
    clock
}

/// The one event is dead because its fate stayed unknown for too long.
fn assert_expired(client: &Client, stats: &Stats) -> DeadLetter {
    assert_eq!((stats.waiting, stats.dead, stats.reasons["expired"]), (0, 1, 1));
    assert!(!stats.reasons.contains_key("accepted"));
    let letter = client.dead_letters(0, 10).unwrap().remove(0);
    assert_eq!((&*letter.reason, letter.code, letter.may_have_arrived), ("expired", None, true));
    letter
}

#[test]
fn after_a_day_what_may_have_arrived_is_not_sent_again() {
    let (file, clock) = (File::new(), free());
    let service = Service::new(&clock, NOW + 30 * HOUR, lost());
    let client = service.client(file.options("{}"));
    client.enqueue(&event("e0")).unwrap();
    let stats = client.flush(LONG).unwrap();
    let letter = assert_expired(&client, &stats);
    assert!(
        letter.since_first_attempt >= Some(Duration::from_secs(86_400)),
        "{:?}",
        letter.since_first_attempt
    );
    let asked_at = service.asked_at();
    let (first, last) = (asked_at[0], asked_at[asked_at.len() - 1]);
    assert!(asked_at.len() > 1_000, "it was sent again and again, for most of the day: {}", asked_at.len());
    assert!(last - first > DAY - HOUR && last - first <= DAY, "and not later: {} ms", last - first);
}

/// Each process tries once and ends; the last try does not make the event younger.
#[test]
fn the_age_survives_the_process() {
    let (file, clock) = (File::new(), Gated::new());
    let service = Service::new(&clock, NOW + 30 * HOUR, lost());
    let options = || file.options(r#"{"max_attempts": 1}"#);
    for tries in 1..=3 {
        let client = service.client(options());
        if tries == 1 {
            client.enqueue(&event("e0")).unwrap();
        }
        client.flush(Duration::ZERO).unwrap();
        until_asked(&service, &clock, tries);
        until_settled(&client);
        assert_eq!(client.close(Duration::ZERO).unwrap().waiting, 1);
        clock.pass(11 * HOUR);
    }
    let asked = service.asked_at();
    clock.open_until(i64::MAX);
    let last = service.client(options());
    let stats = last.flush(LONG).unwrap();
    let letter = assert_expired(&last, &stats);
    assert_eq!(service.asked_at(), asked, "nothing was sent after the day");
    // A client that ends may be asking once more, and nobody writes that down.
    let attempts = usize::try_from(letter.attempts).unwrap();
    assert!((3..=asked.len()).contains(&attempts), "to be found too old is no attempt: {attempts}");
}

#[test]
fn what_never_arrived_is_sent_however_old_it_is() {
    for (hours, answer) in [(26, Err(TransportError::Connect)), (70, code(40_105))] {
        let (file, clock) = (File::new(), free());
        let service = Service::new(&clock, NOW + hours * HOUR, answer);
        let client = service.client(file.options("{}"));
        client.enqueue(&event("e0")).unwrap();
        let stats = client.flush(LONG).unwrap();
        assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 1));
        assert!(clock.now() >= NOW + hours * HOUR);
    }
}

/// The age is that of the one event: its neighbours are sent.
#[test]
fn others_are_sent_all_the_same() {
    let (file, clock) = (File::new(), Gated::new());
    let service = Service::new(&clock, NOW + HOUR, lost());
    let first = service.client(file.options(r#"{"max_attempts": 1}"#));
    first.enqueue(&event("old")).unwrap();
    until_asked(&service, &clock, 1);
    first.close(Duration::ZERO).unwrap();
    let without_token = without_token(&file);
    let producer = service.client(without_token);
    let events: Vec<_> = (0..50).map(|n| event(format!("e{n}"))).collect();
    producer.enqueue(&events).unwrap();
    clock.pass(DAY + HOUR);
    clock.open_until(i64::MAX);
    let second = service.client(file.options("{}"));
    let stats = second.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 1, 50));
    assert_eq!(second.dead_letters(0, 10).unwrap()[0].event.id(), "old");
}

/// A dead letter that is sent again is given up when TikTok would count a second copy, whatever `max_age` says.
#[test]
fn what_is_sent_again_has_the_age_it_had() {
    let (file, clock) = (File::new(), free());
    let service = Service::new(&clock, NOW + 60 * HOUR, lost());
    let client = service.client(file.options("{}"));
    client.enqueue(&event("e0")).unwrap();
    let expired = |times| {
        let stats = client.flush(LONG).unwrap();
        assert_eq!((stats.waiting, stats.dead, stats.reasons["expired"]), (0, 1, times));
        client.dead_letters(0, 10).unwrap().remove(0)
    };
    let letter = expired(1);
    assert!(!letter.may_count_twice());
    client.retry_dead(&[letter.seq]).unwrap();
    let letter = expired(2);
    assert!(letter.may_count_twice() && letter.since_first_attempt > Some(Duration::from_secs(47 * 3_600)));
    let last = *service.asked_at().last().unwrap();
    assert!((NOW + 46 * HOUR..=NOW + 47 * HOUR).contains(&last), "{last}");
    // Whoever names it now wants it sent, and its age begins anew.
    client.retry_dead(&[letter.seq]).unwrap();
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 1));
}

#[test]
fn a_dead_letter_can_be_sent_again() {
    let (file, clock) = (File::new(), free());
    let service = Service::new(&clock, NOW + 25 * HOUR, lost());
    let client = service.client(file.options("{}"));
    client.enqueue(&event("e0")).unwrap();
    let stats = client.flush(LONG).unwrap();
    let letter = assert_expired(&client, &stats);
    clock.pass(2 * HOUR);
    assert_eq!(client.retry_dead(&[letter.seq]).unwrap(), 1);
    let stats = client.flush(LONG).unwrap();
    assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 1));
}

const CHILD: &str = "TIKTOK_CAPI_OUTBOX";

/// A process dies in the middle of its request. Whoever takes its lease over takes it that the request arrived.
#[test]
fn what_a_dead_process_was_sending_has_an_age() {
    if let Ok(path) = std::env::var(CHILD) {
        return die_sending(&path);
    }
    for (hours, is_expired) in [(23, false), (25, true)] {
        let (file, clock) = (File::new(), Gated::new());
        kill_while_sending(&file);
        clock.pass(hours * HOUR);
        clock.open_until(i64::MAX);
        let service = Service::new(&clock, NOW, lost());
        let heir = service.client(file.options("{}"));
        let stats = heir.flush(LONG).unwrap();
        if is_expired {
            let letter = assert_expired(&heir, &stats);
            assert!(letter.since_first_attempt > Some(Duration::from_secs(24 * 3_600)));
            assert!(service.asked_at().is_empty(), "it was not sent again");
        } else {
            assert_eq!((stats.waiting, stats.dead, stats.reasons["accepted"]), (0, 0, 1));
        }
    }
}

fn die_sending(path: &str) {
    let script = Scripted::new(|_, _| {
        println!("sending");
        loop {
            std::thread::park();
        }
    });
    let file = support::options("{}").with("outbox", &tiktok_capi::Input::text(path.to_owned())).unwrap();
    let client = Client::with_transport(file, script, free()).unwrap();
    client.enqueue(&event("e0")).unwrap();
    loop {
        std::thread::park();
    }
}

fn kill_while_sending(file: &File) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "what_a_dead_process_was_sending_has_an_age", "--nocapture"]);
    let mut child = command.env(CHILD, file.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "sending"));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn without_token(file: &File) -> Options {
    let mut options = Options::default();
    options.set("pixel_code", &tiktok_capi::Input::text("C4A")).unwrap();
    options.set("outbox", &tiktok_capi::Input::text(file.path())).unwrap();
    options
}

/// What came of a request is written down by the clock that it was asked at.
fn until_settled(client: &Client) {
    let end = Instant::now() + LONG;
    while client.stats().unwrap().in_flight > 0 {
        assert!(Instant::now() < end, "it was not settled");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whoever waits goes on, one wait after the other, until then and no further: the moment is read before the service is looked at.
fn until_asked(service: &Service, clock: &Gated, times: usize) {
    let end = Instant::now() + LONG;
    loop {
        let now = clock.now();
        if service.asked_at().len() >= times {
            return;
        }
        assert!(Instant::now() < end, "it was not asked {times} times");
        clock.open_until(now);
        std::thread::sleep(Duration::from_millis(1));
    }
}
