//! The shared vectors: `tests/vectors/README.md` has their format.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use serde_json::value::RawValue;

use super::file;

/// A case as it stands in its file, so that spellings of numbers are kept.
pub(crate) type Members = BTreeMap<String, Box<RawValue>>;

pub(crate) fn read<T: serde::de::DeserializeOwned>(raw: &RawValue) -> T {
    serde_json::from_str(raw.get()).unwrap()
}

fn parsed(path: &str) -> Members {
    serde_json::from_str(&fs::read_to_string(file(path)).unwrap()).unwrap()
}

/// The cases of a verb in all files. Each file has as many as it and the index promise.
pub(crate) fn of_verb(verb: &str) -> Vec<Members> {
    let index: BTreeMap<String, usize> = read(&parsed("tests/vectors/index.json")["files"]);
    let mut found = Vec::new();
    for (name, count) in &index {
        let whole = parsed(&format!("tests/vectors/{name}"));
        let cases: Vec<Members> = read(&whole["cases"]);
        assert_eq!((cases.len(), read::<usize>(&whole["count"])), (*count, *count), "{name}");
        if read::<String>(&whole["verb"]) == verb {
            found.extend(cases);
        }
    }
    assert!(!found.is_empty(), "no case of {verb}");
    found
}

/// The event as it is described: a value, a text, or a text with a piece that is repeated.
pub(crate) fn text(members: &Members) -> String {
    if let Some(input) = members.get("input") {
        return input.get().to_owned();
    }
    if let Some(text) = members.get("input_text") {
        return read(text);
    }
    let parts: BTreeMap<String, Value> = read(&members["input_repeat"]);
    let [before, piece, after] = ["before", "piece", "after"].map(|name| parts[name].as_str().unwrap());
    let times = usize::try_from(parts["times"].as_u64().unwrap()).unwrap();
    [before, &piece.repeat(times), after].concat()
}

/// The options as flags of the same names.
pub(crate) fn flags(options: &BTreeMap<String, Value>) -> Vec<String> {
    let given = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    };
    options.iter().map(|(name, value)| format!("--{}={}", name.replace('_', "-"), given(value))).collect()
}
