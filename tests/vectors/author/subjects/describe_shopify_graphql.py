"""The verb `describe` for orders as Shopify's GraphQL Admin API gives them."""

from describing import case, changed, payload, shared_id, without

VERB = "describe"

NOTES = {
    "sample": "A whole answer, its event equal to that of the REST API's order.",
    "answer": "Orders are found in an answer, under whatever name the query gave them, or stand alone; each has its own answer.",
    "id": "Numbers are those of the REST API: the last part of a global id.",
    "money": "Amounts in the shop's currency, else in the customer's; value and currency are of one set.",
    "person": "Places of one address; the name in it, else that of the customer.",
    "visit": "The last visit's page, and the click id of the last visit that has one. No address is made up.",
    "lines": "Lines in nodes, in edges, or in a plain list; that there are more of them than the query asked for is told.",
    "origin": "Renewals, sales over a counter and drafts are sent only when the shop says so, without a visit.",
    "nothing": "Test orders, unpaid and cancelled ones are not sent.",
    "not-this-format": "What holds no order is refused, and so is an order without its total.",
}

ORDER = {"id": "gid://shopify/Order/1001", "totalPriceSet": {"shopMoney": {"amount": "5.0", "currencyCode": "GBP"}}}
SALE = {"event": "Purchase", "event_id": shared_id("Purchase", "1001"), "properties": {"order_id": "1001", "value": "5.0", "currency": "GBP"}}
OTHER = SALE | {"event_id": shared_id("Purchase", "1002"), "properties": SALE["properties"] | {"order_id": "1002"}}
SECOND = ORDER | {"id": "gid://shopify/Order/1002"}


def given(id, answer, events, *problems, flag="answer", left=(), **options):
    return case("shopify_graphql", id, answer, events, *problems, flags=[flag], left=left, **options)


def order(id, members, event, flag, left=(), **options):
    return given(id, ORDER | members, [SALE | event], flag=flag, left=left, **options)


def user(id, members, user, flag, left=()):
    return order(id, members, {"user": user}, flag, left)


def money(id, members, value, currency, left=()):
    properties = {"order_id": "1001", "value": value} | ({"currency": currency} if currency else {})
    return given(id, without(ORDER, "totalPriceSet") | members, [SALE | {"properties": properties}], flag="money", left=left)


def lines(id, items, sent, left=()):
    properties = SALE["properties"] | ({"contents": sent, "content_type": "product"} if sent else {})
    return order(id, {"lineItems": items}, {"properties": properties}, "lines", left)


def nothing(id, members, problem, flag="nothing", **options):
    return given(id, ORDER | members, [], problem, flag=flag, **options)


def visits(**pages):
    return {"customerJourneySummary": {name: {"landingPage": page} for name, page in pages.items()}}


def shop(amount, code="GBP"):
    return {"shopMoney": {"amount": amount, "currencyCode": code}}


SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "5471234567890"),
    "event_time": "2025-12-31T14:29:59Z",
    "user": {
        "email": "alice.example@example.com", "phone": "020 7946 0958", "phone_region": "GB", "external_id": "6940095564114",
        "ip": "81.2.69.142", "locale": "en-GB", "ttclid": "E.C.P.CrkBgraphql", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
        "first_name": "Alice", "last_name": "Example", "city": "London", "state": "England", "zip_code": "N1 9GU", "country": "GB",
    },
    "page": {"url": "https://mugs.example/products/enamel-mug?utm_source=newsletter", "referrer": "https://mail.example/"},
    "properties": {
        "order_id": "5471234567890", "currency": "GBP", "value": "63.65", "content_type": "product",
        "contents": [
            {"content_id": "41234567890123", "content_name": "Enamel mug", "content_category": "Mugs", "brand": "Mugs & Co", "price": "19.9", "quantity": 2},
            {"content_name": "Engraving", "price": "19.9", "quantity": 1},
        ],
    },
}
NODE = "data.orders.edges[0].node"
LEFT = [f"{NODE}.billingAddress.address1", f"{NODE}.customAttributes.gift_wrap", f"{NODE}.totalTaxSet.shopMoney"]
STATUS = "https://a.example/1/orders/secret/authenticate?key=secret"
BILLING = {"firstName": "Jo", "city": "Bern", "countryCodeV2": "CH", "phone": "1"}
SHIPPING = {"city": "Wien", "zip": "1010", "countryCode": "AT", "phone": "2"}
CUSTOMER = {"firstName": "Al", "lastName": "Ex"}
VARIANT = {"id": "gid://shopify/ProductVariant/7"}
LINE, SENT = {"variant": VARIANT, "quantity": 1}, {"content_id": "7", "quantity": 1}
MORE = {"hasNextPage": True, "endCursor": "x"}

