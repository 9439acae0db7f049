"""Currencies: ISO 4217 in upper case, with a warning outside TikTok's list (rules 5)."""

from vector import REFUSED, SAME, event, properties

NOTES = {
    "listed": "One of TikTok's 62.",
    "unlisted": "Known to ISO 4217, not in TikTok's list: sent with a warning.",
    "invalid": "Not three letters, or not known to ISO 4217: left out.",
    "decimals": "A value with more decimals than its currency has by ISO 4217: sent with a warning.",
    "missing": "Value without currency on Purchase, Subscribe and StartTrial.",
}

LISTED = ("AED ARS AUD BDT BHD BIF BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GTQ HKD HNL HUF IDR ILS INR ISK JPY KES "
          "KHR KRW KWD KZT MAD MOP MXN MYR NGN NIO NOK NZD OMR PEN PHP PKR PLN PYG QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VES "
          "VND ZAR").split()


def currency(id, given, sent, *codes, flag="listed"):
    problems = [f"properties.currency {code}" for code in codes]
    return properties(f"currency-{id}", {"currency": given}, {"currency": sent}, *problems, flags=[flag])


def invalid(id, given):
    return properties(f"currency-invalid-{id}", {"currency": given}, {}, "properties.currency invalid_currency", flags=["invalid"])


SALE = {"contents": [{"content_id": "s1", "price": 5, "quantity": 1}], "content_type": "product", "description": "d", "value": 5}


def sale_without(name, *problems):
    given = {"event": name, "properties": SALE}
    return event(f"currency-missing-{name}", given, given, *problems, flags=["missing"])


def paid_without(name, *problems):
    given = {"event": name, "properties": {"value": 5}}
    return event(f"currency-missing-{name}", given, given, *problems, flags=["missing"])


def paid(id, value, currency, sent=None, *codes):
    sent = value if sent is None else sent
    problems = [f"properties.value {code}" for code in codes]
    return properties(f"currency-decimals-{id}", {"value": value, "currency": currency}, {"value": sent, "currency": currency}, *problems, flags=["decimals"])


def too_fine(id, value, currency, sent=None, *codes):
    return paid(id, value, currency, sent, "excess_decimals", *codes)


MISSING = "properties.currency missing_currency"

CASES = [
    *(currency(code, code, code) for code in LISTED),
    currency("lower-case", "usd", "USD"),
    currency("mixed-case-trimmed", " eUr\t", "EUR"),
    *(currency(f"unlisted-{code}", code, code, "unlisted_currency", flag="unlisted") for code in ("KYD", "BTN", "XAF", "AFN")),
    currency("unlisted-lower-case", "kyd", "KYD", "unlisted_currency", flag="unlisted"),
    invalid("two-letters", "US"),
    invalid("four-letters", "USDT"),
    invalid("not-iso", "ABC"),
    invalid("bitcoin", "XBT"),
    invalid("symbol", "€"),
    invalid("dollar-sign", "US$"),
    invalid("numeric-code", 840),
    invalid("full-width", "ＵＳＤ"),
    invalid("kelvin-sign", "\u212aRW"),
    invalid("cyrillic", "СНF"),
    invalid("inner-space", "U SD"),
    properties("currency-boolean", {"currency": True}, {}, "properties.currency wrong_type", flags=["invalid"]),
    properties("currency-list", {"currency": ["EUR"]}, {}, "properties.currency wrong_type", flags=["invalid"]),
    properties("currency-blank", {"currency": "  "}, {}, flags=["invalid"]),
    paid("euro", 19.95, "EUR"),
    paid("euro-text", "19.90", "EUR", 19.9),
    paid("euro-zeros-behind", "19.900", "EUR", 19.9),
    paid("euro-whole", 1234, "EUR"),
    paid("yen-whole", "1980.00", "JPY", 1980),
    paid("dinar", 1.234, "KWD"),
    paid("dinar-of-bahrain", 12.345, "BHD"),
    too_fine("euro-thousand-misread", "1.234", "EUR", 1.234),
    too_fine("euro-number", 19.905, "EUR"),
    too_fine("euro-small", 0.0000001, "EUR"),
    too_fine("dollar-sum-of-tenths", 0.1 + 0.2, "USD", None, "too_precise"),
    too_fine("yen", 1980.5, "JPY"),
    too_fine("won-text", "15000.50", "KRW", 15000.5),
    too_fine("peso-of-chile", 990.9, "CLP"),
    too_fine("dinar-four", 1.2345, "KWD"),
    properties("currency-decimals-gold", {"value": 1.23456, "currency": "XAU"}, SAME, "properties.currency unlisted_currency", flags=["decimals"]),
    properties("currency-decimals-unlisted", {"value": 5.5, "currency": "XAF"}, SAME, "properties.currency unlisted_currency", "properties.value excess_decimals", flags=["decimals"]),
    properties("currency-decimals-lower-case", {"value": 1980.5, "currency": "jpy"}, {"value": 1980.5, "currency": "JPY"}, "properties.value excess_decimals", flags=["decimals"]),
    properties("currency-decimals-no-currency", {"value": 1.2345}, SAME, flags=["decimals"]),
    properties("currency-decimals-bad-currency", {"value": 1.2345, "currency": "Euro"}, {"value": 1.2345}, "properties.currency invalid_currency", flags=["decimals"]),
    properties("currency-decimals-of-a-price", {"currency": "EUR", "value": 60, "contents": [{"content_id": "fuel", "price": 1.599, "quantity": 1}]}, SAME, flags=["decimals"]),
    properties("currency-decimals-predicted", {"currency": "EUR", "predicted_ltv": 60.125}, SAME, flags=["decimals"]),
    properties("currency-decimals-strict", {"value": 1980.5, "currency": "JPY"}, REFUSED, "properties.value excess_decimals error", strict=True, flags=["decimals"]),
    sale_without("Purchase", MISSING),
    sale_without("CompletePayment", "event legacy_event_name", MISSING),
    sale_without("AddToCart", "properties.currency missing_recommended"),
    sale_without("PlaceAnOrder", "event legacy_event_name", "properties.currency missing_recommended"),
    paid_without("Subscribe", MISSING),
    paid_without("StartTrial", MISSING),
    paid_without("Contact"),
    event("currency-missing-since-invalid", {"event": "Subscribe", "properties": {"value": 5, "currency": "?"}}, {"event": "Subscribe", "properties": {"value": 5}},
          "properties.currency invalid_currency", MISSING, flags=["missing", "invalid"]),
    event("currency-missing-not-told-since-value-is-invalid", {"event": "Subscribe", "properties": {"value": "free"}}, {"event": "Subscribe"},
          "properties.value invalid_number", "properties.value missing_recommended", "properties.currency missing_recommended", flags=["missing"]),
    event("currency-missing-app", {"event": "Subscribe", "properties": {"value": 5}}, {"event": "Subscribe", "properties": {"value": 5}}, MISSING, source="app", flags=["missing"]),
]
