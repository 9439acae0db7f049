//! Deduplication ids: one that Pixel and server can both compute, and one for events that came without.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// What the namespace of our UUIDv5 is made of: TikTok's endpoint.
const ENDPOINT: &str = "https://business-api.tiktok.com/open_api/v1.3/event/track/";

/// The deterministic id of an event, as UUIDv5 (RFC 9562 §5.5) of `event:key`.
///
/// `key` is what makes the conversion unique, such as the order number. Pass the same to the Pixel, so that nothing
/// counts twice. Anyone can recompute it: the namespace is `uuid5(NAMESPACE_URL, endpoint)`.
///
/// ```
/// assert_eq!(tiktok_capi_core::event_id("Purchase", "4711"), "e26ef224-15c0-5956-8cbb-6eaab9bb7cab");
/// ```
#[must_use]
pub fn event_id(event: &str, key: &str) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, ENDPOINT.as_bytes());
    let mut name = String::with_capacity(event.len() + key.len() + 1);
    let _ = write!(name, "{event}:{key}");
    Uuid::new_v5(&namespace, name.as_bytes()).to_string()
}

/// A new id for an event that has none, as UUIDv7 (RFC 9562 §5.7).
pub(crate) fn generated(unix_milliseconds: i64, entropy: Entropy) -> String {
    let milliseconds = u64::try_from(unix_milliseconds).unwrap_or(0);
    Builder::from_unix_timestamp_millis(milliseconds, &entropy.0).into_uuid().to_string()
}

/// Random bytes for one generated id. The core has no source of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entropy(pub [u8; 10]);

impl Entropy {
    /// The bytes of the event at `index` of a call, from one seed: the start of SHA-256(seed, index as 8 bytes).
    #[must_use]
    pub fn from_seed(seed: &[u8], index: u64) -> Self {
        let digest = Sha256::new().chain_update(seed).chain_update(index.to_be_bytes()).finalize();
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(digest).for_each(|(byte, hashed)| *byte = hashed);
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_id_holds_its_time_and_version() {
        let id = generated(1_767_225_600_000, Entropy([0xff; 10]));
        assert_eq!(id.split_at(13).1, "-7fff-bfff-ffffffffffff");
        let milliseconds = u64::from_str_radix(&id.split_at(13).0.replace('-', ""), 16).unwrap();
        assert_eq!(milliseconds, 1_767_225_600_000);
    }

    #[test]
    fn each_event_of_a_seed_has_its_own_bytes() {
        assert_eq!(Entropy::from_seed(b"s", 0), Entropy::from_seed(b"s", 0));
        assert_ne!(Entropy::from_seed(b"s", 0), Entropy::from_seed(b"s", 1));
    }
}
