"""The shape of an event: what is absent, of the wrong kind, repeated, too deep, too large, or no JSON (rules 1)."""

from vector import DESCRIBED, NOW, REFUSED, SEED, Repeat, Text, canonical, case, event, generated_id, properties, raw, sha, user

NOTES = {
    "absent": "Missing, null, blank text, an empty list and an empty object all mean absent.",
    "kind": "Each field takes its own kind; a bad optional value is left out, the event goes.",
    "event": "An event is an object.",
    "duplicate": "A key that stands twice refuses the event.",
    "deep": "Sixteen levels of objects and lists, the event being the first.",
    "large": "100,000 values and the bytes of one request.",
    "json": "What is no JSON is refused with line and column, both from 1: the byte at which reading stopped, or the one before.",
    "multi-line": "The text has more than one line.",
    "unicode": "Text with a lone surrogate is a problem at its path, never replaced.",
    "all": "All problems are told at once, in the order of path and code.",
}

BLANK = {"null": None, "empty": "", "blank": " \t\n\u00a0\ufeff\u3000", "list": [], "object": {}}
DUPLICATE = '{"event":"Contact","event_id":"e1",%s}'
SURROGATE = '"\\ud800"'


def absent(id, given):
    """Every kind of member, each absent in the same way; without user there is no identifier."""
    members = ("event_id", "event_time", "user", "properties", "app", "ad", "lead", "device", "limited_data_use", "consent", "x")
    web = {"event": "Contact", "page": {"url": "https://shop.example/"}}
    sent = web | {"event_id": generated_id(), "event_time": NOW}
    return case(f"shape-absent-{id}", web | dict.fromkeys(members, given), sent, "event_id event_id_generated", "user no_identifier",
                flags=["absent"], event_id_seed=SEED)


def whole(id, given, sent, *problems, flag="event", **options):
    return case(f"shape-{id}", given, sent, *problems, flags=[flag], **options)


def no_event(id, given):
    return whole(f"event-{id}", given, REFUSED, " wrong_type error")


def wrong(id, members, *problems):
    return event(f"shape-kind-{id}", members, dict.fromkeys(members), *problems, flags=["kind"])


def twice(id, members, path):
    return whole(f"duplicate-{id}", Text(DUPLICATE % members), REFUSED, f"{path} duplicate_key", flag="duplicate")


def no_json(id, text, line, column, *flags):
    return case(f"shape-json-{id}", Text(text), REFUSED, " invalid_json", flags=["json", *flags], position=[line, column])


def nested(levels):
    """A value of so many levels, a text in the innermost."""
    return "x" if levels == 0 else {"a": nested(levels - 1)} if levels % 2 else [nested(levels - 1)]


def surrogate(id, members, sent, *problems):
    return raw(f"shape-unicode-{id}", members, sent, *problems, flags=["unicode"])


def many(first, piece, times, last=""):
    """An event with a long list."""
    return Repeat(canonical(DESCRIBED["web"])[:-1] + f',"properties":{{"x":[{first}', piece, times, f"{last}]}}}}")


