//! Sends the purchase that a JSON file describes, and tells what became of it.
//!
//! ```sh
//! export TIKTOK_ACCESS_TOKEN=… TIKTOK_EVENT_SOURCE_ID=…
//! cargo run --package tiktok-capi --example purchase -- examples/purchase.json
//! ```

use std::error::Error;
use std::io::Write as _;
use std::{env, fs, io};

use tiktok_capi::{Client, Input, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("which file? For one, examples/purchase.json")?;
    let json = fs::read(path)?;
    let purchase = Input::from_json(&json)?;

    let options = Options::default().with("default_region", &Input::text("GB"))?.with_environment()?;
    let receipt = Client::new(options)?.track(&purchase)?;

    let mut out = io::stdout();
    for result in &receipt.results {
        writeln!(out, "{}", result.outcome.as_str())?;
        for problem in &result.problems {
            writeln!(out, "  {problem}")?; // a path and a code, never a value
        }
    }
    receipt.error().map_or(Ok(()), |error| Err(error.into()))
}
