//! Runs every conformance vector of `tests/vectors` (the README there has the format).
//!
//! A file, a case, a row of the catalogue or a problem code that nobody runs fails the test, as a wrong byte does.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic, also outside the functions that are marked as one"
)]

#[path = "vectors/answer.rs"]
mod answer;
#[path = "vectors/coverage.rs"]
mod coverage;
#[path = "vectors/file.rs"]
mod file;

use std::collections::BTreeSet;

use serde_json::Value;
use tiktok_capi_core::{Code, Entropy, Event, Input, Rules};

use answer::answer;
use file::{Case, File, index, names};

#[test]
fn every_case_gives_its_answer() {
    let mismatches: Vec<String> = all_files().iter().flat_map(mismatches).collect();
    assert!(mismatches.is_empty(), "{} wrong\n{}", mismatches.len(), mismatches.join("\n"));
}

#[test]
fn nothing_is_skipped() {
    let index = index();
    let files = all_files();
    let listed: BTreeSet<String> = index.files.keys().cloned().collect();
    assert_eq!(listed, names().collect());
    for file in &files {
        assert_eq!(file.cases.len(), file.count, "{}: cases and the count in the head", file.name);
        assert_eq!(index.files.get(&file.name), Some(&file.count), "{}: the count in the index", file.name);
    }
    assert_eq!(files.iter().map(|file| file.cases.len()).sum::<usize>(), index.count);
    assert!(index.count >= 400, "{} cases", index.count);
}

#[test]
fn ids_are_unique() {
    let mut seen = BTreeSet::new();
    for case in all_files().iter().flat_map(|file| &file.cases) {
        assert!(seen.insert(case.id()), "{}", case.id());
    }
}

#[test]
fn every_row_and_every_code_has_a_case() {
    let missing = coverage::missing(&all_files());
    assert!(missing.is_empty(), "without a case: {}", missing.join(", "));
}

#[test]
fn what_a_sample_tells_of_can_be_sent() {
    let files = all_files();
    let cases = files.iter().filter(|file| file.verb == "describe").flat_map(|file| &file.cases);
    let samples: Vec<_> = cases.filter(|case| case.json("flags")[0] == "sample").collect();
    assert!(samples.len() >= 10, "{} samples", samples.len());
    for case in samples {
        for event in case.json("events").as_array().unwrap() {
            let event = event.to_string();
            let input = Input::from_json(event.as_bytes()).unwrap();
            let reading = Event::read(&input, &Rules::at(1_767_225_600_000, Entropy::default()));
            assert!(reading.outcome.ready().is_some(), "{}", case.id());
            let left_out = [Code::WrongType, Code::UnknownField, Code::InvalidNumber, Code::Placeholder];
            assert!(
                reading.problems.iter().all(|problem| !left_out.contains(&problem.code())),
                "{}",
                case.id()
            );
        }
    }
}

fn all_files() -> Vec<File> {
    names().map(|name| File::read(&name)).collect()
}

fn mismatches(file: &File) -> Vec<String> {
    file.cases.iter().flat_map(|case| differences(case, &answer(&file.verb, case))).collect()
}

/// The members of an answer are compared with the members of the case that have their names; `null` is an absent one.
fn differences(case: &Case, answer: &Value) -> Vec<String> {
    let members = answer.as_object().expect("an answer is an object");
    let wrong = members.iter().filter(|(name, got)| case.json(name) != **got);
    wrong
        .map(|(name, got)| format!("{} {name}\n  expected {}\n  got      {got}", case.id(), case.json(name)))
        .collect()
}
