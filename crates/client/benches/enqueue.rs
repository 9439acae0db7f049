//! What `enqueue` costs its caller from one and from four processes, how fast an outbox is drained, and what a million
//! events that wait weigh.
//!
//! Every producer is a process of its own: this program runs itself again. "flat out" is an endless loop, in which four
//! processes wait for each other all the time; "paced" is a thousand events a second from each. A name on the command
//! line runs that part alone: `enqueue`, `drain` or `memory`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::hint::black_box;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tiktok_capi::{Client, Input, Options};
use tiktok_capi_sandbox::{Config, Sandbox};

/// What makes this program a child, in the environment: what to do, and with which outbox.
const CHILD: &str = "TIKTOK_CAPI_BENCH_CHILD";

fn main() {
    if let Ok(child) = std::env::var(CHILD) {
        let words: Vec<&str> = child.split(' ').collect();
        return match words[0] {
            "produce" => produce(words[1], words[2], words[3].parse().unwrap(), words[4].parse().unwrap()),
            _ => weigh(words[1]),
        };
    }
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    if is_wanted("enqueue") {
        producers();
    }
    if is_wanted("drain") {
        drain();
    }
    if is_wanted("memory") {
        memory();
    }
}

/// A folder of its own for each measurement, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("tiktok-capi-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn outbox(&self) -> String {
        self.0.join("outbox").to_str().unwrap().to_owned()
    }

    fn bytes(&self) -> u64 {
        std::fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the events of a measurement go.
#[derive(Clone, Copy)]
enum Delivery {
    /// They are only described. How long that takes at worst is how long the machine lets a process wait for its turn.
    Control,
    /// The producers have no token, so they only put events in.
    None,
    /// Nobody listens. An outbox in memory is never without a token.
    Down,
    /// A sandbox on the same machine.
    Sandbox,
}

fn producers() {
    println!(
        "{:<10}{:>10}  {:<10}{:<10}{:>9}{:>9}{:>11}{:>12}{:>11}",
        "outbox", "processes", "delivery", "pace", "p50 µs", "p99 µs", "p99.9 µs", "longest µs", "events/s"
    );
    for (processes, events) in [(1, 40_000), (4, 20_000)] {
        for pace in [0, 1_000] {
            measure(false, processes, Delivery::Control, events, pace);
        }
        for delivery in [Delivery::None, Delivery::Sandbox] {
            for pace in [0, 1_000] {
                measure(false, processes, delivery, events, pace);
            }
        }
    }
    for delivery in [Delivery::Down, Delivery::Sandbox] {
        measure(true, 1, delivery, 40_000, 0);
        measure(true, 1, delivery, 40_000, 1_000);
    }
    println!("aims: p50 at most 35 µs with one process, p99 at most 1,000 µs with four");
}

fn measure(is_memory: bool, processes: usize, delivery: Delivery, events: usize, pace: u64) {
    let (folder, sandbox) = (Folder::new(), Sandbox::start(Config::default()).unwrap());
    let path = if is_memory { ":memory:".to_owned() } else { folder.outbox() };
    let (name, endpoint) = match delivery {
        Delivery::Control => ("control", "control".to_owned()),
        Delivery::None => ("none", "-".to_owned()),
        Delivery::Down => ("down", "http://127.0.0.1:9".to_owned()),
        Delivery::Sandbox => ("sandbox", sandbox.endpoint()),
    };
    let events = if pace == 0 { events } else { 5_000 };
    let order =
        format!("produce {path} {endpoint} {events} {}", 1_000_000_u64.checked_div(pace).unwrap_or(0));
    let (times, elapsed) = run(processes, &order);
    assert_eq!(times.len(), processes * events);
    let show = |per_mille: usize| {
        let tenths = times[(times.len() - 1) * per_mille / 1_000] / 100;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let rate = u128::from(u64::try_from(times.len()).unwrap()) * 1_000_000 / elapsed.as_micros();
    println!(
        "{:<10}{processes:>10}  {name:<10}{:<10}{:>9}{:>9}{:>11}{:>12}{rate:>11}",
        if is_memory {
            "memory"
        } else if name == "control" {
            "no outbox"
        } else {
            "file"
        },
        if pace == 0 { "flat out" } else { "paced" },
        show(500),
        show(990),
        show(999),
        show(1_000),
    );
}

/// Starts the producers at the same moment. Gives the nanoseconds of all their calls, sorted, and how long it took.
fn run(processes: usize, order: &str) -> (Vec<u64>, Duration) {
    let mut children: Vec<Child> = (0..processes).map(|_| child(order)).collect();
    let mut outputs: Vec<_> =
        children.iter_mut().map(|child| BufReader::new(child.stdout.take().unwrap())).collect();
    for output in &mut outputs {
        assert!(output.read_line(&mut String::new()).unwrap() > 0);
    }
    let started = Instant::now();
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let mut times = Vec::new();
    for output in &mut outputs {
        let mut bytes = Vec::new();
        output.read_to_end(&mut bytes).unwrap();
        times.extend(bytes.chunks(8).map(|time| u64::from_le_bytes(time.try_into().unwrap())));
    }
    let elapsed = started.elapsed();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    times.sort_unstable();
    (times, elapsed)
}

fn child(order: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(CHILD, order).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// A producer: says that it is ready, waits, enqueues, and writes the nanoseconds of each call.
fn produce(path: &str, endpoint: &str, events: usize, pause: u64) {
    let client = client(path, Some(endpoint).filter(|endpoint| endpoint.starts_with("http")));
    let step = |event: &Input<'_>| {
        if endpoint == "control" { describe(&client, event) } else { enqueue(&client, event) }
    };
    let process = std::process::id();
    let events: Vec<_> = (0..events).map(|number| purchase(format!("{process}-{number}"))).collect();
    (0..100).for_each(|number| enqueue(&client, &purchase(format!("{process}-first-{number}"))));
    println!();
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let mut times = Vec::with_capacity(events.len() * 8);
    let (mut next, pause) = (Instant::now(), Duration::from_micros(pause));
    for event in &events {
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        next += pause;
        let started = Instant::now();
        step(event);
        times.extend(u64::try_from(started.elapsed().as_nanos()).unwrap().to_le_bytes());
    }
    std::io::stdout().write_all(&times).unwrap();
    std::io::stdout().flush().unwrap();
    client.close(Duration::from_secs(1)).unwrap();
}

/// How fast one process empties a file.
fn drain() {
    const EVENTS: usize = 100_000;
    let (folder, sandbox) = (Folder::new(), Sandbox::start(Config::default()).unwrap());
    let path = folder.outbox();
    let producer = client(&path, None);
    fill(&producer, EVENTS);
    let drainer = client(&path, Some(&sandbox.endpoint()));
    let started = Instant::now();
    let stats = drainer.flush(Duration::from_secs(120)).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    assert_eq!(stats.waiting, 0);
    assert_eq!(sandbox.counts().counted, 100_000);
    println!("drained {:.0} events/s to the sandbox on the same machine; aim: 20,000", 100_000.0 / seconds);
}

/// What a million events weigh, in memory and on the disk.
fn memory() {
    let folder = Folder::new();
    let mut child = child(&format!("weigh {}", folder.outbox()));
    let mut told = String::new();
    child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success());
    println!("a million events in a file: {told}, {} MiB on the disk", folder.bytes() >> 20);
}

fn weigh(path: &str) {
    let client = client(path, None);
    fill(&client, 1_000);
    let before = resident("VmRSS:");
    let started = Instant::now();
    fill(&client, 999_000);
    let seconds = started.elapsed().as_secs_f64();
    let grown = resident("VmHWM:").saturating_sub(before);
    assert_eq!(client.stats().unwrap().waiting, 1_000_000);
    print!("{} KiB more in memory at most, {:.0} events/s in lists of 1,000", grown, 999_000.0 / seconds);
}

fn fill(client: &Client, events: usize) {
    for first in (0..events).step_by(1_000) {
        let events: Vec<_> = (first..first + 1_000).map(|number| purchase(number.to_string())).collect();
        assert!(client.enqueue(&events).unwrap().ok());
    }
}

/// KiB, from the kernel's account of this process; 0 where there is none.
fn resident(name: &str) -> u64 {
    let status = std::fs::read_to_string(Path::new("/proc/self/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn client(path: &str, endpoint: Option<&str>) -> Client {
    let mut options = Options::default();
    let mut set = |name: &str, value: &str| options.set(name, &Input::text(value.to_owned())).unwrap();
    set("pixel_code", "C4A");
    set("outbox", path);
    if let Some(endpoint) = endpoint {
        set("endpoint", endpoint);
        set("access_token", "bench");
    }
    options.set("max_bytes", &Input::Integer(4 << 30)).unwrap();
    Client::new(options).unwrap()
}

fn enqueue(client: &Client, event: &Input<'_>) {
    assert!(client.enqueue(event).unwrap().ok());
}

fn describe(client: &Client, event: &Input<'_>) {
    assert!(black_box(client.build(event)).event.is_ok());
}

fn purchase(id: String) -> Input<'static> {
    let event = Input::from_json(include_bytes!("../../../examples/purchase.json")).unwrap();
    let Input::Map(members) = event else { return Input::Null };
    let others = members.into_iter().filter(|(name, _)| name != "event_id" && name != "event_time");
    Input::Map(others.chain([("event_id".into(), Input::text(id))]).collect())
}
