//! Match keys: which ones an event has, and an estimate of what they cover.
//!
//! TikTok's own score (Event Match Quality) is a weighted average over all events with unpublished weights. The
//! estimate here is ours (`rules.md` §9), and must always be labelled so.

use crate::value::Members;

/// A match key and what it weighs in our estimate, in tenths of a point.
const WEIGHTS: &[(&str, u32)] =
    &[("email", 30), ("phone", 25), ("ttclid", 20), ("external_id", 10), ("ip_user_agent", 10), ("ttp", 5)];

/// The match keys of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchKeys {
    present: u8,
}

impl MatchKeys {
    /// The names of all match keys; `ip_user_agent` is both together.
    pub fn names() -> impl Iterator<Item = &'static str> {
        WEIGHTS.iter().map(|(name, _)| *name)
    }

    /// What a key adds to the estimate, in tenths of a point.
    #[must_use]
    pub fn weight(key: &str) -> Option<u32> {
        WEIGHTS.iter().find(|(name, _)| *name == key).map(|(_, weight)| *weight)
    }

    pub(crate) fn of(event: &Members<'_>) -> Self {
        let has = |user: &Members<'_>, name: &str| match name {
            "ip_user_agent" => user.has("ip") && user.has("user_agent"),
            name => user.has(name),
        };
        let Some(user) = event.object("user") else { return Self::default() };
        let bits = WEIGHTS.iter().enumerate().filter(|(_, (name, _))| has(user, name));
        Self { present: bits.fold(0, |bits, (index, _)| bits | 1 << index) }
    }

    fn weighted(self) -> impl Iterator<Item = (bool, &'static str, u32)> {
        WEIGHTS
            .iter()
            .enumerate()
            .map(move |(index, (name, weight))| (self.present >> index & 1 == 1, *name, *weight))
    }

    /// The ones that are there.
    pub fn present(self) -> impl Iterator<Item = &'static str> {
        self.weighted().filter(|(is_present, ..)| *is_present).map(|(_, name, _)| name)
    }

    /// Our estimate of the coverage, in tenths of a point from 0 to 100. It is not TikTok's score.
    #[must_use]
    pub fn estimate_tenths(self) -> u32 {
        self.weighted().filter(|(is_present, ..)| *is_present).map(|(.., weight)| weight).sum()
    }

    /// The missing key that would add most, and by how many tenths of a point.
    #[must_use]
    pub fn best_missing(self) -> Option<(&'static str, u32)> {
        let missing = self.weighted().find(|(is_present, ..)| !is_present);
        missing.map(|(_, name, weight)| (name, weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_together_are_ten_points() {
        assert_eq!(MatchKeys::names().filter_map(MatchKeys::weight).sum::<u32>(), 100);
        assert_eq!((MatchKeys::weight("ttp"), MatchKeys::weight("city")), (Some(5), None));
    }
}
