"""The verb `describe` for Shopify: the body of the webhook `orders/paid`, an order of the REST Admin API."""

from describing import case, changed, payload, shared_id, without
from vector import Repeat, Text

VERB = "describe"

NOTES = {
    "sample": "A whole order.",
    "id": "The event's id is that of the order's own id, which Shopify's customer events and Liquid know too.",
    "money": "Amounts stay the texts that they are.",
    "phone": "The phone of the order, else that of an address together with that address's country.",
    "address": "All of one address: billing, then shipping, then the customer's own.",
    "visit": "Click id and page of the landing page; the order's status page opens the order, so only its host is used.",
    "name": "The name in the address that is taken, else that of the customer.",
    "origin": "Renewals of subscriptions, sales over a counter and orders that staff wrote down are sent only when the shop says so, without a visit.",
    "nothing": "Test orders, unpaid and cancelled ones are not sent.",
    "left": "What is in no event is told by its path; what is about the way of the order through the shop is passed over.",
    "not-this-format": "What is no order is refused.",
    "kind": "A value of another kind stays, so that reading the event tells of it.",
}

ORDER = {"id": 1001, "line_items": [], "total_price": "5.00"}
SALE = {"event": "Purchase", "event_id": shared_id("Purchase", "1001"), "properties": {"order_id": "1001", "value": "5.00"}}


def order(id, members, event, *flags, left=(), **options):
    return case("shopify", id, ORDER | members, [SALE | event], flags=flags, left=left, **options)


def nothing(id, members, problem, *flags, **options):
    return case("shopify", id, ORDER | members, [], problem, flags=flags or ["nothing"], **options)


def user(id, members, user, *flags, left=()):
    return order(id, members, {"user": user}, *flags, left=left)


def landing(id, members, url, ttclid, *flags):
    event = {"page": {"url": url}} if url else {}
    return order(id, members, event | ({"user": {"ttclid": ttclid}} if ttclid else {}), *(flags or ["visit"]))


def line(id, item, sent):
    whole = SALE | {"properties": SALE["properties"] | {"contents": [sent], "content_type": "product"}}
    return case("shopify", f"line-{id}", ORDER | {"line_items": [item]}, [whole], flags=["money"])


USER_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "5471234567890"),
    "event_time": "2025-12-31T09:29:59-05:00",
    "user": {
        "email": "alice.example@example.com", "phone": "020 7946 0958", "phone_region": "GB", "external_id": "6940095564114",
        "ip": "81.2.69.142", "user_agent": USER_AGENT, "locale": "en-GB", "ttclid": "E.C.P.CrkBshopify", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
        "first_name": "Alice", "last_name": "Example", "city": "London", "state": "England", "zip_code": "N1 9GU", "country": "GB",
    },
    "page": {"url": "https://mugs.example/products/enamel-mug?utm_source=tiktok&ttclid=E.C.P.CrkBshopify", "referrer": "https://www.tiktok.com/"},
    "properties": {
        "order_id": "5471234567890", "currency": "GBP", "value": "63.65", "content_type": "product",
        "contents": [
            {"content_id": "41234567890123", "content_name": "Enamel mug", "brand": "Mugs & Co", "price": "19.90", "quantity": 2},
            {"content_name": "Engraving", "price": "19.90", "quantity": 1},
        ],
    },
}
LEFT = ["billing_address.address1", "line_items[0].total_discount", "note_attributes.gift_wrap", "shipping_address", "shipping_lines", "total_discounts", "total_tax"]
VISIT = {"landing_site": "/?ttclid=T", "order_status_url": "https://a.example/1/orders/secret", "referring_site": "https://b.example/",
         "client_details": {"browser_ip": "8.8.8.8", "user_agent": "UA"}, "note_attributes": [{"name": "_ttp", "value": "T1"}]}
