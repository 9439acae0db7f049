"""The time of the event: whole Unix seconds (rules 4)."""

from vector import DAY, NOW, REFUSED, event

NOTES = {
    "seconds": "Unix seconds as a number or as plain digits; a fraction is floored.",
    "rfc3339": "RFC 3339 text with an offset.",
    "zone": "A zone in brackets (RFC 9557) is read; an offset beside it counts.",
    "ambiguous": "What summer time leaves open, and an offset that is not the zone's, is told.",
    "databases": "As databases write it: UTC, an offset or a zone behind a blank.",
    "mail": "Dates of mail and HTTP (RFC 5322, RFC 9110), and what ECMAScript's toString gives.",
    "naive": "A time without offset may be any of 38 moments.",
    "milliseconds": "As seconds, milliseconds of our time are beyond 2100.",
    "unit": "Numbers below 1,000,000,000 or beyond 2100 count something else than seconds.",
    "invalid": "What is no time, or none between 2001 and 2100, is refused.",
    "late": "Older than 7 days (web, app) or 28 days (offline, crm).",
    "future": "More than five minutes ahead of the clock.",
    "absent": "Without event_time the clock of the call counts.",
}


def time(id, given, seconds, *codes, flags=("seconds",), **options):
    problems = [f"event_time {code}" for code in codes]
    return event(f"event-time-{id}", {"event_time": given}, {"event_time": seconds}, *problems, flags=flags, **options)


def refused(id, given, code, flag="invalid", **options):
    return event(f"event-time-{id}", {"event_time": given}, REFUSED, f"event_time {code}", flags=[flag], **options)


def rfc3339(id, given, seconds=NOW):
    return time(f"rfc3339-{id}", given, seconds, flags=["rfc3339"])


def read(flag, id, given, seconds=NOW):
    return time(f"{flag}-{id}", given, seconds, flags=[flag])


def ambiguous(id, given, seconds):
    options = {"now": seconds} if seconds != NOW else {}
    return time(f"ambiguous-{id}", given, seconds, "ambiguous_time", flags=["ambiguous", "zone"], **options)


def age(source, seconds, *codes):
    return time(f"age-{source}-{seconds}", NOW - seconds, NOW - seconds, *codes, flags=["late"], source=source)


