//! Deduplication ids: one that Pixel and server can both compute, and one for events that came without.

use std::fmt;

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::catalog::{self, Standing};
use crate::normalize::{placeholder, trim};
use crate::problem::{Advice, Code, Problem};
use crate::source::EventSource;

/// What the namespace of our UUIDv5 is made of: TikTok's endpoint.
const ENDPOINT: &str = "https://business-api.tiktok.com/open_api/v1.3/event/track/";

/// The deterministic id of an event, as UUIDv5 (RFC 9562 §5.5) of `event:key`.
///
/// `key` is what makes the conversion unique, such as the order number. Pass the same to the Pixel, so that nothing
/// counts twice. Anyone can recompute it: the namespace is `uuid5(NAMESPACE_URL, endpoint)`.
///
/// # Errors
/// [`BlankKey`]: all conversions would have one id, and count as one. What stands for nobody, as `undefined`, is blank too.
///
/// ```
/// use tiktok_capi_core::{BlankKey, event_id};
///
/// assert_eq!(event_id("Purchase", "4711")?, "e26ef224-15c0-5956-8cbb-6eaab9bb7cab");
/// assert_eq!(event_id("Purchase", ""), Err(BlankKey));
/// # Ok::<(), BlankKey>(())
/// ```
pub fn event_id(event: &str, key: &str) -> Result<String, BlankKey> {
    if trim(key).is_empty() || placeholder::is_nobody(key) {
        return Err(BlankKey);
    }
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, ENDPOINT.as_bytes());
    let name = format!("{event}:{key}");
    Ok(Uuid::new_v5(&namespace, name.as_bytes()).to_string())
}

/// What is doubtful about the name that an id is made for: the Pixel's right name would give another id, and the conversion
/// would count twice. The source is not told, so a standard name of any is in order, and so is a custom one.
///
/// ```
/// use tiktok_capi_core::event_name_doubt;
///
/// assert_eq!(event_name_doubt("purchase").and_then(|problem| problem.suggestion()), Some("Purchase"));
/// assert_eq!(event_name_doubt("LoyaltyCardOpened"), None);
/// ```
#[must_use]
pub fn event_name_doubt(name: &str) -> Option<Problem> {
    let (code, meant) = match catalog::event_name(name).map(|known| known.standing) {
        Some(Standing::Legacy(new)) => (Code::LegacyEventName, new),
        Some(_) => return None,
        None => {
            let near = |source: &EventSource| catalog::near_standard(name, *source);
            let meant = EventSource::ALL.iter().find_map(near).filter(|meant| *meant != name)?;
            (Code::DidYouMean, Some(meant))
        }
    };
    Some(Problem::new("event", code).with(meant.map_or(Advice::None, Advice::DidYouMean)))
}

/// The key of an [`event_id`] is blank, or stands for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlankKey;

impl BlankKey {
    /// How to mend it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        "Give what makes the conversion unique, as the order number; it may not be blank, nor stand for nothing as `undefined` does."
    }
}

impl fmt::Display for BlankKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key: {}", self.hint())
    }
}

impl std::error::Error for BlankKey {}

/// A new id for an event that has none, as UUIDv7 (RFC 9562 §5.7).
pub(crate) fn generated(unix_milliseconds: i64, entropy: Entropy) -> String {
    let milliseconds = u64::try_from(unix_milliseconds).unwrap_or(0);
    Builder::from_unix_timestamp_millis(milliseconds, &entropy.bytes()).into_uuid().to_string()
}

/// Random bytes for the id of an event that has none. The core has no source of its own.
#[derive(Debug, Clone, Copy)]
pub enum Entropy {
    /// These bytes.
    Fixed([u8; 10]),
    /// What the function draws, which is called only when an id is needed.
    Drawn(fn() -> [u8; 10]),
}

impl Default for Entropy {
    /// Zeros, for events that have an id.
    fn default() -> Self {
        Self::Fixed([0; 10])
    }
}

impl Entropy {
    /// The bytes of the event at `index` of a call, from one seed: the start of SHA-256(seed, index as 8 bytes).
    #[must_use]
    pub fn from_seed(seed: &[u8], index: u64) -> Self {
        let digest = Sha256::new().chain_update(seed).chain_update(index.to_be_bytes()).finalize();
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(digest).for_each(|(byte, hashed)| *byte = hashed);
        Self::Fixed(bytes)
    }

    /// The bytes for one id.
    #[must_use]
    pub fn bytes(self) -> [u8; 10] {
        match self {
            Self::Fixed(bytes) => bytes,
            Self::Drawn(draw) => draw(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, Input, Rules};

    #[test]
    fn a_generated_id_holds_its_time_and_version() {
        let id = generated(1_767_225_600_000, Entropy::Drawn(|| [0xff; 10]));
        assert_eq!(id.split_at(13).1, "-7fff-bfff-ffffffffffff");
        let milliseconds = u64::from_str_radix(&id.split_at(13).0.replace('-', ""), 16).unwrap();
        assert_eq!(milliseconds, 1_767_225_600_000);
    }

    #[test]
    fn bytes_are_drawn_only_for_an_event_without_an_id() {
        let rules = Rules::at(0, Entropy::Drawn(|| panic!("drawn")));
        let event = Input::from_json(br#"{"event": "Contact", "event_id": "1"}"#).unwrap();
        assert!(Event::read(&event, &rules).outcome.ready().is_some());
    }

    #[test]
    fn a_blank_key_is_told_in_words() {
        assert!(BlankKey.to_string().starts_with("key: Give what makes the conversion unique"));
    }

    #[test]
    fn each_event_of_a_seed_has_its_own_bytes() {
        let bytes = |index| Entropy::from_seed(b"s", index).bytes();
        assert_eq!(bytes(0), bytes(0));
        assert_ne!(bytes(0), bytes(1));
    }
}
