"""Numbers: value, price, counts, and what custom parameters may hold (rules 1, 5 and 6)."""

from vector import REFUSED, SAME, properties, raw

NOTES = {
    "decimal": "A number, or plain decimal text.",
    "invalid": "What is no plain decimal, or negative, is left out.",
    "refund": "A negative value is a refund and no conversion: an error. Other negative amounts are left out.",
    "precision": "More than 15 significant digits bring a warning.",
    "form": "The number form of ECMAScript (RFC 8785 3.2.2.3).",
    "large": "Integers are exact up to 2^53; beyond, ids must come as text, and no amount or count is so large.",
    "integer": "Whole numbers; plain digits too.",
    "type": "Booleans are no numbers, numbers no booleans.",
}


def value(id, given, sent, *codes, flags=("decimal",)):
    problems = [f"properties.value {code}" for code in codes]
    return properties(f"numbers-{id}", {"value": given}, {"value": sent}, *problems, flags=flags)


def no_value(id, given, code="invalid_number", flag="invalid"):
    return properties(f"numbers-{id}", {"value": given}, {}, f"properties.value {code}", flags=[flag])


def raw_value(id, text, sent, *codes, flags=("form",)):
    problems = [f"properties.value {code}" for code in codes]
    return raw(f"numbers-{id}", {"properties": f'{{"value":{text}}}'}, {"properties": {} if sent is None else {"value": sent}}, *problems, flags=flags)


def raw_custom(id, text, sent, *codes, flags=("form",)):
    problems = [f"properties.x {code}" for code in codes]
    return raw(f"numbers-custom-{id}", {"properties": f'{{"x":{text}}}'}, {"properties": {} if sent is None else {"x": sent}}, *problems, flags=flags)


def count(id, given, sent):
    return properties(f"numbers-count-{id}", {"num_items": given}, {"num_items": sent}, flags=["integer"])


def no_count(id, given, code):
    return properties(f"numbers-count-{id}", {"num_items": given}, {}, f"properties.num_items {code}", flags=["integer"])


def refund(id, given):
    return properties(f"numbers-refund-{id}", {"value": given}, REFUSED, "properties.value negative_value", flags=["refund"])


REFUNDS = {
    "integer": -1, "fraction": -0.01, "text": "-1", "text-fraction": "-19.90", "minus-sign": "\u221219.90", "decimal-comma": "-19,90", "spaced": "- 19.90",
    "currency-in-front": "$-5", "currency-behind-the-minus": "-\u20ac5", "minus-behind": "19.90-", "parentheses": "(19.90)",
    "code-in-front": "EUR -5", "minus-before-the-code": "-EUR 5", "krona-in-front": "kr -5", "krona-behind": "-5 kr", "real": "R$ -5", "zloty": "-z\u0142 5", "minus-before-the-code-behind": "5,00- EUR",
    "minus-before-the-sign-behind": "5-\u20ac", "parentheses-behind-the-sign": "$(5.00)", "parentheses-behind-the-code": "EUR (5)", "parentheses-before-the-code": "(5.00) EUR", "arabic-digits": "-\u0665",
}

