//! The order of day, month and year in a column, and how its times of day are written.

use std::fmt;

use jiff::civil::{Date, DateTime, Time, date, time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::{SignedDuration, Timestamp};

/// Years that an export is about. A two-digit year is meant to be one of these.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;

/// Whoever exports dates alone leaves the time open. Noon is the least wrong in most time zones.
const NOON: Time = time(12, 0, 0, 0);

/// How the times of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeForm {
    /// In a way that needs no column to be understood: RFC 3339, seconds since 1970.
    Plain,
    /// By a pattern of `strftime`.
    Pattern(String),
    /// Days since the end of 1899, as Excel keeps them; or since 1904, as it did on Macs.
    Serial {
        /// Whether they begin in 1904.
        is_1904: bool,
    },
}

/// A moment as a cell tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A moment everywhere.
    At(Timestamp),
    /// What a clock on the wall shows.
    Local(DateTime),
    /// A day alone.
    Day(Date),
}

impl Moment {
    /// What the clock on the wall shows; of a day alone it is noon.
    #[must_use]
    pub fn local(self) -> Option<DateTime> {
        match self {
            Self::At(_) => None,
            Self::Local(local) => Some(local),
            Self::Day(day) => Some(day.to_datetime(NOON)),
        }
    }
}

impl TimeForm {
    /// A form by what people call it: `excel`, `excel-1904`, a pattern of `strftime` as `%d.%m.%Y %H:%M`, or letters as
    /// spreadsheets have them, `dd.mm.yyyy hh:mm`. Nothing where it is none of these.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "plain" => return Some(Self::Plain),
            "excel" => return Some(Self::Serial { is_1904: false }),
            "excel-1904" => return Some(Self::Serial { is_1904: true }),
            _ => {}
        }
        let pattern = if name.contains('%') { name.to_owned() } else { super::letters::pattern(name)? };
        // A pattern that knows no day cannot give a moment, whatever the cell.
        let has_day = ["%d", "%e", "%-d", "%D", "%F", "%s", "%j"].iter().any(|day| pattern.contains(day));
        has_day.then_some(Self::Pattern(pattern))
    }

    /// Whether what it reads is what a clock on some wall shows.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Plain => false,
            Self::Pattern(pattern) => !["%z", "%:z", "%s", "%Q"].iter().any(|zone| pattern.contains(zone)),
            Self::Serial { .. } => true,
        }
    }

    /// The moment of a cell. Nothing where the text is not written in this way.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Moment> {
        match self {
            Self::Plain => None,
            Self::Pattern(pattern) => by_pattern(pattern, text.trim()),
            Self::Serial { is_1904 } => of_serial(text.trim().replace(',', ".").parse().ok()?, *is_1904),
        }
    }
}

impl fmt::Display for TimeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => f.write_str("plain"),
            Self::Pattern(pattern) => f.write_str(pattern),
            Self::Serial { is_1904: false } => f.write_str("excel"),
            Self::Serial { is_1904: true } => f.write_str("excel-1904"),
        }
    }
}

pub(super) fn by_pattern(pattern: &str, text: &str) -> Option<Moment> {
    let read = BrokenDownTime::parse(pattern, text).ok()?;
    let moment = if read.offset().is_some() || read.timestamp().is_some() {
        Moment::At(read.to_timestamp().ok()?)
    } else if read.hour().is_some() {
        Moment::Local(read.to_datetime().ok()?)
    } else {
        Moment::Day(read.to_date().ok()?)
    };
    let year = moment.local().map(DateTime::year);
    year.is_none_or(|year| YEARS.contains(&year)).then_some(moment)
}

/// Excel counts the 29th of February 1900, which never was, so its days begin a day early for every later date.
fn of_serial(days: f64, is_1904: bool) -> Option<Moment> {
    let first = if is_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
    let whole = SignedDuration::try_from_secs_f64((days * 86_400.0).round()).ok()?;
    let local = first.to_datetime(Time::midnight()).checked_add(whole).ok()?;
    let is_day = days.fract() == 0.0;
    let moment = if is_day { Moment::Day(local.date()) } else { Moment::Local(local) };
    YEARS.contains(&local.year()).then_some(moment)
}

/// Looks at the times of a column, cell by cell.
#[derive(Debug, Clone)]
pub struct TimeSurvey {
    candidates: Vec<Candidate>,
    seen: u64,
    /// The first line whose day and month could change places.
    either: Option<u64>,
}

#[derive(Debug, Clone)]
struct Candidate {
    pattern: String,
    /// Whether the month comes first.
    is_month_first: bool,
    fits: u64,
}

/// Why a column's times cannot be read: day and month could be either, since the first line that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EitherOrder {
    /// The line, from 1.
    pub line: u64,
}

const DATES: [&str; 21] = [
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d. %B %Y",
    "%a, %d %b %Y",
];

const TIMES: [&str; 14] = [
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S%.f",
    "T%H:%M:%S",
    "T%H:%M",
    "T%H:%M:%S%.f",
    ", %H:%M",
    ", %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %I:%M %p",
    " %H:%M Uhr",
    " %H:%M:%S %z",
];

/// Cells after which a pattern that fitted none is given up.
const ENOUGH: u64 = 200;

