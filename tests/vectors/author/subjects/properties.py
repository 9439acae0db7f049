"""Every row of `properties`: plain, catalogue, travel and automotive ones (rules 5, events-api 2.4)."""

from vector import SAME, event, properties

NOTES = {
    "row": "Every field with a value of its own kind.",
    "text": "Text is trimmed; a whole number becomes text; a fraction or a boolean is left out.",
    "texts": "A list of texts; one text stands for a list of one; absent members are dropped.",
    "count": "A whole number of at least 0, or its digits.",
    "amount": "A number of at least 0, or decimal text.",
    "choice": "One of the field's names, in any case.",
    "query": "Events API 1.0's query becomes search_string when that is absent.",
}

TEXT = {
    "description": "Red shoe", "order_id": "4711", "shop_id": "s1", "search_string": "red shoes", "status": "submitted",
    "gtm_version": "1.2.3", "event_trigger_source": "GoogleTagManagerServer",
    "city": "Paris", "region": "Île-de-France", "country": "France", "checkin_date": "2026-01-31", "checkout_date": "2026-02-02",
    "departing_departure_date": "2026-01-31", "returning_departure_date": "2026-02-02", "departing_arrival_date": "2026-01-31",
    "returning_arrival_date": "2026-02-03", "origin_airport": "HAM", "destination_airport": "CDG", "travel_class": "eco",
    "travel_start": "2026-01-31", "travel_end": "2026-02-03",
    "postal_code": "20095", "make": "VW", "model": "Golf", "state_of_vehicle": "New", "exterior_color": "red", "transmission": "manual",
    "body_style": "hatchback", "fuel_type": "diesel", "drivetrain": "FWD", "trim": "GTI", "vin": "WVWZZZ1KZAW000001", "interior_color": "grey",
    "condition_of_vehicle": "good", "viewcontent_type": "vehicle", "search_type": "inventory", "registration_type": "test_drive",
}
TEXTS = ("content_ids", "suggested_hotels", "destination_ids", "suggested_destinations")
COUNTS = ("num_items", "num_adults", "num_children", "num_infants", "preferred_num_stops", "year")
AMOUNTS = ("value", "predicted_ltv", "user_score")
CHOICES = {
    "content_type": ("product", "product_group"),
    "customer_type": ("new", "returning"),
    "delivery_category": ("in_store", "curbside", "home_delivery"),
}


def row(id, name, given, sent, *codes, flag="row"):
    problems = [f"properties.{name} {code}" for code in codes]
    return properties(f"properties-{name}{id}", {name: given}, {name: sent}, *problems, flags=[flag])


def texts(id, given, sent, *problems):
    return properties(f"properties-texts-{id}", {"content_ids": given}, {"content_ids": sent}, *problems, flags=["texts"])


def query(id, given, sent, *problems):
    return properties(f"properties-query-{id}", given, sent, *problems, flags=["query"])


