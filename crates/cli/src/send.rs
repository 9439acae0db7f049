//! `send`: the events of a file, delivered batch by batch, so that an interrupted run can go on.

mod arguments;
mod batch;
mod begun;
mod command;
mod described;
mod entry;
mod events;
mod file;
mod left_out;
mod lost;
mod noticed;
mod now;
mod original;
mod plan;
mod preview;
mod progress;
mod rejects;
mod replaced;
mod report;
mod state;
mod sum;
mod table;
mod tally;
mod understood;
mod watch;

use std::collections::BTreeSet;
use std::io::Write;
use std::time::{Duration, Instant};

use tiktok_capi::core::MAX_EVENTS;
use tiktok_capi::{Client, DeliveryError, DeliveryErrorKind, Input, Options, Prepared};
use tiktok_capi_table::Opened;
use tiktok_capi_table::column::Zone;

use crate::colours::Colours;
use crate::end::{End, Stop};
use crate::options::{Reader, SOURCE, in_flags};
use crate::streams::Streams;
pub(crate) use arguments::Send;
use batch::{Batch, Reading};
use events::{Events, is_table};
use file::{Identity, Source};
use lost::Lost;
use plan::Planned;
use progress::Progress;
use rejects::{Form, Rejects};
use report::Report;
use state::{Kept, State};
use tally::{Ended, Tally};
use watch::{Change, Watch};

