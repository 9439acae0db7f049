//! What can be typed: the commands and what all of them share. Each command has its own arguments with it.

pub(crate) mod source;

use clap::{Parser, Subcommand};

use crate::base_code::BaseCode;
use crate::build::Build;
use crate::call::Call;
use crate::completions::Completions;
use crate::context::Context;
use crate::deliver::Deliver;
use crate::describe::Describe;
use crate::event_id::EventId;
use crate::explain::Explain;
use crate::lists::{Catalog, Codes};
use crate::man::Man;
use crate::outbox::Outbox;
use crate::pixel::Pixel;
#[cfg(feature = "sandbox")]
use crate::run::Run;
#[cfg(feature = "sandbox")]
use crate::sandbox::Sandbox;
use crate::send::Send;
use crate::value::Value;

/// In the folder `examples` it runs as it stands.
const EXAMPLE: &str = "\
Example, which sends nothing:
  tiktok-capi explain purchase.json";

const ENDS: &str = "\
An event is TikTok's own `data[]` object with raw identifiers; they are normalised and hashed here, on this machine.

Exit codes:
  0  all is well
  1  the machine failed: disk, stream, randomness
  2  the program was called wrongly
  3  some events or values were refused or rejected
  4  TikTok does not accept the access token
  5  some events could not be delivered";

/// Server-side conversions for TikTok's Events API 2.0.
#[derive(Debug, Parser)]
#[command(name = "tiktok-capi", version, before_help = EXAMPLE, after_help = ENDS, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Verb,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Send(Box<Send>),
    Deliver(Deliver),
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
    Completions(Completions),
    Man(Man),
}
