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
    "subscription": "A subscription has the form of an order; what it sold was sold by its first order.",
    "origin": "Renewals, sales over a counter and orders that staff wrote down are sent only when the shop says so, without a visit: a renewal has that of the first order.",
    "not-this-format": "What is no order is refused.",
}

ORDER = {"id": 727, "line_items": [], "total": "5.00", "billing": {}}
SALE = {"event": "Purchase", "event_id": shared_id("Purchase", "727"), "properties": {"order_id": "727", "value": "5.00"}}


def order(id, members, event, *flags, left=(), **options):
    return case("woocommerce", id, ORDER | members, [SALE | event], flags=flags, left=left, **options)


def nothing(id, members, problem, flag, **options):
    return case("woocommerce", id, ORDER | members, [], problem, flags=[flag], **options)


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


def metas(**values):
    return {"meta_data": [{"id": 1, "key": key, "value": value} for key, value in values.items()]}


def links(below):
    return {"self": [{"href": f"{REST}/{below}", "targetHints": {"allow": ["GET"]}}], "collection": [{"href": f"{REST}/{below.split('/')[0]}"}]}


REST = "https://laden.example/wp-json/wc/v3"
VISIT = {"customer_ip_address": "8.8.8.8", "customer_user_agent": "UA"}
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

    order("meta-after-a-blank-one", metas(ttclid="", _ttclid=" ", _ttp=None, ttp="T1"), {"user": {"ttp": "T1"}}, "visit"),
    order("meta-twice", {"meta_data": [{"id": 1, "key": "ttclid", "value": ""}, {"id": 2, "key": "ttclid", "value": "T"}]}, {"user": {"ttclid": "T"}}, "visit"),
    order("meta-of-nobody-by-its-other-name", metas(ttclid="null", _ttclid="T", _ttp="{{ttp}}", ttp="T1"), {"user": {"ttclid": "T", "ttp": "T1"}}, "visit", left=["meta_data._ttp", "meta_data.ttclid"]),
    order("meta-of-nobody-before-the-entry", metas(ttclid="__CLICKID__", _wc_order_attribution_session_entry=ENTRY), {"user": {"ttclid": "E.C.P.CrkBwoo"}, "page": {"url": ENTRY}}, "visit",
          left=["meta_data.ttclid"]),
    order("meta-of-nobody-twice", {"meta_data": [{"id": 1, "key": "ttclid", "value": "undefined"}, {"id": 2, "key": "ttclid", "value": "T"}]}, {"user": {"ttclid": "T"}}, "visit", left=["meta_data.ttclid"]),
    order("meta-of-nobody-alone", metas(ttclid="undefined"), {"user": {"ttclid": "undefined"}}, "visit"),
    order("meta-by-its-other-name", metas(ttclid=" ", _ttclid="T"), {"user": {"ttclid": "T"}}, "visit"),

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
    status("wc-processing", True),
    status("wc-completed", True),
    status("wc-shipped", True, date_paid_gmt=PAID),
    *(status(f"wc-{name}", False) for name in ("pending", "on-hold", "cancelled", "checkout-draft", "shipped")),
    status("wc-refunded", False, date_paid_gmt=PAID),
    status("wcprocessing", False),
    *(status(name, False) for name in ("pending", "on-hold", "cancelled", "refunded", "failed", "trash", "checkout-draft", "auto-draft", "shipped")),
    status("refunded", False, date_paid_gmt=PAID),

    nothing("subscription", {"status": "active", "billing_period": "month", "billing_interval": "1", "date_paid_gmt": PAID}, "billing_period no_conversion", "subscription"),
    nothing("subscription-on-hold", {"status": "on-hold", "billing_period": "year"}, "billing_period no_conversion", "subscription"),
    nothing("subscription-by-its-link", {"status": "active", "date_paid_gmt": PAID, "_links": links("subscriptions/727")}, "_links no_conversion", "subscription"),
    nothing("subscription-by-its-list", {"status": "processing", "_links": {"collection": [{"href": f"{REST}/subscriptions"}]}}, "_links no_conversion", "subscription"),
    nothing("subscription-renewals-sent", {"status": "active", "billing_period": "week"}, "billing_period no_conversion", "subscription", renewals="send"),
    order("no-subscription", {"billing_period": "", "_links": links("orders/727") | {"up": [{"href": f"{REST}/subscriptions/5"}]}}, {}, "subscription"),

    *(nothing(f"origin-{id}", VISIT | members, problem, "origin") for id, members, problem in (
        ("renewal", metas(_subscription_renewal="700"), "meta_data._subscription_renewal renewal"),
        ("renewal-paid-by-hand", metas(_subscription_renewal=700) | {"created_via": "checkout"}, "meta_data._subscription_renewal renewal"),
        ("renewal-made-by-its-subscription", {"created_via": "subscription"}, "created_via renewal"),
        ("renewal-of-another-plugin", metas(wps_sfw_renewal_order="yes"), "meta_data.wps_sfw_renewal_order renewal"),
        ("renewal-of-a-third", metas(is_a_renew="yes"), "meta_data.is_a_renew renewal"),
        ("point-of-sale", {"created_via": "pos-rest-api"}, "created_via point_of_sale"),
        ("point-of-sale-of-a-plugin", {"created_via": "woocommerce-pos"}, "created_via point_of_sale"),
        ("draft", {"created_via": "admin"}, "created_via draft_order"),
    )),
    *(order(f"origin-{via}", {"created_via": via}, {}, "origin") for via in ("checkout", "store-api", "rest-api")),
    order("origin-no-renewal", metas(_subscription_renewal="", is_a_renew="no", _subscription_switch="5"), {}, "origin", left=["meta_data"]),
    order("renewal-sent", VISIT | {"created_via": "subscription", "meta_data": [{"id": 1, "key": "ttclid", "value": "T"}]}, {}, "origin", left=["customer_ip_address", "customer_user_agent", "meta_data"], renewals="send"),
    order("point-of-sale-sent", VISIT | {"created_via": "pos-rest-api"}, {}, "origin", left=["customer_ip_address", "customer_user_agent"], point_of_sale="send"),
    order("draft-sent", VISIT | {"created_via": "admin"}, {}, "origin", left=["customer_ip_address", "customer_user_agent"], drafts="send"),
    nothing("renewal-where-others-are-sent", {"created_via": "subscription"}, "created_via renewal", "origin", point_of_sale="send", drafts="send"),

    *(case("woocommerce", f"no-{name.replace('_', '-')}", without(ORDER, name), [], f"{name} not_this_format", flags=["not-this-format"]) for name in ORDER),
    case("woocommerce", "order-of-shopify", payload("shopify"), [], "total not_this_format", flags=["not-this-format"]),
    case("woocommerce", "list", [payload("woocommerce")], [], "id not_this_format", flags=["not-this-format"]),
]
