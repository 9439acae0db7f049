"""Keys that the catalogue does not know: left out of user, sent elsewhere (rules 1)."""

from vector import REFUSED, event, page, properties, user

NOTES = {
    "user": "In user an unknown key is left out: a misspelt identifier must not leave in the clear.",
    "elsewhere": "In the event, page, app, ad and lead it is sent, with a warning.",
    "custom": "In properties it is a custom parameter, with a warning only when it is nearly a known name.",
    "near": "Nearly: but for case, _ and -, or by one edit in names of up to four letters and two in longer ones.",
    "path": "A key that does not look like a field name is shown as *, since it may be personal.",
    "personal": "A key under which personal data stands is never sent.",
}


def left_out(id, key, value="a"):
    return user(f"unknown-user-{id}", {key: value}, {}, f"user.{key} unknown_field", flags=["user"])


def near(id, key, value="a"):
    return properties(f"unknown-near-{id}", {key: value}, {key: value}, f"properties.{key} unknown_field", flags=["near"])


def custom(id, key, value="a"):
    return properties(f"unknown-custom-{id}", {key: value}, {key: value}, flags=["custom"])


CASES = [
    left_out("misspelt-email", "emial", "jo@x.de"),
    left_out("camel-case", "externalId", "u1"),
    left_out("upper-case", "EMAIL", "jo@x.de"),
    left_out("pixel-name", "phone_number", "+12133734253"),
    left_out("prehashed-name", "sha256_email"),
    left_out("gender", "gender", "f"),
    left_out("date-of-birth", "date_of_birth", "2000-01-01"),
    left_out("number", "age", 42),
    left_out("object", "address", {"street": "Main St 1"}),
    left_out("list", "emails", ["jo@x.de"]),
    user("unknown-user-absent", {"emial": "", "nick": None}, {}, flags=["user"]),
    user("unknown-user-strict", {"nick": "a"}, REFUSED, "user.nick unknown_field error", flags=["user"], strict=True),
    user("unknown-user-email-as-key", {"jo@x.de": True}, {}, "user.* unknown_field", flags=["user", "path"]),
    user("unknown-user-phone-as-key", {"+12133734253": 1, "4915112345678": 1}, {}, "user.* unknown_field", flags=["user", "path"]),

    event("unknown-event", {"trace": {"id": 7}}, {"trace": {"id": 7}}, "trace unknown_field", flags=["elsewhere"]),
    event("unknown-event-legacy-name", {"timestamp": "2026-01-01T00:00:00Z"}, {"timestamp": "2026-01-01T00:00:00Z"}, "timestamp unknown_field", flags=["elsewhere"]),
    event("unknown-event-camel-case", {"eventId": "e2"}, {"eventId": "e2"}, "eventId unknown_field", flags=["elsewhere"]),
    event("unknown-event-text-not-trimmed", {"note": " a "}, {"note": " a "}, "note unknown_field", flags=["elsewhere"]),
    event("unknown-event-legacy-context", {"context": {"ip": "8.8.8.8", "user": {"email": "jo@x.de", "phone_number": "+1"}}}, {"context": {"ip": "8.8.8.8"}},
          "context unknown_field", "context.user.email personal_data", "context.user.phone_number personal_data", flags=["elsewhere", "personal"]),
    event("unknown-event-personal", {"email": "jo@x.de"}, {}, "email personal_data", flags=["elsewhere", "personal"]),
    event("unknown-event-absent", {"trace": [], "note": ""}, {}, flags=["elsewhere"]),
    event("unknown-event-strict", {"trace": 1}, REFUSED, "trace unknown_field error", flags=["elsewhere"], strict=True),
    page("unknown-page", {"title": "Shoes"}, {"title": "Shoes"}, "page.title unknown_field", flags=["elsewhere"]),
    page("unknown-page-misspelt", {"referer": "https://a.example/"}, {"referer": "https://a.example/"}, "page.referer unknown_field", flags=["elsewhere"]),
    event("unknown-ad", {"ad": {"network": "n"}}, {"ad": {"network": "n"}}, "ad.network unknown_field", flags=["elsewhere"]),
    event("unknown-app", {"app": {"build": 5}}, {"app": {"build": 5}}, "app.build unknown_field", source="app", flags=["elsewhere"]),
    event("unknown-lead", {"lead": {"stage": "won"}}, {"lead": {"stage": "won"}}, "lead.stage unknown_field", source="crm", flags=["elsewhere"]),
    event("unknown-lead-personal", {"lead": {"email": "jo@x.de"}}, {}, "lead.email personal_data", source="crm", flags=["elsewhere", "personal"]),

    custom("text", "colour"),
    custom("number", "loyalty_points", 42),
    custom("boolean", "is_gift", True),
    custom("unicode-key", "größe"),
    custom("spaced-key", "Loyalty Level"),
    custom("one-letter", "q"),
    custom("far-from-every-name", "favourite"),
    near("currency", "currancy"),
    near("camel-case", "contentType", "product"),
    near("upper-case", "Currency", "EUR"),
    properties("unknown-near-hyphen", {"order-id": "1"}, {"order-id": "1"}, "properties.* unknown_field", flags=["near", "path"]),
    near("no-underscore", "orderid", "1"),
    near("swapped-letters", "vlaue", 5),
    near("plural", "values", 5),
    near("short-name-one-edit", "vins"),
    custom("short-name-two-edits", "vxx"),
    near("two-edits", "descripton2"),
    properties("unknown-near-absent", {"currancy": ""}, {}, flags=["near"]),
    properties("unknown-near-strict", {"currancy": "EUR"}, REFUSED, "properties.currancy unknown_field error", flags=["near"], strict=True),
    properties("unknown-custom-strict", {"colour": "red"}, {"colour": "red"}, flags=["custom"], strict=True),
    properties("unknown-path-with-a-dot", {"currency.": "EUR"}, {"currency.": "EUR"}, "properties.* unknown_field", flags=["near", "path"]),
]
