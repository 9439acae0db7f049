"""The whole request body around the events of a call (rules 6)."""

from vector import DESCRIBED, NOW, SEED, SENT, canonical, described, generated_id, overlay, sha

VERB = "body"

NOTES = {
    "outer": "data, event_source and event_source_id; test_event_code and partner_name when set.",
    "order": "Events keep their order; refused and withheld ones are not in it.",
    "ids": "Each event without event_id has one of its own, by its place in the call.",
}


def case(id, events, sent, outcomes, *flags, **options):
    outer = {"event_source": "web", "event_source_id": "C4A0PIXEL0CODE00TEST"} | options
    names = ("event_source", "event_source_id", "test_event_code", "partner_name")
    body = {"data": sent} | {name: outer[name] for name in names if name in outer}
    return {"id": f"body-{id}", "flags": list(flags), "options": {"now": NOW, "event_id_seed": SEED} | outer, "input": events, "outcomes": outcomes, "body": canonical(body)}


WEB = DESCRIBED["web"]

CASES = [
    case("one", [WEB], [SENT["web"]], ["ready"], "outer"),
    *(case(f"one-{source}", [DESCRIBED[source]], [SENT[source]], ["ready"], "outer", event_source=source, event_source_id="7000000000000000001") for source in DESCRIBED),
    case("test-event-code", [WEB], [SENT["web"]], ["ready"], "outer", test_event_code="TEST12345"),
    case("partner-name", [WEB], [SENT["web"]], ["ready"], "outer", partner_name="Partner"),
    case("test-event-code-and-partner-name", [WEB], [SENT["web"]], ["ready"], "outer", test_event_code="TEST12345", partner_name='P"1\\é'),
    case("three", [described({"event_id": id}) for id in ("b", "a", "c")], [overlay(SENT["web"], {"event_id": id}) for id in ("b", "a", "c")],
         ["ready"] * 3, "order"),
    case("same-twice", [WEB, WEB], [SENT["web"]] * 2, ["ready"] * 2, "order"),
    case("refused-and-withheld-between", [described({"event": None}), WEB, described({"consent": "denied"}), described({"event_id": "e2"}), 5],
         [SENT["web"], overlay(SENT["web"], {"event_id": "e2"})], ["refused", "ready", "withheld", "ready", "refused"], "order"),
    case("generated-ids", [described({"event_id": None})] * 3, [overlay(SENT["web"], {"event_id": generated_id(n)}) for n in range(3)], ["ready"] * 3, "ids"),
    case("generated-ids-by-place", [WEB, described({"event": None}), described({"event_id": None})], [SENT["web"], overlay(SENT["web"], {"event_id": generated_id(2)})],
         ["ready", "refused", "ready"], "ids"),
    case("purchase", [{
        "event": "Purchase", "event_id": "order-1", "event_time": NOW, "user": {"email": " Jo@X.de ", "phone": "(213) 373-4253"}, "page": {"url": "https://shop.example/"},
        "properties": {"value": "39.80", "currency": "usd", "content_type": "product", "description": "d", "contents": [{"content_id": 1, "price": 19.9, "quantity": 2}]},
    }], [{
        "event": "Purchase", "event_id": "order-1", "event_time": NOW, "user": {"email": sha("jo@x.de"), "phone": sha("+12133734253")}, "page": {"url": "https://shop.example/"},
        "properties": {"value": 39.8, "currency": "USD", "content_type": "product", "description": "d", "contents": [{"content_id": "1", "price": 19.9, "quantity": 2}]},
    }], ["ready"], "order", default_region="US"),
]
assert CASES[0]["body"] == ('{"data":[{"event":"Contact","event_id":"e1","event_time":1767225600,"page":{"url":"https://shop.example/"},"user":{"ttp":"t1"}}],'
                            '"event_source":"web","event_source_id":"C4A0PIXEL0CODE00TEST"}')
