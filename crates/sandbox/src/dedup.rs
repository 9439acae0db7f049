//! Deduplication of one event's two legs and of repeats (`events-api.md` §4). Pure: the time is passed in.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::endpoint::Channel;

/// From the first event on, the same key is dropped for 48 hours.
const WINDOW_MS: i64 = 48 * 3_600_000;

/// Within the first five minutes the other channel's event is merged into the first.
const MERGE_MS: i64 = 5 * 60_000;

/// What became of an accepted event. The number is that of the event it repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It counts: the first of its key, or one without `event_id`.
    Counted,
    /// The other channel's event within five minutes: what the first one lacked was taken over.
    Merged(u64),
    /// Dropped: a repeat within 48 hours.
    Duplicate(u64),
    /// Not accepted by TikTok.
    Refused,
}

/// The keys of the last 48 hours, as many as fit.
#[derive(Debug)]
pub(crate) struct Dedup {
    seen: HashMap<u128, Seen>,
    /// Every first event in order, so that the oldest are forgotten first: those of pages apart, of which anybody may send some.
    server: VecDeque<(u128, u64)>,
    pixel: VecDeque<(u128, u64)>,
    most: usize,
}

#[derive(Debug)]
struct Seen {
    first_ms: i64,
    number: u64,
    has_both: bool,
    channel: Channel,
}

impl Dedup {
    pub(crate) fn new(most: usize) -> Self {
        Self { seen: HashMap::new(), server: VecDeque::new(), pixel: VecDeque::new(), most }
    }

    /// Takes the event with that number in.
    pub(crate) fn judge(&mut self, key: u128, channel: Channel, now_ms: i64, number: u64) -> Standing {
        let Some(seen) = self.seen.get_mut(&key).filter(|seen| now_ms - seen.first_ms <= WINDOW_MS) else {
            self.first(key, channel, now_ms, number);
            return Standing::Counted;
        };
        let is_other_leg = seen.channel != channel && !seen.has_both;
        if is_other_leg && now_ms - seen.first_ms <= MERGE_MS {
            seen.has_both = true;
            return Standing::Merged(seen.number);
        }
        Standing::Duplicate(seen.number)
    }

    fn first(&mut self, key: u128, channel: Channel, first_ms: i64, number: u64) {
        self.seen.insert(key, Seen { first_ms, number, has_both: false, channel });
        let order = if channel == Channel::Server { &mut self.server } else { &mut self.pixel };
        order.push_back((key, number));
        if order.len() > self.most
            && let Some((key, number)) = order.pop_front()
            // The key may have come again after its 48 hours.
            && self.seen.get(&key).is_some_and(|seen| seen.number == number)
        {
            self.seen.remove(&key);
        }
    }
}

/// The key of an event: what TikTok documents, and the test code, which keeps tests out of the data. It stands in files, so
/// every build and every machine gives the same.
pub(crate) fn key(
    source: &str,
    source_id: &str,
    test_code: Option<&str>,
    event: &str,
    event_id: &str,
) -> u128 {
    let mut hasher = Sha256::new();
    for part in [Some(source), Some(source_id), test_code, Some(event), Some(event_id)] {
        // Its length tells where a part ends, and one that is missing from one that is empty.
        let length = part.and_then(|part| u64::try_from(part.len()).ok());
        hasher.update(length.unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.unwrap_or_default());
    }
    let digest: [u8; 32] = hasher.finalize().into();
    u128::from_be_bytes(digest.first_chunk().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Channel::{Pixel, Server};

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    #[test]
    fn the_other_channel_is_merged_for_five_minutes_and_then_only_dropped() {
        let mut dedup = Dedup::new(10);
        assert_eq!(dedup.judge(1, Pixel, 0, 1), Standing::Counted);
        assert_eq!(dedup.judge(1, Pixel, 1, 2), Standing::Duplicate(1));
        assert_eq!(dedup.judge(1, Server, 5 * MINUTE, 3), Standing::Merged(1));
        assert_eq!(dedup.judge(1, Server, 5 * MINUTE, 4), Standing::Duplicate(1));
        assert_eq!(dedup.judge(2, Server, 0, 5), Standing::Counted);
        assert_eq!(dedup.judge(2, Pixel, 5 * MINUTE + 1, 6), Standing::Duplicate(5));
    }

    #[test]
    fn after_48_hours_the_same_key_counts_again() {
        let mut dedup = Dedup::new(10);
        assert_eq!(dedup.judge(1, Server, 0, 1), Standing::Counted);
        assert_eq!(dedup.judge(1, Server, 48 * HOUR, 2), Standing::Duplicate(1));
        assert_eq!(dedup.judge(1, Server, 48 * HOUR + 1, 3), Standing::Counted);
        assert_eq!(dedup.judge(1, Server, 48 * HOUR + 2, 4), Standing::Duplicate(3));
    }

    #[test]
    fn the_oldest_keys_are_forgotten_but_not_one_that_came_again() {
        let mut dedup = Dedup::new(2);
        dedup.judge(1, Server, 0, 1);
        dedup.judge(1, Server, 49 * HOUR, 2);
        dedup.judge(2, Server, 49 * HOUR, 3);
        assert_eq!(dedup.judge(1, Server, 50 * HOUR, 4), Standing::Duplicate(2));
        dedup.judge(3, Server, 50 * HOUR, 5);
        assert_eq!(dedup.judge(1, Server, 50 * HOUR, 6), Standing::Counted);
        assert!(dedup.seen.len() <= 2 && dedup.server.len() <= 2);
        for number in 6..20 {
            dedup.judge(u128::from(number), Pixel, 50 * HOUR, number);
        }
        assert_eq!(dedup.judge(1, Server, 51 * HOUR, 20), Standing::Duplicate(6), "no page pushes it out");
    }

    #[test]
    fn every_part_of_the_key_counts() {
        let keys = [
            key("web", "P", None, "Purchase", "1"),
            key("web", "Q", None, "Purchase", "1"),
            key("web", "P", Some("T"), "Purchase", "1"),
            key("web", "P", Some(""), "Purchase", "1"),
            key("web", "P", None, "Lead", "1"),
            key("web", "P", None, "Purchase", "2"),
            key("offline", "P", None, "Purchase", "1"),
            key("web", "PP", None, "urchase", "1"),
        ];
        let unique: std::collections::HashSet<_> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len());
    }

    #[test]
    fn the_key_stays_what_it_is_in_files() {
        assert_eq!(key("web", "P", None, "Purchase", "1"), 0x7dd9_d6ba_4b66_ec83_6d29_f68a_c015_6880);
    }
}
