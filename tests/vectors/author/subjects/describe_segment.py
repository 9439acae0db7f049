"""The verb `describe` for Segment: track calls of its e-commerce specification."""

from describing import case, changed, payload, shared_id, without

VERB = "describe"

NOTES = {
    "sample": "A whole call.",
    "names": "Names of the specification that TikTok has a standard event for.",
    "id": "An order has the id of its number, any other call that of its message.",
    "product": "A call about one product has it among its properties.",
    "value": "The total, else the revenue, else the value.",
    "user": "The user's id, else the anonymous one; traits of the context.",
    "consent": "Segment's consent management: whether the category Advertising, in any case, is allowed; other categories say nothing here.",
    "left": "What is in no event is told by its path, once for all products.",
    "nothing": "Other calls tell of nothing that TikTok has an event for.",
    "not-this-format": "What has no name or no user is refused.",
}

CALL = {"userId": "u1", "type": "track", "messageId": "m1"}


def call(id, event, properties, sent, *flags, left=(), **members):
    given = CALL | {"event": event, "properties": properties} | members
    return case("segment", id, given, [{"event_id": "m1", "user": {"external_id": "u1"}} | sent], flags=flags, left=left)


def name(theirs, ours):
    return call(f"name-{theirs.lower().replace(' ', '-')}", theirs, {"currency": "EUR"}, {"event": ours, "properties": {"currency": "EUR"}}, "names")


def nothing(id, given, problem="event no_conversion", flag="nothing"):
    return case("segment", id, given, [], problem, flags=[flag])


SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "50314b8e9bcf000000000000"),
    "event_time": "2025-12-31T11:30:00.150Z",
    "user": {
        "email": "erin@example.com", "phone": "+1 (213) 373-4253", "external_id": "019mr8mf4r", "first_name": "Erin", "last_name": "Specimen",
        "city": "Los Angeles", "state": "California", "zip_code": "90001", "country": "USA", "ip": "86.150.1.2",
        "user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "locale": "en-US", "ttclid": "E.C.P.CrkBsegment", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
    },
    "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.CrkBsegment", "referrer": "https://shop.example/checkout"},
    "properties": {
        "order_id": "50314b8e9bcf000000000000", "currency": "USD", "value": 27.5, "content_type": "product",
        "contents": [
            {"content_id": "507f1f77bcf86cd799439011", "content_name": "Monopoly: 3rd Edition", "content_category": "Games", "brand": "Hasbro", "price": 19, "quantity": 1},
            {"content_id": "505bd76785ebb509fc183733", "content_name": "Uno Card Game", "content_category": "Games", "price": 3, "quantity": 2},
        ],
    },
}
PRODUCT = {"product_id": "P1", "sku": "S1", "name": "Mug", "price": 19.9, "quantity": 1}
LINE = {"content_id": "P1", "content_name": "Mug", "price": 19.9, "quantity": 1}
ONE = {"contents": [LINE], "content_type": "product"}
ORDER = {"event": "Purchase", "event_id": shared_id("Purchase", "7")}


def value(id, properties, expected):
    return call(f"value-{id}", "Order Completed", {"order_id": "7"} | properties, ORDER | {"properties": {"order_id": "7", "value": expected}}, "value")


def consent(id, allowed, sent):
    return consent_by(id, {"Advertising": allowed, "Analytics": True}, sent)


def consent_by(id, categories, sent):
    return call(f"consent-{id}", "Signed Up", {}, {"event": "CompleteRegistration", "consent": sent}, "consent", context={"consent": {"categoryPreferences": categories}})


LEFT = [
    "context.traits.address.street",
    *(f"properties.{name}" for name in ("affiliation", "checkout_id", "coupon", "discount", "products[0].sku", "products[0].url", "shipping", "subtotal", "tax")),
]

