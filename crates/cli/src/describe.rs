//! `describe`: orders and tracking calls that a shop has already, as events.

use std::io::Write as _;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tiktok_capi_core::{Format, Handling, Unvisited, describe_with};

use crate::arguments::source::Source;
use crate::end::{End, Stop};
use crate::events::each;
use crate::streams::Streams;
use crate::told::Told;

/// Turn what a shop has already, an order or a tracking call, into events for `send` and `build`, one a line.
///
/// What is no sale, as a test order, gives no event and a problem on standard error that says why. So
/// do orders that nobody placed on the shop's pages, unless an option says `send`. What becomes part of no
/// event is told there too, as `left_out`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The input is one payload or several: NDJSON, JSON objects one after the other, or one JSON array. What \
becomes part of no event is told by its path.

Examples:
  tiktok-capi describe shopify < order.json | tiktok-capi send - --pixel-code C4A1B2C3D4
  tiktok-capi describe events_api_1 old-bodies.ndjson > events.ndjson

Exit codes: 0 all is well, 2 called wrongly, 3 at least one payload is not of the format.")]
pub(crate) struct Describe {
    /// Form of the payloads
    #[arg(value_parser = formats().try_map(|name| Format::from_name(&name)))]
    format: Format,
    /// Orders by which a subscription goes on
    #[arg(long, default_value = "skip", value_parser = handlings())]
    renewals: Handling,
    /// What was sold over a counter
    #[arg(long, default_value = "skip", value_parser = handlings())]
    point_of_sale: Handling,
    /// What the shop's staff wrote down
    #[arg(long, default_value = "skip", value_parser = handlings())]
    drafts: Handling,
    #[command(flatten)]
    source: Source,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str))
}

fn handlings() -> impl TypedValueParser<Value = Handling> {
    let names = PossibleValuesParser::new(Handling::ALL.map(Handling::as_str));
    names.try_map(|name| Handling::from_name(&name).ok_or("There are skip and send."))
}

pub(crate) fn run(arguments: &Describe, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let Describe { renewals, point_of_sale, drafts, .. } = *arguments;
    let unvisited = Unvisited { renewals, point_of_sale, drafts };
    each(&arguments.source.file, streams, |number, payload, output| {
        let payload = match payload {
            Ok(payload) => payload,
            Err(told) => return told.write_line(output.err, number).map(|()| End::Refused),
        };
        let described = describe_with(arguments.format, &payload, unvisited);
        described
            .problems
            .iter()
            .try_for_each(|problem| Told::from(problem).write_line(output.err, number))?;
        described.lines().try_for_each(|event| writeln!(output.out, "{event}"))?;
        Ok(End::of(described.is_refused()))
    })
}
