//! Moments: Unix seconds, or text with an offset or a zone (`rules.md` §4).

mod instant;
mod unit;
mod written;

pub(crate) use instant::Moment;
pub(crate) use unit::look;

use super::text::trim;
use crate::input::Input;
use crate::problem::Code;
use crate::source::EventSource;

/// A fraction of a second is cut off, as `time.time()` of Python has one.
///
/// # Errors
/// `time_in_milliseconds`, `naive_time`, `invalid_time`, `wrong_type`, `not_unicode`.
pub(crate) fn moment(value: &Input<'_>) -> Result<Moment, Code> {
    let moment = match value {
        Input::Integer(seconds) => Moment::certain(*seconds),
        Input::Number(seconds) => Moment::certain(unit::whole(*seconds).ok_or(Code::InvalidTime)?),
        Input::Text(text) => written::moment(trim(text))?,
        Input::NotUnicode => return Err(Code::NotUnicode),
        _ => return Err(Code::WrongType),
    };
    unit::check(moment.seconds)?;
    Ok(moment)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_text_are_moments() {
        for value in [
            Input::Integer(1_767_225_600),
            Input::Number(1_767_225_600.9),
            Input::text(" 1767225600 "),
            Input::text("2026-01-01T00:00:00Z"),
        ] {
            assert_eq!(moment(&value), Ok(Moment::certain(1_767_225_600)));
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for (value, code) in [
            (Input::text("9999-12-31T23:59:59.999999"), Code::NaiveTime),
            (Input::text("9999-12-31T23:59:59.999999+00:00"), Code::InvalidTime),
            (Input::text("0001-01-01T00:00:00+14:00"), Code::InvalidTime),
            (Input::text("6000-01-01T00:00:00Z"), Code::InvalidTime),
            (Input::text("+275760-09-13T00:00:00.000Z"), Code::InvalidTime),
            (Input::text("-271821-04-20T00:00:00.000Z"), Code::InvalidTime),
            (Input::Number(f64::NAN), Code::InvalidTime),
            (Input::text("1969-12-31T23:59:59Z"), Code::InvalidTime),
            (Input::text("9999-12-31T23:59:59Z"), Code::InvalidTime),
            (Input::Bool(true), Code::WrongType),
            (Input::NotUnicode, Code::NotUnicode),
        ] {
            assert_eq!(moment(&value), Err(code));
        }
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
