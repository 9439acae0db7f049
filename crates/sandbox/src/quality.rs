//! What the match keys of many events cover. The estimate is the core's, which is ours and not TikTok's score.

use serde::Serialize;
use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::user;

use crate::record::MatchKeys;

const KEYS: usize = MatchKeys::ALL.len();

/// How many events have each key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Coverage {
    events: u64,
    having: [u64; KEYS],
}

/// One key's part of the estimate, in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Share {
    pub(crate) key: &'static str,
    /// Events that have it.
    pub(crate) events: u64,
    weight_tenths: u64,
}

/// What is shown of the coverage, in tenths of a point.
#[derive(Debug, Serialize)]
pub(crate) struct Quality {
    pub(crate) events: u64,
    pub(crate) keys: Vec<Share>,
    pub(crate) estimate_tenths: u64,
    /// What events of this source can reach: not every source has every key.
    pub(crate) most_tenths: u64,
    pub(crate) best_missing: Option<Gain>,
}

/// What it would do if every event had that key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Gain {
    pub(crate) key: &'static str,
    /// Events that lack it.
    pub(crate) events: u64,
    /// The estimate with it.
    pub(crate) estimate_tenths: u64,
}

impl Coverage {
    pub(crate) fn add(&mut self, keys: MatchKeys) {
        self.events += 1;
        for (having, name) in self.having.iter_mut().zip(MatchKeys::ALL) {
            *having += u64::from(keys.has(name));
        }
    }

    pub(crate) fn quality(&self, source: EventSource) -> Quality {
        let all = MatchKeys::ALL.iter().zip(self.having).filter(|(key, _)| belongs(key, source));
        let keys: Vec<Share> =
            all.map(|(key, events)| Share { key, events, weight_tenths: weight(key) }).collect();
        let points: u64 = keys.iter().map(|key| key.events * key.weight_tenths).sum();
        Quality {
            events: self.events,
            estimate_tenths: self.average(points),
            most_tenths: keys.iter().map(|key| key.weight_tenths).sum(),
            best_missing: self.best_missing(&keys, points),
            keys,
        }
    }

    fn best_missing(&self, keys: &[Share], points: u64) -> Option<Gain> {
        let missing = |key: &Share| self.events.saturating_sub(key.events);
        let best = keys.iter().max_by_key(|key| missing(key) * key.weight_tenths)?;
        let events = missing(best);
        let estimate_tenths = self.average(points + events * best.weight_tenths);
        (events > 0).then_some(Gain { key: best.key, events, estimate_tenths })
    }

    /// Rounded.
    fn average(&self, points: u64) -> u64 {
        let events = self.events.max(1);
        (points + events / 2) / events
    }
}

/// Whether TikTok's reference lists the key for that source.
fn belongs(key: &str, source: EventSource) -> bool {
    let has = |name| user::GROUP.field(name).is_some_and(|row| row.sources.has(source));
    if key == "ip_user_agent" { has("ip") && has("user_agent") } else { has(key) }
}

/// What the core's estimate gives for a key.
fn weight(key: &str) -> u64 {
    tiktok_capi_core::MatchKeys::weight(key).map_or(0, u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(events: &[&[&str]]) -> Coverage {
        let mut coverage = Coverage::default();
        for keys in events {
            coverage.add(MatchKeys::of(|name| keys.contains(&name)));
        }
        coverage
    }

    #[test]
    fn the_keys_weigh_what_the_core_says() {
        assert_eq!(MatchKeys::ALL.map(weight).iter().sum::<u64>(), 100);
        assert!(tiktok_capi_core::MatchKeys::names().eq(MatchKeys::ALL));
    }

    #[test]
    fn the_best_missing_key_is_the_one_that_adds_most_over_all_events() {
        let quality =
            coverage(&[&["email"], &["email"], &["ttclid"], &["email", "phone"]]).quality(EventSource::Web);
        // (30 + 30 + 20 + 55) / 4
        assert_eq!((quality.estimate_tenths, quality.most_tenths), (34, 100));
        assert_eq!(quality.best_missing, Some(Gain { key: "phone", events: 3, estimate_tenths: 53 }));
    }

    #[test]
    fn a_source_is_measured_by_the_keys_it_has() {
        let quality = coverage(&[&["email", "phone"]]).quality(EventSource::Offline);
        assert_eq!((quality.estimate_tenths, quality.most_tenths, quality.best_missing), (55, 55, None));
    }

    #[test]
    fn no_events_are_no_estimate() {
        let quality = Coverage::default().quality(EventSource::Web);
        assert_eq!((quality.estimate_tenths, quality.best_missing), (0, None));
    }
}