impl Default for TimeSurvey {
    fn default() -> Self {
        let patterns = DATES.iter().flat_map(|date| TIMES.iter().map(move |time| format!("{date}{time}")));
        let tight = ["%Y%m%d%H%M", "%Y%m%d%H%M%S", "%Y%m%dT%H%M%S"].map(str::to_owned);
        let candidates = patterns.chain(tight).map(|pattern| Candidate {
            is_month_first: pattern.starts_with("%m"),
            pattern,
            fits: 0,
        });
        Self { candidates: candidates.collect(), seen: 0, either: None }
    }
}

impl TimeSurvey {
    /// Looks at a cell.
    pub fn see(&mut self, text: &str, line: u64) {
        let text = text.trim();
        self.seen += 1;
        let (mut days, mut months) = (None, None);
        for candidate in &mut self.candidates {
            let Some(moment) = by_pattern(&candidate.pattern, text) else { continue };
            candidate.fits += 1;
            if candidate.is_month_first {
                months.get_or_insert(moment)
            } else {
                days.get_or_insert(moment)
            };
        }
        if days.zip(months).is_some_and(|(days, months)| days != months) {
            self.either.get_or_insert(line);
        }
        if self.seen == ENOUGH {
            self.candidates.retain(|candidate| candidate.fits > 0);
        }
    }

    /// The form that most cells have. Cells of another are none of it, and are told one by one.
    ///
    /// # Errors
    ///
    /// Where day and month could change places in all of them: a date is never guessed.
    pub fn decided(&self) -> Result<TimeForm, EitherOrder> {
        let most = self.candidates.iter().map(|candidate| candidate.fits).max().unwrap_or(0);
        if most == 0 {
            return Ok(TimeForm::Plain);
        }
        let mut best = self.candidates.iter().filter(|candidate| candidate.fits == most);
        let Some(first) = best.next() else { return Ok(TimeForm::Plain) };
        let is_open = best.any(|other| other.is_month_first != first.is_month_first);
        match self.either.filter(|_| is_open) {
            Some(line) => Err(EitherOrder { line }),
            None => Ok(TimeForm::Pattern(first.pattern.clone())),
        }
    }
}

impl fmt::Display for EitherOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day and month could be either (line {})", self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str]) -> Result<String, EitherOrder> {
        let mut survey = TimeSurvey::default();
        for (cell, line) in cells.iter().zip(2..) {
            survey.see(cell, line);
        }
        survey.decided().map(|form| form.to_string())
    }

    #[test]
    fn the_column_decides() {
        for (cells, form) in [
            (vec!["31.12.2025 18:30", "01.02.2026 9:05"], "%d.%m.%Y %H:%M"),
            (vec!["01.02.26"], "%d.%m.%y"),
            (vec!["3/4/2026", "13/4/2026"], "%d/%m/%Y"),
            (vec!["3/4/2026 1:05 PM", "3/14/2026 11:00 AM"], "%m/%d/%Y %I:%M %p"),
            (vec!["2026-01-01 12:00:00"], "%Y-%m-%d %H:%M:%S"),
            (vec!["2026-01-01 12:00:00 +0100"], "%Y-%m-%d %H:%M:%S %z"),
            (vec!["20260101"], "%Y%m%d"),
            (vec!["202601011530"], "%Y%m%d%H%M"),
            (vec!["5 Jan 2026", "17 March 2026"], "%d %b %Y"),
            (vec!["3/3/2026", "4/4/2026"], "%d/%m/%Y"),
            (vec!["2026-01-01T12:00:00Z", "1767225600", "soon", ""], "plain"),
        ] {
            assert_eq!(decided(&cells).as_deref(), Ok(form), "{cells:?}");
        }
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        assert_eq!(decided(&["1/1/2026", "3/4/2026"]), Err(EitherOrder { line: 3 }));
        assert_eq!(decided(&["03-04-2026"]), Err(EitherOrder { line: 2 }));
    }

    #[test]
    fn one_odd_cell_changes_no_other() {
        assert_eq!(decided(&["31.12.2025", "soon", "12/31/2025", "30.12.2025"]).as_deref(), Ok("%d.%m.%Y"));
    }

    #[test]
    fn serials_are_days_of_excel() {
        let read =
            |name: &str, text: &str| TimeForm::named(name)?.read(text)?.local().map(|at| at.to_string());
        assert_eq!(read("excel", "46023.75").as_deref(), Some("2026-01-01T18:00:00"));
        assert_eq!(read("excel", "46023,5").as_deref(), Some("2026-01-01T12:00:00"));
        assert_eq!(read("excel", "46023").as_deref(), Some("2026-01-01T12:00:00"));
        assert_eq!(read("excel-1904", "44561.25").as_deref(), Some("2026-01-01T06:00:00"));
        assert_eq!(read("excel", "1767225600"), None);
    }

    #[test]
    fn forms_have_names() {
        let pattern = |name: &str| TimeForm::named(name).map(|form| form.to_string());
        assert_eq!(pattern("dd.mm.yyyy hh:mm").as_deref(), Some("%d.%m.%Y %H:%M"));
        assert_eq!(pattern("%d/%m/%y").as_deref(), Some("%d/%m/%y"));
        assert_eq!(pattern("%H:%M"), None);
        assert_eq!(pattern("day first"), None);
    }
}
