//! `outbox drain`: delivers what waits. It is what cron, systemd or a container beside the shop runs.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use tiktok_capi::{Client, Input, Options, OutboxError, OutboxFault, Stats};

use super::ending::{Ending, SOON};
use super::keeper::{existing, path};
use super::round::Round;
use crate::end::{End, Stop};
use crate::options::{Draining, Flags, Keeping};
use crate::streams::{Streams, Writer};

/// Deliver what waits, and end.
///
/// Any number of them may run at once, beside the programs that put events in. The access token comes from the environment variable `TIKTOK_ACCESS_TOKEN`. Source, id and test code were written down
/// with each event.
#[derive(Debug, Args)]
#[command(after_long_help = "\
With --every it stays: it delivers, waits so long, and begins again, until Ctrl-C or SIGTERM ends it within three seconds. \
The file need not be there yet then.

The summary counts what became of events while it ran, those of other programs included. Where nothing was sent it says why: \
after an answer that settles nothing a source waits, for an hour at most; --now does not.

Examples:
  tiktok-capi outbox drain --outbox /var/lib/shop/tiktok.outbox --timeout 50 --quiet
  tiktok-capi outbox drain --every 5

As a line of /etc/cron.d/shop, where /etc/tiktok-capi.env has the line TIKTOK_ACCESS_TOKEN=...:
  * * * * *  shop  set -a; . /etc/tiktok-capi.env; /usr/local/bin/tiktok-capi outbox drain --outbox /var/lib/shop/tiktok.outbox --timeout 50 --quiet

Exit codes: 0 all that waited is delivered, or a signal ended --every, 1 the outbox cannot be used, 2 called wrongly, 3 some \
events were given up (see `outbox dead`), 4 the access token is not accepted, 5 some events still wait. What waits is lost \
in no case.")]
pub(super) struct Drain {
    /// Seconds after which it ends although events wait
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Stay, and begin again after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    every: Option<Duration>,
    /// Try event sources at once that would wait for a while
    #[arg(long, conflicts_with = "every")]
    now: bool,
    /// Say nothing as long as all is well
    #[arg(long, short)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keeping: Flags<Keeping>,
    #[command(flatten)]
    draining: Flags<Draining>,
}

fn seconds(given: &str) -> Result<Duration, String> {
    let time = given.trim().parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| time.as_secs() < 604_800).ok_or_else(|| "Give seconds from 0 to 604799.".to_owned())
}

pub(super) fn run(arguments: &Drain, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let ending = Ending::on_signal()?;
    match arguments.every {
        None => arguments.once(&ending, &mut streams.out),
        Some(every) => arguments.stay(every, &ending, streams),
    }
}

impl Drain {
    fn once(&self, ending: &Ending, out: &mut Writer<'_>) -> Result<End, Stop> {
        let client = self.client(&existing(&self.keeping)?)?;
        let start = Instant::now();
        let before = client.stats()?;
        if self.now {
            client.end_waits()?;
        }
        let mut round = self.round(&client, before, ending)?;
        // Requests that are under way come to their end here.
        round.look(client.close(Client::CLOSE_TIMEOUT)?, start.elapsed());
        self.tell(&round, out)?;
        Ok(round.end())
    }

    /// Begins again and again. A full disk and a file that others hold pass by; nothing else does.
    fn stay(&self, every: Duration, ending: &Ending, streams: &mut Streams<'_>) -> Result<End, Stop> {
        let path = path(&self.keeping)?;
        let client = self.client(&path)?;
        let mut before = None;
        while !ending.is_asked() {
            if Path::new(&path).exists() {
                match self.next(&client, before.take(), ending) {
                    Ok(round) => {
                        self.tell_news(&round, streams);
                        before = Some(round.into_last());
                    }
                    Err(error) if may_pass(&error) => {
                        let named = streams.colours.error();
                        let _ = writeln!(streams.err, "{named} {error}");
                    }
                    Err(error) => return Err(error.into()),
                }
                let _ = streams.flush();
            }
            ending.wait(every);
        }
        let last = client.close(Client::CLOSE_TIMEOUT)?;
        if let Some(before) = before {
            let mut round = Round::after(before);
            round.look(last, Duration::ZERO);
            self.tell_news(&round, streams);
        }
        Ok(End::Fine)
    }

    /// Deliveries do not stop because nobody reads about them.
    fn tell_news(&self, round: &Round, streams: &mut Streams<'_>) {
        if round.is_news() {
            let _ = self.tell(round, &mut streams.out);
        }
    }

    fn client(&self, path: &str) -> Result<Client, Stop> {
        let mut options = Options::default().with("outbox", &Input::text(path))?;
        self.draining.apply(&mut options)?;
        if std::env::var_os("TIKTOK_ACCESS_TOKEN").is_none_or(|token| token.is_empty()) {
            return Err(Stop::usage("access_token: set the environment variable TIKTOK_ACCESS_TOKEN"));
        }
        Ok(Client::new(options.with_environment()?)?)
    }

    fn next(&self, client: &Client, before: Option<Stats>, ending: &Ending) -> Result<Round, OutboxError> {
        let before = before.map_or_else(|| client.stats(), Ok)?;
        self.round(client, before, ending)
    }

    /// Delivers until all that waits now is settled, or there is no use in going on.
    fn round(&self, client: &Client, before: Stats, ending: &Ending) -> Result<Round, OutboxError> {
        let start = Instant::now();
        let mut round = Round::after(before);
        loop {
            let left = self.timeout.saturating_sub(start.elapsed());
            round.look(client.flush(left.min(SOON))?, start.elapsed());
            if round.is_over() || left.is_zero() || ending.is_asked() {
                return Ok(round);
            }
        }
    }

    fn tell(&self, round: &Round, out: &mut Writer<'_>) -> io::Result<()> {
        match (self.quiet && round.end() == End::Fine, self.json) {
            (true, _) => Ok(()),
            (false, true) => writeln!(out, "{}", round.to_json()),
            (false, false) => writeln!(out, "{}", round.to_text()),
        }
    }
}

/// Whether time alone may mend it.
fn may_pass(error: &OutboxError) -> bool {
    matches!(error.fault(), OutboxFault::Full | OutboxFault::Busy)
}