pub(crate) fn run(arguments: &Send, streams: &mut Streams<'_>) -> Result<End, Stop> {
    let started = Instant::now();
    let planned = Planned::of(arguments)?;
    let client = client(arguments, &planned)?;
    let zone = planned.zone()?;
    if !arguments.dry_run && !arguments.preview {
        // Tells what is missing before anything is read.
        client.check(&Vec::<Prepared>::new().into())?;
    }
    let Streams { input, out, err, is_terminal, colours } = streams;
    let mut source = Source::open(arguments, *input)?;
    let meter = source.meter();
    let (identity, watch) = (source.identity().cloned(), source.watch());
    let mut opened = source.opened(&planned.reading()?)?;
    if arguments.preview {
        let reading = Reading { arguments, identity, reader: Reader(client) };
        return previewed(&mut opened, &planned, &reading, out);
    }
    let progress = Progress::new(arguments.quiet, meter, *is_terminal);
    // The mapping is checked before any file is written.
    let event_source = Reader(client.clone()).rules(1).event_source;
    let events = Events::of(&mut opened, arguments, &planned, event_source)?;
    let is_lost = beforehand(&events, arguments, *colours, err)?;
    let kept = Kept::open(arguments, &planned, identity.as_ref())?;
    let mut run = Run::prepare(arguments, client, (identity, watch), kept, events.form(), *colours)?;
    let ended = run.all(events, progress, err);
    tell(run.rejects.told(run.tally.missing()).as_slice(), *colours, err);
    let end = run.end(ended, started.elapsed(), &zone, out)?;
    Ok(if is_lost { End::Usage } else { end })
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

/// Says what was understood, and stops where purchases would lose their value. What is only looked at is looked at to its
/// end; then it is told whether it would have stopped.
fn beforehand(
    events: &Events<'_>,
    arguments: &Send,
    colours: Colours,
    err: &mut impl Write,
) -> Result<bool, Stop> {
    if !arguments.quiet {
        tell(events.notices(), colours, err);
    }
    match events.lost() {
        Some(lost) if !arguments.dry_run => Err(Stop::usage(lost.stops())),
        lost => {
            tell(lost.map(Lost::would_stop).as_slice(), colours, err);
            Ok(lost.is_some())
        }
    }
}

/// Says what is good to know beforehand; where that cannot be written, the events go all the same.
fn tell(notices: &[String], colours: Colours, err: &mut impl Write) {
    let mut told = notices.iter().map(|notice| writeln!(err, "{} {notice}", colours.warning()));
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
    watch: Option<Watch>,
    kept: Kept,
    report: Report,
    rejects: Rejects,
    /// What became of the events so far, earlier runs included.
    tally: Tally,
    /// Codes of TikTok's of which it was said what to look at.
    told: BTreeSet<Option<i64>>,
    colours: Colours,
}

impl<'a> Run<'a> {
    fn prepare(
        arguments: &'a Send,
        client: Client,
        (identity, watch): (Option<Identity>, Option<Watch>),
        (kept, state): (Kept, State),
        form: Form,
        colours: Colours,
    ) -> Result<Self, Stop> {
        let report = Report::open(arguments.report.as_deref(), state.report)?;
        let rejects = Rejects::open(arguments, form, state.rejects)?;
        let reader = Reader(client.clone());
        Ok(Self {
            client,
            reading: Reading { arguments, identity, reader },
            watch,
            kept,
            report,
            rejects,
            tally: state.tally,
            told: BTreeSet::new(),
            colours,
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
            self.finish()?;
        }
        Ok(stopped)
    }

    /// Tells what became of all events, also where something broke the run off.
    fn end(
        &self,
        ended: Result<Option<DeliveryError>, Stop>,
        time: Duration,
        zone: &Zone,
        out: &mut impl Write,
    ) -> Result<End, Stop> {
        let json = self.reading.arguments.json;
        let stopped = match ended {
            Ok(stopped) => stopped,
            Err(why) => {
                // What broke it off is what has to be told.
                let _ = self.tally.write(time, &Ended::BrokenOff, json, zone, out);
                return Err(why);
            }
        };
        let end = match stopped.as_ref().map(|error| error.kind) {
            Some(DeliveryErrorKind::Unauthorized) => End::Unauthorized,
            Some(_) => End::Undelivered,
            None => End::of(!self.tally.is_fine()),
        };
        self.tally.write(time, &Ended::of(stopped, self.kept.is_kept()), json, zone, out)?;
        Ok(end)
    }

    /// Forgets what is settled, unless what was read may not be what is there.
    fn finish(&self) -> Result<(), Stop> {
        let Some(watch) = &self.watch else { return self.kept.remove() };
        let change = watch.change()?;
        if change != Some(Change::Rewritten) {
            self.kept.remove()?;
        }
        change.map_or(Ok(()), |change| Err(watch.told(change).into()))
    }

    /// Events of a request.
    fn most(&self) -> usize {
        let given = self.reading.arguments.sending.get("max_batch");
        given.and_then(|most| most.trim().parse().ok()).unwrap_or(MAX_EVENTS)
    }

    /// Delivers a batch, tells about it, and remembers it when all of it is settled.
    fn settle(&mut self, batch: &mut Batch, err: &mut impl Write) -> Result<Option<DeliveryError>, Stop> {
        let batch = std::mem::take(batch);
        self.watch.as_ref().map_or(Ok(()), Watch::check)?;
        let is_sent = !self.reading.arguments.dry_run;
        let receipt = is_sent.then(|| self.client.deliver(batch.ready())).transpose()?;
        batch.tell(receipt.as_ref(), &mut self.report, &mut self.rejects, &mut self.tally)?;
        let (report, rejects) = (self.report.flush()?, self.rejects.flush()?);
        let error = receipt.and_then(|receipt| receipt.error());
        self.rejected(error.as_ref(), err);
        let stopped = error.filter(|error| error.kind != DeliveryErrorKind::Rejected);
        if stopped.is_none() {
            self.kept.write(&State { report, rejects, tally: self.tally.clone() })?;
        }
        Ok(stopped)
    }

    /// Says once for each of TikTok's codes what to look at: a wrong address refuses everything, and the figures alone do not
    /// tell. Where that cannot be written, the events go all the same.
    fn rejected(&mut self, error: Option<&DeliveryError>, err: &mut impl Write) {
        let Some(error) = error.filter(|error| error.kind == DeliveryErrorKind::Rejected) else { return };
        if self.told.insert(error.api_code) {
            let told = in_flags(&error.to_string());
            let _ = writeln!(err, "{} {told}", self.colours.error()).and_then(|()| err.flush());
        }
    }
}
