//! The core's JSON path by itself, for `bench/run.py`: `core FILE ITERATIONS` prints nanoseconds for one event.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use tiktok_capi_core::{Entropy, Event, Input, Rules};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let json = std::fs::read(arguments.next().unwrap_or_default())?;
    let iterations: u32 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
    let rules = Rules::at(1_767_225_600_000, Entropy::default());
    let build = || {
        let input = Input::from_json(black_box(&json)).ok()?;
        Event::read(&input, &rules).outcome.ready().map(Event::to_bytes)
    };
    black_box(build()); // the metadata of phone numbers is read once
    let start = Instant::now();
    for _ in 0..iterations {
        black_box(build());
    }
    let each = start.elapsed() / iterations;
    writeln!(std::io::stdout(), "{}", each.as_nanos())
}
