"""The verb `describe` for bodies of Meta's Conversions API."""

from describing import case, changed, payload, shared_id, without
from vector import sha

VERB = "describe"

NOTES = {
    "sample": "A whole body, as Meta's own libraries make one.",
    "name": "Meta's standard events by TikTok's names, and those that have TikTok's; others are none.",
    "body": "Events in data, or one alone; each has its own answer.",
    "id": "The event's own id; a purchase without one has that of its order.",
    "digest": "A digest is taken where TikTok hashes the same text. That of a phone, which Meta writes without its plus, is another; a place goes in plain.",
    "one": "One value in a list is that value.",
    "consent": "Limited data use is TikTok's too; an event for attribution alone is one of a person who opted out.",
    "products": "Lines, else ids; one id has its name and category.",
    "visit": "The click id in the page's address.",
    "origin": "What was sold in a store is sent only when the shop says so.",
    "left": "What is in no event is told by its path; what names somebody at Meta alone is passed over.",
    "not-this-format": "What holds no event is refused.",
}

LEAD = {"event_name": "Lead"}
SENT = {"event": "Lead"}


def body(id, given, events, *problems, flag="body", left=(), **options):
    return case("meta", id, given, events, *problems, flags=[flag], left=left, **options)


def event(id, members, sent, flag, left=(), **options):
    return body(id, LEAD | members, [SENT | sent], flag=flag, left=left, **options)


def user(id, data, user, flag="digest", left=(), foreign=()):
    given, sent = LEAD | {"user_data": data}, SENT | ({"user": user} if user else {})
    return body(id, given, [sent], *(f"{path} foreign_digest" for path in foreign), flag=flag, left=left)


def custom(id, data, properties, flag="products", left=()):
    return event(id, {"custom_data": data}, {"properties": properties} if properties else {}, flag, left)


def name(meta, tiktok):
    return body(f"name-{meta.lower()}", {"event_name": meta}, [{"event": tiktok}], flag="name")


SAMPLE = {
    "event": "Purchase",
    "event_id": "order-4711",
    "event_time": 1767191399,
    "limited_data_use": True,
    "user": {
        "email": [sha("alice@example.com")], "first_name": sha("alice"), "last_name": sha("example"), "zip_code": sha("80331"),
        "external_id": ["customer-26"], "ip": "91.0.0.7", "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "ttclid": "E.C.P.CrkBmeta",
    },
    "page": {"url": "https://mugs.example/thanks?ttclid=E.C.P.CrkBmeta", "referrer": "https://mugs.example/checkout"},
    "properties": {
        "order_id": "4711", "currency": "EUR", "value": 39.8, "num_items": 2, "content_type": "product",
        "contents": [{"content_id": "95", "quantity": 2, "price": 19.9}],
    },
}
LEFT = ["data[0].custom_data.contents[0].delivery_category", "data[0].custom_data.net_revenue", "data[0].user_data.country", "data[0].user_data.ct", "test_event_code"]
PHONE = sha("16505550123")

