//! A checksum for each event.

use tiktok_capi_core::Envelope;

use crate::delivery::prepared::Prepared;

/// Tells whether what is read is what was written, and for whom: `SQLite` does not see a byte that changed in the middle of
/// a value.
pub(super) struct Crc(crc32fast::Hasher);

impl Crc {
    pub(super) fn new(envelope: &Envelope<'_>) -> Self {
        let mut crc = Self(crc32fast::Hasher::new());
        crc.update([
            envelope.event_source.as_bytes(),
            envelope.event_source_id.as_bytes(),
            envelope.test_event_code.unwrap_or_default().as_bytes(),
            envelope.partner_name.unwrap_or_default().as_bytes(),
        ]);
        crc
    }

    pub(super) fn of(&self, event: &Prepared) -> i64 {
        let mut crc = Self(self.0.clone());
        crc.update([event.name().as_bytes(), event.id().as_bytes(), event.bytes()]);
        crc.0.finalize().into()
    }

    fn update<const N: usize>(&mut self, parts: [&[u8]; N]) {
        for part in parts {
            self.0.update(part);
            self.0.update(b"\0");
        }
    }
}
