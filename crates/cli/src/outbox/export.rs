//! `outbox export`: dead letters with their bytes.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use tiktok_capi::DeadLetter;

use super::keeper::keeper;
use super::letters;
use crate::end::{End, Stop};
use crate::options::{Flags, Keeping};
use crate::streams::Streams;

/// Write dead letters with their events, a JSON object a line.
///
/// This is personal data: it holds digests of identifiers, and IP addresses.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Each line has what `outbox dead --json` tells, and `data`: the event as it would be sent (of a `damaged` one that can no \
longer be read, its bytes in hexadecimal digits).

Examples:
  tiktok-capi outbox export --reason rejected --output rejected.ndjson --remove
  jq -c .data rejected.ndjson | tiktok-capi send - --source web --source-id C4A1B2C3D4")]
pub(super) struct Export {
    #[command(flatten)]
    keeping: Flags<Keeping>,
    /// Only those with this reason, as `rejected` or `rejected.40002`
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    /// Write into this new file, which only you can read [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Remove them from the outbox once they are written
    #[arg(long)]
    remove: bool,
}

pub(super) fn run(arguments: &Export, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let client = keeper(&arguments.keeping)?;
    let mut seqs = Vec::new();
    let mut write = |out: &mut dyn Write| {
        letters::each(&client, arguments.reason.as_deref(), |letter| {
            seqs.push(letter.seq);
            Ok(line(letter, out)?)
        })
    };
    if let Some(path) = arguments.output.as_deref() {
        let mut file = BufWriter::new(private(path)?);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    } else {
        write(&mut streams.out)?;
        streams.out.flush()?;
    }
    if arguments.remove {
        letters::change(&seqs, |seqs| client.remove_dead(seqs))?;
    }
    Ok(End::Fine)
}

fn line(letter: &DeadLetter, mut out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{")?;
    letters::write_members(letter, &mut out)?;
    out.write_all(b",\"data\":")?;
    let bytes = letter.event.bytes();
    if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
        out.write_all(bytes)?;
    } else {
        write!(out, "\"{}\"", const_hex::encode(bytes))?;
    }
    out.write_all(b"}\n")
}

/// A new file that nobody else can read. One that is there is kept: it may be the only copy of an earlier export.
fn private(path: &Path) -> Result<File, Stop> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| Stop::usage(format_args!("{}: {error}", path.display())))
}
