//! `send`: the events of a file, delivered batch by batch, so that an interrupted run can go on.

mod arguments;
mod batch;
mod command;
mod described;
mod events;
mod file;
mod left_out;
mod noticed;
mod plan;
mod preview;
mod progress;
mod replaced;
mod report;
mod state;
mod table;
mod tally;
mod understood;

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Instant;

use tiktok_capi::core::MAX_EVENTS;
use tiktok_capi::{Client, DeliveryError, DeliveryErrorKind, Input, Options, Prepared};
use tiktok_capi_table::Opened;

use crate::end::{End, Stop};
use crate::options::{Reader, SOURCE, in_flags};
use crate::streams::Streams;
pub(crate) use arguments::Send;
use batch::{Batch, Reading};
use events::{Events, is_table};
use file::{Identity, Source};
use plan::Planned;
use progress::Progress;
use report::Report;
use state::{Kept, State};
use tally::{Stopped, Tally};

pub(crate) fn run(arguments: &Send, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let started = Instant::now();
    let planned = Planned::of(arguments)?;
    let client = client(arguments, &planned)?;
    if !arguments.dry_run && !arguments.preview {
        // Tells what is missing before anything is read.
        client.check(&Vec::<Prepared>::new().into())?;
    }
    let Streams { input, out, err, is_terminal } = streams;
    let source = Source::open(arguments, *input)?;
    let meter = source.meter();
    let identity = source.identity().cloned();
    let mut opened = source.opened(&planned.reading()?)?;
    if arguments.preview {
        let reading = Reading { arguments, identity, reader: Reader(client) };
        return previewed(&mut opened, &planned, &reading, out);
    }
    let progress = Progress::new(arguments.quiet, meter, *is_terminal);
    // The mapping is checked before any file is written.
    let events = Events::of(&mut opened, &arguments.file, &planned)?;
    if !arguments.quiet {
        tell(events.notices(), err);
    }
    let mut run = Run::prepare(arguments, &planned, client, identity)?;
    let stopped = run.all(events, progress, err)?;
    let stopped = stopped.map(|error| Stopped { error, goes_on: run.kept.is_kept() });
    run.tally.write(started.elapsed(), stopped.as_ref(), arguments.json, out)?;
    Ok(match stopped.map(|stopped| stopped.error.kind) {
        Some(DeliveryErrorKind::Unauthorized) => End::Unauthorized,
        Some(_) => End::Undelivered,
        None => End::of(!run.tally.is_fine()),
    })
}

fn previewed(
    opened: &mut Opened<'_>,
    planned: &Planned,
    reading: &Reading<'_>,
    out: &mut impl Write,
) -> Result<End, Stop> {
    if is_table(opened, &reading.arguments.file, planned) {
        return preview::run(opened, planned, reading, out);
    }
    Err(Stop::usage("--preview shows how a table is mapped, and the input is none"))
}

/// Says what is good to know beforehand; where that cannot be written, the events go all the same.
fn tell(notices: &[String], err: &mut impl Write) {
    let mut told = notices.iter().map(|notice| writeln!(err, "tiktok-capi: {notice}"));
    let _ = told.all(|line| line.is_ok()).then(|| err.flush());
}

fn client(arguments: &Send, planned: &Planned) -> Result<Client, Stop> {
    let mut options = Options::default();
    // Who names a pixel says that it is the web.
    let is_said =
        arguments.describing.get(SOURCE).is_some() || arguments.addressing.get("pixel_code").is_some();
    if let Some(source) = planned.event_source().filter(|_| !is_said) {
        options.set(SOURCE, &Input::text(source))?;
    }
    arguments.describing.apply(&mut options)?;
    arguments.addressing.apply(&mut options)?;
    arguments.sending.apply(&mut options)?;
    Ok(Client::new(options.with_environment()?)?)
}

/// A run under way.
struct Run<'a> {
    client: Client,
    reading: Reading<'a>,
    kept: Kept,
    report: Report,
    /// What became of the events so far, earlier runs included.
    tally: Tally,
    /// Codes of TikTok's of which it was said what to look at.
    told: BTreeSet<Option<i64>>,
}

impl<'a> Run<'a> {
    fn prepare(
        arguments: &'a Send,
        planned: &Planned,
        client: Client,
        identity: Option<Identity>,
    ) -> Result<Self, Stop> {
        let (kept, state) = Kept::open(arguments, planned, identity.as_ref())?;
        let report = Report::open(arguments.report.as_deref(), state.report)?;
        let reader = Reader(client.clone());
        Ok(Self {
            client,
            reading: Reading { arguments, identity, reader },
            kept,
            report,
            tally: state.tally,
            told: BTreeSet::new(),
        })
    }

    /// Settles event after event, until one cannot be delivered: then what stopped it is told.
    fn all(
        &mut self,
        mut events: Events<'_>,
        mut progress: Progress,
        err: &mut impl Write,
    ) -> Result<Option<DeliveryError>, Stop> {
        let done = self.tally.events;
        let most = self.most();
        let mut batch = Batch::default();
        while let Some(event) = events.next()? {
            if event.number <= done {
                continue;
            }
            batch.push(event, &self.reading);
            if batch.is_full(most) {
                let stopped = self.settle(&mut batch, err)?;
                progress.show(&self.tally, err);
                if stopped.is_some() {
                    return Ok(stopped);
                }
            }
        }
        let stopped = self.settle(&mut batch, err)?;
        self.tally.blank = events.blank();
        if stopped.is_none() {
            self.kept.remove()?;
        }
        Ok(stopped)
    }

    /// Events of a request.
    fn most(&self) -> usize {
        let given = self.reading.arguments.sending.get("max_batch");
        given.and_then(|most| most.trim().parse().ok()).unwrap_or(MAX_EVENTS)
    }

    /// Delivers a batch, tells about it, and remembers it when all of it is settled.
    fn settle(&mut self, batch: &mut Batch, err: &mut impl Write) -> Result<Option<DeliveryError>, Stop> {
        let batch = std::mem::take(batch);
        let is_sent = !self.reading.arguments.dry_run;
        let receipt = is_sent.then(|| self.client.deliver(batch.ready())).transpose()?;
        batch.tell(receipt.as_ref(), &mut self.report, &mut self.tally)?;
        let report = self.report.flush()?;
        let error = receipt.and_then(|receipt| receipt.error());
        self.rejected(error.as_ref(), err);
        let stopped = error.filter(|error| error.kind != DeliveryErrorKind::Rejected);
        if stopped.is_none() {
            self.kept.write(&State { report, tally: self.tally.clone() })?;
        }
        Ok(stopped)
    }

    /// Says once for each of TikTok's codes what to look at: a wrong address refuses everything, and the figures alone do not
    /// tell. Where that cannot be written, the events go all the same.
    fn rejected(&mut self, error: Option<&DeliveryError>, err: &mut impl Write) {
        let Some(error) = error.filter(|error| error.kind == DeliveryErrorKind::Rejected) else { return };
        if self.told.insert(error.api_code) {
            let told = in_flags(&error.to_string());
            let _ = writeln!(err, "tiktok-capi: {told}").and_then(|()| err.flush());
        }
    }
}
