//! `outbox retry`: dead letters go back into the queue.

use std::io::Write as _;

use clap::{ArgGroup, Args};
use tiktok_capi::Client;

use super::keeper::keeper;
use super::letters;
use crate::end::{End, Stop};
use crate::options::{Flags, Keeping};
use crate::streams::Streams;

/// Put dead letters back into the queue.
///
/// The next delivery sends them, with the same bytes and `event_id`.
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("which").required(true).args(["seqs", "all", "reason"])),
    after_long_help = "\
--all and --reason leave out what TikTok may have had for more than 47 hours: it would count a second copy. Name such an \
event by its number to send it all the same.

Examples:
  tiktok-capi outbox retry 17 18
  tiktok-capi outbox retry --reason rejected.40002

Exit codes: 0 all is well, 2 called wrongly, 3 a number is not that of a dead letter."
)]
pub(super) struct Retry {
    /// Numbers of dead letters, as `outbox dead` shows them
    #[arg(value_name = "SEQ")]
    seqs: Vec<i64>,
    /// All of them
    #[arg(long)]
    all: bool,
    /// Those with this reason, as `rejected` or `rejected.40002`
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    #[command(flatten)]
    keeping: Flags<Keeping>,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Retry, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let client = keeper(&arguments.keeping)?;
    let Chosen { seqs, left } = arguments.choose(&client)?;
    let retried = letters::change(&seqs, |seqs| client.retry_dead(seqs))?;
    if arguments.json {
        writeln!(streams.out, "{{\"left\":{left},\"retried\":{retried}}}")?;
    } else {
        writeln!(streams.out, "{retried} {} again", if retried == 1 { "waits" } else { "wait" })?;
    }
    if left > 0 && !arguments.json {
        writeln!(
            streams.out,
            "{left} left, since a second copy may count; name them to send them all the same"
        )?;
    }
    Ok(End::of(retried < seqs.len()))
}

/// What is sent again, and how many are not.
struct Chosen {
    seqs: Vec<i64>,
    left: u64,
}

impl Retry {
    /// The numbers are gathered first: what is given up again meanwhile is not retried a second time.
    fn choose(&self, client: &Client) -> Result<Chosen, Stop> {
        let mut chosen = Chosen { seqs: self.seqs.clone(), left: 0 };
        chosen.seqs.sort_unstable();
        chosen.seqs.dedup();
        if chosen.seqs.is_empty() {
            letters::each(client, self.reason.as_deref(), |letter| {
                if letter.may_count_twice() {
                    chosen.left += 1;
                } else {
                    chosen.seqs.push(letter.seq);
                }
                Ok(())
            })?;
        }
        Ok(chosen)
    }
}
