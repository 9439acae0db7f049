"""The verb `describe` for Google Analytics 4: what is pushed into the data layer, and events of server-side containers."""

from describing import case, payload, shared_id, without
from vector import Text

VERB = "describe"

NOTES = {
    "sample": "A whole object of the data layer.",
    "names": "Names of GA4 that TikTok has a standard event for.",
    "left": "What is in no event is told by its path, once for all items.",
    "flat": "The same members at the top, as gtag and server-side containers have them.",
    "model": "What gtag pushes: an eventModel, or its numbered arguments.",
    "visitor": "Click id and cookie: of the page's address, of the cookies, of the event; one that stands for nobody replaces none. Addresses, language, client hints.",
    "items": "Names of items in their spellings, and the first category.",
    "total": "Value and currency of items when the event has none, exact; not of several currencies, and not when a price is missing.",
    "universal": "Universal Analytics is another format, unless GA4 is pushed along.",
    "tiktok": "Properties by TikTok's names.",
    "id": "The event's id is that of the transaction; one that was pushed is kept.",
    "nobody": "A transaction that stands for nobody has no id to share.",
    "user": "User-provided data, in user_data or at the top.",
    "digests": "Google's digests of e-mail addresses and names are told and left out, unless the address itself is there or was hashed as it was.",
    "consent": "Google's consent mode, as a server-side container has it.",
    "nothing": "Other events tell of nothing that TikTok has an event for.",
    "not-this-format": "What has no name is refused.",
}

ITEM = {"item_id": "S1", "price": 9.99, "quantity": 1}
LINE = {"content_id": "S1", "price": 9.99, "quantity": 1}
VALUE = {"currency": "EUR", "value": 9.99}


def pushed(id, given, event, *flags, left=(), foreign=()):
    return case("ga4", id, given, [event], *(f"{path} foreign_digest" for path in foreign), flags=flags, left=left)


def person(id, given, user, *flags, left=(), foreign=()):
    return pushed(id, {"event": "sign_up"} | given, {"event": "CompleteRegistration"} | ({"user": user} if user else {}), *flags, left=left, foreign=foreign)


def nested(place, value):
    for name in reversed(place):
        value = {name: value}
    return value


def total(id, items, sent, left=(), **members):
    """An event about items: `sent` is its value and its currency, the lines are as they are."""
    names = {"item_id": "content_id", "price": "price", "quantity": "quantity"}
    lines = [{names[name]: value for name, value in item.items() if name in names} for item in items]
    properties = sent | {"contents": lines, "content_type": "product"}
    return pushed(f"total-{id}", {"event": "view_item", "items": items} | members, {"event": "ViewContent", "properties": properties}, "total", left=left)


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
ITEM_LEFT = ("affiliation", "coupon", "discount", "item_category2", "item_list_id", "item_variant", "location_id")
LEFT = ["affiliation", "coupon", *(f"items[0].{name}" for name in ITEM_LEFT), "shipping", "tax"]
FLAT = without(payload("ga4"), "ecommerce", "event") | payload("ga4")["ecommerce"] | {"event_name": "purchase"}

SERVER = {
    "event": "Purchase",
    "event_id": "1767180600_ab12",
    "consent": {"google": {"gcs": "G111"}},
    "user": {
        "email": "juergen@example.com", "phone": "+4930123456", "first_name": "Jürgen", "last_name": "Beispiel", "city": "München", "state": "BY", "zip_code": "80331", "country": "DE",
        "ip": "91.0.0.7", "locale": "de-de", "ttclid": "E.C.P.CrkBcookie", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    },
    "page": {"url": "https://laden.example/danke", "referrer": "https://laden.example/kasse"},
    "device": {
        "architecture": "x86", "bitness": "64", "browser_version_list": [{"brand": "Chromium", "version": "131.0.6778.86"}], "mobile": False, "platform": "Windows",
        "platform_version": "15.0.0",
    },
    "properties": {
        "order_id": "2025-0727", "currency": "EUR", "value": 43.84, "content_type": "product",
        "contents": [{"content_id": "TASSE-BLAU", "content_name": "Tasse", "content_category": "Küche", "brand": "Example", "price": 12.59, "quantity": 2}],
    },
}
UNIVERSAL = {"actionField": {"id": "T1", "revenue": "19.90"}, "products": []}

