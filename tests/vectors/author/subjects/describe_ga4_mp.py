"""The verb `describe` for bodies of GA4's Measurement Protocol."""

from describing import case, payload, shared_id

VERB = "describe"

NOTES = {
    "sample": "A whole body.",
    "events": "One event for each that has a counterpart, in order; of the others it is told.",
    "time": "Microseconds of the event, else of the body, as seconds.",
    "consent": "Google's signals in small letters; no personalised advertising is no personalisation.",
    "user": "What the body says of the visitor.",
    "digests": "Google's digests of phones are TikTok's too, those of e-mail addresses and names are not.",
    "not-this-format": "What has no events is refused.",
}


def body(id, members, event, *flags, left=(), foreign=(), **call):
    given = {"client_id": "1.2", "events": [{"name": "sign_up"} | call]} | members
    return case("ga4_mp", id, given, [{"event": "CompleteRegistration"} | event], *(f"{path} foreign_digest" for path in foreign), flags=flags, left=left)


def consent(id, members, signals):
    return body(f"consent-{id}", members, {"consent": {"google": signals}} if signals else {}, "consent")


USER = {
    "external_id": "cust-815", "phone": ["b" * 64], "city": "Springfield", "state": "Illinois", "zip_code": "62701", "country": "US", "ip": "86.150.1.2", "locale": "en-US",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
}
GRANTED = {"google": {"ad_user_data": "granted", "ad_personalization": "granted"}}
SAMPLE = [
    {
        "event": "Pageview", "event_time": 1767180600, "consent": GRANTED, "user": USER | {"ttclid": "E.C.P.CrkBmp"},
        "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.CrkBmp"},
    },
    {
        "event": "Purchase", "event_id": shared_id("Purchase", "T_12345"), "event_time": 1767180601, "consent": GRANTED, "user": USER,
        "properties": {
            "order_id": "T_12345", "currency": "USD", "value": 72.05, "content_type": "product",
            "contents": [{"content_id": "SKU_12345", "content_name": "Stan and Friends Tee", "price": 10.01, "quantity": 3}],
        },
    },
]

