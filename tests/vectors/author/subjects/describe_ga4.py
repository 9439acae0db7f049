"""The verb `describe` for Google Analytics 4: e-commerce objects of the data layer."""

from describing import case, payload, shared_id, without

VERB = "describe"

NOTES = {
    "sample": "A whole object of the data layer.",
    "names": "Names of GA4 that TikTok has a standard event for.",
    "left": "What is in no event is told by its path, once for all items.",
    "flat": "The same members at the top, as gtag and server-side containers have them.",
    "id": "The event's id is that of the transaction; one that was pushed is kept.",
    "nobody": "A transaction that stands for nobody has no id to share.",
    "user": "User-provided data; hashed e-mail addresses are not TikTok's and stay out.",
    "consent": "Google's consent mode, as a server-side container has it.",
    "nothing": "Other events tell of nothing that TikTok has an event for.",
    "not-this-format": "What has no name is refused.",
}

ITEM = {"item_id": "S1", "price": 9.99, "quantity": 1}
LINE = {"content_id": "S1", "price": 9.99, "quantity": 1}
VALUE = {"currency": "EUR", "value": 9.99}


def pushed(id, given, event, *flags, left=()):
    return case("ga4", id, given, [event], flags=flags, left=left)


def name(theirs, ours):
    given = {"event": theirs, "ecommerce": VALUE | {"items": [ITEM]}}
    return pushed(f"name-{theirs.replace('_', '-')}", given, {"event": ours, "properties": VALUE | {"contents": [LINE], "content_type": "product"}}, "names")


def nothing(id, given, problem="event no_conversion", flag="nothing"):
    return case("ga4", id, given, [], problem, flags=[flag])


SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "T_12345"),
    "user": {
        "email": "dana@example.com", "phone": "+12133734253", "external_id": "cust-815", "ttclid": "E.C.P.CrkBga4",
        "first_name": "Dana", "last_name": "Sample", "city": "Springfield", "state": "Illinois", "zip_code": "62701", "country": "US",
    },
    "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.CrkBga4", "referrer": "https://shop.example/checkout"},
    "properties": {
        "order_id": "T_12345", "currency": "USD", "value": 72.05, "content_type": "product",
        "contents": [
            {"content_id": "SKU_12345", "content_name": "Stan and Friends Tee", "content_category": "Apparel", "brand": "Stan", "price": 10.01, "quantity": 3},
            {"content_id": "SKU_12346", "content_name": "Socks", "price": 21.01, "quantity": 2},
        ],
    },
}
ITEM_LEFT = ("affiliation", "coupon", "discount", "index", "item_category2", "item_list_id", "item_variant", "location_id")
LEFT = ["affiliation", "coupon", *(f"items[0].{name}" for name in ITEM_LEFT), "shipping", "tax"]
FLAT = without(payload("ga4"), "ecommerce", "event") | payload("ga4")["ecommerce"] | {"event_name": "purchase"}

CASES = [
    pushed("sample", payload("ga4"), SAMPLE, "sample", "left", left=["*", *(f"ecommerce.{path}" for path in LEFT)]),
    pushed("sample-flat", FLAT, SAMPLE, "sample", "flat", left=["*", *LEFT]),
    pushed("flat-with-the-request", {"event_name": "view_item", "ip_override": "8.8.8.8", "user_agent": "UA", "items": [ITEM]},
           {"event": "ViewContent", "user": {"ip": "8.8.8.8", "user_agent": "UA"}, "properties": {"contents": [LINE], "content_type": "product"}}, "flat"),

    pushed("transaction-of-nobody", {"event": "purchase", "ecommerce": VALUE | {"transaction_id": "undefined"}}, {"event": "Purchase", "properties": VALUE | {"order_id": "undefined"}}, "nobody"),
    pushed("click-id-macro", {"event": "purchase", "page_location": "https://s.example/?ttclid=__CLICKID__"}, {"event": "Purchase", "page": {"url": "https://s.example/?ttclid=__CLICKID__"}}, "nobody"),
    name("purchase", "Purchase"),
    name("begin_checkout", "InitiateCheckout"),
    name("add_payment_info", "AddPaymentInfo"),
    name("add_to_cart", "AddToCart"),
    name("add_to_wishlist", "AddToWishlist"),
    name("view_item", "ViewContent"),
    pushed("name-search", {"event": "search", "search_term": "mugs"}, {"event": "Search", "properties": {"search_string": "mugs"}}, "names"),
    pushed("name-generate-lead", {"event": "generate_lead"} | VALUE, {"event": "Lead", "properties": VALUE}, "names", "flat"),
    pushed("name-sign-up", {"event": "sign_up", "method": "Google"}, {"event": "CompleteRegistration"}, "names", left=["method"]),
    pushed("name-in-capitals", {"event": "Purchase"}, {"event": "Purchase"}, "names"),

    pushed("id-number", {"event": "purchase", "ecommerce": {"transaction_id": 4711}},
           {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711"}}, "id"),
    pushed("id-pushed", {"event": "purchase", "event_id": "e1", "ecommerce": {"transaction_id": "4711"}}, {"event": "Purchase", "event_id": "e1", "properties": {"order_id": "4711"}}, "id"),
    pushed("id-none", {"event": "purchase", "ecommerce": {"transaction_id": ""}}, {"event": "Purchase"}, "id"),

    pushed("user-list-of-addresses", {"event": "sign_up", "user_data": {"email_address": "a@example.com", "address": [{"city": "Bern"}, {"city": "Wien"}]}},
           {"event": "CompleteRegistration", "user": {"email": "a@example.com", "city": "Bern"}}, "user", left=["user_data.address[1].city"]),
    pushed("user-hashed", {"event": "sign_up", "user_data": {"sha256_email_address": "a" * 64, "sha256_phone_number": "b" * 64}},
           {"event": "CompleteRegistration", "user": {"phone": "b" * 64}}, "user", left=["user_data.sha256_email_address"]),
    *(pushed(f"consent-{gcs.lower()}", {"event_name": "purchase", "x-ga-gcs": gcs, "transaction_id": "4711"},
             {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "consent": {"google": {"gcs": gcs}}, "properties": {"order_id": "4711"}}, "consent", "flat")
      for gcs in ("G100", "G111", "G1--")),
    pushed("consent-blank", {"event_name": "sign_up", "x-ga-gcs": ""}, {"event": "CompleteRegistration"}, "consent", "flat"),
    pushed("money-as-text", {"event": "purchase", "ecommerce": {"value": "19.90", "items": [{"item_id": 5, "price": "19.90"}]}},
           {"event": "Purchase", "properties": {"value": "19.90", "contents": [{"content_id": "5", "price": "19.90"}], "content_type": "product"}}, "flat"),

    *(nothing(f"nothing-{each.replace('_', '-').replace('.', '-')}", {"event": each, "ecommerce": {"items": [ITEM]}})
      for each in ("refund", "view_cart", "view_item_list", "select_item", "remove_from_cart", "add_shipping_info", "view_promotion", "gtm.js", "custom")),
    nothing("no-name", {"ecommerce": {"transaction_id": "1"}}, "event not_this_format", "not-this-format"),
    nothing("name-of-another-kind", {"event": 7}, "event not_this_format", "not-this-format"),
    nothing("order-of-shopify", payload("shopify"), "event not_this_format", "not-this-format"),
    nothing("text", "purchase", "event not_this_format", "not-this-format"),
]