CASES = [
    pushed("sample", payload("ga4"), SAMPLE, "sample", "left", left=[f"ecommerce.{path}" for path in LEFT]),
    pushed("sample-flat", FLAT, SAMPLE, "sample", "flat", left=LEFT),
    pushed("flat-with-the-request", {"event_name": "view_item", "ip_override": "8.8.8.8", "user_agent": "UA", "items": [ITEM]},
           {"event": "ViewContent", "user": {"ip": "8.8.8.8", "user_agent": "UA"}, "properties": {"value": 9.99, "contents": [LINE], "content_type": "product"}}, "flat"),

    pushed("sample-of-a-server-container", payload("ga4_server"), SERVER, "sample", "visitor"),

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
    *(pushed(f"name-{theirs.replace('_', '-')}", {"event": theirs}, {"event": ours}, "names") for theirs, ours in (
        ("page_view", "Pageview"), ("file_download", "Download"), ("download", "Download"), ("contact", "Contact"), ("find_location", "FindLocation"), ("schedule", "Schedule"),
        ("submit_application", "SubmitApplication"), ("subscribe", "Subscribe"), ("start_trial", "StartTrial"), ("complete_registration", "CompleteRegistration"))),
    pushed("name-view-search-results", {"event": "view_search_results", "search_term": "mugs"}, {"event": "Search", "properties": {"search_string": "mugs"}}, "names"),
    *(pushed(f"name-{id}", {"event": given}, {"event": ours}, "names") for id, given, ours in (
        ("with-blanks", "Add to cart", "AddToCart"), ("of-tiktok", "ViewContent", "ViewContent"), ("of-tiktok-before", "CompletePayment", "CompletePayment"), ("of-tiktok-in-small-letters", "lead", "Lead"))),
    pushed("name-in-capitals", {"event": "Purchase"}, {"event": "Purchase"}, "names"),

    pushed("id-number", {"event": "purchase", "ecommerce": {"transaction_id": 4711}},
           {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711"}}, "id"),
    pushed("id-pushed", {"event": "purchase", "event_id": "e1", "ecommerce": {"transaction_id": "4711"}}, {"event": "Purchase", "event_id": "e1", "properties": {"order_id": "4711"}}, "id"),
    pushed("id-none", {"event": "purchase", "ecommerce": {"transaction_id": ""}}, {"event": "Purchase"}, "id"),

    pushed("user-list-of-addresses", {"event": "sign_up", "user_data": {"email_address": "a@example.com", "address": [{"city": "Bern"}, {"city": "Wien"}]}},
           {"event": "CompleteRegistration", "user": {"email": "a@example.com", "city": "Bern"}}, "user", left=["user_data.address[1].city"]),
    pushed("user-hashed", {"event": "sign_up", "user_data": {"sha256_email_address": "a" * 64, "sha256_phone_number": "b" * 64}},
           {"event": "CompleteRegistration", "user": {"phone": "b" * 64}}, "user", "digests", foreign=["user_data.sha256_email_address"]),
    *(pushed(f"consent-{gcs.lower()}", {"event_name": "purchase", "x-ga-gcs": gcs, "transaction_id": "4711"},
             {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "consent": {"google": {"gcs": gcs}}, "properties": {"order_id": "4711"}}, "consent", "flat")
      for gcs in ("G100", "G111", "G1--")),
    pushed("consent-of-the-request", {"event_name": "sign_up", "gcs": "G100", "gcd": "13q3q3q3q5"}, {"event": "CompleteRegistration", "consent": {"google": {"gcs": "G100", "gcd": "13q3q3q3q5"}}}, "consent", "flat"),
    *(pushed(f"limited-{name}", {"event": "sign_up", "limited_data_use": given}, {"event": "CompleteRegistration", "limited_data_use": sent}, "consent", "flat")
      for name, given, sent in (("data-use", True, True), ("data-use-as-text", "TRUE", True), ("not", 0, False), ("unreadable", "yes", "yes"))),
    pushed("consent-blank", {"event_name": "sign_up", "x-ga-gcs": ""}, {"event": "CompleteRegistration"}, "consent", "flat"),
    pushed("money-as-text", {"event": "purchase", "ecommerce": {"value": "19.90", "items": [{"item_id": 5, "price": "19.90"}]}},
           {"event": "Purchase", "properties": {"value": "19.90", "contents": [{"content_id": "5", "price": "19.90"}], "content_type": "product"}}, "flat"),

    pushed("model", {"event": "purchase", "gtm.uniqueEventId": 9, "eventModel": {"transaction_id": "4711", "value": 5, "currency": "EUR", "items": [ITEM], "send_to": "G-X", "coupon": "c"}},
           {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711", "value": 5, "currency": "EUR", "contents": [LINE], "content_type": "product"}},
           "model", left=["eventModel.coupon"]),
    # As text: numbered members are a list in PHP.
    case("ga4", "model-of-arguments", Text('{"0":"event","1":"purchase","2":{"transaction_id":"4711","value":5,"currency":"EUR"}}'),
         [{"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711", "value": 5, "currency": "EUR"}}], flags=["model"]),
    *(pushed(f"model-of-{name}", given, {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711", "value": 5, "currency": "EUR"}}, "model", left=left)
      for name, given, left in (
          ("a-list", ["event", "purchase", {"transaction_id": "4711", "value": 5, "currency": "EUR", "event_callback": "f"}], []),
          ("a-list-with-more", ["event", "purchase", {"transaction_id": "4711", "value": 5, "currency": "EUR", "coupon": "c"}, "x"], ["[2].coupon", "[3]"]))),
    pushed("model-of-a-list-alone", ["event", "sign_up"], {"event": "CompleteRegistration"}, "model"),
    nothing("model-of-a-list-of-another-command", ["consent", "default", {"ad_storage": "denied"}], "event not_this_format", "model"),
    nothing("model-of-a-list-of-nothing", ["event", "scroll"], "event no_conversion", "model"),
    nothing("model-of-another-command", {"0": "config", "1": "G-X"}, "event not_this_format", "model"),

    person("click-id-and-cookie", {"ttclid": "E.C.P.ev", "_ttp": "abc"}, {"ttclid": "E.C.P.ev", "ttp": "abc"}, "visitor"),
    person("click-id-of-the-cookie", {"ttclid": "E.C.P.ev", "ttp": "t2", "common_cookie": {"ttclid": "E.C.P.co", "_ttp": "t1", "_fbp": "fb.1"}}, {"ttclid": "E.C.P.co", "ttp": "t1"}, "visitor",
           left=["ttclid", "ttp"]),
    pushed("click-id-of-the-address", {"event": "sign_up", "ttclid": "E.C.P.ev", "page_location": "https://s.example/?ttclid=E.C.P.url", "common_cookie": {"ttclid": "E.C.P.co"}},
           {"event": "CompleteRegistration", "user": {"ttclid": "E.C.P.url"}, "page": {"url": "https://s.example/?ttclid=E.C.P.url"}}, "visitor", left=["common_cookie.ttclid", "ttclid"]),
    person("click-id-of-user-data", {"user_data": {"ttclid": "E.C.P.ud", "ttp": "t3"}}, {"ttclid": "E.C.P.ud", "ttp": "t3"}, "visitor"),
    person("click-id-of-nobody-before-a-real-one", {"common_cookie": {"ttclid": "undefined", "_ttp": "{{ttp}}"}, "ttclid": "E.C.P.ev", "_ttp": "abc"}, {"ttclid": "E.C.P.ev", "ttp": "abc"}, "visitor",
           "nobody", left=["common_cookie"]),
    person("click-id-of-nobody-before-one-of-the-model", {"ttclid": "null", "eventModel": {"ttclid": "E.C.P.ev"}}, {"ttclid": "E.C.P.ev"}, "visitor", "nobody", left=["ttclid"]),
    person("click-id-of-nobody-alone", {"ttclid": "null"}, {"ttclid": "null"}, "visitor", "nobody"),
    *(person(f"ip-{name.replace('_', '-')}", {name: "81.2.69.142"}, {"ip": "81.2.69.142"}, "visitor") for name in ("ip", "ip_override", "ip_address")),
    person("ip-of-two", {"ip_override": "81.2.69.142", "ip": "10.0.0.1"}, {"ip": "81.2.69.142"}, "visitor", left=["ip"]),
    person("language", {"language": "en-us"}, {"locale": "en-us"}, "visitor"),
    pushed("client-hints", {"event": "sign_up", "client_hints": {"model": "Pixel 9", "mobile": True, "brands": [{"brand": "X"}], "wow64": False}},
           {"event": "CompleteRegistration", "device": {"model": "Pixel 9", "mobile": True}}, "visitor", left=["client_hints.brands"]),
    pushed("time", {"event": "sign_up", "event_time": 1767225600}, {"event": "CompleteRegistration", "event_time": 1767225600}, "visitor"),

    pushed("items-by-other-names", {"event": "view_item", "items": [{"id": 5, "name": "Mug", "category": "C", "brand": "B"}]},
           {"event": "ViewContent", "properties": {"contents": [{"content_id": "5", "content_name": "Mug", "content_category": "C", "brand": "B"}], "content_type": "product"}}, "items"),
    pushed("items-by-tiktoks-names", {"event": "view_item", "contents": [{"content_id": "5", "content_name": "Mug", "content_category": "C", "brand": "B", "price": 2}]},
           {"event": "ViewContent", "properties": {"value": 2, "contents": [{"content_id": "5", "content_name": "Mug", "content_category": "C", "brand": "B", "price": 2}], "content_type": "product"}}, "items"),
    *(pushed(f"items-{name.replace('_', '-')}", {"event": "view_item", "items": [{"item_id": "5", name: "C"}]},
             {"event": "ViewContent", "properties": {"contents": [{"content_id": "5", "content_category": "C"}], "content_type": "product"}}, "items")
      for name in ("item_category", "item_category1", "item_category2", "item_category3", "content_category")),
    pushed("items-of-two-ids", {"event": "view_item", "items": [{"item_id": "5", "id": 6}]},
           {"event": "ViewContent", "properties": {"contents": [{"content_id": "5"}], "content_type": "product"}}, "items", left=["items[0].id"]),

    total("of-one", [{"item_id": "1", "price": 19.9, "quantity": 2, "currency": "USD"}], {"value": 39.8, "currency": "USD"}),
    total("exact", [{"item_id": "1", "price": 0.1, "quantity": 3}, {"item_id": "2", "price": 0.2, "quantity": 1}], {"value": 0.5, "currency": "EUR"}, currency="EUR"),
    total("of-texts", [{"item_id": "1", "price": "19.90", "quantity": "2"}], {"value": 39.8}),
    total("whole", [{"item_id": "1", "price": 0.5, "quantity": 4}], {"value": 2}),
    total("without-a-quantity", [{"item_id": "1", "price": 1.25}], {"value": 1.25}),
    total("beside-a-value", [{"item_id": "1", "price": 1.25, "currency": "EUR"}], {"value": 9, "currency": "EUR"}, value=9),
    total("of-one-currency-in-two-cases", [{"item_id": "1", "price": 1, "currency": "EUR"}, {"item_id": "2", "price": 1, "currency": "eur"}], {"value": 2, "currency": "EUR"}),
    total("of-two-currencies", [{"item_id": "1", "price": 1, "currency": "EUR"}, {"item_id": "2", "price": 1, "currency": "USD"}], {"currency": "EUR"}, left=["items[1].currency"]),
    total("of-another-currency", [{"item_id": "1", "price": 1, "currency": "USD"}], {"currency": "EUR"}, left=["items[0].currency"], currency="EUR"),
    total("without-a-price", [{"item_id": "1", "price": 1}, {"item_id": "2"}], {}),
    total("of-no-price", [{"item_id": "1", "price": "1,50"}], {}),
    total("negative", [{"item_id": "1", "price": -1}], {}),

    *(nothing(f"universal-{name.lower()}", {"event": "purchase", "ecommerce": {"currencyCode": "EUR", name: UNIVERSAL}}, f"ecommerce.{name} not_this_format", "universal")
      for name in ("purchase", "refund", "detail", "add", "remove", "checkout", "checkout_option", "click", "promoView", "promoClick")),
    nothing("universal-impressions", {"event": "gtm.dom", "ecommerce": {"impressions": [{"id": "1"}]}}, "ecommerce.impressions not_this_format", "universal"),
    nothing("universal-transaction", {"event": "purchase", "transactionId": "1", "transactionTotal": 5}, "transactionTotal not_this_format", "universal"),
    pushed("universal-beside-ga4", {"event": "purchase", "ecommerce": {"transaction_id": "4711", "purchase": UNIVERSAL}},
           {"event": "Purchase", "event_id": "e26ef224-15c0-5956-8cbb-6eaab9bb7cab", "properties": {"order_id": "4711"}}, "universal", left=["ecommerce.purchase.actionField"]),

    pushed("tiktok-properties", {"event": "purchase", "description": "d", "shop_id": "7", "num_items": 2, "content_type": "product_group", "content_ids": ["1"], "customer_type": "new", "predicted_ltv": 5,
                                 "delivery_category": "curbside", "order_id": 9},
           {"event": "Purchase", "event_id": shared_id("Purchase", "9"), "properties": {"description": "d", "shop_id": "7", "num_items": 2, "content_type": "product_group", "content_ids": ["1"],
                                                                                        "customer_type": "new", "predicted_ltv": 5, "delivery_category": "curbside", "order_id": "9"}}, "tiktok"),

    person("user-at-the-top", {"email": "a@example.com", "phone_number": "+1", "first_name": "Jo", "last_name": "Doe", "city": "Bern", "region": "BE", "postal_code": "3000", "country": "CH", "external_id": 5},
           {"email": "a@example.com", "phone": "+1", "first_name": "Jo", "last_name": "Doe", "city": "Bern", "state": "BE", "zip_code": "3000", "country": "CH", "external_id": "5"}, "user", "flat"),
    person("user-at-the-top-first", {"email": "a@example.com", "user_data": {"email": "b@example.com", "phone": "+1"}}, {"email": "a@example.com", "phone": "+1"}, "user", left=["user_data.email"]),
    person("user-names-without-an-address", {"user_data": {"first_name": "Jo", "postal_code": "3000", "country": "CH"}}, {"first_name": "Jo", "zip_code": "3000", "country": "CH"}, "user"),
    *(person(f"user-{'-'.join(place).replace('_', '-').lower()}", nested(place, "x"), {member: "x"}, "user") for place, member in (
        (["nameFirst"], "first_name"), (["nameLast"], "last_name"), (["firstName"], "first_name"), (["lastName"], "last_name"), (["state"], "state"), (["zip"], "zip_code"), (["zip_code"], "zip_code"),
        (["countryCode"], "country"), (["userId"], "external_id"), (["email_address"], "email"), (["phone"], "phone"), (["user_data", "state"], "state"), (["user_data", "region"], "state"),
        (["user_data", "zip"], "zip_code"), (["user_data", "city"], "city"), (["user_data", "phone"], "phone"), (["user_data", "external_id"], "external_id"),
        (["user_data", "address", "state"], "state"), (["user_data", "address", "zip"], "zip_code"))),
    person("user-two-ids", {"external_id": "a", "user_id": "b"}, {"external_id": "a"}, "user", left=["user_id"]),
    person("digest-beside-the-address", {"user_data": {"email": "a@example.com", "sha256_email_address": "a" * 64}}, {"email": "a@example.com"}, "digests"),
    person("digest-of-an-unchanged-address", {"user_data": {"sha256_email_address": "a" * 64, "email_unchanged": True}}, {"email": "a" * 64}, "digests"),
    person("digest-of-a-changed-address", {"user_data": {"sha256_email_address": "a" * 64, "email_unchanged": False}}, None, "digests", foreign=["user_data.sha256_email_address"]),
    person("digests-of-names", {"user_data": {"address": [{"sha256_first_name": "a" * 64, "sha256_last_name": "b" * 64, "city": "Bern"}]}}, {"city": "Bern"}, "digests",
           foreign=["user_data.address[0].sha256_first_name", "user_data.address[0].sha256_last_name"]),
    person("digest-in-the-model", {"eventModel": {"user_data": {"sha256_email_address": "a" * 64}}}, None, "digests", foreign=["eventModel.user_data.sha256_email_address"]),

    *(nothing(f"nothing-{each.replace('_', '-').replace('.', '-')}", {"event": each, "ecommerce": {"items": [ITEM]}})
      for each in ("refund", "view_cart", "view_item_list", "select_item", "remove_from_cart", "add_shipping_info", "view_promotion", "gtm.js", "custom", "login", "browse")),
    nothing("no-name", {"ecommerce": {"transaction_id": "1"}}, "event not_this_format", "not-this-format"),
    nothing("name-of-another-kind", {"event": 7}, "event not_this_format", "not-this-format"),
    nothing("order-of-shopify", payload("shopify"), "event not_this_format", "not-this-format"),
    nothing("text", "purchase", "event not_this_format", "not-this-format"),
]
