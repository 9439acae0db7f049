//! Moments: Unix seconds, or RFC 3339 text with an offset.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;

use super::number::{self, MAX_INTEGER};
use super::text::trim;
use crate::input::Input;
use crate::problem::Code;
use crate::source::EventSource;

/// From here on a number counts milliseconds: as seconds it would be the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;

/// Whole Unix seconds; a fraction is cut off, as `time.time()` of Python has one.
///
/// # Errors
/// `time_in_milliseconds`, `naive_time`, `invalid_time`, `wrong_type`, `not_unicode`.
pub(crate) fn seconds(value: &Input<'_>) -> Result<i64, Code> {
    let seconds = match value {
        Input::Integer(seconds) => *seconds,
        Input::Number(seconds) => whole(*seconds).ok_or(Code::InvalidTime)?,
        Input::Text(text) => from_text(trim(text))?,
        Input::NotUnicode => return Err(Code::NotUnicode),
        _ => return Err(Code::WrongType),
    };
    match seconds {
        MILLISECONDS.. => Err(Code::TimeInMilliseconds),
        1.. => Ok(seconds),
        _ => Err(Code::InvalidTime),
    }
}

const DAY: i64 = 24 * 60 * 60;
const AHEAD: i64 = 5 * 60;

/// What is doubtful about a moment when it is seen at `now`: too old to be attributed, or ahead of the clock.
pub(crate) fn doubt(seconds: i64, now: i64, source: EventSource) -> Option<Code> {
    let days = match source {
        EventSource::Web | EventSource::App => 7,
        EventSource::Offline | EventSource::Crm => 28,
    };
    let age = now - seconds;
    if age > days * DAY {
        return Some(Code::LateEvent);
    }
    (age < -AHEAD).then_some(Code::FutureEvent)
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "clamped to ±2^53")]
fn whole(seconds: f64) -> Option<i64> {
    seconds.is_finite().then(|| seconds.clamp(-MAX_INTEGER, MAX_INTEGER).floor() as i64)
}

fn from_text(text: &str) -> Result<i64, Code> {
    if let Some(seconds) = number::digits(text) {
        return Ok(seconds);
    }
    match text.parse::<Timestamp>() {
        // What is written as a date is never meant as milliseconds, however far ahead it is.
        Ok(moment) if has_an_offset_of_hours(text) && moment.as_second() < MILLISECONDS => {
            Ok(moment.as_millisecond().div_euclid(1_000))
        }
        Err(_) if text.parse::<DateTime>().is_ok() && offset(text).is_none() => Err(Code::NaiveTime),
        _ => Err(Code::InvalidTime),
    }
}

/// `jiff` takes offsets up to 25:59; the hour of RFC 3339 §5.6 ends at 23.
fn has_an_offset_of_hours(text: &str) -> bool {
    offset(text).is_some_and(|seconds| seconds.abs() < DAY)
}

fn offset(text: &str) -> Option<i64> {
    Some(Pieces::parse(text).ok()?.to_numeric_offset()?.seconds().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_in_every_spelling() {
        for value in [
            Input::Integer(1_767_225_600),
            Input::Number(1_767_225_600.9),
            Input::text("1767225600"),
            Input::text("2026-01-01T00:00:00Z"),
            Input::text(" 2026-01-01T01:00:00.999+01:00 "),
        ] {
            assert_eq!(seconds(&value), Ok(1_767_225_600));
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for (value, code) in [
            (Input::Integer(99_999_999_999 + 1), Code::TimeInMilliseconds),
            (Input::text("1767225600000"), Code::TimeInMilliseconds),
            (Input::text("2026-01-01T00:00:00"), Code::NaiveTime),
            (Input::text("2026-01-01"), Code::NaiveTime),
            (Input::text("9999-12-31T23:59:59.999999"), Code::NaiveTime),
            (Input::text("9999-12-31T23:59:59.999999+00:00"), Code::InvalidTime),
            (Input::text("9999-12-31T23:59:59Z"), Code::InvalidTime),
            (Input::text("0001-01-01T00:00:00+14:00"), Code::InvalidTime),
            (Input::text("6000-01-01T00:00:00Z"), Code::InvalidTime),
            (Input::text("+275760-09-13T00:00:00.000Z"), Code::InvalidTime),
            (Input::text("-271821-04-20T00:00:00.000Z"), Code::InvalidTime),
            (Input::text("yesterday"), Code::InvalidTime),
            (Input::text("2026-01-01T00:00:00+25:00"), Code::InvalidTime),
            (Input::Integer(0), Code::InvalidTime),
            (Input::Number(f64::NAN), Code::InvalidTime),
            (Input::Bool(true), Code::WrongType),
        ] {
            assert_eq!(seconds(&value), Err(code));
        }
        assert_eq!(seconds(&Input::Integer(99_999_999_999)), Ok(99_999_999_999));
    }

    #[test]
    fn a_week_and_five_minutes_are_in_order() {
        let now = 2_000_000_000;
        assert_eq!(doubt(now - 7 * DAY, now, EventSource::Web), None);
        assert_eq!(doubt(now - 7 * DAY - 1, now, EventSource::Web), Some(Code::LateEvent));
        assert_eq!(doubt(now - 28 * DAY, now, EventSource::Crm), None);
        assert_eq!(doubt(now + AHEAD, now, EventSource::Web), None);
        assert_eq!(doubt(now + AHEAD + 1, now, EventSource::Web), Some(Code::FutureEvent));
    }
}
