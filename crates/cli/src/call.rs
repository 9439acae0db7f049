//! `call`: a verb for another program. It is how PHP works where it may not load the library.

use std::io::Write as _;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::end::{End, Stop};
use crate::streams::Streams;

/// Answer one call of another program: JSON in, JSON out, as the C library takes and gives it.
///
/// The first line of standard input is `{"options": {…}, "nonce": …}`; what follows is the verb's JSON, as `tiktok_capi.h`
/// describes it. On success the answer is printed as it is; else one object that tells the failure.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  printf '%s\\n%s' '{}' '{\"event\": \"Purchase\", \"key\": \"4711\"}' | tiktok-capi call event_id

Exit codes: 0 the output is the answer, 2 called wrongly, 3 it is the failure.")]
pub(crate) struct Call {
    /// Verb
    #[arg(value_parser = PossibleValuesParser::new(tiktok_capi_json::VERBS))]
    verb: String,
}

pub(crate) fn run(arguments: &Call, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let mut text = Vec::new();
    streams.input.read_to_end(&mut text)?;
    match tiktok_capi_json::call(&arguments.verb, &text) {
        Ok(answer) => {
            streams.out.write_all(&answer)?;
            Ok(End::Fine)
        }
        Err(failure) => {
            streams.out.write_all(failure.to_json().as_bytes())?;
            Ok(End::Refused)
        }
    }
}
