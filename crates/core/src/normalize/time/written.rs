//! Moments in text: RFC 3339 with the zone of RFC 9557, the dates of mail and HTTP, and what databases make of them.
//!
//! The zones come along with the library, so that the same text is the same moment on every machine.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::strtime;
use jiff::fmt::temporal::{Pieces, PiecesOffset, TimeZoneAnnotation};
use jiff::tz::{Offset, TimeZoneDatabase};

use super::instant::Moment;
use crate::normalize::number;
use crate::problem::Code;

/// A moment in any of the forms.
///
/// # Errors
/// `naive_time` for a time of no known offset, else `invalid_time`.
pub(super) fn moment(text: &str) -> Result<Moment, Code> {
    if let Some(seconds) = seconds(text) {
        return Ok(Moment::certain(seconds));
    }
    match Pieces::parse(in_one_piece(text).as_ref()) {
        Ok(pieces) => of_pieces(&pieces),
        Err(_) => of_words(text),
    }
}

/// Digits, perhaps with a fraction, which is cut off.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    number::digits(fraction).and_then(|_| number::digits(whole))
}

/// `2026-01-01 12:00:00 UTC`, `… +0100` and `… Europe/Berlin`, as databases write them, in the one way of RFC 9557.
fn in_one_piece(text: &str) -> Cow<'_, str> {
    let Some((moment, zone)) = text.rsplit_once(' ') else { return Cow::Borrowed(text) };
    let moment = moment.trim_ascii_end();
    if is_offset(zone) {
        return Cow::Owned(format!("{moment}{zone}"));
    }
    // Go puts a name behind the offset, `+0100 CET`.
    if moment.rsplit_once(' ').is_some_and(|(_, offset)| is_offset(offset)) {
        return in_one_piece(moment);
    }
    if is_utc(zone) {
        return Cow::Owned(format!("{moment}Z"));
    }
    if zone.contains('/') { Cow::Owned(format!("{moment}[{zone}]")) } else { Cow::Borrowed(text) }
}

fn is_offset(word: &str) -> bool {
    word.strip_prefix(['+', '-'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b':'))
}

