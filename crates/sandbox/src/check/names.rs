//! The event's name.

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::{PAGEVIEW, Standing, event_name, near_standard};

use super::Check;
use super::plain::longer_than;
use crate::finding::FindingCode;
use crate::json::Node;
use crate::place::Place;

impl Check {
    /// A bad name is accepted: TikTok's diagnostics report it a day later.
    pub(super) fn name(&mut self, node: &mut Node<'_>, place: &Place<'_>) {
        for code in node.as_text().map(|name| faults(name, self.source)).unwrap_or_default() {
            self.find(place, code);
        }
        self.free_text(node, place, tiktok_capi_core::holds_address);
    }
}

/// What is wrong with a name that is no standard one of the source.
pub(super) fn faults(name: &str, source: EventSource) -> Vec<FindingCode> {
    let known = event_name(name);
    if known.is_some_and(|known| known.standard.has(source)) || source == EventSource::Web && name == PAGEVIEW
    {
        return Vec::new();
    }
    let offline = (source == EventSource::Offline).then_some(FindingCode::CustomOfflineEvent);
    let of_all = match known.map(|known| known.standing) {
        Some(Standing::Legacy(_)) => return vec![FindingCode::LegacyEventName],
        Some(Standing::Reserved(_)) => Some(FindingCode::ReservedEventName),
        _ if !is_event_name(name) => Some(FindingCode::InvalidEventName),
        _ => near_standard(name, source).map(|_| FindingCode::NearStandardName),
    };
    of_all.into_iter().chain(offline).collect()
}

fn is_event_name(name: &str) -> bool {
    let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let is_short = !longer_than(50, name);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_plain && is_short
}