CASES = [
    case("segment", "sample", payload("segment"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("segment", "sample-without-a-type", without(payload("segment"), "type"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("segment", "sample-of-an-anonymous-visitor", changed(without(payload("segment"), "userId"), {}),
         [changed(SAMPLE, {"user.external_id": "23adfd82-aa0f-45a7-a756-24f2a7a4c895"})], flags=["sample", "user"], left=LEFT),

    name("Order Completed", "Purchase"),
    name("Checkout Started", "InitiateCheckout"),
    name("Payment Info Entered", "AddPaymentInfo"),
    name("Product Added", "AddToCart"),
    name("Product Added to Wishlist", "AddToWishlist"),
    name("Product Viewed", "ViewContent"),
    name("Signed Up", "CompleteRegistration"),
    name("Trial Started", "StartTrial"),
    call("name-products-searched", "Products Searched", {"query": "mugs"}, {"event": "Search", "properties": {"search_string": "mugs"}}, "names"),
    call("name-in-other-case", "order completed", {"order_id": "7"}, ORDER | {"properties": {"order_id": "7"}}, "names", "id"),

    call("id-of-the-order", "Order Completed", {"order_id": 7}, ORDER | {"properties": {"order_id": "7"}}, "id"),
    call("id-of-the-message", "Checkout Started", {"order_id": "7"}, {"event": "InitiateCheckout", "properties": {"order_id": "7"}}, "id"),
    call("product-added", "Product Added", PRODUCT | {"currency": "EUR"}, {"event": "AddToCart", "properties": ONE | {"currency": "EUR"}}, "product", left=["properties.sku"]),
    call("product-by-sku", "Product Viewed", {"sku": "S1"}, {"event": "ViewContent", "properties": {"contents": [{"content_id": "S1"}], "content_type": "product"}}, "product"),
    call("product-without-id", "Product Viewed", {"name": "Mug"}, {"event": "ViewContent"}, "product", left=["properties"]),
    call("products", "Checkout Started", {"products": [PRODUCT, PRODUCT]}, {"event": "InitiateCheckout", "properties": {"contents": [LINE, LINE], "content_type": "product"}}, "product", left=["properties.products[0].sku"]),

    value("total", {"total": 3, "revenue": 2, "value": 1}, 3),
    value("revenue", {"revenue": "2.00", "value": 1}, "2.00"),
    value("alone", {"value": 0}, 0),

    call("user-traits", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com", "first_name": "Al", "city": "Bern"}}, "user",
         context={"traits": {"email": "a@example.com", "first_name": "Al", "address": {"city": "Bern"}}}),
    call("user-click-id", "Signed Up", {"ttclid": "T", "ttp": "T1"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T", "ttp": "T1"}}, "user"),
    call("user-click-id-of-the-search", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T"}}, "user",
         context={"page": {"search": "?a=1&ttclid=T"}}),

    consent("given", True, "granted"),
    consent("refused", False, "denied"),
    consent("unreadable", "yes", "yes"),
    *(consent_by(f"category-{id}", categories, sent) for id, categories, sent in (
        ("lower-case", {"advertising": False}, "denied"), ("upper-case", {"ADVERTISING": True}, "granted"),
        ("twice", {"Advertising": True, "advertising": False}, "denied"))),
    call("consent-category-of-another-name", "Signed Up", {}, {"event": "CompleteRegistration"}, "consent", context={"consent": {"categoryPreferences": {"C0004": False}}}),
    call("consent-of-another-kind", "Signed Up", {}, {"event": "CompleteRegistration"}, "consent", context={"consent": {"categoryPreferences": "Advertising"}}),

    call("left-own-property", "Order Completed", {"order_id": "7", "coupon_holder": "X"}, ORDER | {"properties": {"order_id": "7"}}, "left", left=["properties.coupon_holder"]),
    call("left-key-that-is-no-name", "Signed Up", {"jo@example.com": 1, "+49 30 1": {"a": 1}}, {"event": "CompleteRegistration"}, "left", left=["properties"]),
    call("left-key-that-is-no-name-among-others", "Signed Up", {"currency": "EUR", "jo@example.com": 1, "+49 30 1": {"a": 1}},
         {"event": "CompleteRegistration", "properties": {"currency": "EUR"}}, "left", left=["properties.*"]),
    call("left-blank", "Signed Up", {"a": None, "b": " ", "c": [], "d": {"e": [None, {}]}}, {"event": "CompleteRegistration"}, "left"),
    call("left-said-twice", "Signed Up", {"email": "a@example.com"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com"}}, "left", "user",
         context={"traits": {"email": "a@example.com"}}),
    call("left-more-than-are-told", "Signed Up", {"currency": "EUR"} | {f"p{n:02}": n for n in range(23)}, {"event": "CompleteRegistration", "properties": {"currency": "EUR"}}, "left",
         left=["", *(f"properties.p{n:02}" for n in range(20))]),

    *(nothing(f"nothing-{each.lower().replace(' ', '-')}", CALL | {"event": each}) for each in ("Order Refunded", "Order Cancelled", "Order Updated", "Cart Viewed", "Product Removed", "My Event")),
    nothing("nothing-identify", CALL | {"type": "identify", "traits": {}}, "type no_conversion"),
    nothing("nothing-page", CALL | {"type": "page", "name": "Home"}, "type no_conversion"),
    nothing("no-name", CALL, "event not_this_format", "not-this-format"),
    nothing("no-user", {"event": "Order Completed"}, "userId not_this_format", "not-this-format"),
    nothing("object-of-ga4", without(payload("ga4"), "user_id"), "userId not_this_format", "not-this-format"),
]
