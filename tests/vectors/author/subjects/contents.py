"""The lines of `properties.contents` (rules 5)."""

from vector import Repeat, canonical, DESCRIBED, SENT, case, overlay, properties

NOTES = {
    "line": "Every field of a line with a value of its own kind.",
    "bad": "A bad field is left out, a line that is no object too; the others go.",
    "one": "One object stands for a list of one.",
    "custom": "Other keys pass as custom parameters.",
    "lift": "A content_type that all lines share goes to properties, unless another one stands there.",
    "bound": "The first 1,000 lines are used.",
}

WHERE = "properties.contents"


def contents(id, given, sent, *problems, flag="line"):
    return properties(f"contents-{id}", {"contents": given}, {"contents": sent}, *problems, flags=[flag])


def line(id, given, sent, *codes, flag="line"):
    """One field of one line: the last word of a code's text is the code, what stands before is the field."""
    return contents(id, [{"content_id": "s1"} | given], [{"content_id": "s1"} | sent], *(f"{WHERE}[0].{code}" for code in codes), flag=flag)


def lift(id, given, sent, *problems):
    return properties(f"contents-lift-{id}", given, sent, *problems, flags=["lift"])


def many(id, lines, *problems):
    """An event with so many lines, written short."""
    texts = canonical(DESCRIBED["web"])
    before = texts[:-1] + ',"properties":{"contents":['
    sent = overlay(SENT["web"], {"properties": {"contents": [{"content_id": "s"}] * min(lines, 1000)}})
    return case(f"contents-{id}", Repeat(before, '{"content_id":"s"},', lines - 1, '{"content_id":"s"}]}}'), sent, *problems, flags=["bound"])