CASES = [
    case("ga4_mp", "sample", payload("ga4_mp"), SAMPLE, "user_data.address[0].sha256_first_name foreign_digest", "user_data.sha256_email_address foreign_digest", "events[2].name no_conversion",
         flags=["sample", "events", "digests"], left=["device.category", "events[1].params.tax", "user_data.address[0].sha256_street", "user_location.region_id", "user_properties.tier.value"]),
    body("smallest", {}, {}, "sample"),

    body("value-of-items", {}, {"properties": {"currency": "EUR", "value": 0.3, "contents": [{"content_id": "1", "price": 0.1, "quantity": 3}], "content_type": "product"}}, "events",
         params={"currency": "EUR", "items": [{"item_id": "1", "price": 0.1, "quantity": 3}]}),
    body("event-id", {}, {"event_id": "e1"}, "events", params={"event_id": "e1", "session_id": "1", "engagement_time_msec": 5}),
    case("ga4_mp", "several", {"client_id": "1.2", "events": [{"name": "scroll"}, {"name": "contact"}, 5, {"name": "subscribe"}]}, [{"event": "Contact"}, {"event": "Subscribe"}],
         "events[0].name no_conversion", flags=["events"], left=["events[2]"]),
    case("ga4_mp", "nothing-known", {"client_id": "1.2", "events": [{"name": "scroll"}, {"name": "refund", "params": {"transaction_id": "1"}}]}, [], "events[0].name no_conversion",
         "events[1].name no_conversion", flags=["events"]),
    case("ga4_mp", "name-of-tiktok", {"client_id": "1.2", "events": [{"name": "ViewContent"}, {"name": "login"}]}, [{"event": "ViewContent"}], "events[1].name no_conversion", flags=["events"]),
    case("ga4_mp", "no-events", {"client_id": "1.2", "events": []}, [], "events no_conversion", flags=["events"]),

    body("time-of-the-event", {"timestamp_micros": 1767180600000000}, {"event_time": 1767180601}, "time", left=["timestamp_micros"], timestamp_micros=1767180601999999),
    body("time-of-the-body", {"timestamp_micros": 1767180600123456}, {"event_time": 1767180600}, "time"),
    body("time-as-text", {"timestamp_micros": "1767180600123456"}, {"event_time": 1767180600}, "time"),
    body("time-with-a-fraction", {"timestamp_micros": 1767180600123456.5}, {"event_time": 1767180600}, "time"),
    body("time-of-another-kind", {"timestamp_micros": "soon"}, {"event_time": "soon"}, "time"),

    consent("given", {"consent": {"ad_user_data": "GRANTED", "ad_personalization": "GRANTED"}}, {"ad_user_data": "granted", "ad_personalization": "granted"}),
    consent("refused", {"consent": {"ad_user_data": "DENIED"}}, {"ad_user_data": "denied"}),
    consent("unreadable", {"consent": {"ad_user_data": "perhaps"}}, {"ad_user_data": "perhaps"}),
    consent("not-personalized", {"non_personalized_ads": True}, {"ad_personalization": "denied"}),
    consent("not-personalized-though-given", {"non_personalized_ads": True, "consent": {"ad_user_data": "GRANTED", "ad_personalization": "GRANTED"}},
            {"ad_user_data": "granted", "ad_personalization": "denied"}),
    *(consent(f"not-personalized-as-{name}", {"non_personalized_ads": value}, {"ad_personalization": "denied"}) for name, value in (("text", "true"), ("python-text", "True"), ("a-number", 1))),
    consent("not-personalized-unreadable", {"non_personalized_ads": "yes"}, {"ad_personalization": "yes"}),
    consent("personalized", {"non_personalized_ads": False}, None),
    consent("personalized-as-text", {"non_personalized_ads": "false"}, None),
    body("consent-of-another-kind", {"consent": "yes"}, {"consent": "yes"}, "consent"),

    body("user", {"user_id": 7, "ip_override": "8.8.8.8", "user_agent": "UA", "device": {"language": "de"}, "user_location": {"city": "Bern", "region_id": "CH-BE", "country_id": "CH"}},
         {"user": {"external_id": "7", "ip": "8.8.8.8", "user_agent": "UA", "locale": "de", "city": "Bern", "state": "CH-BE", "country": "CH"}}, "user"),
    body("user-of-an-address", {"user_data": {"address": [{"city": "Wien", "country": "AT"}]}, "user_location": {"city": "Bern", "country_id": "CH"}},
         {"user": {"city": "Wien", "country": "AT"}}, "user", left=["user_location"]),
    body("click-id", {}, {"user": {"ttclid": "T"}, "page": {"url": "https://s.example/?ttclid=T"}}, "user", params={"page_location": "https://s.example/?ttclid=T", "page_title": "S"}),

    body("digests-of-phones", {"user_data": {"sha256_phone_number": ["a" * 64]}}, {"user": {"phone": ["a" * 64]}}, "digests"),
    body("digests-of-others", {"user_data": {"sha256_email_address": "a" * 64}}, {}, "digests", foreign=["user_data.sha256_email_address"]),
    body("digests-unchanged", {"user_data": {"sha256_email_address": ["a" * 64], "email_unchanged": True}}, {"user": {"email": ["a" * 64]}}, "digests"),

    case("ga4_mp", "without-events", {"client_id": "1.2"}, [], "events not_this_format", flags=["not-this-format"]),
    case("ga4_mp", "events-of-another-kind", {"client_id": "1.2", "events": {"name": "purchase"}}, [], "events not_this_format", flags=["not-this-format"]),
    case("ga4_mp", "events-without-names", {"client_id": "1.2", "events": [{}, 5]}, [], "events not_this_format", flags=["not-this-format"]),
    case("ga4_mp", "object-of-the-data-layer", payload("ga4"), [], "events not_this_format", flags=["not-this-format"]),
]
