//! How much one client thread can send: single events and batches of 1,000, over one kept connection.
//!
//! `cargo bench -p tiktok-capi-sandbox`

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tiktok_capi_sandbox::{Config, Sandbox};

const DIGEST: &str = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";

/// Where the id stands in a body; the ids keep its length.
const ID: &str = "00000000-0000-7000-8000-0000";

fn main() {
    let sandbox = Sandbox::start(Config::default()).unwrap();
    for (events, runs) in [(1, 20_000_u32), (10, 5_000), (1_000, 200)] {
        let (time, bytes) = send(&sandbox, events, runs);
        let each = time / runs;
        let per_second = f64::from(events) * f64::from(runs) / time.as_secs_f64();
        println!(
            "{events:5} events a request, {bytes:7} bytes: {each:?} a request, {per_second:.0} events/s"
        );
    }
    assert_eq!(sandbox.counts().duplicates + sandbox.counts().refused, 0);
}

fn send(sandbox: &Sandbox, events: u32, runs: u32) -> (Duration, usize) {
    let mut stream = TcpStream::connect(sandbox.addr()).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let mut request = request(sandbox, events);
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
fn request(sandbox: &Sandbox, events: u32) -> Vec<u8> {
    let time = sandbox.now_ms() / 1_000;
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
