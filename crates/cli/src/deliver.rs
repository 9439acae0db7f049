//! `deliver`: events that are canonical already, as `build` printed them, maybe elsewhere and a while ago.

use std::io::{self, Write as _};

use clap::Args;
use tiktok_capi::core::MAX_EVENTS;
use tiktok_capi::{Built, Client, DeliveryError, DeliveryErrorKind, Options, Outcome, Prepared, Problem};

use crate::arguments::source::Source;
use crate::end::{End, Stop};
use crate::options::{Addressing, Flags, Sending, Sourcing, in_flags};
use crate::records::{Record, Records};
use crate::streams::{Streams, Writer, open};

/// Deliver canonical events, as `build` printed them, byte for byte: exactly one line out per event in.
///
/// The access token comes from the environment variable `TIKTOK_ACCESS_TOKEN`; it is no flag, since arguments can be seen by every
/// user of the machine.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The input is what `tiktok-capi build` prints: NDJSON. Its empty lines, of events that were refused or withheld, are passed over. The \
events are not read by the rules once more, so consent, time and ids are those of the moment when they were built. What is not \
canonical is refused with `not_canonical`, and the others go.

Each line of the output is a JSON object: what became of the event, by its id. Sending an event again within 48 hours does no harm.

Example:
  tiktok-capi build orders.ndjson > canonical.ndjson
  tiktok-capi deliver canonical.ndjson --pixel-code C4A1B2C3D4 > receipts.ndjson

Exit codes: 0 everything was accepted, 2 called wrongly, 3 some events were refused or rejected, 4 the access token is not \
accepted, 5 some events were not delivered.")]
pub(crate) struct Deliver {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    sourcing: Flags<Sourcing>,
    #[command(flatten)]
    addressing: Flags<Addressing>,
    #[command(flatten)]
    sending: Flags<Sending>,
}

pub(crate) fn run(arguments: &Deliver, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let client = arguments.client()?;
    // Tells what is missing before anything is read.
    client.check(&Vec::<Prepared>::new().into())?;
    let Streams { input, out, err, colours, .. } = streams;
    let mut file = open(&arguments.source.file)?;
    let input: &mut dyn io::Read = match &mut file {
        Some(file) => file,
        None => *input,
    };
    let mut records = Records::of(input)?;
    let mut run = Run { client, out, end: End::Fine };
    let Some((event, error)) = run.all(&mut records, arguments.most())? else { return Ok(run.end) };
    let why = in_flags(&error.to_string());
    let named = colours.error();
    writeln!(err, "{named} not finished: {why}\nEvents after number {event} were not tried.")?;
    Ok(if error.kind == DeliveryErrorKind::Unauthorized { End::Unauthorized } else { End::Undelivered })
}

impl Deliver {
    fn client(&self) -> Result<Client, Stop> {
        let mut options = Options::default();
        self.sourcing.apply(&mut options)?;
        self.addressing.apply(&mut options)?;
        self.sending.apply(&mut options)?;
        Ok(Client::new(options.with_environment()?)?)
    }

    /// Events of a request.
    fn most(&self) -> usize {
        let given = self.sending.get("max_batch");
        given.and_then(|most| most.trim().parse().ok()).unwrap_or(MAX_EVENTS)
    }
}

/// A run under way.
struct Run<'o, 's> {
    client: Client,
    out: &'o mut Writer<'s>,
    end: End,
}

impl Run<'_, '_> {
    /// Settles one request after the other, until one cannot be delivered: then what stopped it is told, and at which event.
    fn all(&mut self, records: &mut Records<'_>, most: usize) -> Result<Option<(u64, DeliveryError)>, Stop> {
        let mut batch = Vec::new();
        let mut number = 0;
        while let Some(record) = records.next()? {
            number = record.number;
            batch.push(read(&record));
            if batch.len() >= most
                && let Some(error) = self.settle(std::mem::take(&mut batch))?
            {
                return Ok(Some((number, error)));
            }
        }
        Ok(self.settle(batch)?.map(|error| (number, error)))
    }

    fn settle(&mut self, batch: Vec<Built>) -> Result<Option<DeliveryError>, Stop> {
        let receipt = self.client.deliver(batch)?;
        for result in &receipt.results {
            writeln!(self.out, "{}", result.to_json())?;
        }
        self.out.flush()?;
        if receipt.results.iter().any(|result| result.outcome != Outcome::Accepted) {
            self.end = End::Refused;
        }
        Ok(receipt.error().filter(|error| error.kind != DeliveryErrorKind::Rejected))
    }
}

fn read(record: &Record<'_>) -> Built {
    match record.text {
        Ok(text) => Prepared::from_canonical(text).map_or_else(Built::from, Built::from),
        Err(code) => Problem::from(code).into(),
    }
}
