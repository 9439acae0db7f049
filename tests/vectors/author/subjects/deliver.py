"""The verb `deliver`: bytes that are canonical already go as they are, whatever the rules would make of them now (rules 7)."""

from vector import DESCRIBED, NOW, Repeat, SENT, Text, canonical, sha, told

VERB = "deliver"

NOTES = {
    "as-it-is": "The bytes are those of the request, to the byte.",
    "not-canonical": "Bytes that are not RFC 8785.",
    "no-event": "Canonical JSON that is no event: a member that every event has is missing, or is of another kind.",
    "raw": "A field that is hashed holds digests alone, and what is never sent is not there.",
}

CODE = "C4A0PIXEL0CODE00TEST"
EVENT = {"event": "Contact", "event_id": "e1", "event_time": NOW}


def case(id, given, *flags, problems=(), **options):
    options = {"event_source": "web", "event_source_id": CODE} | options
    outer = "".join(f',"{name}":"{options[name]}"' for name in ("event_source", "event_source_id", "test_event_code") if name in options)
    text = given if isinstance(given, str) else None
    body = None if problems else '{"data":[' + text + "]" + outer + "}"
    member = "input_repeat" if isinstance(given, Repeat) else "input_text"
    return {"id": f"deliver-{id}", "flags": list(flags), "options": options, member: given, "body": body, "problems": told(problems)}


def goes(id, event, **options):
    return case(id, Text(canonical(event)), "as-it-is", **options)


def refused(id, given, *problems, flag="not-canonical"):
    given = given if isinstance(given, (str, Repeat)) else Text(canonical(given))
    return case(f"refused-{id}", given, flag, problems=problems)


def other(id, members, path):
    """Canonical JSON of an event with other members; `None` removes one."""
    event = {name: value for name, value in (EVENT | members).items() if value is not None}
    return refused(id, event, f"{path} not_canonical", flag="no-event")


def raw(id, user, path):
    return refused(id, EVENT | {"user": user}, f"user.{path} not_canonical", flag="raw")


PLAIN = canonical(EVENT)
EMAIL = sha("jo@x.de")

CASES = [
    goes("smallest", EVENT),
    *(goes(f"of-{source}", SENT[source], event_source=source, event_source_id="7000000000000000001") for source in DESCRIBED),
    goes("click-id-is-not-decoded-again", EVENT | {"user": {"ttclid": "a%25b%2Bc"}}),
    goes("strict-without-identifier", EVENT, strict=True),
    goes("strict-opted-out", EVENT | {"limited_data_use": True}, strict=True, require_consent=True),
    goes("consent-was-asked-for", EVENT, require_consent=True),
    goes("names-are-not-renamed", EVENT | {"event": "CompletePayment"}, modern_event_names=True),
    goes("several-digests", EVENT | {"user": {"email": [EMAIL, sha("b@x.de")], "phone": sha("+442079460958")}}),
    goes("late", EVENT | {"event_time": 1}),
    goes("custom-parameters", EVENT | {"properties": {"own": {"a": [1, "x", True]}, "value": 19.9}}),
    goes("lines", EVENT | {"event": "Purchase", "properties": {"contents": [{"content_id": "1", "price": 19.9, "quantity": 2}], "currency": "USD"}}),
    goes("names-of-other-keys", EVENT | {"own": 1}),
    goes("not-ascii", EVENT | {"event_id": "é\u2028\U0001f600"}),
    goes("test-event-code", EVENT, test_event_code="TEST1"),

    refused("white-space", Text(PLAIN.replace(":", ": ")), "not_canonical"),
    refused("line-feed", Text(PLAIN + "\n"), "not_canonical"),
    refused("other-order", Text('{"event_id":"e1","event":"Contact","event_time":1767225600}'), "not_canonical"),
    refused("number-written-otherwise", Text(PLAIN.replace("1767225600", "1767225600.0")), "not_canonical"),
    refused("exponent", Text(PLAIN.replace("1767225600", "1.7672256e9")), "not_canonical"),
    refused("needless-escape", Text(PLAIN.replace("e1", "\\u0065")), "not_canonical"),
    refused("escaped-slash", Text(PLAIN.replace("e1", "a\\/b")), "not_canonical"),
    refused("integer-beyond-53-bits", Text(PLAIN[:-1] + ',"own":9007199254740993}'), "own not_canonical"),
    refused("null", Text(PLAIN[:-1] + ',"own":null}'), "own not_canonical"),
    refused("half-a-surrogate", Text(PLAIN[:-1] + ',"own":"\\ud800"}'), "own not_canonical"),
    refused("number-out-of-range", Text(PLAIN[:-1] + ',"own":[1,1e999]}'), "own[1] not_canonical"),
    refused("repeated-key", Text('{"event":"a","event":"a"}'), "event duplicate_key"),
    refused("no-json", Text("Contact"), "invalid_json"),
    refused("empty", Text(""), "invalid_json"),
    refused("two-events", Text(PLAIN + PLAIN), "invalid_json"),
    refused("too-deep", Text(PLAIN[:-1] + ',"own":' + "[" * 16 + "]" * 16 + "}"), "too_deep"),
    refused("too-large", Repeat(PLAIN[:-1] + ',"own":"', "x", 1048576, '"}'), "event_too_large"),

    refused("text", Text('"Contact"'), "not_canonical", flag="no-event"),
    refused("number", Text("5"), "not_canonical", flag="no-event"),
    refused("empty-object", Text("{}"), "event not_canonical", flag="no-event"),
    other("without-event", {"event": None}, "event"),
    other("without-event-id", {"event_id": None}, "event_id"),
    other("without-event-time", {"event_time": None}, "event_time"),
    other("event-empty", {"event": ""}, "event"),
    other("event-no-text", {"event": 5}, "event"),
    other("event-id-no-text", {"event_id": 5}, "event_id"),
    other("event-time-text", {"event_time": "2026-01-01T00:00:00Z"}, "event_time"),
    other("event-time-fraction", {"event_time": 1.5}, "event_time"),
    other("user-no-object", {"user": "jo"}, "user"),
    other("lines-no-list", {"properties": {"contents": {"content_id": "1"}}}, "properties.contents"),
    other("line-no-object", {"properties": {"contents": [{"content_id": "1"}, "2"]}}, "properties.contents[1]"),

    raw("email", {"email": "jo@x.de"}, "email"),
    raw("email-in-a-list", {"email": [EMAIL, "jo@x.de"]}, "email"),
    raw("phone", {"phone": "+442079460958"}, "phone"),
    raw("external-id", {"external_id": "4711"}, "external_id"),
    raw("first-name", {"first_name": "jo"}, "first_name"),
    raw("digest-in-capitals", {"email": EMAIL.upper()}, "email"),
    raw("digest-object", {"email": {"sha256": EMAIL}}, "email"),
    raw("empty-list", {"email": []}, "email"),
    raw("phone-region", {"phone_region": "GB"}, "phone_region"),
    refused("consent", EVENT | {"consent": "granted"}, "consent not_canonical", flag="raw"),
]
