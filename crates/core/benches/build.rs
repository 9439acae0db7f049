//! What one event costs, beside the hashes that it cannot do without. `make bench` prints both tables.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::hint::black_box;
use std::time::Instant;

use divan::Bencher;
use sha2::{Digest as _, Sha256};
use tiktok_capi_core::{Entropy, Envelope, Event, Input, Rules, normalize};

fn main() {
    divan::main();
    print_ratios();
}

const PURCHASE: &str = include_str!("../../../examples/purchase.json");

/// The moment of the purchase, so that it is neither late nor ahead.
const NOW: i64 = 1_767_265_200_000;

fn rules() -> Rules {
    Rules::at(NOW, Entropy::default())
}

fn purchase() -> Input<'static> {
    Input::from_json(PURCHASE.as_bytes()).unwrap()
}

/// The canonical forms of the eight identifiers that are hashed in the purchase.
const EIGHT: [&str; 8] = [
    "jo.doe@example.com",
    "jo@work.example",
    "+442079460958",
    "customer-8812",
    "LOYALTY-77",
    "jo",
    "odoe",
    "sw1a1aa",
];

fn hash_eight() {
    for canonical in EIGHT {
        black_box(Sha256::digest(black_box(canonical.as_bytes())));
    }
}

fn build(input: &Input<'_>) -> Vec<u8> {
    Event::read(input, &rules()).outcome.ready().unwrap().to_bytes()
}

fn build_from_json() -> Vec<u8> {
    build(&Input::from_json(black_box(PURCHASE.as_bytes())).unwrap())
}

#[divan::bench]
fn eight_bare_hashes() {
    hash_eight();
}

#[divan::bench(args = [
    ("email", " Jo.Doe@Example.com "),
    ("phone", "+44 20 7946 0958"),
    ("external_id", "customer-8812"),
    ("first_name", "Jo"),
    ("last_name", "O'Doe"),
    ("zip_code", "SW1A 1AA"),
    ("city", "São Paulo"),
    ("country", "Germany"),
    ("ip", "2001:4860:4860:0:0:0:0:8888"),
    ("idfa", "EA7583CD-A667-48BC-B806-42ECB2B48606"),
    ("page.url", "https://shop.example/checkout/thanks?order=4711&utm_source=tiktok"),
])]
fn normalize_and_hash(bencher: Bencher<'_, '_>, (field, value): (&str, &str)) {
    let (rules, input) = (rules(), Input::text(value.to_owned()));
    bencher.bench_local(|| normalize(black_box(field), black_box(&input), None, &rules));
}

#[divan::bench]
fn purchase_from_input(bencher: Bencher<'_, '_>) {
    let input = purchase();
    bencher.bench_local(|| build(black_box(&input)));
}

#[divan::bench]
fn purchase_from_json() -> Vec<u8> {
    build_from_json()
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn request_body(bencher: Bencher<'_, '_>, events: usize) {
    let input = purchase();
    bencher.counter(divan::counter::ItemsCount::new(events)).bench_local(|| body(&input, events));
}

fn body(input: &Input<'_>, events: usize) -> Vec<u8> {
    let envelope =
        Envelope { event_source: "web", event_source_id: "C4A", test_event_code: None, partner_name: None };
    let events: Vec<_> = (0..events).map(|_| build(black_box(input))).collect();
    envelope.body(&events)
}

/// The figures that the project aims at are ratios, so these are measured in turn, round by round.
fn print_ratios() {
    let input = purchase();
    let ready = Event::read(&input, &rules()).outcome;
    let event = ready.ready().unwrap();
    let phone = Input::text("+44 20 7946 0958");
    let mut steps: Vec<Step<'_>> = vec![
        ("eight bare hashes", Box::new(hash_eight)),
        ("build from an Input", Box::new(|| drop(black_box(build(&input))))),
        ("build from JSON text", Box::new(|| drop(black_box(build_from_json())))),
        (
            "  of it: JSON text into an Input",
            Box::new(|| drop(black_box(Input::from_json(PURCHASE.as_bytes())))),
        ),
        ("  of it: reading and hashing", Box::new(|| drop(black_box(Event::read(&input, &rules()))))),
        (
            "    of it: the phone number",
            Box::new(|| drop(black_box(normalize("phone", &phone, None, &rules())))),
        ),
        ("  of it: writing the bytes", Box::new(|| drop(black_box(event.to_bytes())))),
        ("body of 1,000, per event", Box::new(|| drop(black_box(body(&input, 1000))))),
    ];
    let medians = medians(&mut steps);
    let floor = medians[0];
    println!("\n{:<36}{:>12}{:>24}", "medians of one run", "ns", "× eight bare hashes");
    for ((name, _), median) in steps.iter().zip(medians) {
        println!("{name:<36}{median:>12.0}{:>24.2}", median / floor);
    }
    println!("aims: from an Input at most 10, from JSON text at most 15");
}

/// A name and what is measured under it.
type Step<'a> = (&'static str, Box<dyn FnMut() + 'a>);

fn medians(steps: &mut [Step<'_>]) -> Vec<f64> {
    const ROUNDS: usize = 101;
    let mut times = vec![Vec::with_capacity(ROUNDS); steps.len()];
    for _ in 0..ROUNDS {
        for ((name, step), times) in steps.iter_mut().zip(&mut times) {
            let (calls, events) = if name.starts_with("body") { (1, 1000) } else { (200, 200) };
            let start = Instant::now();
            for _ in 0..calls {
                step();
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(events));
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    times.iter().map(|times| times[ROUNDS / 2]).collect()
}
