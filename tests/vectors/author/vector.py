"""The few words in which a case is written: what is described, what is sent, which problems are told.

Nothing here knows a rule of normalisation. A canonical form is always a literal in the subject's file;
this file only hashes it (SHA-256) and writes the body (RFC 8785).
"""

import hashlib
import json

import rfc8785

NOW = 1767225600  # 2026-01-01T00:00:00Z
SEED = "00112233445566778899aabbccddeeff"
URL = "https://shop.example/"
DAY = 86400

REFUSED = "refused"
WITHHELD = "withheld"
SAME = object()  # sent exactly as described

INFOS = {
    "prehashed", "url_redacted", "event_id_generated", "consent_denied", "consent_missing", "opted_out", "test_order",
    "not_paid", "not_for_tiktok", "no_conversion", "left_out", "renewal", "point_of_sale", "draft_order",
}
ERRORS = {
    "invalid_json", "duplicate_key", "too_deep", "event_too_large", "missing_field", "invalid_event_name",
    "invalid_time", "naive_time", "time_in_milliseconds", "invalid_consent", "not_this_format", "not_canonical", "negative_value",
}
WARNINGS = {
    "wrong_type", "not_unicode", "number_too_large", "invalid_number", "too_precise", "excess_decimals", "too_many_values",
    "unknown_field", "personal_data", "unknown_value", "invalid_email", "invalid_phone",
    "phone_without_country_code", "invalid_name", "invalid_zip_code", "invalid_place", "invalid_country",
    "invalid_device_id", "invalid_ip", "not_public_ip", "invalid_locale", "placeholder", "hash_of_nothing",
    "weak_hash", "invalid_digest", "unknown_region", "unlikely_phone", "phone_without_plus", "long_ttclid",
    "encoded_ttclid", "long_event_id",
    "did_you_mean", "legacy_event_name", "reserved_event_name", "custom_offline_event", "late_event",
    "future_event", "missing_page_url", "invalid_url", "no_identifier", "ldu_without_ip", "not_for_this_source",
    "invalid_currency", "unlisted_currency", "missing_currency", "missing_recommended", "spreadsheet_id", "ambiguous_time",
    "foreign_digest",
}

DESCRIBED = {
    "web": {"event": "Contact", "event_id": "e1", "event_time": NOW, "page": {"url": URL}, "user": {"ttp": "t1"}},
    "app": {"event": "Login", "event_id": "e1", "event_time": NOW, "app": {"app_id": "a1"}, "user": {"idfv": "v1"}},
    "offline": {"event": "Contact", "event_id": "e1", "event_time": NOW, "user": {"email": "jo@x.de"}},
    "crm": {"event": "Contact", "event_id": "e1", "event_time": NOW, "lead": {"lead_id": "l1"}},
}


class Text(str):
    """Raw JSON text of an event, for what a JSON object cannot express."""


class Repeat(dict):
    """Raw JSON text with a piece that stands many times, for what would be long in a file."""

    def __init__(self, before, piece, times, after):
        super().__init__(before=before, piece=piece, times=times, after=after)


def sha(canonical):
    """SHA-256 of a canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


SENT = DESCRIBED | {"offline": DESCRIBED["offline"] | {"user": {"email": sha("jo@x.de")}}}


def canonical(value):
    """RFC 8785 text of a value."""
    # JSON numbers are doubles (RFC 8785 3.1); the package takes Python integers only below 2^53.
    return rfc8785.dumps(json.loads(json.dumps(value), parse_int=float)).decode()


def generated_id(index=0, now=NOW, seed=SEED):
    """The UUIDv7 of the `index`-th event of a call that has no event_id of its own."""
    entropy = hashlib.sha256(bytes.fromhex(seed) + index.to_bytes(8, "big")).digest()[:10]
    raw = bytearray((now * 1000).to_bytes(6, "big") + entropy)
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def overlay(base, members):
    """`base` with other members: objects are joined, and what is absent is not there."""
    return pruned(joined(base, members))


def joined(base, members):
    """`base` with other members, objects joined."""
    whole = dict(base)
    for key, value in members.items():
        inner = base.get(key)
        whole[key] = inner | value if isinstance(inner, dict) and isinstance(value, dict) else value
    return whole


def pruned(value):
    """No null and no empty object is ever sent."""
    if isinstance(value, list):
        return [pruned(item) for item in value]
    if not isinstance(value, dict):
        return value
    members = {key: pruned(member) for key, member in value.items()}
    return {key: member for key, member in members.items() if member is not None and member != {}}


def described(members, source="web"):
    """The smallest event of a source, with other members; None removes one."""
    whole = joined(DESCRIBED[source], members)
    return {key: value for key, value in whole.items() if value is not None}


def told(problems):
    """Problems in the order in which every language tells them: by path and code."""
    return sorted(map(problem, problems), key=lambda each: (each["path"].encode(), each["code"]))


def member(given):
    """The name under which an input stands in a case."""
    return "input_text" if isinstance(given, Text) else "input_repeat" if isinstance(given, Repeat) else "input"


def problem(text):
    """`"user.email invalid_email"`, the path left out for the whole event, a severity added when it is not the usual one."""
    words = text.split(" ")
    named = words.pop() if words[-1] in ("error", "warning", "info") else None
    code = words.pop()
    usual = "info" if code in INFOS else "error" if code in ERRORS else "warning"
    assert code in INFOS | ERRORS | WARNINGS, code
    return {"path": " ".join(words), "code": code, "severity": named or usual}


def case(id, given, sent, *problems, flags=(), position=None, **options):
    """One event: `given` is a value, `Text` or `Repeat`; `sent` is the event's canonical object, REFUSED or WITHHELD."""
    outcome = sent if sent in (REFUSED, WITHHELD) else "ready"
    stopped = any(each["severity"] == "error" for each in told(problems))
    assert outcome == WITHHELD or stopped == (outcome == REFUSED), id
    named = isinstance(given, dict) and given.get("event_id")
    return {
        "id": id,
        "flags": list(flags),
        "options": {"now": NOW} | ({} if named else {"event_id_seed": SEED}) | options,
        member(given): given,
        "outcome": outcome,
        "body": canonical(sent) if outcome == "ready" else None,
        "problems": told(problems),
    } | ({"position": position} if position else {})


def event(id, given, sent, *problems, source="web", **options):
    """A case of the smallest event of a source: members described and members sent, laid over it."""
    if source != "web":
        options = {"event_source": source} | options
    sent = given if sent is SAME else sent
    body = sent if sent in (REFUSED, WITHHELD) else overlay(SENT[source], sent)
    return case(id, described(given, source), body, *problems, **options)


def within(member):
    """The constructor of cases about one member object, such as `user` or `properties`."""

    def about(id, given, sent, *problems, **options):
        sent = given if sent is SAME else sent
        whole = sent if sent in (REFUSED, WITHHELD) else {member: sent}
        return event(id, {member: given}, whole, *problems, **options)

    return about


user = within("user")
page = within("page")
properties = within("properties")


def raw(id, members, sent, *problems, **options):
    """A case of the smallest web event written as JSON text: `members` are JSON texts by key."""
    texts = {key: json.dumps(value) for key, value in DESCRIBED["web"].items()} | members
    joined = ",".join(f'"{key}":{text}' for key, text in texts.items())
    body = sent if sent in (REFUSED, WITHHELD) else overlay(SENT["web"], sent)
    return case(id, Text("{" + joined + "}"), body, *problems, **options)