CASES = [
    *(row("", name, text, text) for name, text in TEXT.items()),
    row("-trimmed", "description", " a  b\n", "a  b", flag="text"),
    row("-integer", "order_id", 4711, "4711", flag="text"),
    row("-boolean", "shop_id", True, None, "wrong_type", flag="text"),
    row("-unicode-kept", "description", "Jose\u0301 😀", "Jose\u0301 😀", flag="text"),
    row("-case-kept", "search_string", "RED Shoes", "RED Shoes", flag="text"),
    row("-list", "description", ["a"], None, "wrong_type", flag="text"),
    row("-object", "description", {"de": "a"}, None, "wrong_type", flag="text"),
    row("-fraction", "travel_class", 1.5, None, "wrong_type", flag="text"),
    row("-integer", "postal_code", 20095, "20095", flag="text"),

    *(row("", name, ["a1", "b2"], ["a1", "b2"]) for name in TEXTS),
    texts("one", "a1", ["a1"]),
    texts("integers", [1, 2], ["1", "2"]),
    texts("repeats-kept", ["a", "a"], ["a", "a"]),
    texts("trimmed-and-absent-dropped", [" a ", "", None, []], ["a"]),
    texts("empty", [], None),
    texts("only-absent", ["", None], None),
    texts("bad-members-dropped", ["a", True, 1.5, {"id": "b"}, ["c"]], ["a"], *(f"properties.content_ids[{n}] wrong_type" for n in (1, 2, 3, 4))),
    texts("only-bad", [True], None, "properties.content_ids[0] wrong_type"),
    texts("boolean", True, None, "properties.content_ids wrong_type"),
    texts("object", {"a": "b"}, None, "properties.content_ids wrong_type"),
    texts("many", [f"s{n}" for n in range(60)], [f"s{n}" for n in range(60)]),

    *(row("", name, 2, 2) for name in COUNTS),
    *(row("-digits", name, "2", 2, flag="count") for name in COUNTS),
    row("-negative", "num_adults", -1, None, "invalid_number", flag="count"),
    row("-zero", "num_infants", 0, 0, flag="count"),
    row("-fraction", "num_adults", 1.5, None, "wrong_type", flag="count"),

    *(row("", name, 4.5, 4.5) for name in AMOUNTS),
    *(row("-decimal-text", name, "4.50", 4.5, flag="amount") for name in AMOUNTS),
    *(row("-negative", name, -4.5, None, "invalid_number", flag="amount") for name in AMOUNTS if name != "value"),
    row("", "preferred_price_range", [10000, 20000.5], [10000, 20000.5]),
    row("-decimal-text", "preferred_price_range", ["10000", "20000.50"], [10000, 20000.5], flag="amount"),
    properties("properties-preferred_price_range-one-bad", {"preferred_price_range": [-1, 20000]}, {"preferred_price_range": [20000]},
               "properties.preferred_price_range[0] invalid_number", flags=["amount"]),
    row("-no-list", "preferred_price_range", 10000, None, "wrong_type", flag="amount"),
    row("", "mileage", {"value": 12000, "unit": "KM"}, {"value": 12000, "unit": "KM"}),
    row("-plain", "mileage", 12000, 12000),

    *(row(f"-{choice}", name, choice, choice) for name, choices in CHOICES.items() for choice in choices),
    row("-other-case", "content_type", " Product ", "product", flag="choice"),
    row("-unknown", "content_type", "sku", None, "unknown_value", flag="choice"),
    row("-unknown", "customer_type", "regular", None, "unknown_value", flag="choice"),
    row("-unknown", "delivery_category", "drone", None, "unknown_value", flag="choice"),
    row("-number", "content_type", 1, None, "unknown_value", flag="choice"),
    row("-boolean", "customer_type", True, None, "wrong_type", flag="choice"),
    event("properties-customer_type-offline", {"properties": {"customer_type": "new"}}, SAME,
          "properties.customer_type not_for_this_source", source="offline", flags=["choice"]),

    query("becomes-search-string", {"query": " red shoes "}, {"search_string": "red shoes"}),
    query("stays-beside-search-string", {"query": "a", "search_string": "b"}, {"query": "a", "search_string": "b"}),
    query("search-string-blank", {"query": "a", "search_string": ""}, {"search_string": "a"}),
    query("search-string-bad", {"query": "a", "search_string": True}, {"search_string": "a"}, "properties.search_string wrong_type"),
    query("bad", {"query": True}, {}, "properties.query wrong_type"),
    event("properties-query-counts-as-recommended", {"event": "Search", "properties": {"query": "a"}},
          {"event": "Search", "properties": {"search_string": "a"}}, flags=["query"]),
    event("properties-text", {"properties": "red"}, {}, "properties wrong_type", flags=["row"]),
    event("properties-list", {"properties": [{"value": 5}]}, {}, "properties wrong_type", flags=["row"]),
    event("properties-empty", {"properties": {}}, {}, flags=["row"]),
    properties("properties-only-absent", {"value": None, "currency": "", "contents": [], "x": {}}, {}, flags=["row"]),
]
