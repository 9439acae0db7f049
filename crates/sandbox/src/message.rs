//! The words of a refusal, in the form that live answers have (`events-api.md` §1.2).

use tiktok_capi_core::EventSource;

use crate::answer::{PERMISSION_ERROR, code};
use crate::check::Refusal;
use crate::endpoint::Endpoint;
use crate::legacy;
use crate::privacy::kept;

/// What is said of a refusal: `Invalid value for event_id: not a valid string.`; of an event in a batch of 1.0
/// `Batch.0.event_id: Not a valid string.`
pub(crate) fn refusal(refusal: &Refusal) -> String {
    let Refusal { path, reason, .. } = refusal;
    match path.as_str() {
        "" => (*reason).to_owned(),
        path if path.starts_with(BATCH) => format!("{path}: {reason}"),
        path => format!("Invalid value for {path}: {}", continued(reason)),
    }
}

const BATCH: &str = "Batch.";

/// A refusal of one event, by its place in the body. That `event/track/` counts in `data` is our choice: only answers about what
/// stands around the events are public.
pub(crate) fn of_event(endpoint: Endpoint, index: usize, refusal: &Refusal) -> Refusal {
    let refusal =
        if endpoint == Endpoint::EventTrack { refusal.clone() } else { legacy::in_old_names(refusal) };
    let around = match endpoint {
        Endpoint::EventTrack => format!("data.{index}"),
        Endpoint::PixelBatch | Endpoint::OfflineBatch => format!("{BATCH}{index}"),
        Endpoint::PixelTrack | Endpoint::OfflineTrack | Endpoint::Pixel => return refusal,
    };
    let dot = if refusal.path.is_empty() { "" } else { "." };
    Refusal { path: format!("{around}{dot}{}", refusal.path), ..refusal }
}

/// What a token is told that may not write to a source. The words for a pixel are TikTok's.
pub(crate) fn no_permission(source: EventSource, source_id: &str) -> String {
    if source == EventSource::Web {
        let source_id = kept(source_id);
        return format!(
            "No permission to operate pixel code: {source_id}. You must be an admin or operator of this advertiser account."
        );
    }
    code(PERMISSION_ERROR).map_or_else(String::new, |row| row.message.to_owned())
}

/// The sentence behind a colon.
fn continued(reason: &str) -> String {
    let mut letters = reason.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::bad;

    #[test]
    fn live_answers_are_met_word_for_word() {
        for (path, reason, expected) in [
            (
                "event_source",
                "Must be web, app or offline.",
                "Invalid value for event_source: must be web, app or offline.",
            ),
            (
                "event_source_id",
                "Not a valid string.",
                "Invalid value for event_source_id: not a valid string.",
            ),
            ("", "Not valid JSON.", "Not valid JSON."),
        ] {
            assert_eq!(refusal(&bad(path, reason)), expected);
        }
        for (endpoint, path, expected) in [
            (Endpoint::PixelTrack, "event_id", "Invalid value for event_id: not a valid string."),
            (Endpoint::PixelTrack, "event_time", "Invalid value for timestamp: not a valid string."),
            (
                Endpoint::PixelBatch,
                "properties.contents.0.content_id",
                "Batch.3.properties.contents.0.content_id: Not a valid string.",
            ),
            (Endpoint::EventTrack, "event_id", "Invalid value for data.3.event_id: not a valid string."),
            (Endpoint::EventTrack, "", "Invalid value for data.3: not a valid string."),
        ] {
            assert_eq!(refusal(&of_event(endpoint, 3, &bad(path, "Not a valid string."))), expected);
        }
        let told = no_permission(EventSource::Web, "C4A");
        assert_eq!(
            told,
            "No permission to operate pixel code: C4A. You must be an admin or operator of this advertiser account."
        );
        assert!(!no_permission(EventSource::Web, "jo@example.com").contains("example"));
        assert!(!no_permission(EventSource::Crm, "7").contains("pixel"));
    }
}