fn is_utc(word: &str) -> bool {
    ["UTC", "GMT", "UT", "Z"].iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// The offset counts; without one, the zone. RFC 9557 §3.4 leaves it to us what to do with an offset that is not the
/// zone's, unless the zone is marked as critical with `!`.
fn of_pieces(pieces: &Pieces<'_>) -> Result<Moment, Code> {
    let local = DateTime::from_parts(pieces.date(), pieces.time().ok_or(Code::NaiveTime)?);
    let Some(offset) = pieces.offset() else { return of_zone(pieces, local) };
    let moment = of_offset(offset, local).ok_or(Code::InvalidTime)?;
    let is_ambiguous = contradicts(pieces, offset, moment);
    let is_critical = pieces.time_zone_annotation().is_some_and(TimeZoneAnnotation::is_critical);
    if is_ambiguous && is_critical {
        return Err(Code::InvalidTime);
    }
    Ok(Moment { seconds: moment.as_second(), is_ambiguous })
}

/// The earlier one of two where the zone's clock was set back; where it was set forward, what it showed then.
fn of_zone(pieces: &Pieces<'_>, local: DateTime) -> Result<Moment, Code> {
    let zone = pieces.to_time_zone_with(&TimeZoneDatabase::bundled()).map_err(|_| Code::InvalidTime)?;
    let moment = zone.ok_or(Code::NaiveTime)?.to_ambiguous_timestamp(local);
    let is_ambiguous = moment.is_ambiguous();
    let moment = moment.compatible().map_err(|_| Code::InvalidTime)?;
    Ok(Moment { seconds: moment.as_second(), is_ambiguous })
}

/// `jiff` takes offsets up to 25:59; the hour of RFC 3339 §5.6 ends at 23.
fn of_offset(offset: PiecesOffset, local: DateTime) -> Option<Timestamp> {
    let offset = offset.to_numeric_offset();
    let is_of_hours = offset.seconds().abs() < 24 * 60 * 60;
    is_of_hours.then(|| offset.to_timestamp(local).ok()).flatten()
}

/// `Z` and `-00:00` say that the offset there is not known (RFC 9557 §2.2), so they contradict no zone.
fn contradicts(pieces: &Pieces<'_>, offset: PiecesOffset, moment: Timestamp) -> bool {
    let PiecesOffset::Numeric(written) = offset else { return false };
    let is_unknown = written.is_negative() && written.offset() == Offset::UTC;
    let Some(zone) = pieces.time_zone_annotation() else { return false };
    match zone.to_time_zone_with(&TimeZoneDatabase::bundled()) {
        Ok(zone) => !is_unknown && zone.to_offset(moment) != written.offset(),
        Err(_) => zone.is_critical(),
    }
}

/// The second form of HTTP's dates (RFC 9110 §5.6.7), which is always in UTC.
const HTTP: &str = "%A, %d-%b-%y %H:%M:%S GMT";
/// The third one, which HTTP has in UTC. Elsewhere it is what C's `asctime` makes of local times, too.
const ASCTIME: &str = "%a %b %e %H:%M:%S %Y";
/// The same with a zone in it, as Unix's `date` and Java's `Date.toString` write it.
const OF_DATE: [&str; 3] = ["%a %b %e %H:%M:%S UTC %Y", "%a %b %e %H:%M:%S GMT %Y", "%a %b %e %H:%M:%S Z %Y"];
/// What ECMAScript's `Date.prototype.toString` gives.
const ECMASCRIPT: &str = "%a %b %d %Y %H:%M:%S GMT%z";

/// Dates of mail (RFC 5322 §3.3), of which HTTP's first form is one, and those that are like them.
fn of_words(text: &str) -> Result<Moment, Code> {
    let text = text.split_once(" (").map_or(text, |(moment, _comment)| moment);
    let parsed = |form| strtime::parse(form, text).ok();
    let in_utc = |local| Offset::UTC.to_timestamp(local).ok();
    let of_utc = |form| parsed(form)?.to_datetime().ok().and_then(in_utc);
    let http = || of_utc(HTTP).or_else(|| OF_DATE.into_iter().find_map(of_utc));
    let ecmascript = || parsed(ECMASCRIPT)?.to_timestamp().ok();
    let mail = DateTimeParser::new().parse_timestamp(text).ok();
    // `jiff` reads zones of unknown names as UTC, as RFC 5322 §4.3 has it.
    let has_offset = text.rsplit_once(' ').is_some_and(|(_, zone)| is_offset(zone) || is_utc(zone));
    if mail.is_some() && !has_offset || is_of_a_zone_by_name(text) {
        return Err(Code::NaiveTime);
    }
    if let Some(moment) = of_utc(ASCTIME) {
        return Ok(Moment { seconds: moment.as_second(), is_ambiguous: true });
    }
    let moment = mail.or_else(http).or_else(ecmascript).ok_or(Code::InvalidTime)?;
    Ok(Moment::certain(moment.as_second()))
}

/// `Thu Jan 01 12:00:00 CET 2026`: names of zones are used by several.
fn is_of_a_zone_by_name(text: &str) -> bool {
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    let [day, month, number, time, zone, year] = words.as_slice() else { return false };
    let without = [day, month, number, time, year].map(|word| *word).join(" ");
    !is_utc(zone)
        && zone.bytes().all(|byte| byte.is_ascii_alphabetic())
        && strtime::parse(ASCTIME, without).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_767_268_800; // 2026-01-01T12:00:00Z

    #[test]
    fn every_form_says_the_same() {
        for text in [
            "1767268800",
            "1767268800.0",
            "1767268800.987654321",
            "2026-01-01T12:00:00Z",
            "2026-01-01t12:00:00z",
            "2026-01-01T12:00Z",
            "2026-01-01T13:00:00.999+01:00",
            "2026-01-01 12:00:00+00",
            "20260101T120000Z",
            "2026-01-01 12:00:00 UTC",
            "2026-01-01 12:00:00.000 utc",
            "2026-01-01 12:00 GMT",
            "2026-01-01 12:00:00  +0000",
            "2026-01-01 06:30:00 -05:30",
            "2026-01-01 12:00:00 +0000 UTC",
            "2026-01-01 13:00:00.5 +0100 CET",
            "2026-01-01 13:00:00 Europe/Berlin",
            "2026-01-01T13:00:00[Europe/Berlin]",
            "2026-01-01T13:00:00+01:00[europe/berlin]",
            "2026-01-01T13:00:00+01:00[!Europe/Berlin][u-ca=gregory]",
            "2026-01-01T12:00:00Z[America/New_York]",
            "2026-01-01T12:00:00-00:00[America/New_York]",
            "2026-01-01T13:00:00[+01:00]",
            "2026-01-01T12:00:00+00:00[Mars/Phobos]",
            "Thu, 01 Jan 2026 12:00:00 GMT",
            "Thu, 1 Jan 2026 13:00:00 +0100 (CET)",
            "1 Jan 2026 12:00 UT",
            "Thursday, 01-Jan-26 12:00:00 GMT",
            "Thu Jan 01 2026 13:00:00 GMT+0100 (Central European Standard Time)",
            "Thu Jan  1 12:00:00 UTC 2026",
            "Thu Jan 01 12:00:00 GMT 2026",
        ] {
            assert_eq!(moment(text), Ok(Moment::certain(NOON)), "{text}");
        }
    }

    #[test]
    fn what_summer_time_leaves_open_is_told() {
        for (text, seconds) in [
            ("2026-10-25T02:30:00[Europe/Berlin]", 1_792_888_200), // still +02:00
            ("2026-03-29T02:30:00[Europe/Berlin]", 1_774_747_800), // 03:30+02:00
            ("2026-01-01T13:00:00+01:00[Europe/London]", NOON),
            ("Thu Jan  1 12:00:00 2026", NOON),
            ("Thu Jan 01 12:00:00 2026", NOON),
        ] {
            assert_eq!(moment(text), Ok(Moment { seconds, is_ambiguous: true }), "{text}");
        }
        for (text, seconds) in [
            ("2026-10-25T02:30:00+01:00[Europe/Berlin]", 1_792_891_800),
            ("2026-10-25T02:30:00+02:00[Europe/Berlin]", 1_792_888_200),
        ] {
            assert_eq!(moment(text), Ok(Moment::certain(seconds)), "{text}");
        }
    }

    #[test]
    fn a_time_of_nowhere_is_naive() {
        for text in [
            "2026-01-01",
            "2026-01-01T12:00:00",
            "2026-01-01 12:00",
            "2026-01-01T12:00:00[u-ca=gregory]",
            "Thu, 01 Jan 2026 12:00:00 CET",
            "Thu Jan 01 12:00:00 CET 2026",
        ] {
            assert_eq!(moment(text), Err(Code::NaiveTime), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "yesterday",
            "1767268800.",
            ".5",
            "1.767E9",
            "-1767268800",
            "2026-01-01T12:00:00+24:00",
            "2026-01-01T12:00:00+25:00",
            "2026-01-01T12:00:00[Mars/Phobos]",
            "2026-01-01T12:00:00+02:00[!Europe/Berlin]",
            "2026-01-01T12:00:00+00:00[!Mars/Phobos]",
            "2026-01-01T12:00:00Z[!u-ca=gregory]",
            "2026-01-01 12:00:00 CET",
            "2026-02-30 12:00:00 UTC",
            "Fri, 01 Jan 2026 12:00:00 GMT",
            "Friday, 01-Jan-26 12:00:00 GMT",
            "01/02/2026 12:00:00 UTC",
        ] {
            assert_eq!(moment(text), Err(Code::InvalidTime), "{text}");
        }
    }
}
