"""The event_id of an event: as given, or made once (rules 4)."""

from nobody import NOBODY, SOMEBODY
from vector import NOW, REFUSED, SEED, event, generated_id

NOTES = {
    "given": "Text as given, trimmed, its case and Unicode form kept.",
    "generated": "A UUIDv7 of the clock and the seed; on web with a note, since it cannot pair with a pixel. An e-mail address "
    "is no id: it would leave in the clear, and two orders of one person would count as one.",
    "nobody": "An id that stands for nobody (rules 3.4) counts as absent: all conversions would be one.",
    "bound": "More than 256 characters bring a warning.",
}


def event_id(id, given, sent, *codes, flags=("given",), **options):
    problems = [f"event_id {code}" for code in codes]
    return event(f"event-id-{id}", {"event_id": given}, {"event_id": sent}, *problems, flags=flags, **options)


def generated(id, given, *codes, source="web", sent=None, **options):
    told = codes + (("event_id_generated",) if source == "web" else ())
    return event_id(id, given, sent or generated_id(), *told, flags=["generated"], source=source, event_id_seed=options.pop("event_id_seed", SEED), **options)


CASES = [
    event_id("given", "order-4711", "order-4711"),
    event_id("trimmed", " order 4711\t", "order 4711"),
    event_id("integer", 4711, "4711"),
    event_id("case-kept", "aB", "aB"),
    event_id("decomposed-kept", "jose\u0301", "jose\u0301"),
    event_id("emoji", "😀", "😀"),
    event_id("digest-kept", "A" * 64, "A" * 64),
    event_id("app", "order-4711", "order-4711", source="app"),
    event_id("256-characters", "é" * 256, "é" * 256, flags=["bound"]),
    event_id("257-characters", "e" * 257, "e" * 257, "long_event_id", flags=["bound"]),
    generated("absent", None),
    generated("null", ""),
    generated("blank", " \u3000"),
    generated("absent-app", None, source="app"),
    generated("absent-offline", None, source="offline"),
    generated("absent-crm", None, source="crm"),
    generated("boolean", True, "wrong_type"),
    generated("fraction", 4711.5, "wrong_type"),
    generated("list", ["a"], "wrong_type"),
    generated("e-mail-address", "jo@x.de", "personal_data"),
    *(event_id(f"nobody-{id}", given, generated_id(), "placeholder", "event_id_generated", flags=["nobody"], event_id_seed=SEED) for id, given in NOBODY.items()),
    generated("nobody-app", "undefined", "placeholder", source="app"),
    event("event-id-nobody-strict", {"event_id": "undefined"}, REFUSED, "event_id placeholder error", "event_id event_id_generated", flags=["nobody"], strict=True, event_id_seed=SEED),
    *(event_id(f"somebody-{id}", given, given, flags=["nobody"]) for id, given in SOMEBODY.items()),
    event_id("zero", "0", "0", flags=["nobody"]),
    generated("other-seed", None, sent=generated_id(seed="ff" * 16), event_id_seed="ff" * 16),
    generated("other-clock", None, sent=generated_id(now=NOW + 60), now=NOW + 60),
]
