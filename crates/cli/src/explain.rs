//! `explain`: what would be sent, every problem, and the match keys.

use std::io::{self, Write};

use clap::Args;
use tiktok_capi_core::{Explanation, Input, Rules, explain};

use crate::arguments::source::{Source, forms};
use crate::end::{End, Stop};
use crate::events::each;
use crate::options::{Describing, Flags, Reader, in_flags};
use crate::streams::Streams;
use crate::told::Told;

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
    source: Source,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    describing: Flags<Describing>,
}

pub(crate) fn run(arguments: &Explain, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let reader = Reader::of(&arguments.describing)?;
    each(&arguments.source.file, streams, |number, described, output| {
        let out = &mut *output.out;
        if number > 1 && !arguments.json {
            writeln!(out)?;
        }
        match described {
            Ok(input) => explained(&input, &reader.rules(number), arguments.json, out),
            Err(told) => unreadable(&told, arguments.json, out),
        }
    })
}

fn explained(input: &Input<'_>, rules: &Rules, json: bool, out: &mut impl Write) -> io::Result<End> {
    let explanation: Explanation = explain(input, rules);
    let answer = if json {
        explanation.to_json_with(|problem| in_flags(&problem.to_json())) + "\n"
    } else {
        for_people(&explanation)
    };
    out.write_all(answer.as_bytes())?;
    Ok(End::of(explanation.outcome == "refused"))
}

/// For people. In both forms hints name flags, and the event is told as it is.
pub(crate) fn for_people(explanation: &Explanation) -> String {
    let told = explanation.to_string();
    let lines = told.split_inclusive('\n');
    lines.map(|line| if line.starts_with("event ") { line.to_owned() } else { in_flags(line) }).collect()
}

fn unreadable(told: &Told<'_>, json: bool, out: &mut impl Write) -> io::Result<End> {
    if json {
        out.write_all(b"{\"event\":null,\"outcome\":\"refused\",\"problems\":[")?;
        told.write_json(out)?;
        out.write_all(b"]}\n")?;
    } else {
        writeln!(out, "outcome   refused\nerror     {told}")?;
    }
    Ok(End::Refused)
}