CASES = [
    body("sample", payload("meta"), [SAMPLE], "data[0].user_data.ph foreign_digest", flag="sample", left=LEFT),
    body("sample-alone", payload("meta")["data"][0], [SAMPLE], "user_data.ph foreign_digest", flag="sample", left=[path.removeprefix("data[0].") for path in LEFT if "data[0]" in path]),

    *(name(same, same) for same in ("Purchase", "InitiateCheckout", "AddPaymentInfo", "AddToCart", "AddToWishlist", "ViewContent", "Search", "Lead", "CompleteRegistration",
                                    "Contact", "CustomizeProduct", "FindLocation", "Schedule", "StartTrial", "SubmitApplication", "Subscribe")),
    name("PageView", "Pageview"),
    body("name-in-another-case", {"event_name": " purchase "}, [{"event": "Purchase"}], flag="name"),
    body("name-with-blanks", {"event_name": "Add to cart"}, [{"event": "AddToCart"}], flag="name"),
    body("name-of-tiktok", {"event_name": "Download"}, [{"event": "Download"}], flag="name"),
    body("name-of-tiktok-before", {"event_name": "CompletePayment"}, [{"event": "CompletePayment"}], flag="name"),
    body("name-of-apps", {"event_name": "Login"}, [], "event_name no_conversion", flag="name"),
    body("name-donate", {"event_name": "Donate"}, [], "event_name no_conversion", flag="name"),
    body("name-custom", {"data": [{"event_name": "Lead stage 2"}]}, [], "data[0].event_name no_conversion", flag="name"),

    body("several", {"data": [LEAD, {"event_name": "Contact"}]}, [SENT, {"event": "Contact"}]),
    body("several-with-a-custom-one", {"data": [LEAD, {"event_name": "Mine", "user_data": {"ge": "f"}}, {"event_name": "Contact", "x": 1}]}, [SENT, {"event": "Contact"}],
         "data[1].event_name no_conversion", left=["data[2].x"]),
    body("several-custom-ones", {"data": [{"event_name": "Mine"}, {"event_name": "Yours"}]}, [], "data[0].event_name no_conversion", "data[1].event_name no_conversion"),
    body("nothing", {"data": []}, [], "data no_conversion"),
    body("around-it", {"data": [LEAD], "access_token": "t", "partner_agent": "a", "upload_tag": "u", "test_event_code": "T"}, [SENT], flag="left", left=["test_event_code"]),

    body("around-a-custom-one", {"data": [{"event_name": "Mine"}, LEAD], "partner_agent": "a", "x": 1}, [SENT], "data[0].event_name no_conversion", flag="left", left=["x"]),

    event("id", {"event_id": "e1"}, {"event_id": "e1"}, "id"),
    body("id-of-an-order", {"event_name": "Purchase", "custom_data": {"order_id": 4711}}, [{"event": "Purchase", "event_id": shared_id("Purchase", "4711"), "properties": {"order_id": "4711"}}], flag="id"),
    body("id-beside-an-order", {"event_name": "Purchase", "event_id": "e1", "custom_data": {"order_id": "4711"}}, [{"event": "Purchase", "event_id": "e1", "properties": {"order_id": "4711"}}], flag="id"),
    custom("id-of-no-order", {"order_id": "4711"}, {"order_id": "4711"}, "id"),

    user("digest-email", {"em": sha("jo@example.com")}, {"email": sha("jo@example.com")}),
    user("digest-names", {"fn": sha("jo"), "ln": [sha("ex")]}, {"first_name": sha("jo"), "last_name": sha("ex")}),
    user("digest-zip-code", {"zp": [sha("m11ae")]}, {"zip_code": sha("m11ae")}),
    user("digest-external-id", {"external_id": [sha("7"), "8"]}, {"external_id": [sha("7"), "8"]}),
    user("digest-phone", {"ph": PHONE}, None, foreign=["user_data.ph"]),
    user("digest-phone-in-capitals", {"ph": [f" {PHONE.upper()} "], "em": "jo@example.com"}, {"email": "jo@example.com"}, foreign=["user_data.ph"]),
    user("digest-phone-among-others", {"ph": ["+16505550123", PHONE]}, {"phone": "+16505550123"}, foreign=["user_data.ph[1]"]),
    user("digest-phones", {"ph": [PHONE, sha("442079460958")]}, None, foreign=["user_data.ph"]),
    user("phone-alone-in-plain", {"ph": ["+16505550123"]}, {"phone": "+16505550123"}),
    user("phone-in-plain", {"ph": ["+16505550123", "+442079460958"]}, {"phone": ["+16505550123", "+442079460958"]}),
    *(user(f"digest-{name.replace('_', '-')}", {key: [sha(value)], "em": "jo@example.com"}, {"email": "jo@example.com"}, left=[f"user_data.{key}"])
      for name, key, value in (("city", "ct", "bern"), ("state", "st", "ca"), ("country", "country", "ch"))),
    user("places-in-plain", {"ct": ["Bern"], "st": "BE", "country": ["ch"]}, {"city": "Bern", "state": "BE", "country": "ch"}),
    user("digest-of-no-use", {"em": "jo@example.com", "ge": sha("f"), "db": sha("19900131")}, {"email": "jo@example.com"}, "left", ["user_data.db", "user_data.ge"]),
    user("of-meta-alone", {"em": "jo@example.com", "fbc": "fb.1.1.A", "fbp": "fb.1.1.2", "fb_login_id": "9"}, {"email": "jo@example.com"}, "left"),

    user("one-name", {"fn": ["Jo"], "ln": "Ex"}, {"first_name": "Jo", "last_name": "Ex"}, "one"),
    user("several-names", {"fn": ["Jo", "Al"]}, {"first_name": ["Jo", "Al"]}, "one"),
    user("several-addresses", {"em": ["jo@example.com", "al@example.com"]}, {"email": ["jo@example.com", "al@example.com"]}, "one"),

    event("consent-limited", {"data_processing_options": ["LDU"], "data_processing_options_country": 1, "data_processing_options_state": 1000}, {"limited_data_use": True}, "consent"),
    event("consent-limited-as-text", {"data_processing_options": "ldu"}, {"limited_data_use": True}, "consent"),
    event("consent-not-limited", {"data_processing_options": []}, {}, "consent"),
    event("consent-limited-otherwise", {"data_processing_options": ["XYZ"]}, {"limited_data_use": "XYZ"}, "consent"),
    event("consent-limited-twice", {"data_processing_options": ["LDU", "XYZ"]}, {"limited_data_use": ["LDU", "XYZ"]}, "consent"),
    event("consent-for-attribution-alone", {"opt_out": True}, {"consent": "opted_out"}, "consent"),
    event("consent-for-all", {"opt_out": False}, {}, "consent"),
    event("consent-for-all-as-text", {"opt_out": "False"}, {}, "consent"),
    event("consent-for-attribution-alone-as-a-number", {"opt_out": 1}, {"consent": "opted_out"}, "consent"),
    event("consent-unreadable", {"opt_out": "yes"}, {"consent": "yes"}, "consent"),

    custom("lines", {"contents": [{"id": "A", "quantity": 2, "item_price": "1.5", "title": "Mug", "brand": "B", "category": "C"}, {"id": 7}], "content_ids": ["A", "7"], "content_type": "product"},
           {"contents": [{"content_id": "A", "quantity": 2, "price": "1.5", "content_name": "Mug", "brand": "B", "content_category": "C"}, {"content_id": "7"}], "content_type": "product"}),
    custom("lines-of-groups", {"contents": [{"id": "A"}], "content_type": "product_group"}, {"contents": [{"content_id": "A"}], "content_type": "product_group"}),
    custom("ids", {"content_ids": ["A", "B"], "content_type": "product", "content_name": "Mugs"}, {"content_ids": ["A", "B"], "content_type": "product"}, left=["custom_data.content_name"]),
    custom("id-alone", {"content_ids": ["A"], "content_name": "Mug", "content_category": "C"},
           {"contents": [{"content_id": "A", "content_name": "Mug", "content_category": "C"}], "content_type": "product"}),
    custom("id-as-text", {"content_ids": "A", "content_type": "product_group"}, {"contents": [{"content_id": "A"}], "content_type": "product_group"}),
    custom("name-without-an-id", {"content_name": "Mug"}, None, left=["custom_data.content_name"]),
    custom("money", {"value": "19.90", "currency": "eur", "predicted_ltv": 99, "net_revenue": 5}, {"value": "19.90", "currency": "eur", "predicted_ltv": 99}, left=["custom_data.net_revenue"]),
    custom("words", {"search_string": "mug", "status": "registered", "delivery_category": "in_store"}, {"search_string": "mug", "status": "registered", "delivery_category": "in_store"}),

    event("page", {"event_source_url": "https://a.example/?ttclid=T%2B", "referrer_url": "https://b.example/"},
          {"user": {"ttclid": "T+"}, "page": {"url": "https://a.example/?ttclid=T%2B", "referrer": "https://b.example/"}}, "visit"),
    event("page-without-a-click-id", {"event_source_url": "https://a.example/"}, {"page": {"url": "https://a.example/"}}, "visit"),

    body("store", LEAD | {"action_source": "physical_store"}, [], "action_source point_of_sale", flag="origin"),
    body("store-of-several", {"data": [LEAD, LEAD | {"action_source": "physical_store"}]}, [SENT], "data[1].action_source point_of_sale", flag="origin"),
    event("store-sent", {"action_source": "physical_store"}, {}, "origin", point_of_sale="send"),
    *(event(f"source-{source.replace('_', '-')}", {"action_source": source}, {}, "origin") for source in ("website", "app", "phone_call", "system_generated", "other")),

    body("app", LEAD | {"action_source": "app", "app_data": {"advertiser_tracking_enabled": 1}}, [SENT], flag="left", left=["app_data.advertiser_tracking_enabled"]),
    body("no-name", without(payload("meta")["data"][0], "event_name"), [], "event_name not_this_format", flag="not-this-format"),
    body("no-name-among-others", {"data": [LEAD, {"user_data": {}}]}, [], "data[1].event_name not_this_format", flag="not-this-format"),
    body("no-object-among-others", {"data": [LEAD, "Lead"]}, [], "data[1].event_name not_this_format", flag="not-this-format"),
    body("data-of-another-kind", {"data": "[]"}, [], "data not_this_format", flag="not-this-format"),
    body("events-api-1", payload("pixel_track"), [], "event_name not_this_format", flag="not-this-format"),
    body("kind-of-parts", changed(LEAD, {"user_data": 5, "custom_data": "x"}), [SENT], flag="left", left=["custom_data", "user_data"]),
    body("empty", {}, [], "event_name not_this_format", flag="not-this-format"),
]
