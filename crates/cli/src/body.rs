//! Whole request bodies out of a stream of events.

use std::io::{self, Write};

use tiktok_capi::{Client, ConfigError};
use tiktok_capi_core::{Envelope, MAX_BYTES, MAX_EVENTS, requests};

/// Gathers events until they fill a request.
pub(crate) struct Bodies<'c> {
    envelope: Envelope<'c>,
    waiting: Vec<Vec<u8>>,
    bytes: usize,
}

impl<'c> Bodies<'c> {
    /// The bodies that a client would send.
    pub(crate) fn of(client: &'c Client) -> Result<Self, ConfigError> {
        Ok(Self { envelope: client.envelope()?, waiting: Vec::new(), bytes: 0 })
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

    fn write(&mut self, out: &mut impl Write, more_may_fit: bool) -> io::Result<()> {
        let sizes: Vec<usize> = self.waiting.iter().map(Vec::len).collect();
        let mut ranges: Vec<_> = requests(&sizes, MAX_EVENTS).collect();
        if more_may_fit && ranges.last().is_some_and(|last| last.len() < MAX_EVENTS) {
            ranges.pop();
        }
        for range in ranges {
            let events: Vec<_> = self.waiting.drain(..range.len()).collect();
            self.bytes -= events.iter().map(Vec::len).sum::<usize>();
            let mut body = self.envelope.body(&events);
            body.push(b'\n');
            out.write_all(&body)?;
        }
        Ok(())
    }
}
