//! What phone numbers cost: resident memory and time before the first one, at the first one, and once every region has
//! been seen. The figures stand in `docs/phones.md`.
//!
//! `cargo run --release -p tiktok-capi-core --example phone_cost` (Linux: it reads `/proc/self/status`)

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::HashSet;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use tiktok_capi_core::{Entropy, Event, Input, Region, Rules, normalize};

const NUMBERS: &str = include_str!("../../../tests/phones/numbers.tsv");

/// A number of the file and its region. Nothing but the door of the library is used.
type Written = (&'static str, Option<Region>);

fn main() {
    let numbers: Vec<Written> = NUMBERS.lines().filter_map(written).collect();
    let report = |step: &str, time: Duration| println!("{step:<48}{:>9} KiB{time:>14.1?}", resident());
    report("start", Duration::ZERO);
    report("an event with everything but a phone", timed(|| build(EVENT)));
    report("the first phone", timed(|| phone(("+44 20 7946 0958", None))));
    report("the second phone", timed(|| phone(("+44 20 7946 0959", None))));
    let one_a_region = one_a_region(&numbers);
    report("one of each region, first time", timed(|| one_a_region.iter().copied().for_each(phone)));
    report("all of the file, first time", timed(|| numbers.iter().copied().for_each(phone)));
    report("all of the file, again", timed(|| numbers.iter().copied().for_each(phone)));
    println!("{} numbers; warm, each: {:.2?}", numbers.len(), median_of_one(&numbers));
}

const EVENT: &str = r#"{"event": "Purchase", "event_id": "1", "user": {"email": "jo@example.com", "first_name": "Jo",
    "external_id": "customer-8812", "country": "gb", "zip_code": "SW1A 1AA", "ip": "8.8.8.8"},
    "page": {"url": "https://shop.example/"}, "properties": {"currency": "GBP", "value": "19.90"}}"#;

fn rules() -> Rules {
    Rules::at(1_767_225_600_000, Entropy::default())
}

fn build(event: &str) {
    let input = Input::from_json(event.as_bytes()).unwrap_or(Input::Null);
    let reading = Event::read(&input, &rules());
    black_box(reading.outcome.ready().map(Event::to_bytes));
}

fn phone((number, region): Written) {
    let _ = black_box(normalize("phone", &Input::text(number), region, &rules()));
}

fn written(line: &'static str) -> Option<Written> {
    let (region, rest) = line.split_once('\t')?;
    Some((rest.split('\t').next()?, Region::from_code(region)))
}

fn one_a_region(numbers: &[Written]) -> Vec<Written> {
    let mut seen = HashSet::new();
    numbers.iter().copied().filter(|(_, region)| seen.insert(*region)).collect()
}

fn timed(step: impl FnOnce()) -> Duration {
    let start = Instant::now();
    step();
    start.elapsed()
}

/// Over rounds of the whole file: one number is shorter than a clock can tell.
fn median_of_one(numbers: &[Written]) -> Duration {
    let round =
        || timed(|| numbers.iter().copied().for_each(phone)) / u32::try_from(numbers.len()).unwrap_or(1);
    let mut rounds: Vec<Duration> = (0..21).map(|_| round()).collect();
    rounds.sort();
    rounds.get(10).copied().unwrap_or_default()
}

/// Resident memory in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}