CASES = [
    time("seconds", NOW, NOW),
    time("float-without-fraction", float(NOW), NOW),
    time("fraction-floored", NOW + 0.999, NOW),
    time("digits", str(NOW), NOW),
    time("digits-trimmed", f" {NOW} ", NOW),
    time("digits-leading-zero", f"0{NOW}", NOW),
    rfc3339("utc", "2026-01-01T00:00:00Z"),
    rfc3339("to-iso-string", "2026-01-01T00:00:00.000Z"),
    rfc3339("fraction-floored", "2026-01-01T00:00:00.999999999Z"),
    rfc3339("offset-east", "2026-01-01T05:30:00+05:30"),
    rfc3339("offset-west", "2025-12-31T16:00:00-08:00"),
    rfc3339("offset-zero", "2026-01-01T00:00:00+00:00"),
    rfc3339("lower-case", "2026-01-01t00:00:00z"),
    rfc3339("trimmed", " 2026-01-01T00:00:00Z\n"),
    time("rfc3339-leap-day", "2024-02-29T12:00:00Z", 1709208000, "late_event", flags=["rfc3339", "late"]),
    rfc3339("without-seconds", "2026-01-01T00:00Z"),
    rfc3339("offset-without-seconds", "2026-01-01T01:00+01:00"),
    rfc3339("basic", "20260101T000000Z"),
    read("databases", "utc", "2026-01-01 00:00:00 UTC"),
    read("databases", "utc-with-fraction", "2026-01-01 00:00:00.000000 UTC"),
    read("databases", "gmt-without-seconds", "2026-01-01 00:00 GMT"),
    read("databases", "utc-with-t", "2026-01-01T00:00:00 UTC"),
    read("databases", "offset-of-four-digits", "2026-01-01 00:00:00 +0000"),
    read("databases", "offset-east", "2026-01-01 05:30:00 +0530"),
    read("databases", "offset-with-colon", "2025-12-31 16:00:00 -08:00"),
    read("databases", "offset-of-two-digits", "2026-01-01 01:00:00.123+01"),
    read("databases", "go", "2026-01-01 01:00:00 +0100 CET"),
    read("databases", "go-utc", "2026-01-01 00:00:00 +0000 UTC"),
    read("databases", "zone", "2026-01-01 01:00:00.000 Europe/Berlin"),
    refused("databases-cet", "2026-01-01 01:00:00 CET", "invalid_time"),
    read("zone", "alone", "2026-01-01T01:00:00[Europe/Berlin]"),
    read("zone", "without-seconds", "2026-01-01T01:00[Europe/Berlin]"),
    read("zone", "with-its-offset", "2026-01-01T01:00:00+01:00[Europe/Berlin]"),
    read("zone", "of-another-day", "2025-12-31T19:00:00-05:00[America/New_York]"),
    read("zone", "beside-z", "2026-01-01T00:00:00Z[America/New_York]"),
    read("zone", "critical", "2026-01-01T01:00:00+01:00[!Europe/Berlin]"),
    read("zone", "calendar", "2026-01-01T01:00:00[Europe/Berlin][u-ca=gregory]"),
    read("zone", "of-a-number", "2026-01-01T05:30:00[+05:30]"),
    read("zone", "utc", "2026-01-01T00:00:00[UTC]"),
    read("zone", "unknown-beside-an-offset", "2026-01-01T01:00:00+01:00[Mars/Phobos]"),
    refused("zone-unknown", "2026-01-01T01:00:00[Mars/Phobos]", "invalid_time", "zone"),
    refused("naive-with-a-calendar", "2026-01-01T01:00:00[u-ca=gregory]", "naive_time", "naive"),
    refused("zone-unknown-and-critical", "2026-01-01T01:00:00+01:00[!Mars/Phobos]", "invalid_time", "zone"),
    refused("zone-critical-with-another-offset", "2026-01-01T02:00:00+02:00[!Europe/Berlin]", "invalid_time", "zone"),
    ambiguous("another-offset", "2026-01-01T02:00:00+02:00[Europe/Berlin]", NOW),
    ambiguous("another-offset-behind-utc", "2025-12-31T19:00:00-05:00[Europe/Berlin]", NOW),
    ambiguous("clock-set-back", "2026-10-25T02:30:00[Europe/Berlin]", 1792888200),
    ambiguous("clock-set-forward", "2026-03-29T02:30:00[Europe/Berlin]", 1774747800),
    ambiguous("clock-set-back-in-new-york", "2026-11-01T01:30:00[America/New_York]", 1793511000),
    time("zone-clock-set-back-with-its-offset", "2026-10-25T02:30:00+01:00[Europe/Berlin]", 1792891800, flags=["zone"], now=1792891800),
    refused("ambiguous-strict", "2026-03-29T02:30:00[Europe/Berlin]", "ambiguous_time error", "ambiguous", now=1774747800, strict=True),
    read("mail", "http", "Thu, 01 Jan 2026 00:00:00 GMT"),
    read("mail", "offset", "Thu, 01 Jan 2026 01:00:00 +0100"),
    read("mail", "comment", "1 Jan 2026 01:00:00 +0100 (CET)"),
    read("mail", "without-seconds", "Thu, 1 Jan 2026 00:00 +0000"),
    read("mail", "rfc850", "Thursday, 01-Jan-26 00:00:00 GMT"),
    read("mail", "ecmascript", "Thu Jan 01 2026 01:00:00 GMT+0100 (Central European Standard Time)"),
    ambiguous("asctime", "Thu Jan  1 00:00:00 2026", NOW),
    ambiguous("asctime-with-a-zero", "Thu Jan 01 00:00:00 2026", NOW),
    refused("ambiguous-asctime-strict", "Thu Jan  1 00:00:00 2026", "ambiguous_time error", "ambiguous", strict=True),
    read("mail", "date", "Thu Jan  1 00:00:00 UTC 2026"),
    read("mail", "java", "Thu Jan 01 00:00:00 GMT 2026"),
    refused("mail-java-zone-by-name", "Thu Jan 01 01:00:00 CET 2026", "naive_time", "mail"),
    refused("mail-zone-by-name", "Thu, 01 Jan 2026 01:00:00 CET", "naive_time", "mail"),
    refused("mail-another-weekday", "Fri, 01 Jan 2026 00:00:00 GMT", "invalid_time", "mail"),
    refused("naive", "2026-01-01T00:00:00", "naive_time", "naive"),
    refused("naive-fraction", "2026-01-01T00:00:00.5", "naive_time", "naive"),
    refused("milliseconds-first", 10**12, "time_in_milliseconds", "milliseconds"),
    refused("milliseconds-one-less", 10**12 - 1, "invalid_time", "unit"),
    refused("milliseconds-last", 4133980799999, "time_in_milliseconds", "milliseconds"),
    refused("milliseconds-one-more", 4133980800000, "invalid_time", "unit"),
    refused("milliseconds", NOW * 1000, "time_in_milliseconds", "milliseconds"),
    refused("milliseconds-digits", str(NOW * 1000), "time_in_milliseconds", "milliseconds"),
    refused("milliseconds-with-a-fraction", f"{NOW * 1000}.5", "time_in_milliseconds", "milliseconds"),
    refused("nanoseconds", NOW * 10**9, "invalid_time", "unit"),
    refused("nanoseconds-as-a-fraction-could", 1.767e18, "invalid_time", "unit"),
    refused("microseconds", NOW * 1000000, "invalid_time", "unit"),
    refused("excel", 46023, "invalid_time", "unit"),
    refused("excel-with-its-time", 46023.5, "invalid_time", "unit"),
    refused("excel-as-text", "46023.5", "invalid_time", "unit"),
    refused("yyyymmdd", 20260101, "invalid_time", "unit"),
    refused("yyyymmdd-as-text", "20260101", "invalid_time", "unit"),
    refused("yyyymmddhhmm", 202601011200, "invalid_time", "unit"),
    refused("yyyymmddhhmmss", "20260101120000", "invalid_time", "unit"),
    refused("windows", 134116992000000000, "invalid_time", "unit"),
    refused("seconds-since-2001", 788918400, "invalid_time", "unit"),
    refused("one-second-after-1970", 1, "invalid_time", "unit"),
    time("seconds-first", 10**9, 10**9, "late_event", flags=["unit", "late"]),
    refused("seconds-one-less", 10**9 - 1, "invalid_time", "unit"),
    time("seconds-last", 4133980799, 4133980799, "future_event", flags=["unit", "future"]),
    refused("seconds-one-more", 4133980800, "invalid_time", "unit"),
    refused("text-before-2001", "2001-09-09T01:46:39Z", "invalid_time", "unit"),
    refused("text-beyond-2100", "9999-12-31T23:59:59Z", "invalid_time", "unit"),
    refused("zero", 0, "invalid_time"),
    refused("zero-digits", "0", "invalid_time"),
    refused("floored-to-zero", 0.5, "invalid_time"),
    refused("negative", -1, "invalid_time"),
    refused("before-1970", "1969-12-31T23:59:59Z", "invalid_time"),
    refused("word", "yesterday", "invalid_time"),
    time("digits-with-fraction", f"{NOW}.0", NOW),
    time("digits-with-fraction-floored", f"{NOW}.987654321", NOW),
    refused("digits-with-a-point", f"{NOW}.", "invalid_time"),
    refused("exponent", "1.767E9", "invalid_time"),
    refused("signed-digits", f"+{NOW}", "invalid_time"),
    refused("arabic-digits", "\u0661\u0667\u0666\u0667\u0662\u0662\u0665\u0666\u0660\u0660", "invalid_time"),
    refused("month-13", "2026-13-01T00:00:00Z", "invalid_time"),
    refused("not-a-leap-year", "2026-02-29T00:00:00Z", "invalid_time"),
    refused("hour-24", "2026-01-01T24:00:00Z", "invalid_time"),
    refused("other-order", "01/01/2026 00:00", "invalid_time"),
    refused("offset-of-24-hours", "2026-01-01T00:00:00+24:00", "invalid_time"),
    refused("last-moment-with-an-offset", "9999-12-31T23:59:59.999999+00:00", "invalid_time"),
    refused("last-moment-in-utc", "9999-12-31T23:59:59Z", "invalid_time"),
    refused("last-moment-naive", "9999-12-31T23:59:59.999999", "naive_time"),
    refused("first-moment-with-an-offset", "0001-01-01T00:00:00+14:00", "invalid_time"),
    refused("date-beyond-milliseconds", "6000-01-01T00:00:00+01:00", "invalid_time"),
    refused("last-date-of-javascript", "+275760-09-13T00:00:00.000Z", "invalid_time"),
    refused("offset-of-25-hours", "2026-01-01T00:00:00+25:00", "invalid_time"),
    refused("boolean", True, "wrong_type error"),
    refused("list", [NOW], "wrong_type error"),
    refused("object", {"seconds": NOW}, "wrong_type error"),
    age("web", 7 * DAY),
    age("web", 7 * DAY + 1, "late_event"),
    age("app", 7 * DAY),
    age("app", 7 * DAY + 1, "late_event"),
    age("offline", 28 * DAY),
    age("offline", 28 * DAY + 1, "late_event"),
    age("crm", 28 * DAY),
    age("crm", 28 * DAY + 1, "late_event"),
    time("ahead-300", NOW + 300, NOW + 300, flags=["future"]),
    time("ahead-301", NOW + 301, NOW + 301, "future_event", flags=["future"]),
    time("ahead-300-and-a-fraction", NOW + 300.9, NOW + 300, flags=["future"]),
    time("ahead-offline", NOW + 301, NOW + 301, "future_event", flags=["future"], source="offline"),
    time("absent", None, NOW, flags=["absent"]),
    time("blank", "  ", NOW, flags=["absent"]),
    time("another-clock", None, 1735689600, flags=["absent"], now=1735689600),
]
