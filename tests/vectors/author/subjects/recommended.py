"""Parameters that TikTok recommends for an event (rules 5, events-api 3.4)."""

from vector import REFUSED, event

NOTES = {
    "absent": "Each absent one is told by its name; the event goes.",
    "strict": "What is only recommended refuses nothing, in strict neither; the description is told as information.",
    "enough": "With all of them nothing is told.",
    "lines": "Id, price and quantity belong to every line; the first line without is named.",
    "ids": "content_ids stand for contents.",
    "other-events": "Other events have none.",
    "missing-currency": "A value without its currency on Purchase, Subscribe and StartTrial is told as missing_currency instead.",
}

LINE = {"content_id": "s1", "price": 5, "quantity": 1}
SALE = {"contents": [LINE], "content_type": "product", "currency": "EUR", "description": "d", "value": 5}
SALES = ("AddToCart", "Purchase", "ViewContent")
NAMES = ("contents", "content_type", "currency", "description", "value")


def lacks(name):
    return f"properties.{name} missing_recommended" + (" info" if name == "description" else "")


def told(id, name, properties, *missing, flag="absent", source="web", **options):
    given = {"event": name, "properties": properties}
    return event(f"recommended-{id}", given, given, *(lacks(each) for each in missing), source=source, flags=[flag], **options)


def without(name, absent):
    left = {key: value for key, value in SALE.items() if key != absent}
    given = {"event": name, "properties": left}
    problem = "properties.currency missing_currency" if name == "Purchase" and absent == "currency" else lacks(absent)
    return event(f"recommended-{name}-without-{absent}", given, given, problem, flags=["absent"])


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
          "properties.description missing_recommended info", "properties.description wrong_type", flags=["absent"]),
    told("strict-Search", "Search", {}, "search_string", flag="strict", strict=True),
    told("strict-Purchase", "Purchase", {"currency": "EUR", "value": 5}, "contents", "content_type", "description", flag="strict", strict=True),
    told("strict-without-description", "Purchase", {key: value for key, value in SALE.items() if key != "description"}, "description", flag="strict", strict=True),
    event("recommended-strict-and-a-warning", {"event": "Search", "user": {"email": "x"}}, REFUSED, "properties.search_string missing_recommended", "user.email invalid_email error",
          flags=["strict"], strict=True),
    told("line-without-id", "Purchase", SALE | {"contents": [LINE, {"price": 1, "quantity": 1}, {"content_name": "x", "price": 1, "quantity": 1}]}, "contents[1].content_id", flag="lines"),
    event("recommended-missing-currency-strict", {"event": "Subscribe", "properties": {"value": 5}}, REFUSED,
          "properties.currency missing_currency error", flags=["missing-currency"], strict=True),
    event("recommended-content-type-lifted", {"event": "Purchase", "properties": {key: value for key, value in SALE.items() if key != "content_type"}
          | {"contents": [LINE | {"content_type": "product"}]}}, {"event": "Purchase", "properties": SALE}, flags=["enough"]),
]