UNSEEN = ["client_details", "note_attributes", "referring_site"]
BILLING = {"phone": "1", "city": "Bern", "country_code": "CH"}
SHIPPING = {"phone": "2", "city": "Wien", "zip": "1010", "country_code": "AT"}
STATUS = "https://a.example/1/orders/secret/authenticate?key=secret"

CASES = [
    case("shopify", "sample", payload("shopify"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("shopify", "sample-as-an-order-that-is-partly-refunded", changed(payload("shopify"), {"financial_status": "partially_refunded"}), [SAMPLE], flags=["sample", "nothing"], left=LEFT),
    order("smallest", {}, {}, "sample"),

    case("shopify", "id-beyond-2-to-the-53", Text('{"id":820982911946154508,"line_items":[],"total_price":"5.00"}'),
         [{"event": "Purchase", "event_id": shared_id("Purchase", "820982911946154508"), "properties": {"order_id": "820982911946154508", "value": "5.00"}}], flags=["id"]),
    case("shopify", "id-null", ORDER | {"id": None}, [{"event": "Purchase", "properties": {"value": "5.00"}}], flags=["id"]),
    order("money-as-text", {"total_price": "0.10", "currency": "JPY"}, {"properties": {"order_id": "1001", "value": "0.10", "currency": "JPY"}}, "money"),
    order("time-of-creation", {"created_at": "2026-01-01T00:00:00+09:00"}, {"event_time": "2026-01-01T00:00:00+09:00"}, "kind"),

    user("phone-of-the-order", {"phone": "+44 20 7946 0958", "billing_address": {"city": "Bern"}}, {"phone": "+44 20 7946 0958"}, "phone", left=["billing_address.city"]),
    user("phone-of-the-customer", {"customer": {"phone": "+1 213 373 4253"}}, {"phone": "+1 213 373 4253"}, "phone"),
    user("phone-and-region-of-one-address", {"billing_address": BILLING | {"phone": None}, "shipping_address": SHIPPING},
         {"phone": "2", "phone_region": "AT", "city": "Bern", "country": "CH"}, "phone", "address", left=["shipping_address.city", "shipping_address.zip"]),
    user("address-billing", {"billing_address": BILLING, "shipping_address": SHIPPING}, {"phone": "1", "phone_region": "CH", "city": "Bern", "country": "CH"}, "address", left=["shipping_address"]),
    user("address-shipping", {"billing_address": None, "shipping_address": SHIPPING},
         {"phone": "2", "phone_region": "AT", "city": "Wien", "zip_code": "1010", "country": "AT"}, "address"),
    user("address-of-the-customer", {"customer": {"id": 7, "default_address": {"first_name": "Al", "country_code": "US", "province": "New York"}}},
         {"external_id": "7", "first_name": "Al", "country": "US", "state": "New York"}, "address"),
    user("email-of-the-customer", {"email": "", "customer": {"email": "al@example.com"}}, {"email": "al@example.com"}, "address"),
    user("ip-without-client-details", {"browser_ip": "8.8.8.8"}, {"ip": "8.8.8.8"}, "visit"),

    landing("landing-path", {"landing_site": "/a?ttclid=T", "order_status_url": STATUS}, "https://a.example/a?ttclid=T", "T"),
    landing("landing-address", {"landing_site": "https://b.example/?ttclid=T%2B", "order_status_url": STATUS}, "https://b.example/?ttclid=T%2B", "T+"),
    landing("landing-none", {"landing_site": None, "order_status_url": STATUS}, None, None),
    landing("landing-blank", {"landing_site": " ", "order_status_url": STATUS}, None, None),
    landing("landing-of-the-shop", {"landing_site": "/", "order_status_url": STATUS}, "https://a.example/", None),
    landing("landing-without-a-host", {"landing_site": "/a?ttclid=T"}, None, "T"),
    landing("landing-empty-click-id", {"landing_site": "/a?ttclid=", "order_status_url": STATUS}, "https://a.example/a?ttclid=", None),
    landing("click-id-of-the-cart", {"landing_site": "/?ttclid=old", "note_attributes": [{"name": "ttclid", "value": "new"}]}, None, "new"),
    user("ttp-of-the-cart", {"note_attributes": [{"name": "x", "value": "1"}, {"name": "ttp", "value": "T1"}]}, {"ttp": "T1"}, "visit", left=["note_attributes.x"]),

    user("click-id-after-a-blank-one", {"note_attributes": [{"name": "ttclid", "value": ""}, {"name": "ttclid", "value": None}, {"name": "ttclid", "value": "T"}]}, {"ttclid": "T"}, "visit"),
    user("click-id-after-one-of-nobody", {"note_attributes": [{"name": "ttclid", "value": "undefined"}, {"name": "ttclid", "value": "T"}]}, {"ttclid": "T"}, "visit", left=["note_attributes.ttclid"]),
    user("click-id-of-nobody", {"note_attributes": [{"name": "ttclid", "value": "null"}, {"name": "_ttp", "value": "(none)"}]}, {"ttclid": "null", "ttp": "(none)"}, "visit"),
    user("click-id-of-nobody-before-one-of-the-landing", {"landing_site": "/?ttclid=T", "note_attributes": [{"name": "ttclid", "value": "__CLICKID__"}]}, {"ttclid": "T"}, "visit",
         left=["note_attributes"]),
    user("cookie-of-nobody-before-a-real-one", {"note_attributes": [{"name": "_ttp", "value": "undefined"}, {"name": "ttp", "value": "T1"}]}, {"ttp": "T1"}, "visit", left=["note_attributes._ttp"]),
    user("click-id-twice", {"note_attributes": [{"name": "ttclid", "value": "T"}, {"name": "ttclid", "value": "U"}]}, {"ttclid": "T"}, "visit", left=["note_attributes.ttclid"]),

    user("name-of-the-customer", {"customer": {"first_name": "Al", "last_name": "Ex"}, "billing_address": None}, {"first_name": "Al", "last_name": "Ex"}, "name"),
    user("name-of-the-customer-beside-an-address", {"customer": {"first_name": "Al", "last_name": "Ex"}, "billing_address": {"city": "Bern", "country_code": "CH", "first_name": " "}},
         {"city": "Bern", "country": "CH", "first_name": "Al", "last_name": "Ex"}, "name"),
    user("name-of-the-address", {"customer": {"first_name": "Al", "last_name": "Ex"}, "billing_address": {"city": "Bern", "country_code": "CH", "first_name": "Jo"}},
         {"city": "Bern", "country": "CH", "first_name": "Jo"}, "name"),
    user("address-without-a-country-code", {"billing_address": {"city": "Bern", "country": "Switzerland"}}, {"city": "Bern", "country": "Switzerland"}, "address"),

    *(nothing(f"origin-{id}", VISIT | members, problem, "origin") for id, members, problem in (
        ("renewal", {"source_name": "subscription_contract"}, "source_name renewal"),
        ("renewal-by-the-new-checkout", {"source_name": "subscription_contract_checkout_one"}, "source_name renewal"),
        ("renewal-by-its-tag", {"source_name": "294517", "tags": "Subscription, Subscription Recurring Order"}, "tags renewal"),
        ("renewal-by-another-tag", {"source_name": "web", "tags": "appstle_subscription_recurring_order"}, "tags renewal"),
        ("point-of-sale", {"source_name": "pos"}, "source_name point_of_sale"),
        ("draft", {"source_name": "shopify_draft_order"}, "source_name draft_order"),
    )),
    *(order(f"origin-{source}", {"source_name": source}, {}, "origin") for source in ("web", "580111", "checkout_next", "position")),
    order("origin-first-order-of-a-subscription", {"source_name": "web", "tags": "Subscription, Subscription First Order"}, {}, "origin", left=["tags"]),
    order("renewal-sent", VISIT | {"source_name": "subscription_contract"}, {}, "origin", left=UNSEEN, renewals="send"),
    order("point-of-sale-sent", VISIT | {"source_name": "pos", "landing_site": None}, {}, "origin", left=UNSEEN, point_of_sale="send"),
    order("draft-sent", VISIT | {"source_name": "shopify_draft_order"}, {}, "origin", left=UNSEEN, drafts="send", renewals="skip"),
    nothing("draft-where-others-are-sent", {"source_name": "shopify_draft_order"}, "source_name draft_order", "origin", renewals="send", point_of_sale="send"),
    nothing("renewal-that-is-not-paid", {"source_name": "subscription_contract", "financial_status": "pending"}, "financial_status not_paid", "origin", renewals="send"),

    line("variant", {"variant_id": 7, "product_id": 8, "sku": "S", "price": "1.10", "quantity": 1}, {"content_id": "7", "price": "1.10", "quantity": 1}),
    line("product", {"variant_id": None, "product_id": 8, "sku": "S", "price": "1.10"}, {"content_id": "8", "price": "1.10"}),
    line("sku", {"sku": "S", "price": "0.00", "quantity": 3}, {"content_id": "S", "price": "0.00", "quantity": 3}),
    line("nothing-of-use", {"grams": 1}, {}),
    order("line-absent", {"line_items": [{}, None]}, {}, "money"),
    order("lines-absent-among-others", {"line_items": [{}, {"sku": "S"}]}, {"properties": {"order_id": "1001", "value": "5.00", "contents": [{"content_id": "S"}], "content_type": "product"}}, "money"),
    order("lines-of-another-kind", {"line_items": [5, "x"]}, {"properties": {"order_id": "1001", "value": "5.00", "contents": [5, "x"], "content_type": "product"}}, "kind"),

    user("kind-of-identifiers", {"email": ["a@example.com", "b@example.com"], "customer": {"id": True}}, {"email": ["a@example.com", "b@example.com"], "external_id": True}, "kind"),
    order("kind-of-parts", {"customer": "x", "client_details": 5, "note_attributes": {"ttp": 1}, "billing_address": [], "landing_site": 7, "financial_status": 7}, {}, "kind", left=["client_details", "customer", "note_attributes.ttp"]),

    nothing("test", {"test": True, "financial_status": "paid"}, "test test_order"),
    nothing("test-before-all", {"test": True, "cancelled_at": "2026-01-01T00:00:00Z"}, "test test_order"),
    nothing("cancelled", {"cancelled_at": "2026-01-01T00:00:00Z", "financial_status": "paid"}, "cancelled_at not_paid"),
    *(nothing(status.replace("_", "-"), {"financial_status": status}, "financial_status not_paid") for status in ("pending", "authorized", "partially_paid", "refunded", "voided", "expired")),

    case("shopify", "no-order-number", without(ORDER, "id"), [], "id not_this_format", flags=["not-this-format"]),
    case("shopify", "no-lines", without(ORDER, "line_items"), [], "line_items not_this_format", flags=["not-this-format"]),
    case("shopify", "order-of-woocommerce", payload("woocommerce"), [], "total_price not_this_format", flags=["not-this-format"]),
    case("shopify", "empty", {}, [], "id not_this_format", flags=["not-this-format"]),
    case("shopify", "text", "order", [], "id not_this_format", flags=["not-this-format"]),
    case("shopify", "repeated-key", Text('{"id":1,"id":2,"line_items":[],"total_price":"1"}'), [], "id duplicate_key", flags=["not-this-format"]),
    case("shopify", "too-deep", Repeat('{"id":1,"total_price":"1","line_items":', "[", 16, "]" * 16 + "}"), [], "too_deep", flags=["not-this-format"]),
    case("shopify", "too-large", Repeat('{"id":1,"total_price":"1","line_items":[', "0,", 100_000, "0]}"), [], "event_too_large", flags=["not-this-format"]),
]
