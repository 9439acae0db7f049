//! What can be typed: commands, arguments and their help.

mod send;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::base_code::BaseCode;
use crate::call::Call;
use crate::describe::Describe;
use crate::options::{Addressing, Describing, Flags};
use crate::outbox::Outbox;
#[cfg(feature = "sandbox")]
use crate::run::Run;
#[cfg(feature = "sandbox")]
use crate::sandbox::Sandbox;
pub(crate) use send::Send;

const ENDS: &str = "\
An event is TikTok's own `data[]` object with raw identifiers; they are normalised and hashed here, on this machine.

Exit codes:
  0  all is well
  1  the machine failed: disk, stream, randomness
  2  the program was called wrongly
  3  some events or values were refused or rejected
  4  TikTok does not accept the access token
  5  some events could not be delivered";

/// Help of the commands that read events. Its paragraphs are single lines, since they are wrapped to the terminal.
macro_rules! forms {
    ($more:literal) => {
        concat!(
            "The input is NDJSON (an event a line), JSON objects one after the other over as many lines as they like, \
             or one JSON array of events; its first bytes tell which. NDJSON and arrays of any length are read in \
             constant memory.\n\n",
            $more
        )
    };
}

/// Server-side conversions for TikTok's Events API 2.0.
#[derive(Debug, Parser)]
#[command(name = "tiktok-capi", version, after_help = ENDS, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Verb,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Send(Send),
    Outbox(Outbox),
    Build(Build),
    Explain(Explain),
    /// Print the SHA-256 of a value as it would be sent.
    Hash(Value),
    /// Print the canonical text of a value: for a hashed field what is hashed.
    Normalize(Value),
    EventId(EventId),
    Pixel(Pixel),
    BaseCode(BaseCode),
    Context(Context),
    Describe(Describe),
    #[cfg(feature = "sandbox")]
    Sandbox(Sandbox),
    #[cfg(feature = "sandbox")]
    Run(Run),
    Call(Call),
    Codes(Codes),
    Catalog(Catalog),
}

/// Print the canonical bytes of events: exactly one line out per event in.
///
/// The line is empty when the event is refused, or withheld for want of consent. Problems go to standard error as NDJSON;
/// their `line` is the number of the event, which is also the number of its line in the output.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
Examples:
  cat event.json | tiktok-capi build
  tiktok-capi build --event-source offline --default-region GB orders.ndjson > events.ndjson 2> problems.ndjson
  tiktok-capi build --body --pixel-code C4A1B2C3D4 event.json

Exit codes: 0 nothing was refused, 2 called wrongly, 3 at least one event was refused."))]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) describing: Flags<Describing>,
    /// Print whole request bodies, one a line, each with at most 1,000 events and 1 MiB
    #[arg(long)]
    pub(crate) body: bool,
    #[command(flatten)]
    pub(crate) addressing: Flags<Addressing>,
}

/// Where the input comes from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// File to read; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) file: PathBuf,
}

/// Show what would be sent and why, with every identifier masked, so that it can be pasted into a ticket.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
Examples:
  tiktok-capi explain event.json
  tiktok-capi explain --json --event-source crm leads.ndjson | jq .coverage.estimate

The coverage is our estimate, not TikTok's score.
Exit codes: 0 nothing was refused, 2 called wrongly, 3 at least one event was refused."))]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) describing: Flags<Describing>,
}

const VALUE_MORE: &str = "\
Arguments can be seen by every user of this machine while the program runs, and stay in the history of the shell. Give \
personal data on standard input instead: `-` reads one value a line and writes exactly one line for each, which is \
empty when the value has no result.

Examples:
  tiktok-capi hash phone \"020 7946 0958\" --region GB
  tiktok-capi hash email - < emails.txt > digests.txt
  tiktok-capi normalize properties.currency eur

`tiktok-capi catalog` lists the fields.
Exit codes: 0 all is well, 2 called wrongly, 3 a value was refused.";

/// Arguments of `hash` and `normalize`.
#[derive(Debug, Args)]
#[command(after_help = "`--help` tells more, and how to keep personal data out of the command line.", after_long_help = VALUE_MORE)]
pub(crate) struct Value {
    /// Field of the catalogue, as `email` or `properties.currency`
    pub(crate) field: String,
    /// The value; `-` reads one a line from standard input
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) given: String,
    /// Region of a phone number without country code; country of a postal code or state
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Values are JSON: a number, a list's item, or {"sha256": "…"}
    #[arg(long)]
    pub(crate) json_values: bool,
    /// Print one JSON object a value, its problems included
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) describing: Flags<Describing>,
}

/// Print the event id that server and Pixel can both compute (UUIDv5).
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  tiktok-capi event-id Purchase 4711

The id is the UUIDv5 (RFC 9562) of `EVENT:KEY` in the namespace UUIDv5(URL, TikTok's endpoint). Give the same id to \
the Pixel as `event_id` in the third argument of `ttq.track`, and the two count once.")]
pub(crate) struct EventId {
    /// Name of the event
    pub(crate) event: String,
    /// What makes the conversion unique, as the order number
    pub(crate) key: String,
    /// Print a JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Print what the page's Pixel needs to report the same conversion, one JSON object per event.
///
/// The line is empty when the event is refused or withheld; problems go to standard error as NDJSON.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
Each object has `identify` (the argument of ttq.identify, or null), `track` (the three arguments of ttq.track) and \
`script` (the body of a script element, safe inside HTML).

Example:
  tiktok-capi pixel --html --nonce \"$NONCE\" event.json"))]
pub(crate) struct Pixel {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Print the whole script element instead
    #[arg(long)]
    pub(crate) html: bool,
    /// The page's CSP nonce, for the script element
    #[arg(long, requires = "html")]
    pub(crate) nonce: Option<String>,
    #[command(flatten)]
    pub(crate) describing: Flags<Describing>,
}

/// Read web requests and print what they tell about the visitor, one JSON object per request.
#[derive(Debug, Args)]
#[command(after_long_help = forms!("\
A request is {\"url\": …, \"headers\": {name: text or list}, \"remote_addr\": …, \"trusted_proxies\": N}. The parts \
`user`, `page` and `consent` of the answer fit into a described event as they are; `cookies` are the ones to set.

Example:
  echo '{\"url\": \"https://shop.example/?ttclid=E.C.P.x\", \"remote_addr\": \"81.2.69.142\"}' | tiktok-capi context"))]
pub(crate) struct Context {
    #[command(flatten)]
    pub(crate) source: Source,
}

/// List the codes of all problems.
#[derive(Debug, Args)]
pub(crate) struct Codes {
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// List the fields that TikTok's reference knows.
#[derive(Debug, Args)]
pub(crate) struct Catalog {
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}
