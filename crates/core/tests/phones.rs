//! Phone numbers of all regions against PyPI's `phonenumbers`: `tests/phones/generate.py` says what is in the file, and
//! `docs/phones.md` what came out.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic, also outside the functions that are marked as one"
)]

use tiktok_capi_core::{Code, Entropy, Input, Normalized, Problem, Region, Rules, normalize};

const NUMBERS: &str = include_str!("../../../tests/phones/numbers.tsv");

/// As many lines as `generate.py` writes: a file that was cut must not pass.
const LINES: usize = 13_436;

#[test]
fn agrees_with_phonenumbers_on_every_number() {
    assert_eq!(NUMBERS.lines().count(), LINES);
    let different: Vec<String> = NUMBERS.lines().filter_map(difference).collect();
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}

/// What we read in a line that says something else. The numbers are examples of metadata, so they may be shown.
fn difference(line: &str) -> Option<String> {
    let [region, written, e164, standing] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("{line}")
    };
    let rules = Rules::at(0, Entropy::default());
    let phone = normalize("phone", &Input::text(written), Region::from_code(region), &rules).unwrap();
    let ours = (phone.text().unwrap_or_default(), standing_of(&phone));
    (ours != (e164, standing)).then(|| format!("{line}\t| {} {}", ours.0, ours.1))
}

fn standing_of(phone: &Normalized) -> &'static str {
    match phone.problems().first().map(Problem::code) {
        None => "valid",
        Some(Code::UnlikelyPhone) => "unlikely",
        Some(code) => code.as_str(),
    }
}

#[test]
fn every_region_of_the_file_is_known() {
    let mut regions: Vec<&str> = NUMBERS.lines().filter_map(|line| line.split('\t').next()).collect();
    regions.dedup();
    let known = regions.iter().filter(|region| Region::from_code(region).is_some());
    assert_eq!((regions.len(), known.count()), (246, 245), "all but `-`, which stands for none");
}
