//! The unit of a number: Unix seconds between 2001 and 2100, or what else it looks like.

use std::ops::Range;

use super::written;
use crate::input::Input;
use crate::normalize::text::trim;
use crate::problem::Code;

/// From 2001-09-09, when seconds got their tenth digit, to the end of 2100: no event is older or newer, and no other unit
/// has such numbers for a moment of these years.
const SECONDS: Range<i64> = 1_000_000_000..4_133_980_800;

const MILLI: i64 = 1_000;
const MICRO: i64 = 1_000_000;
const NANO: i64 = 1_000_000_000;

/// # Errors
/// `time_in_milliseconds`, or `invalid_time` for every other number that counts no seconds of our time.
pub(super) fn check(seconds: i64) -> Result<(), Code> {
    if SECONDS.contains(&seconds) {
        return Ok(());
    }
    Err(if is_moment_in(MILLI, seconds) { Code::TimeInMilliseconds } else { Code::InvalidTime })
}

/// What a number that is no moment looks like, with the way to mend it.
pub(crate) fn look(value: &Input<'_>) -> Option<&'static str> {
    let number = match value {
        Input::Integer(number) => *number,
        Input::Number(number) => whole(*number)?,
        Input::Text(text) => written::seconds(trim(text))?,
        _ => return None,
    };
    LOOKS.iter().find(|(is_so, _)| is_so(number)).map(|(_, look)| *look)
}

/// What a number may be, and what is said of it.
type Look = (fn(i64) -> bool, &'static str);

const LOOKS: &[Look] = &[
    (
        |n| EXCEL_DAYS.contains(&n),
        "a date of Excel, which counts days: have it written as text with its offset",
    ),
    (is_date, "a date as `yyyymmdd`: add the time of day and the offset"),
    (
        |n| is_date(n / 10_000) && is_time(n % 10_000 * 100),
        "`yyyymmddhhmm`: write it as RFC 3339, with its offset",
    ),
    (|n| is_date(n / MICRO) && is_time(n % MICRO), "`yyyymmddhhmmss`: write it as RFC 3339, with its offset"),
    (|n| is_moment_in(MICRO, n), "microseconds: divide by 1,000,000"),
    (|n| is_moment_in(NANO, n), "nanoseconds: divide by 1,000,000,000"),
    (|n| is_ticks_since(TO_1601, n), "a file time of Windows, which counts 100 nanoseconds since 1601"),
    (|n| is_ticks_since(TO_0001, n), "ticks of .NET, which count 100 nanoseconds since the year 1"),
];

/// Days since 1899-12-30 of the years 2000 to 2099.
const EXCEL_DAYS: Range<i64> = 36_526..73_051;

const TICKS: i64 = 10_000_000; // a second
const TO_1601: i64 = 11_644_473_600; // seconds to 1970
const TO_0001: i64 = 62_135_596_800;

fn is_moment_in(parts_of_a_second: i64, number: i64) -> bool {
    SECONDS.contains(&number.div_euclid(parts_of_a_second))
}

fn is_ticks_since(to_1970: i64, number: i64) -> bool {
    SECONDS.contains(&(number.div_euclid(TICKS) - to_1970))
}

fn is_date(number: i64) -> bool {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn is_time(number: i64) -> bool {
    let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100);
    (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "beyond an i64 it is the nearest one"
)]
pub(super) fn whole(seconds: f64) -> Option<i64> {
    seconds.is_finite().then(|| seconds.floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_of_our_time_alone() {
        for seconds in [1_000_000_000, 1_767_225_600, 4_133_980_799] {
            assert_eq!(check(seconds), Ok(()));
        }
        for number in [i64::MIN, -1, 0, 1, 999_999_999, 4_133_980_800, 100_000_000_000, i64::MAX] {
            assert_eq!(check(number), Err(Code::InvalidTime), "{number}");
        }
        for milliseconds in [1_000_000_000_000, 1_767_225_600_000, 4_133_980_799_999] {
            assert_eq!(check(milliseconds), Err(Code::TimeInMilliseconds));
        }
    }

    #[test]
    fn a_number_is_told_by_its_looks() {
        for (number, word) in [
            (46_023, "Excel"),
            (20_260_101, "`yyyymmdd`"),
            (202_601_011_200, "`yyyymmddhhmm`"),
            (20_260_101_120_000, "`yyyymmddhhmmss`"),
            (1_767_225_600_000_000, "microseconds"),
            (1_767_225_600_000_000_000, "nanoseconds"),
            (134_116_992_000_000_000, "Windows"),
            (639_028_224_000_000_000, ".NET"),
        ] {
            assert_eq!(check(number), Err(Code::InvalidTime), "{number}");
            assert!(look(&Input::Integer(number)).is_some_and(|look| look.contains(word)), "{number}");
            assert_eq!(LOOKS.iter().filter(|(is_so, _)| is_so(number)).count(), 1, "{number}");
        }
        for number in [
            -1,
            0,
            5,
            20_261_301,
            20_260_132,
            202_601_012_400,
            20_260_101_126_001,
            20_260_101_125_961,
            99_999_999_999,
            i64::MAX,
        ] {
            assert_eq!(look(&Input::Integer(number)), None, "{number}");
        }
        assert!(look(&Input::text(" 46023.5 ")).is_some() && look(&Input::Number(46_023.5)).is_some());
        assert_eq!(look(&Input::text("yesterday")), None);
    }
}