CASES = [
    contents("all-fields", [{"content_id": "s1", "content_category": "Shoes", "content_name": "Red shoe", "brand": "Acme", "price": 19.9, "quantity": 2}],
             [{"content_id": "s1", "content_category": "Shoes", "content_name": "Red shoe", "brand": "Acme", "price": 19.9, "quantity": 2}]),
    contents("order-of-lines-kept", [{"content_id": "b"}, {"content_id": "a"}, {"content_id": "b"}], [{"content_id": "b"}, {"content_id": "a"}, {"content_id": "b"}]),
    line("id-integer", {"content_id": 4711}, {"content_id": "4711"}),
    line("id-trimmed", {"content_id": " s2 "}, {"content_id": "s2"}),
    line("price-decimal-text", {"price": "19.90"}, {"price": 19.9}),
    line("price-integer", {"price": 20}, {"price": 20}),
    line("price-zero", {"price": 0}, {"price": 0}),
    line("quantity-digits", {"quantity": "2"}, {"quantity": 2}),
    line("quantity-zero", {"quantity": 0}, {"quantity": 0}),
    line("quantity-without-fraction", {"quantity": 2.0}, {"quantity": 2}),
    line("absent-fields", {"price": None, "brand": "", "content_name": " "}, {}),
    line("id-fraction", {"content_id": 1.5, "brand": "A"}, {"content_id": None, "brand": "A"}, "content_id wrong_type", flag="bad"),
    line("id-boolean", {"content_id": True, "brand": "A"}, {"content_id": None, "brand": "A"}, "content_id wrong_type", flag="bad"),
    line("price-negative", {"price": -1}, {}, "price invalid_number", flag="bad"),
    line("price-currency", {"price": "19.90 €"}, {}, "price invalid_number", flag="bad"),
    line("price-boolean", {"price": True}, {}, "price wrong_type", flag="bad"),
    line("price-16-digits", {"price": 0.30000000000000004}, {"price": 0.30000000000000004}, "price too_precise"),
    line("quantity-fraction", {"quantity": 1.5}, {}, "quantity wrong_type", flag="bad"),
    line("quantity-negative", {"quantity": -1}, {}, "quantity invalid_number", flag="bad"),
    line("quantity-word", {"quantity": "two"}, {}, "quantity invalid_number", flag="bad"),
    line("brand-list", {"brand": ["A"]}, {}, "brand wrong_type", flag="bad"),
    line("content-type-unknown", {"content_type": "sku"}, {}, "content_type unknown_value", flag="bad"),
    contents("no-object", ["s1", {"content_id": "s2"}, 3, True, ["s4"]], [{"content_id": "s2"}],
             *(f"{WHERE}[{n}] wrong_type" for n in (0, 2, 3, 4)), flag="bad"),
    contents("absent-lines-dropped", [None, {}, "", {"content_id": "s1"}, []], [{"content_id": "s1"}], flag="bad"),
    contents("line-with-only-bad-fields", [{"price": -1}, {"content_id": "s1"}], [{"content_id": "s1"}], f"{WHERE}[0].price invalid_number", flag="bad"),
    contents("nothing-left", [{"price": -1}], None, f"{WHERE}[0].price invalid_number", flag="bad"),
    contents("text", "s1", None, f"{WHERE} wrong_type", flag="bad"),
    contents("number", 1, None, f"{WHERE} wrong_type", flag="bad"),
    contents("one-object", {"content_id": "s1", "price": 5}, [{"content_id": "s1", "price": 5}], flag="one"),
    contents("one-object-with-a-problem", {"content_id": "s1", "price": -5}, [{"content_id": "s1"}], f"{WHERE}.price invalid_number", flag="one"),

    line("custom", {"size": 42, "colours": ["red", "blue"], "sale": True}, {"size": 42, "colours": ["red", "blue"], "sale": True}, flag="custom"),
    line("custom-near-miss", {"contentName": "Shoe"}, {"contentName": "Shoe"}, "contentName unknown_field", flag="custom"),
    line("custom-misspelt", {"quantitiy": 2}, {"quantitiy": 2}, "quantitiy unknown_field", flag="custom"),
    line("custom-personal", {"email": "jo@x.de", "size": 42}, {"size": 42}, "email personal_data", flag="custom"),

    lift("same", {"contents": [{"content_id": "a", "content_type": "product"}, {"content_id": "b", "content_type": "Product"}]},
         {"content_type": "product", "contents": [{"content_id": "a"}, {"content_id": "b"}]}),
    lift("one-line", {"contents": [{"content_id": "a", "content_type": "product_group"}]}, {"content_type": "product_group", "contents": [{"content_id": "a"}]}),
    lift("different", {"contents": [{"content_id": "a", "content_type": "product"}, {"content_id": "b", "content_type": "product_group"}]},
         {"contents": [{"content_id": "a", "content_type": "product"}, {"content_id": "b", "content_type": "product_group"}]}),
    lift("not-in-all", {"contents": [{"content_id": "a", "content_type": "product"}, {"content_id": "b"}]},
         {"contents": [{"content_id": "a", "content_type": "product"}, {"content_id": "b"}]}),
    lift("same-as-above", {"content_type": "product", "contents": [{"content_id": "a", "content_type": "product"}]},
         {"content_type": "product", "contents": [{"content_id": "a"}]}),
    lift("other-than-above", {"content_type": "product", "contents": [{"content_id": "a", "content_type": "product_group"}]},
         {"content_type": "product", "contents": [{"content_id": "a", "content_type": "product_group"}]}),
    lift("above-unknown", {"content_type": "sku", "contents": [{"content_id": "a", "content_type": "product"}]},
         {"content_type": "product", "contents": [{"content_id": "a"}]}, "properties.content_type unknown_value"),
    lift("line-of-nothing-else", {"contents": [{"content_type": "product"}, {"content_id": "b", "content_type": "product"}]},
         {"content_type": "product", "contents": [{"content_id": "b"}]}),
    lift("nothing-else-at-all", {"contents": [{"content_type": "product"}]}, {"content_type": "product"}),

    many("1000-lines", 1000),
    many("1001-lines", 1001, f"{WHERE} too_many_values"),
]
