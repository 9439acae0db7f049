//! How fast the sandbox starts, what it takes when idle, how much it accepts while a page follows along, and how long the
//! page's questions take over 100,000 events. The sandbox is a process of its own: this program, started again.
//!
//! `cargo bench -p tiktok-capi-sandbox`

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tiktok_capi_sandbox::{Config, Notice, run};

const DIGEST: &str = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";

/// Where the id stands in a body; the ids keep its length.
const ID: &str = "00000000-0000-7000-8000-0000";

/// Set for the process that serves.
const SERVES: &str = "SANDBOX_BENCH_SERVES";

fn main() {
    if std::env::var_os(SERVES).is_some() {
        return serve();
    }
    let starts: Vec<Duration> = (0..11).map(|_| Served::start().started).collect();
    let served = Served::start();
    println!("start, until the page is there: {:?} (median of {})", median(starts), 11);
    println!("memory when idle: {} MB", served.memory_kb() / 1_000);
    let mut page = feed(served.address);
    std::thread::spawn(move || io::copy(&mut page, &mut io::sink()));
    for (events, runs) in [(1, 20_000_u32), (10, 5_000), (1_000, 200)] {
        let (time, bytes) = send(served.address, events, runs);
        let per_second = f64::from(events) * f64::from(runs) / time.as_secs_f64();
        let each = time / runs;
        println!(
            "{events:5} events a request, {bytes:7} bytes: {each:?} a request, {per_second:.0} events/s"
        );
    }
    for path in ["/sandbox/events", "/sandbox/events/200000", "/sandbox/diagnostics"] {
        let answers = (0..5).map(|_| get(served.address, path)).collect();
        println!("100,000 events in memory, {path}: {:?}", median(answers));
    }
    println!("memory with them: {} MB", served.memory_kb() / 1_000);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn serve() {
    let told = |notice| {
        if let Notice::Ready(address) = notice {
            println!("{address}");
        }
    };
    run(Config { lifetime: Some(Duration::from_secs(600)), ..Config::default() }, told).unwrap();
}

/// A sandbox in another process, which ends with this.
struct Served {
    child: Child,
    address: SocketAddr,
    /// Until the page was answered.
    started: Duration,
}

impl Served {
    fn start() -> Self {
        let begin = Instant::now();
        let program = std::env::current_exe().unwrap();
        let mut child = Command::new(program).env(SERVES, "1").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().parse().unwrap();
        get(address, "/");
        Self { child, address, started: begin.elapsed() }
    }

    /// Resident memory, where the system tells it as Linux does.
    fn memory_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks once, and reads the whole answer.
fn get(address: SocketAddr, path: &str) -> Duration {
    let begin = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    begin.elapsed()
}

/// What an open page follows.
fn feed(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /sandbox/feed HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    stream
}

fn send(address: SocketAddr, events: u32, runs: u32) -> (Duration, usize) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let mut request = request(events);
    let places: Vec<_> = places(&request).collect();
    let mut number = u64::from(events) << 40;
    let start = Instant::now();
    for _ in 0..runs {
        for place in &places {
            number += 1;
            request[*place..place + 16].copy_from_slice(format!("{number:016x}").as_bytes());
        }
        stream.write_all(&request).unwrap();
        accepted(&mut answers);
    }
    (start.elapsed(), request.len())
}

fn places(request: &[u8]) -> impl Iterator<Item = usize> {
    let found = request.windows(ID.len()).enumerate().filter(|(_, window)| *window == ID.as_bytes());
    found.map(|(index, _)| index + ID.len())
}

fn accepted(answers: &mut BufReader<TcpStream>) {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        if let Some(text) = line.strip_prefix("content-length: ") {
            length = text.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    answers.read_exact(&mut body).unwrap();
    assert!(body.starts_with(b"{\"code\":0,"));
}

/// A purchase with eight identifiers and three lines, as canonical bytes.
fn request(events: u32) -> Vec<u8> {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let line = r#"{"brand":"Brand","content_category":"Shoes","content_id":"sku-1","content_name":"Runner","price":19.9,"quantity":2}"#;
    let event = format!(
        "{{\"event\":\"Purchase\",\"event_id\":\"{ID}0123456789abcdef\",\"event_time\":{time},\
         \"page\":{{\"referrer\":\"https://shop.example/cart\",\"url\":\"https://shop.example/thanks?utm_source=a\"}},\
         \"properties\":{{\"content_type\":\"product\",\"contents\":[{line},{line},{line}],\"currency\":\"EUR\",\
         \"description\":\"Order\",\"order_id\":\"4711\",\"value\":119.4}},\"user\":{{\"city\":\"berlin\",\"country\":\"de\",\
         \"email\":\"{DIGEST}\",\"external_id\":\"{DIGEST}\",\"first_name\":\"{DIGEST}\",\"ip\":\"8.8.8.8\",\
         \"last_name\":\"{DIGEST}\",\"phone\":\"{DIGEST}\",\"ttclid\":\"E.C.P.abcdefghijklmnop\",\
         \"ttp\":\"2F7h37YkS1j57AYSKTI7IHhJPYH\",\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64)\",\
         \"zip_code\":\"{DIGEST}\"}}}}"
    );
    let list = vec![event; events.try_into().unwrap()].join(",");
    let body = format!(
        "{{\"data\":[{list}],\"event_source\":\"web\",\"event_source_id\":\"C4ABCDEFGHIJKLMNOPQR\"}}"
    );
    let length = body.len();
    format!(
        "POST /open_api/v1.3/event/track/ HTTP/1.1\r\nHost: localhost\r\nAccess-Token: t\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
