"""The verb `describe` for bodies of TikTok's Events API 1.0 (events-api 8)."""

from describing import case, payload

VERB = "describe"

NOTES = {
    "sample": "A whole body.",
    "context": "What stood in the context moves to user and page.",
    "hashed": "Identifiers that are hashed already stay as they are.",
    "left": "What has no counterpart is told: options of the client that change what counts, and event_channel.",
    "properties": "All of them stay but event_channel; reading the event gives query and the lines' content_type their new places.",
    "batch": "One event for each item, in order; an item that is no object stays, so that its receipt says so.",
    "not-this-format": "What is no such body is refused.",
}


def body(id, members, event, *flags, left=()):
    return case("events_api_1", id, {"pixel_code": "P", "event": "Contact"} | members, [{"event": "Contact"} | event], flags=flags, left=left)


def refused(id, given, problem):
    return case("events_api_1", id, given, [], problem, flags=["not-this-format"])


EMAIL = "dd6ff77f54e2106661089bae4d40cdb600979bf7edc9eb65c0942ba55c7c2d7f"
PHONE = "2f9d2b4df907e5c9a7b3434351b55700167b998a83dc479b825096486ffcf4ea"
TRACK = {
    "event": "CompletePayment",
    "event_id": "1616318632825_357",
    "event_time": "2025-12-31T10:49:27Z",
    "user": {
        "email": EMAIL, "phone": PHONE, "external_id": "f0e388f53921a51f0bb0fc8a2944109ec188b59172935d8f23020b1614cc44bc",
        "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH", "ttclid": "E.C.P.CrkBpixel", "ip": "13.57.97.131",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    },
    "page": {"url": "https://shop.example/thanks", "referrer": "https://shop.example/cart"},
    "properties": {
        "contents": [
            {"price": 8, "quantity": 2, "content_type": "product", "content_id": "1077218"},
            {"price": 30, "quantity": 1, "content_type": "product", "content_id": "1197218"},
        ],
        "currency": "USD", "value": 46,
    },
}
BATCH = [
    {
        "event": "ViewContent", "event_id": "view-1", "event_time": "2025-12-31T10:00:00Z",
        "user": {"external_id": "cust-9", "ip": "13.57.97.131", "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"},
        "page": {"url": "https://shop.example/p/1"},
        "properties": {"contents": [{"content_id": "1", "content_type": "product", "price": 8, "quantity": 1}], "currency": "USD", "value": 8},
    },
    {
        "event": "Search", "event_id": "search-1", "event_time": "2025-12-31T10:01:00Z",
        "user": {"ip": "13.57.97.131"}, "page": {"url": "https://shop.example/search"}, "properties": {"query": "mugs"},
    },
]
OFFLINE = {
    "event": "CompletePayment", "event_id": "offline-20251230-1", "event_time": "2025-12-30T16:20:00Z",
    "user": {"email": [EMAIL, "frank@example.com"], "phone": [PHONE]},
    "properties": {
        "order_id": "R-20251230-7", "shop_id": "DE-07", "currency": "EUR", "value": 25,
        "contents": [{"price": 12.5, "quantity": 2, "content_id": "A-1", "content_type": "product"}],
    },
}

CASES = [
    case("events_api_1", "sample-pixel-track", payload("pixel_track"), [TRACK], flags=["sample", "hashed", "left"], left=["test_event_code"]),
    case("events_api_1", "sample-pixel-batch", payload("pixel_batch"), BATCH, flags=["sample", "batch"]),
    case("events_api_1", "sample-offline-track", payload("offline_track"), [OFFLINE], flags=["sample", "hashed"], left=["properties.event_channel"]),
    body("smallest", {}, {}, "sample"),

    body("click-id-of-the-page", {"context": {"page": {"url": "https://s.example/?ttclid=T"}}}, {"user": {"ttclid": "T"}, "page": {"url": "https://s.example/?ttclid=T"}}, "context"),
    body("click-id-macro-beside-the-page", {"context": {"ad": {"callback": "__CALLBACK_PARAM__"}, "page": {"url": "https://s.example/?ttclid=T"}}},
         {"user": {"ttclid": "T"}, "page": {"url": "https://s.example/?ttclid=T"}}, "context", left=["context.ad.callback"]),
    body("click-id-macro", {"context": {"ad": {"callback": "__CALLBACK_PARAM__"}}}, {"user": {"ttclid": "__CALLBACK_PARAM__"}}, "context"),
    body("click-id", {"context": {"ad": {"callback": "E.C.P.x"}}}, {"user": {"ttclid": "E.C.P.x"}}, "context"),
    body("user", {"context": {"user": {"email": "a@example.com", "phone_number": "+1", "external_id": 5, "ttp": "T1"}}},
         {"user": {"email": "a@example.com", "phone": "+1", "external_id": 5, "ttp": "T1"}}, "context"),
    body("page", {"context": {"page": {"url": "https://a.example/", "referrer": "https://b.example/"}}}, {"page": {"url": "https://a.example/", "referrer": "https://b.example/"}}, "context"),
    body("request", {"context": {"ip": "8.8.8.8", "user_agent": "UA"}}, {"user": {"ip": "8.8.8.8", "user_agent": "UA"}}, "context"),
    body("context-of-another-kind", {"context": "x"}, {}, "context", left=["context"]),
    body("limited-data-use", {"limited_data_use": True}, {"limited_data_use": True}, "context"),
    body("time-of-another-kind", {"timestamp": 1767225600}, {"event_time": 1767225600}, "context"),

    body("properties", {"properties": {"query": "mugs", "status": "paid", "own": {"a": [1, None]}}}, {"properties": {"query": "mugs", "status": "paid", "own": {"a": [1, None]}}}, "properties"),
    body("event-channel", {"properties": {"event_channel": "email", "value": 1}}, {"properties": {"value": 1}}, "properties", "left", left=["properties.event_channel"]),
    body("event-channel-alone", {"properties": {"event_channel": "email"}}, {}, "properties", "left", left=["properties.event_channel"]),

    case("events_api_1", "batch-of-an-event-set", {"event_set_id": "7", "batch": [{"type": "track", "event": "Contact"}]}, [{"event": "Contact"}], flags=["batch"]),
    case("events_api_1", "batch-with-a-bad-item", {"pixel_code": "P", "batch": [{"event": "Contact"}, 5, None, "x", {}]}, [{"event": "Contact"}, 5, None, "x", {}], flags=["batch"]),

    case("events_api_1", "batch-with-more", {"pixel_code": "P", "partner_name": "X", "batch": [{"event": "Contact"}, {"event": "Contact", "a": 1}, {"event": "Contact", "a": 2}]},
         [{"event": "Contact"}] * 3, flags=["batch", "left"], left=["batch[1].a", "partner_name"]),

    case("events_api_1", "batch-of-nothing", {"pixel_code": "P", "batch": []}, [], "batch no_conversion", flags=["batch"]),

    refused("batch-of-another-kind", {"pixel_code": "P", "batch": {"event": "Contact"}}, "batch not_this_format"),
    refused("no-event", {"pixel_code": "P"}, "event not_this_format"),
    refused("no-source", {"event": "Contact"}, "pixel_code not_this_format"),
    refused("body-of-2", {"event_source": "web", "event_source_id": "P", "data": [{"event": "Contact"}]}, "pixel_code not_this_format"),
    refused("list", [{"pixel_code": "P", "event": "Contact"}], "pixel_code not_this_format"),
]
