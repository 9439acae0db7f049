//! All shared vectors of `build`, each alone through the library and together through the real program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::collections::BTreeMap;

use common::vectors::{Members, flags, of_verb, read, text};
use common::{Ran, program, run};
use serde_json::Value;

struct Case {
    id: String,
    text: String,
    is_one_line: bool,
    options: BTreeMap<String, Value>,
    outcome: String,
    body: String,
    position: Option<[u64; 2]>,
    problems: Vec<(String, String, String)>,
}

fn cases() -> Vec<Case> {
    let cases: Vec<_> = of_verb("build").iter().map(case).collect();
    assert!(cases.len() >= 400, "only {} cases", cases.len());
    cases
}

fn case(members: &Members) -> Case {
    let text = match text(members) {
        // At the start of the input a list is a list of events.
        list if list.starts_with('[') => format!("[{list}]"),
        text => text,
    };
    let problems: Vec<BTreeMap<String, Value>> = read(&members["problems"]);
    let of = |problem: &BTreeMap<String, Value>, name: &str| problem[name].as_str().unwrap().to_owned();
    Case {
        id: read(&members["id"]),
        is_one_line: !text.trim().contains('\n') && !text.trim().is_empty(),
        text,
        options: read(&members["options"]),
        outcome: read(&members["outcome"]),
        body: read::<Option<String>>(&members["body"]).unwrap_or_default(),
        position: members.get("position").map(|position| read(position)),
        problems: problems.iter().map(|p| (of(p, "path"), of(p, "code"), of(p, "severity"))).collect(),
    }
}

fn built(run: impl Fn(&[&str], &str) -> Ran, options: &BTreeMap<String, Value>, text: &str) -> Ran {
    let flags = flags(options);
    let arguments: Vec<&str> = ["build"].into_iter().chain(flags.iter().map(String::as_str)).collect();
    run(&arguments, text)
}

#[test]
fn each_vector_alone() {
    for case in cases() {
        let ran = built(|arguments, text| run(arguments, text), &case.options, &case.text);
        assert_eq!(ran.out, format!("{}\n", case.body), "{}", case.id);
        let told = ran.problems().into_iter().map(|(line, path, code, severity)| {
            assert_eq!(line, 1, "{}", case.id);
            (path, code, severity)
        });
        assert_eq!(told.collect::<Vec<_>>(), case.problems, "{}", case.id);
        if let Some([line, column]) = case.position {
            assert!(ran.err.contains(&format!("line {line}, column {column}.")), "{}: {}", case.id, ran.err);
        }
        assert_eq!(ran.code, if case.outcome == "refused" { 3 } else { 0 }, "{}", case.id);
    }
}

/// Events of the same options in one run: line N of the output and of the problems is event N.
#[test]
fn all_vectors_together() {
    let mut groups: BTreeMap<Vec<String>, Vec<Case>> = BTreeMap::new();
    for case in cases() {
        // A seed gives each event of a run another id.
        if case.is_one_line && !case.options.contains_key("event_id_seed") {
            groups.entry(flags(&case.options)).or_default().push(case);
        }
    }
    assert!(groups.len() > 10);
    for cases in groups.values() {
        // A whole value in the first line keeps broken ones from being taken for values of several lines.
        let texts: Vec<&str> = ["{}"].into_iter().chain(cases.iter().map(|case| case.text.trim())).collect();
        let ran = built(|arguments, text| program(arguments, text), &cases[0].options, &texts.join("\r\n"));
        let expected: Vec<&str> =
            [""].into_iter().chain(cases.iter().map(|case| case.body.as_str())).collect();
        assert_eq!(ran.lines(), expected);
        let mut problems = ran.problems().into_iter().filter(|(line, ..)| *line > 1);
        for (line, case) in (2..).zip(cases) {
            for (path, code, severity) in &case.problems {
                let expected = (line, path.clone(), code.clone(), severity.clone());
                assert_eq!(problems.next(), Some(expected), "{}", case.id);
            }
        }
        assert_eq!(problems.next(), None);
    }
}
