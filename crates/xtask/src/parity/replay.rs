//! The first replay: Rust, by the client's options and from JSON text.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tiktok_capi::{Client, Input, Options, Unsent};

use super::told::told;

/// Differences that are shown; one cause gives many.
const SHOWN: usize = 5;

/// Replays a file and prints how many of its cases came out alike.
///
/// # Errors
/// The file cannot be read, or a case came out otherwise.
pub(super) fn run(path: &Path) -> Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = BufReader::new(file).lines();
    let head: Value = serde_json::from_str(&lines.next().context("an empty file")??)?;
    let (mut ran, mut wrong) = (0_u64, Vec::new());
    for line in lines {
        let case: Value = serde_json::from_str(&line?)?;
        let expected = json!([of(&case, "outcome"), of(&case, "body"), of(&case, "problems")]);
        let got = built(&case)?;
        ran += 1;
        if got != expected {
            wrong.push(format!("case {}\n  expected {expected}\n  got      {got}", of(&case, "id")));
        }
    }
    let (mut out, count) = (std::io::stdout(), of(&head, "count"));
    writeln!(out, "Rust, JSON: {ran} of {count} events, {} differ", wrong.len())?;
    ensure!(wrong.is_empty(), "{}", wrong.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n"));
    ensure!(*count == ran, "cases are missing");
    Ok(())
}

fn built(case: &Value) -> Result<Value> {
    let options = of(case, "options").to_string();
    let client = Client::new(Options::from_input(&Input::from_json(options.as_bytes())?)?)?;
    let text = of(case, "input_text").as_str().context("an event is JSON text")?;
    let event = match Input::from_json(text.as_bytes()) {
        Ok(event) => event,
        Err(problem) => return Ok(json!(["refused", null, [told(&problem)]])),
    };
    let built = client.build(&event);
    let (outcome, body) = match built.event {
        Ok(event) => ("ready", Some(String::from_utf8(event.into_bytes())?)),
        Err(Unsent::Refused) => ("refused", None),
        Err(Unsent::Withheld) => ("withheld", None),
    };
    Ok(json!([outcome, body, built.problems.iter().map(told).collect::<Vec<_>>()]))
}

fn of<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}
