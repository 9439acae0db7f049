//! The time zone of a shop, by its name in the IANA's database, which comes with the program.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A moment in a time zone, and whether the clock on the wall left it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The moment.
    pub at: Timestamp,
    /// Whether clocks were changed there.
    pub change: Option<Change>,
}

/// What a change of the clocks does to a time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// No clock showed it: taken as the same time after the change, by the old offset.
    Skipped,
    /// Clocks showed it twice: taken as the first.
    Repeated,
}

impl Zone {
    /// The zone of that name, as `Europe/Berlin` or `UTC`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name.trim()).ok().map(Self)
    }

    /// What its clocks show at a moment in Unix seconds, with their offset, as `2026-01-01T12:30:00+01:00`.
    #[must_use]
    pub fn shown(&self, seconds: i64) -> Option<String> {
        let at = Timestamp::from_second(seconds).ok()?.to_zoned_datetime(self.0.clone());
        Some(at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// The moment at which a clock there shows that time. Nothing beyond the years that there are.
    #[must_use]
    pub fn place(&self, local: DateTime) -> Option<Placed> {
        let ambiguous = self.0.to_ambiguous_timestamp(local);
        let change = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(Change::Skipped),
            AmbiguousOffset::Fold { .. } => Some(Change::Repeated),
        };
        Some(Placed { at: ambiguous.compatible().ok()?, change })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn summer_time_is_told() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let placed = |month, day, hour| berlin.place(date(2026, month, day).at(hour, 30, 0, 0)).unwrap();
        let shown = |placed: Placed| (placed.at.to_string(), placed.change);
        assert_eq!(shown(placed(1, 1, 12)), ("2026-01-01T11:30:00Z".into(), None));
        assert_eq!(shown(placed(3, 29, 2)), ("2026-03-29T01:30:00Z".into(), Some(Change::Skipped)));
        assert_eq!(shown(placed(10, 25, 2)), ("2026-10-25T00:30:00Z".into(), Some(Change::Repeated)));
        assert_eq!(Zone::named("Europe/Entenhausen"), None);
        assert_eq!(berlin.shown(1_767_267_000).as_deref(), Some("2026-01-01T12:30:00+01:00"));
        assert_eq!(berlin.shown(i64::MAX), None);
    }
}
