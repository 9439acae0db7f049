"""Parameters that TikTok recommends for an event (rules 5, events-api 3.4)."""

from vector import REFUSED, event

NOTES = {
    "absent": "Each absent one is told by its name; the event goes.",
    "enough": "With all of them nothing is told.",
    "lines": "Price and quantity belong to every line; the first line without is named.",
    "ids": "content_ids stand for contents.",
    "other-events": "Other events have none.",
    "missing-currency": "A value without its currency on Purchase, Subscribe and StartTrial is told as missing_currency instead.",
}

LINE = {"content_id": "s1", "price": 5, "quantity": 1}
SALE = {"contents": [LINE], "content_type": "product", "currency": "EUR", "description": "d", "value": 5}
SALES = ("AddToCart", "Purchase", "ViewContent")
NAMES = ("contents", "content_type", "currency", "description", "value")


def told(id, name, properties, *missing, flag="absent", source="web", **options):
    given = {"event": name, "properties": properties}
    return event(f"recommended-{id}", given, given, *(f"properties.{each} missing_recommended" for each in missing), source=source, flags=[flag], **options)


def without(name, absent):
    left = {key: value for key, value in SALE.items() if key != absent}
    given = {"event": name, "properties": left}
    code = "missing_currency" if name == "Purchase" and absent == "currency" else "missing_recommended"
    return event(f"recommended-{name}-without-{absent}", given, given, f"properties.{absent} {code}", flags=["absent"])


CASES = [
    *(told(f"{name}-enough", name, SALE, flag="enough") for name in SALES),
    *(told(f"{name}-nothing", name, {}, *NAMES) for name in SALES),
    *(without(name, absent) for name in SALES for absent in NAMES),
    *(told(f"Purchase-enough-{source}", "Purchase", SALE, flag="enough", source=source) for source in ("app", "offline", "crm")),
    *(told(f"Purchase-nothing-{source}", "Purchase", {}, *NAMES, source=source) for source in ("app", "offline", "crm")),
    told("Search-nothing", "Search", {}, "search_string"),
    told("Search-enough", "Search", {"search_string": "shoes"}, flag="enough"),
    *(told(f"{name}-nothing", name, {}, "currency", "value") for name in ("StartTrial", "Subscribe")),
    *(told(f"{name}-without-value", name, {"currency": "EUR"}, "value") for name in ("StartTrial", "Subscribe")),
    *(told(f"{name}-enough", name, {"currency": "EUR", "value": 0}, flag="enough") for name in ("StartTrial", "Subscribe")),
    *(told(f"{name}-none", name, {}, flag="other-events") for name in
      ("AddPaymentInfo", "AddToWishlist", "CompleteRegistration", "InitiateCheckout", "Lead", "Download", "Pageview", "Quiz")),
    told("content-ids", "ViewContent", {key: value for key, value in SALE.items() if key != "contents"} | {"content_ids": ["s1"]}, flag="ids"),
    told("line-without-price", "Purchase", SALE | {"contents": [{"content_id": "s1", "quantity": 1}]}, "contents[0].price", flag="lines"),
    told("line-without-quantity", "Purchase", SALE | {"contents": [LINE, {"content_id": "s2", "price": 1}]}, "contents[1].quantity", flag="lines"),
    told("line-without-both", "AddToCart", SALE | {"contents": [{"content_id": "s1"}, {"content_id": "s2"}]}, "contents[0].price", "contents[0].quantity", flag="lines"),
    told("lines-of-another-event", "Contact", {"contents": [{"content_id": "s1"}]}, flag="other-events"),
    event("recommended-since-invalid", {"event": "Purchase", "properties": SALE | {"description": True}},
          {"event": "Purchase", "properties": {key: value for key, value in SALE.items() if key != "description"}},
          "properties.description missing_recommended", "properties.description wrong_type", flags=["absent"]),
    event("recommended-strict", {"event": "Search"}, REFUSED, "properties.search_string missing_recommended error", flags=["absent"], strict=True),
    event("recommended-missing-currency-strict", {"event": "Subscribe", "properties": {"value": 5}}, REFUSED,
          "properties.currency missing_currency error", flags=["missing-currency"], strict=True),
    event("recommended-content-type-lifted", {"event": "Purchase", "properties": {key: value for key, value in SALE.items() if key != "content_type"}
          | {"contents": [LINE | {"content_type": "product"}]}}, {"event": "Purchase", "properties": SALE}, flags=["enough"]),
]
