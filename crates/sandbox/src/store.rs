//! Everything that the sandbox remembers: events, requests, counts, its clock and its faults. In memory and capped.

use std::collections::{HashMap, VecDeque};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::dedup::{Dedup, Standing};
use crate::fault::{Chooser, Plan};
use crate::file::File;
use crate::record::{Counts, Recorded, RequestSeen};

/// Bytes that all events together may take.
const MOST_BYTES: usize = 192 << 20;

/// Requests that are kept.
const MOST_REQUESTS: usize = 10_000;

/// Deduplication keys that are kept, about 100 bytes each.
const MOST_KEYS: usize = 1_000_000;

pub(crate) struct Store {
    pub(crate) clock: Clock,
    pub(crate) faults: Chooser,
    capacity: usize,
    events: VecDeque<Recorded>,
    bytes: usize,
    next: u64,
    dedup: Dedup,
    counts: Counts,
    requests: VecDeque<RequestSeen>,
    bodies: HashMap<u64, u64>,
    epoch: u64,
    file: Option<File>,
}

impl Store {
    pub(crate) fn new(capacity: usize, faults: Plan, file: Option<File>) -> rusqlite::Result<Self> {
        let mut store = Self {
            clock: Clock::default(),
            faults: Chooser::new(faults),
            capacity: capacity.max(1),
            events: VecDeque::new(),
            bytes: 0,
            next: 1,
            dedup: Dedup::new(MOST_KEYS),
            counts: Counts::default(),
            requests: VecDeque::new(),
            bodies: HashMap::new(),
            epoch: fastrand::u64(..),
            file: None,
        };
        if let Some(file) = file {
            store.load(&file)?;
            store.file = Some(file);
        }
        Ok(store)
    }

    /// Takes in what an earlier sandbox wrote.
    fn load(&mut self, file: &File) -> rusqlite::Result<()> {
        for event in file.newest(self.capacity)? {
            if let Some(key) = event.key.filter(|_| event.is_accepted()) {
                self.dedup.judge(key, event.channel, event.received_ms, event.number);
            }
            self.next = event.number + 1;
            self.keep(event);
        }
        Ok(())
    }

    /// Changes when everything is forgotten, so that whoever follows along begins anew.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The events with a higher number, oldest first.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &Recorded> {
        let start = self.events.partition_point(|event| event.number <= number);
        self.events.range(start..)
    }

    /// The event with that number.
    pub(crate) fn event(&self, number: u64) -> Option<&Recorded> {
        self.after(number.checked_sub(1)?).next().filter(|event| event.number == number)
    }

    pub(crate) fn events(&self) -> &VecDeque<Recorded> {
        &self.events
    }

    pub(crate) fn requests(&self) -> &VecDeque<RequestSeen> {
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
            self.keep(event);
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
        let Some(first) = self.find(first) else { return };
        if let Some((data, names)) = filled(&first.data, &second.data) {
            let before = first.data.get().len();
            let after = data.get().len();
            first.data = data;
            first.filled.extend(names);
            first.match_keys = first.match_keys.and(second.match_keys);
            let first = first.clone();
            self.bytes = (self.bytes + after).saturating_sub(before);
            self.write(|file| file.append(&[first]));
        }
    }

    fn find(&mut self, number: u64) -> Option<&mut Recorded> {
        let oldest = self.events.front()?.number;
        let index = usize::try_from(number.checked_sub(oldest)?).ok()?;
        // A file of another version may have left gaps.
        self.events.get_mut(index).filter(|event| event.number == number)
    }

    fn keep(&mut self, event: Recorded) {
        self.count(&event);
        self.bytes += event.size();
        self.events.push_back(event);
        let mut last = None;
        while self.events.len() > self.capacity || self.bytes > MOST_BYTES {
            let Some(oldest) = self.events.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(oldest.size());
            self.counts.forgotten += 1;
            last = Some(oldest.number);
        }
        if let Some(number) = last {
            self.write(|file| file.forget(number));
        }
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
        if self.requests.len() >= MOST_REQUESTS
            && let Some(RequestSeen { body: Some(body), number, .. }) = self.requests.pop_front()
            && self.bodies.get(&body) == Some(&number)
        {
            self.bodies.remove(&body);
        }
        let first = request.body.map_or(number, |body| *self.bodies.entry(body).or_insert(number));
        let repeats = Some(first).filter(|first| *first != number);
        let received_ms = self.clock.now_ms();
        self.requests.push_back(RequestSeen { number, received_ms, repeats, ..request });
    }

    /// Forgets everything, and begins with these faults again.
    pub(crate) fn reset(&mut self, faults: Plan) {
        self.write(File::clear);
        self.clock = Clock::default();
        self.faults = Chooser::new(faults);
        self.events.clear();
        self.bytes = 0;
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

/// The first event with the keys of `user` that only the second one has, and their names; nothing when there are none.
fn filled(first: &RawValue, second: &RawValue) -> Option<(Box<RawValue>, Vec<String>)> {
    let mut first: Map<String, Value> = serde_json::from_str(first.get()).ok()?;
    let mut second: Map<String, Value> = serde_json::from_str(second.get()).ok()?;
    let Some(Value::Object(theirs)) = second.remove("user") else { return None };
    let own = first.entry("user").or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
    let new: Map<String, Value> = theirs.into_iter().filter(|(name, _)| !own.contains_key(name)).collect();
    let names: Vec<String> = new.keys().cloned().collect();
    own.extend(new);
    let data = serde_json::value::to_raw_value(&first).ok()?;
    Some((data, names)).filter(|(_, names)| !names.is_empty())
}

#[cfg(test)]
mod tests;
