//! `cargo xtask parity`: random described events with what the core makes of them, for every language to replay.
//!
//! A line of the file is a case: the client's options, the event as JSON text, and the outcome, body and problems that the
//! core came to. The core read the event as a tree; each replay gives a language the JSON text, or the value that the
//! language's own reader makes of it. `tests/parity/README.md` has the format.

mod replay;
mod spelling;
mod told;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use clap::Args;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};
use tiktok_capi_core::{Entropy, Event, Input, Problem, Reading, Rules};

use crate::described;
use told::told;

/// Where the cases come from and where they go.
#[derive(Debug, Args)]
pub(crate) struct Parity {
    /// The same seed gives the same events
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Events to write
    #[arg(long, default_value_t = 10_000)]
    count: usize,
    /// File to write
    #[arg(long, default_value = "target/parity.ndjson")]
    out: PathBuf,
}

/// The moment at which the events are read, in Unix seconds.
const NOW: i64 = described::NOW / 1_000;

/// What generated ids are made from: hexadecimal digits.
const SEED: &str = "706172697479";

/// Options that stand for all: each source with each of these. Few, so that a program can take many events at once.
const OPTIONS: [&str; 8] = [
    "{}",
    r#"{"default_region": "GB"}"#,
    r#"{"default_region": "US", "modern_event_names": true}"#,
    r#"{"default_region": "IT", "tcf_purposes": [1, 7], "tcf_vendor": 2}"#,
    r#"{"consent": "granted", "opt_out_mode": "limited_data_use"}"#,
    r#"{"strict": true}"#,
    r#"{"require_consent": true, "opt_out_mode": "withhold"}"#,
    r#"{"consent": "opted_out", "default_region": "CN"}"#,
];

/// A case before it is written.
struct Case {
    options: Value,
    text: String,
    /// Whether a value of the host language can say the same. Repeated keys and what is no JSON need the text.
    is_value: bool,
    outcome: &'static str,
    body: Option<String>,
    problems: Vec<Problem>,
}

/// Writes the cases and replays them through the core's JSON door.
///
/// # Errors
/// The file cannot be written, or an event that is read from JSON comes out otherwise.
pub(crate) fn run(arguments: &Parity) -> Result<()> {
    let (seed, count) = (arguments.seed, arguments.count);
    let cases = cases(seed, count)?;
    write(&arguments.out, seed, &cases)
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;
    replay::run(&arguments.out)
}

fn cases(seed: u64, count: usize) -> Result<Vec<Case>> {
    let config = Config { rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let options = options()?;
    let drawn = (described::event(), 0..options.len(), proptest::option::weighted(0.01, 0.0..1.0));
    let mut cases = Vec::with_capacity(count);
    for _ in 0..count {
        let tree = drawn.new_tree(&mut runner).map_err(|reason| anyhow!("no event: {}", reason.message()))?;
        let (event, index, cut) = tree.current();
        let options = options.get(index).context("drawn out of range")?;
        cases.push(case(&spelling::sayable(event), options, cut)?);
    }
    Ok(cases)
}

fn options() -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for source in ["web", "app", "offline", "crm"] {
        for given in OPTIONS {
            let mut options: Value = serde_json::from_str(given)?;
            let fixed =
                [("event_source", json!(source)), ("now", json!(NOW)), ("event_id_seed", json!(SEED))];
            let members = options.as_object_mut().context("options are an object")?;
            members.extend(fixed.map(|(name, value)| (name.to_owned(), value)));
            all.push(options);
        }
    }
    Ok(all)
}

/// What the core makes of the event. `cut` leaves that share of its text, which is then no JSON.
fn case(event: &Input<'_>, options: &Value, cut: Option<f64>) -> Result<Case> {
    let whole = spelling::json(event);
    let text = cut.map_or(whole.clone(), |share| spelling::cut(&whole, share));
    let is_value = cut.is_none() && !spelling::repeats_a_key(event);
    let read = if is_value { Ok(event.clone()) } else { Input::from_json(text.as_bytes()) };
    let (outcome, body, problems) = match read {
        Ok(event) => of_the_core(&event, &rules(options)?),
        Err(problem) => ("refused", None, vec![problem]),
    };
    Ok(Case { options: options.clone(), text, is_value, outcome, body, problems })
}

fn of_the_core(event: &Input<'_>, rules: &Rules) -> (&'static str, Option<String>, Vec<Problem>) {
    let Reading { outcome, problems } = Event::read(event, rules);
    (outcome.as_str(), outcome.ready().map(Event::to_json), problems)
}

fn rules(options: &Value) -> Result<Rules> {
    // The bytes that `SEED` spells.
    let mut rules = Rules::at(0, Entropy::from_seed(b"parity", 0));
    for (name, value) in
        options.as_object().into_iter().flatten().filter(|(name, _)| *name != "event_id_seed")
    {
        let value = value.to_string();
        let set = rules.set(name, &Input::from_json(value.as_bytes())?);
        set.map_err(|_| anyhow!("the core does not take the option {name}"))?;
    }
    Ok(rules)
}

fn write(path: &Path, seed: u64, cases: &[Case]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut out = BufWriter::new(File::create(path)?);
    let values = cases.iter().filter(|case| case.is_value).count();
    let head = json!({ "schema": "parity-1", "seed": seed, "count": cases.len(), "values": values });
    writeln!(out, "{head}")?;
    for (id, case) in cases.iter().enumerate() {
        let line = json!({
            "id": id,
            "options": case.options,
            "input_text": case.text,
            "is_value": case.is_value,
            "outcome": case.outcome,
            "body": case.body,
            "problems": case.problems.iter().map(told).collect::<Vec<_>>(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