CASES = [
    given("sample", payload("shopify_graphql"), [SAMPLE], flag="sample", left=LEFT),
    given("sample-alone", payload("shopify_graphql")["data"]["orders"]["edges"][0]["node"], [SAMPLE], flag="sample",
          left=[path.removeprefix(f"{NODE}.") for path in LEFT]),

    given("order-alone", ORDER, [SALE]),
    given("order-of-an-answer", {"data": {"order": ORDER}}, [SALE]),
    given("order-without-data", {"order": ORDER}, [SALE]),
    given("order-by-another-name", {"data": {"paid": ORDER, "shop": {"name": "Mugs"}}}, [SALE], left=["data.shop.name"]),
    given("node", {"data": {"node": ORDER | {"__typename": "Order"}}}, [SALE]),
    given("nodes", {"data": {"nodes": [ORDER, None, SECOND]}}, [SALE, OTHER]),
    given("list-of-nodes", {"data": {"orders": {"nodes": [ORDER, SECOND], "pageInfo": MORE}}}, [SALE, OTHER]),
    given("list-of-edges", {"data": {"orders": {"edges": [{"cursor": "a", "node": ORDER}, {"cursor": "b", "node": SECOND}]}}}, [SALE, OTHER]),
    given("two-lists", {"data": {"a": {"nodes": [ORDER]}, "b": {"nodes": [SECOND]}}}, [SALE, OTHER]),
    given("list-with-one-that-is-not-paid", {"data": {"orders": {"nodes": [ORDER | {"displayFinancialStatus": "PENDING", "note": "x"}, SECOND]}}},
          [OTHER], "data.orders.nodes[0].displayFinancialStatus not_paid"),
    given("list-with-none-that-is-sold", {"data": {"orders": {"nodes": [ORDER | {"test": True}, SECOND | {"sourceName": "pos"}]}}}, [],
          "data.orders.nodes[0].test test_order", "data.orders.nodes[1].sourceName point_of_sale"),
    given("list-of-nothing", {"data": {"orders": {"nodes": []}}}, [], "data no_conversion"),
    given("answer-with-errors", {"data": {"order": ORDER}, "errors": [{"message": "x"}]}, [SALE], left=["errors"]),
    given("part-that-may-be-personal", {"data": {"jo@example.com": ORDER | {"test": True}}}, [], "data.*.test test_order"),

    given("id-legacy", ORDER | {"id": "gid://shopify/Order/9", "legacyResourceId": "1001"}, [SALE], flag="id"),
    given("id-with-a-parameter", ORDER | {"id": "gid://shopify/Order/1001?key=x"}, [SALE], flag="id"),
    given("id-alone", ORDER | {"id": 1001}, [SALE], flag="id"),
    user("id-of-the-customer", {"customer": {"id": "gid://shopify/Customer/7"}}, {"external_id": "7"}, "id"),

    money("money-of-a-changed-order", {"totalPriceSet": shop("5.0"), "currentTotalPriceSet": shop("2.0")}, "5.0", "GBP"),
    money("money-now", {"currentTotalPriceSet": shop("2.0")}, "2.0", "GBP"),
    money("money-with-the-currency-of-the-order", {"totalPriceSet": {"shopMoney": {"amount": "2.0"}}, "currencyCode": "GBP", "presentmentCurrencyCode": "EUR"}, "2.0", "GBP"),
    money("money-of-the-customer", {"totalPriceSet": {"presentmentMoney": {"amount": "7.0", "currencyCode": "EUR"}}, "currencyCode": "GBP"}, "7.0", "EUR", left=["currencyCode"]),
    money("money-of-both", {"totalPriceSet": {"presentmentMoney": {"amount": "7.0", "currencyCode": "EUR"}} | shop("5.0")}, "5.0", "GBP"),
    money("money-as-it-was", {"totalPrice": "5.00", "currencyCode": "GBP"}, "5.00", "GBP"),
    money("money-without-a-currency", {"totalPrice": "5.00"}, "5.00", None),

    user("address-billing", {"billingAddress": BILLING, "shippingAddress": SHIPPING}, {"phone": "1", "phone_region": "CH", "city": "Bern", "country": "CH", "first_name": "Jo"},
         "person", ["shippingAddress"]),
    user("address-shipping", {"billingAddress": None, "shippingAddress": SHIPPING, "customer": CUSTOMER},
         {"phone": "2", "phone_region": "AT", "city": "Wien", "zip_code": "1010", "country": "AT", "first_name": "Al", "last_name": "Ex"}, "person"),
    user("name-of-the-customer", {"customer": CUSTOMER}, {"first_name": "Al", "last_name": "Ex"}, "person"),
    user("name-of-the-address", {"billingAddress": BILLING | {"phone": None}, "customer": CUSTOMER}, {"city": "Bern", "country": "CH", "first_name": "Jo"}, "person"),
    user("email-and-phone-of-the-customer", {"customer": {"defaultEmailAddress": {"emailAddress": "al@example.com"}, "defaultPhoneNumber": {"phoneNumber": "+12133734253"}}},
         {"email": "al@example.com", "phone": "+12133734253"}, "person"),
    user("email-and-phone-as-they-were", {"customer": {"email": "al@example.com", "phone": "+12133734253"}}, {"email": "al@example.com", "phone": "+12133734253"}, "person"),

    order("visit-last", visits(firstVisit="https://a.example/?ttclid=old", lastVisit="https://a.example/b?ttclid=new"),
          {"user": {"ttclid": "new"}, "page": {"url": "https://a.example/b?ttclid=new"}}, "visit"),
    order("visit-first-alone", visits(firstVisit="https://a.example/?ttclid=old"), {"user": {"ttclid": "old"}}, "visit"),
    order("visit-as-it-was", {"landingPageUrl": "/a?ttclid=T", "statusPageUrl": STATUS, "referrerUrl": "https://b.example/"},
          {"user": {"ttclid": "T"}, "page": {"referrer": "https://b.example/", "url": "https://a.example/a?ttclid=T"}}, "visit"),
    order("visit-unknown", {"customerJourneySummary": {"ready": False}, "statusPageUrl": STATUS}, {}, "visit"),
    order("click-id-of-nobody-before-one-of-the-visit", {"customAttributes": [{"key": "ttclid", "value": "null"}, {"key": "_ttp", "value": "T1"}]} | visits(lastVisit="https://a.example/?ttclid=x"),
          {"user": {"ttclid": "x", "ttp": "T1"}, "page": {"url": "https://a.example/?ttclid=x"}}, "visit", ["customAttributes.ttclid"]),
    order("click-id-of-nobody", {"customAttributes": [{"key": "ttclid", "value": "null"}, {"key": "ttclid", "value": "NaN"}]}, {"user": {"ttclid": "null"}}, "visit", ["customAttributes.ttclid"]),
    order("click-id-of-the-cart", {"customAttributes": [{"key": "ttclid", "value": " "}, {"key": "ttclid", "value": "T"}]} | visits(lastVisit="https://a.example/?ttclid=x"),
          {"user": {"ttclid": "T"}, "page": {"url": "https://a.example/?ttclid=x"}}, "visit"),

    lines("lines-in-edges", {"edges": [{"node": LINE, "cursor": "a"}]}, [SENT]),
    lines("lines-in-a-list", [LINE], [SENT]),
    lines("lines-none", {"nodes": []}, None),
    lines("lines-and-more", {"nodes": [LINE], "pageInfo": MORE}, [SENT], ["lineItems.pageInfo"]),
    lines("line-legacy", {"nodes": [{"variant": {"legacyResourceId": "8"} | VARIANT, "title": "Mug"}]}, [{"content_id": "8", "content_name": "Mug"}]),
    lines("line-of-a-product", {"nodes": [{"product": {"id": "gid://shopify/Product/9", "vendor": "V"}, "variant": None}]}, [{"content_id": "9", "brand": "V"}]),
    lines("line-by-its-sku", {"nodes": [{"sku": "A/B-1", "name": "Mug - Blue"}]}, [{"content_id": "A/B-1", "content_name": "Mug - Blue"}]),
    lines("line-price-as-it-was", {"nodes": [{"sku": "S", "originalUnitPrice": "1.50"}]}, [{"content_id": "S", "price": "1.50"}]),
    lines("line-price-of-the-customer", {"nodes": [{"sku": "S", "originalUnitPriceSet": {"presentmentMoney": {"amount": "2"}}}]}, [{"content_id": "S"}]),
    lines("lines-of-another-kind", "x", None, ["lineItems"]),

    *(nothing(f"origin-{id}", members, problem, "origin") for id, members, problem in (
        ("renewal", {"sourceName": "subscription_contract_checkout_one"}, "sourceName renewal"),
        ("renewal-by-its-tag", {"sourceName": "web", "tags": ["Subscription", "Subscription Recurring Order"]}, "tags renewal"),
        ("point-of-sale", {"sourceName": "pos"}, "sourceName point_of_sale"),
        ("point-of-sale-by-its-place", {"retailLocation": {"id": "gid://shopify/Location/1"}}, "retailLocation point_of_sale"),
        ("draft", {"sourceName": "shopify_draft_order"}, "sourceName draft_order"),
    )),
    order("origin-web", {"sourceName": "web", "tags": ["vip"], "retailLocation": None}, {}, "origin"),
    order("point-of-sale-sent", {"sourceName": "pos", "clientIp": "8.8.8.8"} | visits(lastVisit="https://a.example/?ttclid=T"), {}, "origin", ["clientIp"], point_of_sale="send"),

    nothing("test", {"test": True, "displayFinancialStatus": "PAID"}, "test test_order"),
    nothing("cancelled", {"cancelledAt": "2026-01-01T00:00:00Z"}, "cancelledAt not_paid"),
    order("partly-refunded", {"displayFinancialStatus": "PARTIALLY_REFUNDED"}, {}, "nothing"),
    *(nothing(status.lower().replace("_", "-"), {"displayFinancialStatus": status}, "displayFinancialStatus not_paid")
      for status in ("PENDING", "AUTHORIZED", "PARTIALLY_PAID", "REFUNDED", "VOIDED", "EXPIRED")),

    given("no-total", {"data": {"order": without(ORDER, "totalPriceSet")}}, [], "data.order.totalPriceSet not_this_format", flag="not-this-format"),
    given("no-id", without(ORDER, "id"), [], "id not_this_format", flag="not-this-format"),
    given("no-data", {"data": None, "errors": [{"message": "x"}]}, [], "data not_this_format", flag="not-this-format"),
    given("customers", {"data": {"customers": {"nodes": [{"id": "gid://shopify/Customer/1"}]}}}, [], "data not_this_format", flag="not-this-format"),
    given("order-of-the-rest-api", payload("shopify"), [], "id not_this_format", flag="not-this-format"),
    given("empty", {}, [], "id not_this_format", flag="not-this-format"),
    given("text", "order", [], "id not_this_format", flag="not-this-format"),
    given("total-of-another-kind", changed(ORDER, {"totalPriceSet": 5}), [SALE | {"properties": {"order_id": "1001"}}], flag="money"),
]