CASES = [
    *(absent(id, given) for id, given in BLANK.items()),
    *(event(f"shape-absent-inside-{id}", {"properties": {"order_id": given, "contents": [given], "x": given, "y": [given, given]}}, {},
            flags=["absent"]) for id, given in BLANK.items()),
    event("shape-absent-deep-inside", {"user": {"email": None, "phone": [""]}, "properties": {"x": {"a": {"b": [None, {"c": ""}]}}}}, {}, flags=["absent"]),
    event("shape-absent-only-missing-members", {"page": {"url": "https://shop.example/", "referrer": ""}, "ad": {"callback": " "}}, {}, flags=["absent"]),
    whole("absent-everything", {}, REFUSED, "event missing_field", "event_id event_id_generated", "page.url missing_page_url",
          "user no_identifier", flag="absent"),
    properties("shape-absent-false-and-zero-are-values", {"x": False, "y": 0, "value": 0}, {"x": False, "y": 0, "value": 0}, flags=["absent"]),

    no_event("null", None),
    no_event("text", "Contact"),
    no_event("number", 5),
    no_event("boolean", True),
    no_event("list", [DESCRIBED["web"]]),
    wrong("user-text", {"user": "jo@x.de"}, "user wrong_type", "user no_identifier"),
    wrong("user-list", {"user": [{"email": "jo@x.de"}]}, "user wrong_type", "user no_identifier"),
    wrong("properties-number", {"properties": 5}, "properties wrong_type"),
    wrong("ad-boolean", {"ad": True}, "ad wrong_type"),
    event("shape-kind-event-id-object", {"event_id": {"id": "e1"}}, {"event_id": generated_id()}, "event_id event_id_generated", "event_id wrong_type",
          flags=["kind"], event_id_seed=SEED),
    event("shape-kind-limited-data-use-text", {"limited_data_use": "true"}, REFUSED, "limited_data_use wrong_type error", flags=["kind"]),
    event("shape-kind-limited-data-use-number", {"limited_data_use": 1}, REFUSED, "limited_data_use wrong_type error", flags=["kind"]),
    event("shape-kind-app-id-on-app", {"app": {"app_id": True}}, REFUSED, "app.app_id wrong_type error", source="app", flags=["kind"]),
    event("shape-kind-lead-id-on-crm", {"lead": {"lead_id": 1.5}}, REFUSED, "lead.lead_id wrong_type error", "user no_identifier", source="crm", flags=["kind"]),

    twice("top-level", '"event_id":"e2"', "event_id"),
    twice("same-value", '"user":{"ttp":"t1","ttp":"t1"}', "user.ttp"),
    twice("escaped", '"user":{"ttp":"t1","\\u0074tp":"t1"}', "user.ttp"),
    twice("in-custom-parameters", '"properties":{"x":{"a":1,"a":2}}', "properties.x.a"),
    twice("in-a-line", '"properties":{"contents":[{"price":1},{"price":1,"price":2}]}', "properties.contents[1].price"),
    twice("null-counts", '"properties":{"x":null,"x":1}', "properties.x"),
    twice("key-that-may-be-personal", '"properties":{"jo@x.de":1,"jo@x.de":2}', "properties.*"),
    twice("beside-other-problems", '"user":{"email":"nobody","email":"x"},"event_time":"naive"', "user.email"),

    properties("shape-deep-16", {"x": nested(14)}, {"x": nested(14)}, flags=["deep"]),
    event("shape-deep-17", {"properties": {"x": nested(15)}}, REFUSED, " too_deep", flags=["deep"]),
    event("shape-deep-17-in-user", {"user": {"email": nested(15)}}, REFUSED, " too_deep", flags=["deep"]),
    event("shape-deep-30", {"properties": {"x": nested(28)}}, REFUSED, " too_deep", flags=["deep"]),
    event("shape-deep-17-empty", {"properties": {"x": [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}}, REFUSED, " too_deep", flags=["deep"]),
    whole("deep-200-levels", Text('{"event":"Contact","x":' + "[" * 200 + "]" * 200 + "}"), REFUSED, " too_deep", flag="deep"),

    whole("large-100001-values", many("0", ",0", 99_991), REFUSED, " event_too_large", flag="large"),
    whole("large-a-mebibyte-of-text", many('"', "a" * 1024, 1024, '"'), REFUSED, " event_too_large", flag="large"),
    whole("large-short-text-long-form", many("9e15", ",9e15", 70_000), REFUSED, " event_too_large", flag="large"),

    no_json("word", "nope", 1, 2),
    no_json("unclosed", '{"event":"Contact"', 1, 18),
    no_json("single-quotes", "{'event':'Contact'}", 1, 2),
    no_json("bare-key", "{event:1}", 1, 2),
    no_json("trailing-comma", '{"event":"Contact",}', 1, 20),
    no_json("missing-colon", '{"event" "Contact"}', 1, 10),
    no_json("missing-comma", '{"a":1 "b":2}', 1, 8),
    no_json("two-values", "{} {}", 1, 4),
    no_json("nan", '{"value":NaN}', 1, 10),
    no_json("infinity", '{"value":-Infinity}', 1, 11),
    no_json("plus", '{"value":+1}', 1, 10),
    no_json("leading-zero", '{"value":01}', 1, 11),
    no_json("no-digit-after-the-point", '{"value":1.}', 1, 12),
    no_json("hexadecimal", '{"value":0x10}', 1, 11),
    no_json("comment", '{/* */"a":1}', 1, 2),
    no_json("control-character", '{"a":"b\u0001"}', 1, 7),
    no_json("unknown-escape", '{"a":"\\x"}', 1, 8),
    no_json("capital-true", '{"a":True}', 1, 6),
    no_json("closed-twice", "{}}", 1, 3),
    no_json("second-line", '{\n  "a": nope\n}', 2, 9, "multi-line"),

    surrogate("email", {"user": f'{{"ttp":"t1","email":{SURROGATE}}}'}, {}, "user.email not_unicode"),
    surrogate("low", {"user": '{"ttp":"t1","email":"jo\\udc00@x.de"}'}, {}, "user.email not_unicode"),
    surrogate("reversed-pair", {"user": '{"ttp":"t1","email":"\\ude00\\ud83d@x.de"}'}, {}, "user.email not_unicode"),
    surrogate("pair-is-text", {"properties": '{"description":"\\ud83d\\ude00"}'}, {"properties": {"description": "😀"}}),
    surrogate("in-a-list", {"user": f'{{"ttp":"t1","external_id":["u1",{SURROGATE}]}}'}, {"user": {"external_id": sha("u1")}},
              "user.external_id[1] not_unicode"),
    surrogate("in-text", {"properties": f'{{"description":{SURROGATE},"order_id":"1"}}'}, {"properties": {"order_id": "1"}}, "properties.description not_unicode"),
    surrogate("in-a-number", {"properties": f'{{"value":{SURROGATE}}}'}, {}, "properties.value not_unicode"),
    surrogate("in-a-count", {"properties": f'{{"num_items":{SURROGATE}}}'}, {}, "properties.num_items not_unicode"),
    surrogate("in-a-custom-parameter", {"properties": f'{{"x":{{"a":[1,{SURROGATE}]}}}}'}, {"properties": {"x": {"a": [1]}}}, "properties.x.a[1] not_unicode"),
    surrogate("in-an-address", {"page": f'{{"url":"https://shop.example/","referrer":{SURROGATE}}}'}, {}, "page.referrer not_unicode"),
    surrogate("in-place-of-an-object", {"properties": SURROGATE}, {}, "properties not_unicode"),
    surrogate("in-place-of-a-line", {"properties": f'{{"contents":[{SURROGATE}]}}'}, {}, "properties.contents[0] not_unicode"),
    surrogate("in-place-of-a-flag", {"limited_data_use": SURROGATE}, REFUSED, "limited_data_use not_unicode error"),
    surrogate("in-the-event-id", {"event_id": SURROGATE}, {"event_id": generated_id()}, "event_id event_id_generated", "event_id not_unicode"),
    surrogate("in-the-event-name", {"event": '"Contact\\ud800"'}, REFUSED, "event not_unicode error"),
    surrogate("in-the-event-time", {"event_time": SURROGATE}, REFUSED, "event_time not_unicode error"),
    surrogate("in-consent", {"consent": SURROGATE}, REFUSED, "consent not_unicode error"),
    surrogate("in-a-consent-signal", {"consent": f'{{"tcf":{SURROGATE}}}'}, REFUSED, "consent invalid_consent"),
    surrogate("in-a-digest", {"user": f'{{"ttp":"t1","email":{{"sha256":{SURROGATE}}}}}'}, {}, "user.email invalid_digest"),
    surrogate("in-an-unknown-user-field", {"user": f'{{"ttp":"t1","nick":{SURROGATE}}}'}, {}, "user.nick unknown_field"),
    surrogate("in-a-key", {"properties": '{"\\ud800":1}'}, REFUSED, " not_unicode error"),
    surrogate("nul-is-unicode", {"properties": '{"description":"a\\u0000b"}'}, {"properties": {"description": "a\u0000b"}}),
    surrogate("noncharacter-is-unicode", {"properties": '{"description":"\\uffff"}'}, {"properties": {"description": "\uffff"}}),

    event("shape-all-problems", {
        "event": "purchase", "event_time": 10**9, "user": {"email": ["x", "jo@x.de"], "phone": "12", "emial": "a", "ip": "10.0.0.1"},
        "page": {"url": "shop"}, "properties": {"value": "?", "currency": "?", "valeu": 1},
    }, {"event": "purchase", "event_time": 10**9, "user": {"email": sha("jo@x.de")}, "page": None, "properties": {"valeu": 1}},
          "event did_you_mean", "event_time late_event", "page.url invalid_url", "properties.currency invalid_currency", "properties.valeu unknown_field",
          "properties.value invalid_number", "user.email[0] invalid_email", "user.emial unknown_field", "user.ip not_public_ip",
          "user.phone phone_without_country_code", flags=["all"]),
    user("shape-all-problems-of-one-field", {"phone": "12"}, {}, "user.phone phone_without_country_code", flags=["all"]),
]
