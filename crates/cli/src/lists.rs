//! `codes` and `catalog`: the core's tables, for people and for programs.

use std::io::{self, Write};

use clap::Args;
use tiktok_capi_core::{Code, EventSource, catalog};

use crate::end::{End, Stop};
use crate::streams::Streams;

/// List the codes of all problems.
#[derive(Debug, Args)]
pub(crate) struct Codes {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn codes(arguments: &Codes, streams: &mut Streams<'_>) -> Result<End, Stop> {
    for &code in Code::all() {
        let severity = code.severity().as_str();
        let row = [
            ("code", code.as_str()),
            ("severity", severity),
            ("meaning", code.meaning()),
            ("hint", code.hint()),
        ];
        if arguments.json { object(&row, &mut streams.out)? } else { paragraph(code, &mut streams.out)? }
    }
    Ok(End::Fine)
}

fn paragraph(code: Code, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{code} ({})\n    {}\n    {}", code.severity(), code.meaning(), code.hint())
}

/// List the fields that TikTok's reference knows.
#[derive(Debug, Args)]
pub(crate) struct Catalog {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn catalog(arguments: &Catalog, streams: &mut Streams<'_>) -> Result<End, Stop> {
    for group in catalog::GROUPS {
        for field in group.fields {
            let path = if group.name == "event" {
                field.name.into()
            } else {
                format!("{}.{}", group.name, field.name)
            };
            let sources: Vec<_> = field.sources.iter().map(EventSource::as_str).collect();
            let sources = sources.join(" ");
            let row = [
                ("field", path.as_str()),
                ("rule", field.rule.name()),
                ("sources", &sources),
                ("meaning", field.doc),
            ];
            if arguments.json {
                object(&row, &mut streams.out)?;
            } else {
                writeln!(streams.out, "{path:<34} {:<22} {sources:<20} {}", field.rule.name(), field.doc)?;
            }
        }
    }
    Ok(End::Fine)
}

/// One JSON object of texts, as a line.
fn object(members: &[(&str, &str)], out: &mut impl Write) -> io::Result<()> {
    for (index, (name, text)) in members.iter().enumerate() {
        write!(out, "{}\"{name}\":", if index == 0 { "{" } else { "," })?;
        serde_json::to_writer(&mut *out, text)?;
    }
    out.write_all(b"}\n")
}
