"""The time of the event: whole Unix seconds (rules 4)."""

from vector import DAY, NOW, REFUSED, event

NOTES = {
    "seconds": "Unix seconds as a number or as plain digits; a fraction is floored.",
    "rfc3339": "RFC 3339 text with an offset.",
    "naive": "A time without offset may be any of 38 moments.",
    "milliseconds": "From 100,000,000,000 on it is no time in seconds.",
    "invalid": "What is no time, or not after 1970, is refused.",
    "late": "Older than 7 days (web, app) or 28 days (offline, crm).",
    "future": "More than five minutes ahead of the clock.",
    "absent": "Without event_time the clock of the call counts.",
}


def time(id, given, seconds, *codes, flags=("seconds",), **options):
    problems = [f"event_time {code}" for code in codes]
    return event(f"event-time-{id}", {"event_time": given}, {"event_time": seconds}, *problems, flags=flags, **options)


def refused(id, given, code, flag="invalid"):
    return event(f"event-time-{id}", {"event_time": given}, REFUSED, f"event_time {code}", flags=[flag])


def rfc3339(id, given, seconds=NOW):
    return time(f"rfc3339-{id}", given, seconds, flags=["rfc3339"])


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
    refused("naive", "2026-01-01T00:00:00", "naive_time", "naive"),
    refused("naive-fraction", "2026-01-01T00:00:00.5", "naive_time", "naive"),
    time("milliseconds-one-less", 99999999999, 99999999999, "future_event", flags=["milliseconds", "future"]),
    refused("milliseconds-exactly", 100000000000, "time_in_milliseconds", "milliseconds"),
    refused("milliseconds", NOW * 1000, "time_in_milliseconds", "milliseconds"),
    refused("milliseconds-digits", str(NOW * 1000), "time_in_milliseconds", "milliseconds"),
    refused("nanoseconds", NOW * 10**9, "time_in_milliseconds", "milliseconds"),
    refused("nanoseconds-as-a-fraction-could", 1.767e18, "time_in_milliseconds", "milliseconds"),
    refused("microseconds", NOW * 1000000, "time_in_milliseconds", "milliseconds"),
    time("one-second-after-1970", 1, 1, "late_event", flags=["late"]),
    refused("zero", 0, "invalid_time"),
    refused("zero-digits", "0", "invalid_time"),
    refused("floored-to-zero", 0.5, "invalid_time"),
    refused("negative", -1, "invalid_time"),
    refused("before-1970", "1969-12-31T23:59:59Z", "invalid_time"),
    refused("word", "yesterday", "invalid_time"),
    refused("digits-with-fraction", f"{NOW}.5", "invalid_time"),
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
