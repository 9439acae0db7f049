//! Whole request bodies out of a stream of events.

use std::io::{self, Write};

use tiktok_capi::{Client, Input, Options};
use tiktok_capi_core::{Envelope, EventSource, MAX_BYTES, MAX_EVENTS, requests};

use crate::end::Stop;
use crate::options::{Addressing, Flags};

/// Gathers events until they fill a request.
pub(crate) struct Bodies {
    source: EventSource,
    source_id: String,
    test_event_code: Option<String>,
    partner_name: Option<String>,
    waiting: Vec<Vec<u8>>,
    bytes: usize,
}

impl Bodies {
    /// Bodies for one event source.
    pub(crate) fn of(flags: &Flags<Addressing>, source: EventSource) -> Result<Self, Stop> {
        // What the client would refuse is refused here.
        let mut options = Options::default().with("event_source", &Input::text(source.as_str()))?;
        flags.apply(&mut options)?;
        Client::new(options)?;
        let id = flags.text("pixel_code").or_else(|| flags.text("event_source_id"));
        Ok(Self {
            source,
            source_id: id.ok_or_else(|| {
                Stop::usage("a request body needs --event-source-id (for web: --pixel-code)")
            })?,
            test_event_code: flags.text("test_event_code"),
            partner_name: flags.text("partner_name"),
            waiting: Vec::new(),
            bytes: 0,
        })
    }

    /// Adds an event and writes the requests that are full.
    pub(crate) fn push(&mut self, event: Vec<u8>, out: &mut impl Write) -> io::Result<()> {
        self.bytes += event.len();
        self.waiting.push(event);
        if self.waiting.len() < MAX_EVENTS && self.bytes < MAX_BYTES / 2 {
            Ok(())
        } else {
            self.write(out, true)
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.write(out, false)
    }

    fn envelope(&self) -> Envelope<'_> {
        Envelope {
            event_source: self.source.as_str(),
            event_source_id: &self.source_id,
            test_event_code: self.test_event_code.as_deref(),
            partner_name: self.partner_name.as_deref(),
        }
    }

    fn write(&mut self, out: &mut impl Write, more_may_fit: bool) -> io::Result<()> {
        let sizes: Vec<usize> = self.waiting.iter().map(Vec::len).collect();
        let mut ranges: Vec<_> = requests(&sizes, MAX_EVENTS).collect();
        if more_may_fit && ranges.last().is_some_and(|last| last.len() < MAX_EVENTS) {
            ranges.pop();
        }
        for range in ranges {
            let events: Vec<_> = self.waiting.drain(..range.len()).collect();
            self.bytes -= events.iter().map(Vec::len).sum::<usize>();
            let mut body = self.envelope().body(&events);
            body.push(b'\n');
            out.write_all(&body)?;
        }
        Ok(())
    }
}
