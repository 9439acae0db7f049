"""The verb `describe` for WooCommerce: an order of the REST API v3."""

from describing import case, changed, payload, shared_id, without

VERB = "describe"

NOTES = {
    "sample": "A whole order.",
    "id": "The event's id is that of the order's number, as the thank-you page shows it; 0 is no id.",
    "money": "Amounts stay as they are; a unit price, which WooCommerce divides out, is rounded to the six decimals that it calculates with.",
    "time": "The members named gmt are UTC without saying so.",
    "visit": "What WooCommerce's order attribution kept of the visit.",
    "status": "Orders in a status that is paid, or in one of the shop's own making with a date of payment.",
    "left": "What is in no event is told by its path, a value of the order's own by its key.",
    "not-this-format": "What is no order is refused.",
}

ORDER = {"id": 727, "line_items": [], "total": "5.00", "billing": {}}
SALE = {"event": "Purchase", "event_id": shared_id("Purchase", "727"), "properties": {"order_id": "727", "value": "5.00"}}


def order(id, members, event, *flags, left=()):
    return case("woocommerce", id, ORDER | members, [SALE | event], flags=flags, left=left)


def status(name, is_sold, **members):
    id = "-".join([name, *members])
    if is_sold:
        return order(f"status-{id}", {"status": name, **members}, {"event_time": members["date_paid_gmt"] + "Z"} if "date_paid_gmt" in members else {}, "status")
    return case("woocommerce", f"status-{id}", ORDER | {"status": name, **members}, [], "status not_paid", flags=["status"])


def line(id, item, sent):
    whole = SALE | {"properties": SALE["properties"] | {"contents": [sent], "content_type": "product"}}
    return case("woocommerce", f"line-{id}", ORDER | {"line_items": [item]}, [whole], flags=["money"])


def kept(key, value):
    return {"meta_data": [{"id": 1, "key": "x", "value": {"y": 1}}, {"id": 2, "key": key, "value": value}]}


ENTRY = "https://laden.example/tassen/?utm_source=tiktok&ttclid=E.C.P.CrkBwoo"
SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "2025-0727"),
    "event_time": "2025-12-31T12:01:00Z",
    "user": {
        "email": "juergen@example.com", "phone": "030 123456", "phone_region": "DE", "external_id": "26",
        "first_name": "Jürgen", "last_name": "Beispiel", "city": "München", "state": "BY", "zip_code": "80331", "country": "DE",
        "ip": "91.0.0.7", "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "ttclid": "E.C.P.CrkBwoo", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
    },
    "page": {"url": ENTRY, "referrer": "https://www.tiktok.com/"},
    "properties": {
        "order_id": "2025-0727", "currency": "EUR", "value": "43.84", "content_type": "product",
        "contents": [
            {"content_id": "95", "content_name": "Tasse - Blau", "price": 12.59, "quantity": 2},
            {"content_id": "22", "content_name": "Untersetzer", "price": 7.54, "quantity": 1},
        ],
    },
}
PAID = "2026-01-01T00:00:00"

LEFT = [
    "billing.address_1", "cart_tax", "discount_total", "line_items[0].meta_data", "payment_method", "payment_method_title", "shipping", "shipping_total", "total_tax",
    "transaction_id",
]
CASES = [
    case("woocommerce", "sample", payload("woocommerce"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("woocommerce", "sample-completed", changed(payload("woocommerce"), {"status": "completed"}), [SAMPLE], flags=["sample", "status"], left=LEFT),
    order("smallest", {}, {}, "sample"),

    order("number", {"number": "A-9"}, {"event_id": shared_id("Purchase", "A-9"), "properties": {"order_id": "A-9", "value": "5.00"}}, "id"),
    order("guest", {"customer_id": 0}, {}, "id"),
    order("customer", {"customer_id": 5}, {"user": {"external_id": "5"}}, "id"),
    order("empty-texts", {"billing": {"email": "", "phone": "", "country": "", "first_name": " "}, "customer_ip_address": "", "currency": ""}, {}, "id"),

    order("time-of-payment", {"date_paid_gmt": PAID, "date_created_gmt": "2025-12-01T00:00:00"}, {"event_time": PAID + "Z"}, "time"),
    order("time-of-creation", {"date_paid_gmt": None, "date_created_gmt": "2025-12-01T00:00:00"}, {"event_time": "2025-12-01T00:00:00Z"}, "time"),
    order("time-with-an-offset", {"date_paid_gmt": PAID + "+00:00"}, {"event_time": PAID + "+00:00"}, "time"),
    order("time-of-another-kind", {"date_paid_gmt": 5}, {"event_time": 5}, "time"),

    order("entry", kept("_wc_order_attribution_session_entry", ENTRY), {"user": {"ttclid": "E.C.P.CrkBwoo"}, "page": {"url": ENTRY}}, "visit", left=["meta_data.x"]),
    order("entry-without-click-id", kept("_wc_order_attribution_session_entry", "https://a.example/"), {"page": {"url": "https://a.example/"}}, "visit", left=["meta_data.x"]),
    order("click-id-kept", kept("ttclid", "T"), {"user": {"ttclid": "T"}}, "visit", left=["meta_data.x"]),
    order("user-agent-kept", kept("_wc_order_attribution_user_agent", "UA"), {"user": {"user_agent": "UA"}}, "visit", left=["meta_data.x"]),
    order("meta-data-of-another-kind", {"meta_data": "x"}, {}, "visit", left=["meta_data"]),

    line("variation", {"variation_id": 95, "product_id": 93, "price": "12.50", "quantity": 2}, {"content_id": "95", "price": "12.50", "quantity": 2}),
    line("product", {"variation_id": 0, "product_id": 93, "price": 12.5, "name": "Mug"}, {"content_id": "93", "price": 12.5, "content_name": "Mug"}),
    line("price-of-a-division", {"product_id": 93, "price": 2.8011204481792715, "quantity": 3}, {"content_id": "93", "price": 2.80112, "quantity": 3}),
    line("price-of-a-division-short", {"product_id": 93, "price": 2.8000000000000003}, {"content_id": "93", "price": 2.8}),
    line("price-small", {"product_id": 93, "price": 0.0049999999999999}, {"content_id": "93", "price": 0.005}),
    line("price-large", {"product_id": 93, "price": 1234567890.3333333}, {"content_id": "93", "price": 1234567890.3333333}),
    line("price-whole", {"product_id": 93, "price": 12}, {"content_id": "93", "price": 12}),
    line("price-as-text", {"product_id": 93, "price": "2.8011204481792715"}, {"content_id": "93", "price": "2.8011204481792715"}),
    line("sku", {"variation_id": 0, "product_id": 0, "sku": "S"}, {"content_id": "S"}),

    status("processing", True),
    status("completed", True),
    status("shipped", True, date_paid_gmt=PAID),
    *(status(name, False) for name in ("pending", "on-hold", "cancelled", "refunded", "failed", "trash", "checkout-draft", "auto-draft", "shipped")),
    status("refunded", False, date_paid_gmt=PAID),

    *(case("woocommerce", f"no-{name.replace('_', '-')}", without(ORDER, name), [], f"{name} not_this_format", flags=["not-this-format"]) for name in ORDER),
    case("woocommerce", "order-of-shopify", payload("shopify"), [], "total not_this_format", flags=["not-this-format"]),
    case("woocommerce", "list", [payload("woocommerce")], [], "id not_this_format", flags=["not-this-format"]),
]
