"""The verb `event_id`: UUIDv5 of `event:key` (rules 4, RFC 9562 5.5)."""

import uuid

from nobody import NOBODY
from vector import told

VERB = "event_id"

NOTES = {
    "known": "Computed once and written down.",
    "plain": "Neither argument is trimmed; the UTF-8 bytes count.",
    "nobody": "So would a key that stands for nobody (rules 3.4).",
    "doubt": "A name that is nearly a standard one of any source, or an old one, is told: the right one gives another id.",
    "blank": "A blank key would give all conversions one id, so it is refused; blank is absent (rules 1).",
}

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://business-api.tiktok.com/open_api/v1.3/event/track/")


def case(id, event, key, *flags):
    return named(id, event, key, flags, None, str(uuid.uuid5(NAMESPACE, f"{event}:{key}")))


def blank(id, key):
    return named(id, "Purchase", key, ["blank"], "key", None)


def nobody(id, key):
    return named(f"nobody-{id}", "Purchase", key, ["nobody"], "key", None)


def doubtful(id, event, code):
    return case(id, event, "4711", "doubt") | {"problems": told([f"event {code}"])}


def named(id, event, key, flags, error, text):
    head = {"id": f"event-id-of-{id}", "flags": list(flags), "input": {"event": event, "key": key}, "error": error}
    return head | {"text": text, "problems": []} | ({"code": "invalid_argument"} if error else {})


CASES = [
    case("order", "Purchase", "4711", "known"),
    case("another-event", "Lead", "4711"),
    case("another-key", "Purchase", "4712"),
    case("space", "Purchase", " 4711", "plain"),
    case("not-ascii", "Purchase", "Bestellung-ß-😀", "plain"),
    case("decomposed", "Purchase", "e\u0301", "plain"),
    case("composed", "Purchase", "\u00e9", "plain"),
    case("colon", "Purchase:4711", "1", "plain"),
    case("colon-in-the-key", "Purchase", "4711:1", "plain"),
    doubtful("lower-case", "purchase", "did_you_mean"),
    doubtful("misspelt-name", "Purchas", "did_you_mean"),
    doubtful("name-with-a-blank", "Add To Cart", "did_you_mean"),
    doubtful("name-of-an-app", "launch_app", "did_you_mean"),
    doubtful("old-name", "CompletePayment", "legacy_event_name"),
    case("name-of-apps-alone", "LaunchAPP", "4711", "doubt"),
    case("page-view", "Pageview", "4711", "doubt"),
    case("reserved-name", "Browse", "4711", "doubt"),
    case("own-name", "LoyaltyCardOpened", "4711", "doubt"),
    blank("empty-key", ""),
    blank("blank-key", " \t\n"),
    blank("key-of-no-break-space", "\u00a0"),
    *(nobody(id, key) for id, key in NOBODY.items()),
    case("zero", "Purchase", "0", "nobody"),
    case("word-in-the-key", "Purchase", "order-null-4711", "nobody"),
    case("long-key", "Purchase", "k" * 1000, "plain"),
]
assert CASES[0]["text"] == "e26ef224-15c0-5956-8cbb-6eaab9bb7cab"