CASES = [
    value("integer", 20, 20),
    value("zero", 0, 0),
    value("fraction", 19.9, 19.9),
    value("text", "19.90", 19.9),
    value("text-trimmed", " 19.90\n", 19.9),
    value("text-integer", "20", 20),
    value("text-zero", "0.00", 0),
    value("text-leading-zeros", "007.50", 7.5),
    value("text-small", "0.000000000000001", 1e-15, flags=["decimal", "precision"]),
    *(refund(id, given) for id, given in REFUNDS.items()),
    *(properties(f"numbers-no-refund-{id}", {"value": given}, {}, "properties.value invalid_number", flags=["refund"])
      for id, given in {"range": "5-10", "date": "2026-01-01", "date-of-a-spreadsheet": "12-Jan", "word": "order-5", "phone": "(213) 373 4253", "zero": "EUR -0.00"}.items()),
    value("negative-zero-of-javascript", -0.0, 0),
    no_value("text-minus-zero", "-0.00"),
    no_value("text-minus-alone", "-"),
    no_value("text-range", "2-3"),
    no_value("text-word-with-a-number", "order-5"),
    properties("numbers-negative-price", {"contents": [{"content_id": "a", "price": -1}]}, {"contents": [{"content_id": "a"}]},
               "properties.contents[0].price invalid_number", flags=["refund"]),
    properties("numbers-negative-price-as-text", {"contents": [{"content_id": "a", "price": "-1.00"}]}, {"contents": [{"content_id": "a"}]},
               "properties.contents[0].price invalid_number", flags=["refund"]),
    properties("numbers-negative-lifetime-value", {"predicted_ltv": -1}, {}, "properties.predicted_ltv invalid_number", flags=["refund"]),
    no_value("text-plus", "+1"),
    no_value("text-exponent", "1e3"),
    no_value("text-thousands", "1,000.00"),
    no_value("text-decimal-comma", "19,90"),
    no_value("text-inner-space", "1 000"),
    no_value("text-dollar", "$19.90"),
    no_value("text-currency", "19.90 EUR"),
    no_value("text-no-digit-before-the-point", ".5"),
    no_value("text-no-digit-after-the-point", "5."),
    no_value("text-two-points", "1.2.3"),
    no_value("text-full-width", "１９"),
    no_value("text-arabic", "\u0661\u0669"),
    no_value("text-nan", "NaN"),
    no_value("text-infinity", "Infinity"),
    no_value("text-hexadecimal", "0x10"),
    no_value("text-underscore", "1_000"),
    no_value("text-word", "free"),
    no_value("boolean", True, "wrong_type", "type"),
    no_value("list", [1], "wrong_type", "type"),
    no_value("object", {"amount": 1}, "wrong_type", "type"),
    properties("numbers-value-absent", {"value": None, "num_items": "", "predicted_ltv": " "}, {}, flags=["decimal"]),

    value("15-digits", 123456789012345, 123456789012345, flags=["precision"]),
    value("16-digits", 1234567890123456, 1234567890123456, "too_precise", flags=["precision"]),
    value("15-digits-with-fraction", 1234567890123.25, 1234567890123.25, flags=["precision"]),
    value("16-digits-with-fraction", 12345678901234.25, 12345678901234.25, "too_precise", flags=["precision"]),
    value("text-15-digits", "1234567890123.45", 1234567890123.45, flags=["precision"]),
    value("text-16-digits", "12345678901234.56", 12345678901234.56, "too_precise", flags=["precision"]),
    value("text-16-digits-with-leading-zeros", "0001234567890123.45", 1234567890123.45, flags=["precision"]),
    value("text-beyond-a-double", "0.1000000000000000055", 0.1, "too_precise", flags=["precision"]),
    value("sum-of-tenths", 0.1 + 0.2, 0.30000000000000004, "too_precise", flags=["precision", "form"]),
    properties("numbers-predicted-ltv-16-digits", {"predicted_ltv": 0.30000000000000004}, SAME, "properties.predicted_ltv too_precise", flags=["precision"]),

    raw_value("one-point-zero", "1.0", 1),
    raw_value("trailing-zeros", "19.900", 19.9),
    raw_value("exponent", "1E2", 100),
    raw_value("exponent-plus", "1.5e+3", 1500),
    raw_value("minus-zero", "-0.0", 0),
    raw_value("minus-zero-integer", "-0", 0),
    raw_value("1e-6", "1e-6", 0.000001),
    raw_value("1e-7", "0.0000001", 1e-7),
    raw_value("smallest", "5e-324", 5e-324),
    raw_value("too-small-to-be-told-from-zero", "1e-400", 0),
    raw_value("shortest-form", "333333333.33333329", 333333333.3333333, "too_precise", flags=["form", "precision"]),
    raw_value("shortest-form-of-fewer-digits", "0.1000000000000000055", 0.1, flags=["form", "precision"]),
    value("text-2-53", "9007199254740992", 9007199254740992, "too_precise", flags=["large", "precision"]),
    no_value("text-beyond-2-53", "9007199254740994", "number_too_large", "large"),
    no_value("text-1e21", "1000000000000000000000", "number_too_large", "large"),
    raw_value("infinite", "1e400", None, "invalid_number", flags=["invalid"]),
    raw_value("2-53", "9007199254740992", 9007199254740992, "too_precise", flags=["large", "precision"]),
    raw_value("2-53-and-one", "9007199254740993", None, "number_too_large", flags=["large"]),
    raw_value("1e20", "100000000000000000000", None, "number_too_large", flags=["large"]),
    raw_value("1e21", "1e21", None, "number_too_large", flags=["large"]),

    raw_custom("one-point-zero", "1.0", 1),
    raw_custom("minus-zero", "-0.0", 0),
    raw_custom("1e-7", "1e-7", 1e-7),
    raw_custom("1e-6", "0.000001", 0.000001),
    raw_custom("negative", "-12.50", -12.5),
    raw_custom("smallest", "5e-324", 5e-324),
    raw_custom("smallest-normal", "2.2250738585072014e-308", 2.2250738585072014e-308),
    raw_custom("sum-of-tenths", "0.30000000000000004", 0.30000000000000004),
    raw_custom("2-53-less-one", "9007199254740991", 9007199254740991, flags=["large"]),
    raw_custom("minus-2-53", "-9007199254740992", -9007199254740992, flags=["large"]),
    raw_custom("2-53-and-one", "9007199254740993", None, "number_too_large", flags=["large"]),
    raw_custom("minus-2-53-and-one", "-9007199254740993", None, "number_too_large", flags=["large"]),
    raw_custom("1e21", "1e21", None, "number_too_large", flags=["large"]),
    raw_custom("largest", "1.7976931348623157e308", None, "number_too_large", flags=["large"]),
    raw_custom("infinite", "-1e400", None, "invalid_number", flags=["invalid"]),
    raw("numbers-text-field-2-53", {"properties": '{"order_id":9007199254740992}'}, {"properties": {"order_id": "9007199254740992"}}, flags=["large"]),
    raw("numbers-text-field-2-53-and-one", {"properties": '{"order_id":9007199254740993}'}, {}, "properties.order_id number_too_large", flags=["large"]),
    raw("numbers-text-field-one-point-zero", {"properties": '{"order_id":4711.0}'}, {"properties": {"order_id": "4711"}}, flags=["type"]),
    raw("numbers-text-field-minus-zero", {"properties": '{"order_id":-0.0}'}, {"properties": {"order_id": "0"}}, flags=["type"]),
    raw("numbers-text-field-exponent", {"properties": '{"order_id":1e3}'}, {"properties": {"order_id": "1000"}}, flags=["type"]),
    raw("numbers-external-id-2-53-and-one", {"user": '{"ttp":"t1","external_id":9007199254740993}'}, {}, "user.external_id number_too_large", flags=["large"]),
    properties("numbers-text-field-digits-beyond-2-53", {"order_id": "9007199254740993"}, SAME, flags=["large"]),
    properties("numbers-text-field-fraction", {"order_id": 1.5}, {}, "properties.order_id wrong_type", flags=["type"]),
    properties("numbers-text-field-boolean", {"order_id": True}, {}, "properties.order_id wrong_type", flags=["type"]),

    count("integer", 3, 3),
    count("without-fraction", 3.0, 3),
    count("digits", "3", 3),
    count("digits-trimmed", " 03 ", 3),
    no_count("fraction", 2.5, "wrong_type"),
    no_count("boolean", True, "wrong_type"),
    no_count("word", "three", "invalid_number"),
    no_count("exponent", "1e1", "invalid_number"),
]
