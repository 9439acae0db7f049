//! Arguments of `send`.

mod table;

use std::path::PathBuf;

use clap::Args;

use crate::options::{Addressing, Describing, Flags, Sending};
pub(super) use table::Table;

/// Deliver the events of a file and tell what became of each.
///
/// The access token comes from the environment variable `TIKTOK_ACCESS_TOKEN`; it is no flag, since arguments can be seen
/// by every user of the machine.
#[derive(Debug, Args)]
#[command(before_help = "\
Example, which sends nothing:
  tiktok-capi send orders.csv --event Purchase --source offline --dry-run \\
      --map order=event_id --map paid_at=event_time --map email=user.email \\
      --map total=properties.value --map currency=properties.currency")]
#[command(after_long_help = "\
The input is NDJSON, JSON objects one after the other, one JSON array of events, or a table with a header: CSV of any \
spreadsheet, xlsx, xls or ods. It may be packed by gzip or Zstandard. What it is, its bytes tell, and it is read in constant \
memory (a workbook other than xlsx as a whole).

Tables: a column whose name is a field, as `event_time`, `user.email` or `properties.value`, maps itself; --map adds others; \
the rest are left out, and said so. Without event_time, every event happens now; what is offline or from a CRM has to say so by \
--event-time now. Several columns may go into a field that takes several values. `properties.contents.price` and its \
like describe one line of contents. `tiktok-capi catalog` lists the fields. How a column writes its numbers and days is decided by all of its cells; where nothing \
decides, nothing is sent, and the message names the flag that does. Nor is anything sent where a purchase, subscription or trial would \
go without its value or currency, unless --allow-missing-value; --dry-run tells it and lists all of them in the report.

Resuming: a state file beside the input remembers how far it got, after each request that TikTok answered. Run the same \
command again after an interruption and it goes on there. The file is bound to the input and the options, holds no events, \
and is removed at the end. An event without an event_id gets one from the file's digest and its number, so that sending it \
again within 48 hours does not count twice. Standard input cannot be resumed.

Report: a CSV of what was not accepted, each cause in a row of its own, and of the values that an accepted event went without: \
line, event_id, outcome, code, path, hint. It holds no personal data.

Rejects: the rows or lines of the input that did not arrive, as they stand there, in UTF-8. It is personal data, for you alone to \
read. An event that may have arrived keeps its id, in a column event_id where there was none, so that the mended file can be sent \
without counting anything twice.

Examples:
  tiktok-capi send purchases.ndjson --source offline --source-id 7123456789 --report report.csv --rejects rejects.ndjson
  tiktok-capi send orders.csv --map email=user.email --map total=properties.value --set properties.currency=EUR --event Purchase --pixel-code C4A1B2C3D4
  tiktok-capi send orders.csv --map email=user.email --event Purchase --dry-run --report problems.csv
  tiktok-capi send orders_export.csv --preset shopify-orders --preview

Exit codes: 0 everything was accepted (or withheld for want of consent, or no conversion), 1 the machine failed or the file changed \
meanwhile, 2 called wrongly, 3 some events were refused or \
rejected, 4 the access token is not accepted, 5 some events were not delivered: run it again.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Send {
    /// File to read; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Name of the events that have none
    #[arg(long, value_name = "NAME")]
    pub(super) event: Option<String>,
    /// Write what was not accepted or left out into this CSV file
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Write what did not arrive into this file as it stands in the input, to mend it and send it again: personal data
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Where to remember how far it got [default: beside the input]
    #[arg(long, value_name = "FILE")]
    pub(super) state: Option<PathBuf>,
    /// Begin anew instead of going on where the last run was interrupted
    #[arg(long)]
    pub(super) restart: bool,
    /// Read and check all events, and send nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Show what each column becomes, a few rows before and after, and the command that repeats it; send nothing
    #[arg(long)]
    pub(super) preview: bool,
    /// Send purchases of a table whose value or currency is missing or unreadable; else nothing is sent
    #[arg(long)]
    pub(super) allow_missing_value: bool,
    /// Say that events happen now where no column of the table has their time
    #[arg(long, value_name = "now", value_parser = ["now"])]
    pub(super) event_time: Option<String>,
    /// Show no progress, and no notice of what the columns leave open
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) table: Table,
    #[command(flatten)]
    pub(super) addressing: Flags<Addressing>,
    #[command(flatten)]
    pub(super) describing: Flags<Describing>,
    #[command(flatten)]
    pub(super) sending: Flags<Sending>,
}
