//! The event's name.

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::{Standing, event_name, event_names};

use super::Check;
use super::plain::longer_than;
use crate::finding::FindingCode;

impl Check {
    /// A bad name is accepted: TikTok's diagnostics report it a day later.
    pub(super) fn name_fault(&self, name: &str) -> Option<FindingCode> {
        if let Some(known) = event_name(name) {
            return self.known_name_fault(known.standing).filter(|_| !known.standard.has(self.source));
        }
        if name == "Pageview" {
            return None;
        }
        if !is_event_name(name) {
            return Some(FindingCode::InvalidEventName);
        }
        if is_near_standard(name, self.source) {
            return Some(FindingCode::NearStandardName);
        }
        (self.source == EventSource::Offline).then_some(FindingCode::CustomOfflineEvent)
    }

    fn known_name_fault(&self, standing: Standing) -> Option<FindingCode> {
        match standing {
            Standing::Legacy(_) => Some(FindingCode::LegacyEventName),
            Standing::Reserved(_) => Some(FindingCode::ReservedEventName),
            Standing::Standard => {
                (self.source == EventSource::Offline).then_some(FindingCode::CustomOfflineEvent)
            }
        }
    }
}

fn is_event_name(name: &str) -> bool {
    let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let is_short = !longer_than(50, name);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_plain && is_short
}

/// Whether only case, `_` and `-` keep it from being a standard name.
fn is_near_standard(name: &str, source: EventSource) -> bool {
    let standard = event_names().iter().filter(|known| known.standard.has(source)).map(|known| known.name);
    standard.chain(["Pageview"]).any(|known| letters(known).eq(letters(name)))
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase())
}
