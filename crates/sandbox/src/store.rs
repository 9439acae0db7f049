//! Everything that the sandbox remembers: events, requests, counts, its clock and its faults. In memory and capped.

use std::collections::HashMap;

use crate::clock::Clock;
use crate::dedup::{Dedup, Standing};
use crate::fault::{Chooser, Plan};
use crate::file::File;
use crate::record::{Counts, Recorded, RequestSeen};
use crate::shares::{Bounds, Shares};

/// Bytes that all events of servers may take.
pub(crate) const SERVER_BYTES: usize = 144 << 20;

/// Bytes that all events of pages may take.
const PIXEL_BYTES: usize = 48 << 20;

/// Requests that are kept, those with a token and those without.
const MOST_REQUESTS: usize = 10_000;

/// Deduplication keys that are kept of either channel, about 100 bytes each.
const MOST_KEYS: usize = 1_000_000;

pub(crate) struct Store {
    pub(crate) clock: Clock,
    pub(crate) faults: Chooser,
    events: Shares<Recorded>,
    next: u64,
    dedup: Dedup,
    counts: Counts,
    requests: Shares<RequestSeen>,
    bodies: HashMap<u64, u64>,
    epoch: u64,
    file: Option<File>,
}

impl Store {
    pub(crate) fn new(capacity: usize, faults: Plan, file: Option<File>) -> rusqlite::Result<Self> {
        let requests = Bounds { count: MOST_REQUESTS, bytes: usize::MAX };
        let mut store = Self {
            clock: Clock::default(),
            faults: Chooser::new(faults),
            events: Shares::new(
                Bounds { count: capacity.max(1), bytes: SERVER_BYTES },
                Bounds { count: capacity.max(1), bytes: PIXEL_BYTES },
            ),
            next: 1,
            dedup: Dedup::new(MOST_KEYS),
            counts: Counts::default(),
            requests: Shares::new(requests, requests),
            bodies: HashMap::new(),
            epoch: fastrand::u64(..),
            file: None,
        };
        if let Some(mut file) = file {
            store.load(&mut file)?;
            store.file = Some(file);
        }
        Ok(store)
    }

    /// Takes in what an earlier sandbox wrote, as much as is kept now.
    fn load(&mut self, file: &mut File) -> rusqlite::Result<()> {
        let mut gone = Vec::new();
        file.each(|event| {
            if let Some(key) = event.key.filter(|_| event.is_accepted()) {
                self.dedup.judge(key, event.channel, event.received_ms, event.number);
            }
            self.next = event.number + 1;
            gone.extend(self.keep(event));
        })?;
        // They were dropped before anybody looked.
        self.counts.forgotten = 0;
        file.forget(&gone)
    }

    /// Changes when everything is forgotten, so that whoever follows along begins anew.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The events with a higher number, oldest first.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &Recorded> {
        self.events.after(number)
    }

    /// The event with that number.
    pub(crate) fn event(&self, number: u64) -> Option<&Recorded> {
        self.events.get(number)
    }

    pub(crate) fn events(&self) -> &Shares<Recorded> {
        &self.events
    }

    pub(crate) fn requests(&self) -> &Shares<RequestSeen> {
        &self.requests
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// The newest accepted event with that id.
    pub(crate) fn accepted(&self, event_id: &str) -> Option<&Recorded> {
        let is_wanted =
            |event: &&Recorded| event.is_accepted() && event.event_id.as_deref() == Some(event_id);
        self.events.iter().rev().find(is_wanted)
    }

    /// Takes the events of one request in: each gets its number and, in an accepted request, its standing.
    pub(crate) fn record(&mut self, mut events: Vec<Recorded>, is_accepted: bool) {
        for event in &mut events {
            event.number = self.next;
            self.next += 1;
            if is_accepted {
                event.standing = self.deduplicate(event);
            }
        }
        self.write(|file| file.append(&events));
        for event in events {
            let gone = self.keep(event);
            self.write(|file| file.forget(&gone));
        }
    }

    fn deduplicate(&mut self, event: &Recorded) -> Standing {
        let Some(key) = event.key else { return Standing::Counted };
        let standing = self.dedup.judge(key, event.channel, event.received_ms, event.number);
        if let Standing::Merged(first) = standing {
            self.merge(first, event);
        }
        standing
    }

    /// Fills in what the first event of a pair lacks.
    fn merge(&mut self, first: u64, second: &Recorded) {
        let merged = self.events.change(first, |first| first.fill(second).then(|| first.clone()));
        if let Some(first) = merged.flatten() {
            self.write(|file| file.append(&[first]));
        }
    }

    /// Keeps an event, and gives the numbers of those that are forgotten for it.
    fn keep(&mut self, event: Recorded) -> Vec<u64> {
        self.count(&event);
        let gone: Vec<u64> = self.events.push(event).iter().map(|event| event.number).collect();
        self.counts.forgotten += u64::try_from(gone.len()).unwrap_or(0);
        gone
    }

    fn count(&mut self, event: &Recorded) {
        let counts = &mut self.counts;
        let counter = match event.standing {
            Standing::Refused => &mut counts.refused,
            Standing::Counted => &mut counts.counted,
            Standing::Merged(_) => &mut counts.merged,
            Standing::Duplicate(_) => &mut counts.duplicates,
        };
        *counter += 1;
        counts.accepted += u64::from(event.is_accepted());
    }

    /// Notes a request; its number and time are set here.
    pub(crate) fn note(&mut self, request: RequestSeen) {
        self.counts.requests += 1;
        let number = self.counts.requests;
        let first = request.body.map_or(number, |body| *self.bodies.entry(body).or_insert(number));
        let repeats = Some(first).filter(|first| *first != number);
        let received_ms = self.clock.now_ms();
        for gone in self.requests.push(RequestSeen { number, received_ms, repeats, ..request }) {
            self.forget_body(&gone);
        }
    }

    fn forget_body(&mut self, gone: &RequestSeen) {
        if let Some(body) = gone.body
            && self.bodies.get(&body) == Some(&gone.number)
        {
            self.bodies.remove(&body);
        }
    }

    /// Forgets everything, and begins with these faults again.
    pub(crate) fn reset(&mut self, faults: Plan) {
        self.write(File::clear);
        self.clock = Clock::default();
        self.faults = Chooser::new(faults);
        self.events.clear();
        self.next = 1;
        self.dedup = Dedup::new(MOST_KEYS);
        self.counts = Counts::default();
        self.requests.clear();
        self.bodies.clear();
        self.epoch = fastrand::u64(..);
    }

    /// A file that cannot be written does not stop a test run; the events go on in memory.
    fn write(&mut self, write: impl FnOnce(&mut File) -> rusqlite::Result<()>) {
        let Some(file) = &mut self.file else { return };
        if let Err(error) = write(file) {
            tracing::error!(code = ?error.sqlite_error_code(), "the sandbox's file cannot be written");
        }
    }
}

#[cfg(test)]
mod tests;
