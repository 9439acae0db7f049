//! Runs a row: a sandbox, another one that nobody may ask, and a client whose waits cost nothing.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tiktok_capi::{Cancel, Client, Clock, EventResult, Http, Input, Options, Outcome, Prepared, SystemClock};
use tiktok_capi_sandbox::{Config, Counts, Plan, Recorded, RequestSeen, Sandbox};

use super::{ELSEWHERE, Row};
use crate::support::event;

/// What a row came to, as the caller and as the service see it.
pub(crate) struct Ran {
    pub(crate) calls: Vec<Called>,
    pub(crate) seen: Vec<RequestSeen>,
    pub(crate) recorded: Vec<Recorded>,
    pub(crate) counts: Counts,
    /// Requests to the other sandbox.
    pub(crate) elsewhere: u64,
    pub(crate) waits: Vec<Duration>,
    /// How long it took by the machine's clock.
    pub(crate) took: Duration,
    /// The longest that one request may take.
    pub(crate) longest_request: Duration,
}

/// One call of the client.
pub(crate) struct Called {
    pub(crate) results: Vec<EventResult>,
    pub(crate) requests: u32,
    /// How long it took with the waits that were skipped.
    pub(crate) took: Duration,
}

impl Ran {
    pub(crate) fn results(&self) -> impl Iterator<Item = &EventResult> {
        self.calls.iter().flat_map(|call| &call.results)
    }

    pub(crate) fn requests(&self) -> u32 {
        self.calls.iter().map(|call| call.requests).sum()
    }
}

/// Runs a row from beginning to end.
pub(crate) fn run(row: &Row) -> Ran {
    let elsewhere = Sandbox::start(Config::default()).unwrap();
    let max_hang = Duration::from_secs(10);
    let sandbox =
        Sandbox::start(Config { max_hang, faults: plan(row, &elsewhere), ..Config::default() }).unwrap();
    let desert = Desert::new();
    let endpoint = if row.is_deserted { desert.url() } else { sandbox.endpoint() };
    let clock = Skipping::default();
    let options = options(row, &endpoint);
    let http = Http::new(&options);
    let client = Client::with_transport(options, http, clock.clone()).unwrap();
    let started = Instant::now();
    let calls = call_all(row, &client, &clock);
    Ran {
        calls,
        seen: sandbox.requests(),
        recorded: sandbox.events(),
        counts: sandbox.counts(),
        elsewhere: elsewhere.counts().requests,
        waits: clock.waits(),
        took: started.elapsed(),
        longest_request: client.longest_request(),
    }
}

pub(super) fn plan(row: &Row, elsewhere: &Sandbox) -> Plan {
    let rules = row.rules.join(",").replace(ELSEWHERE, &elsewhere.endpoint());
    Plan::from_json(format!(r#"{{"seed":{},"rules":[{rules}]}}"#, row.seed).as_bytes()).unwrap()
}

pub(super) fn options(row: &Row, endpoint: &str) -> Options {
    let mut options = Options::default();
    let own = [("endpoint", endpoint), ("pixel_code", "C4A")];
    for (name, value) in own.into_iter().chain(row.options.iter().copied()) {
        options.set(name, &Input::text(value.to_owned())).unwrap();
    }
    let token = |name: &str| (name == "TIKTOK_ACCESS_TOKEN").then(|| "a-token".into());
    options.with_variables(token).unwrap()
}

fn call_all(row: &Row, client: &Client, clock: &Skipping) -> Vec<Called> {
    let of_thread = |thread: usize| {
        let calls = thread * row.calls..(thread + 1) * row.calls;
        calls.map(|number| call(row, client, clock, number)).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..row.threads).map(|thread| scope.spawn(move || of_thread(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn call(row: &Row, client: &Client, clock: &Skipping, number: usize) -> Called {
    let ids = number * row.events..(number + 1) * row.events;
    let events: Vec<_> = ids.map(|id| event(id.to_string())).collect();
    let started = clock.monotonic();
    let receipt = if row.spoiled.is_empty() {
        client.track(&events)
    } else {
        client.deliver(spoiled(row, client, &events))
    };
    let receipt = receipt.unwrap();
    Called {
        results: receipt.results,
        requests: receipt.requests,
        took: clock.monotonic().saturating_sub(started),
    }
}

/// The events with some of them broken on the way to the service.
fn spoiled(row: &Row, client: &Client, events: &[Input<'_>]) -> Vec<Prepared> {
    let (piece, instead) = row.spoil;
    let read = client.read(events);
    let prepared = read.built().iter().map(|built| built.event.clone().unwrap());
    let spoil = |(index, event): (usize, Prepared)| {
        if !row.spoiled.contains(&index) {
            return event;
        }
        let text = String::from_utf8(event.bytes().to_vec()).unwrap();
        assert!(text.contains(piece), "{text}");
        Prepared::from_parts(event.name(), event.id(), text.replace(piece, instead).into())
    };
    prepared.enumerate().map(spoil).collect()
}

/// A port of this machine on which nobody listens, and which nobody else can take.
pub(super) struct Desert {
    held: TcpStream,
    _other_end: TcpListener,
}

impl Desert {
    pub(super) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { held: TcpStream::connect(listener.local_addr().unwrap()).unwrap(), _other_end: listener }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.held.local_addr().unwrap())
    }
}

/// The machine's clock, but for waits: they are over at once, and have passed all the same for the thread that waits.
#[derive(Clone, Default)]
struct Skipping {
    machine: SystemClock,
    waits: Arc<Mutex<Vec<Duration>>>,
}

thread_local! {
    static SKIPPED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

impl Skipping {
    fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Clock for Skipping {
    fn unix_milliseconds(&self) -> i64 {
        self.machine.unix_milliseconds()
    }

    fn monotonic(&self) -> Duration {
        self.machine.monotonic() + SKIPPED.get()
    }

    fn wait(&self, how_long: Duration, _: &Cancel) {
        SKIPPED.set(SKIPPED.get() + how_long);
        self.waits.lock().unwrap().push(how_long);
    }
}

/// Requests, what counts at the service, repeats that it dropped, and what the receipts say.
impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut outcomes = BTreeMap::<String, usize>::new();
        self.results().for_each(|result| *outcomes.entry(told(&result.outcome)).or_default() += 1);
        let outcomes: Vec<_> = outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
        let Counts { counted, duplicates, .. } = self.counts;
        write!(f, "{:>5} {counted:>7} {duplicates:>7}  {}", self.requests(), outcomes.join("; "))
    }
}

fn told(outcome: &Outcome) -> String {
    let why = match *outcome {
        Outcome::Rejected { code: Some(code), .. } => format!("({code})"),
        Outcome::Rejected { code: None, status, .. } => format!("(HTTP {status})"),
        Outcome::Undelivered { reason, .. } => format!("({reason})"),
        _ => String::new(),
    };
    let open = if outcome.may_have_arrived() { ", may have arrived" } else { "" };
    format!("{}{why}{open}", outcome.as_str())
}
