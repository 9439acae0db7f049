"""Which option takes which value. An event's cases show what each option does."""

from vector import NOW

VERB = "options"

NOTES = {
    "taken": "A value of the option's own kind.",
    "absent": "An absent value leaves the option as it is.",
    "text": "Environments and command lines know only text: true and false are taken as such, and nothing else is.",
    "invalid": "Another value is an error, and the error does not hold it.",
    "unknown": "An option that is not there is an error with the nearest name.",
}


def case(id, flag, name, value, error=None, nearest=None):
    return {"id": f"options-{id}", "flags": [flag], "options": {"now": NOW}, "input": {"name": name, "value": value}, "error": error, "nearest": nearest}


def taken(id, name, value, flag="taken"):
    return case(f"{name}-{id}", flag, name, value)


def invalid(id, name, value):
    return case(f"{name}-invalid-{id}", "invalid", name, value, "invalid_option")


def unknown(name, nearest=None):
    return case(f"unknown-{name}", "unknown", name, "x", "unknown_option", nearest)


FLAGS = ("strict", "require_consent", "modern_event_names")
NAMES = ("event_source", "default_region", "consent", "opt_out_mode", "tcf_purposes", "tcf_vendor", "now", *FLAGS)

CASES = [
    *(taken(source, "event_source", source) for source in ("web", "app", "offline", "crm")),
    *(taken(consent, "consent", consent) for consent in ("granted", "denied", "opted_out")),
    *(taken(mode, "opt_out_mode", mode) for mode in ("strip", "limited_data_use", "withhold")),
    *(taken(region.strip().lower() or "x", "default_region", region) for region in ("US", " gb ", "XK", "UK")),
    *(taken(f"{value}".lower(), name, value) for name in FLAGS for value in (True, False)),
    *(taken(f"text-{value}", name, value, "text") for name in FLAGS for value in ("true", "false")),
    taken("list", "tcf_purposes", [1, 3, 4, 7]),
    taken("text", "tcf_purposes", "1, 3,4", "text"),
    taken("number", "tcf_vendor", 32),
    taken("text", "tcf_vendor", "32", "text"),
    taken("seconds", "now", NOW),
    taken("text", "now", str(NOW), "text"),
    taken("rfc-3339", "now", "2026-01-01T00:00:00Z", "text"),
    *(taken(f"absent-{id}", name, value, "absent") for name in NAMES for id, value in {"null": None, "blank": " "}.items()),

    invalid("word", "event_source", "website"),
    invalid("upper-case", "event_source", "WEB"),
    invalid("number", "event_source", 1),
    invalid("alpha-3", "default_region", "USA"),
    invalid("not-assigned", "default_region", "ZZ"),
    invalid("number", "default_region", 1),
    invalid("word", "consent", "yes"),
    invalid("boolean", "consent", True),
    invalid("word", "opt_out_mode", "drop"),
    *(invalid("number", name, 1) for name in FLAGS),
    *(invalid("word", name, "yes") for name in FLAGS),
    *(invalid("upper-case", name, "True") for name in FLAGS),
    invalid("zero", "tcf_purposes", [0]),
    invalid("twelve", "tcf_purposes", [12]),
    invalid("word", "tcf_purposes", "all"),
    invalid("number", "tcf_purposes", 1),
    invalid("zero", "tcf_vendor", 0),
    invalid("negative", "tcf_vendor", -1),
    invalid("too-large", "tcf_vendor", 65536),
    invalid("word", "tcf_vendor", "tiktok"),
    invalid("milliseconds", "now", NOW * 1000),
    invalid("word", "now", "today"),

    unknown("defaultRegion", "default_region"),
    unknown("strickt", "strict"),
    unknown("require-consent", "require_consent"),
    unknown("eventsource", "event_source"),
    unknown("modern_event_name", "modern_event_names"),
    unknown("colour"),
    case("unknown-absent", "unknown", "colour", None, "unknown_option"),
]
