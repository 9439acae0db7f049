//! The files of `tests/vectors`: an index, and per file a head and its cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use serde_json::value::RawValue;

type Members = BTreeMap<String, Box<RawValue>>;

/// `index.json`.
pub(crate) struct Index {
    pub(crate) files: BTreeMap<String, usize>,
    pub(crate) count: usize,
}

pub(crate) fn index() -> Index {
    let members = members(&text("index.json"));
    Index { files: parsed(&members, "files"), count: parsed(&members, "count") }
}

/// The files that are there, the index apart.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "json") && name != "index.json")
}

/// One file.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) verb: String,
    pub(crate) count: usize,
    pub(crate) cases: Vec<Case>,
}

impl File {
    pub(crate) fn read(name: &str) -> Self {
        let members = members(&text(name));
        assert_eq!(parsed::<String>(&members, "schema"), "vectors-1", "{name}");
        let cases: Vec<Members> = parsed(&members, "cases");
        Self {
            name: name.to_owned(),
            verb: parsed(&members, "verb"),
            count: parsed(&members, "count"),
            cases: cases.into_iter().map(Case).collect(),
        }
    }
}

/// One case: its members as they stand in the file, so that the order of keys and the spelling of numbers are kept.
pub(crate) struct Case(Members);

impl Case {
    pub(crate) fn id(&self) -> String {
        parsed(&self.0, "id")
    }

    /// A member; `null` when it is not there.
    pub(crate) fn json(&self, name: &str) -> Value {
        self.0.get(name).map_or(Value::Null, |raw| serde_json::from_str(raw.get()).unwrap())
    }

    /// The JSON text that goes in: `input` as it stands, the text in `input_text`, or that which `input_repeat` makes.
    pub(crate) fn input(&self) -> String {
        if let Some(input) = self.0.get("input") {
            return input.get().to_owned();
        }
        if let Value::String(text) = self.json("input_text") {
            return text;
        }
        let repeat = self.json("input_repeat");
        let part = |name: &str| repeat[name].as_str().unwrap();
        let times = usize::try_from(repeat["times"].as_u64().unwrap()).unwrap();
        [part("before"), &part("piece").repeat(times), part("after")].concat()
    }
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn members(json: &str) -> Members {
    serde_json::from_str(json).unwrap()
}

fn parsed<T: serde::de::DeserializeOwned>(members: &Members, name: &str) -> T {
    serde_json::from_str(members.get(name).unwrap_or_else(|| panic!("no {name}")).get()).unwrap()
}
