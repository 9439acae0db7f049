"""Trimming and Unicode of plain text (rules 2). The same table trims everywhere; e-mail, names and places have their own subjects."""

from vector import NOW, event, properties, sha, user

NOTES = {
    "trim": "The ends lose exactly the characters that ECMAScript's String.prototype.trim removes (Unicode 16 to 18 agree on them).",
    "kept": "These look like space and are not: NEL, Mongolian vowel separator, zero-width space, word joiner.",
    "form": "Plain text and ids are not composed, not folded and not cut.",
    "everywhere": "Every text rule trims alike.",
}

SPACES = "\t\n\x0b\x0c\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NO_SPACES = "\x1c\x1f\x85\u180e\u200b\u200d\u2060\u00ad"


def plain(id, given, sent, flag):
    return properties(f"text-{id}", {"order_id": given}, {"order_id": sent}, flags=[flag])


CASES = [
    *(plain(f"trim-u{ord(c):04x}", f"{c}a{c}b{c}", f"a{c}b", "trim") for c in SPACES),
    plain("trim-all", f"{SPACES}a{SPACES}", "a", "trim"),
    properties("text-trim-nothing-left", {"order_id": SPACES}, {}, flags=["trim"]),
    *(plain(f"kept-u{ord(c):04x}", f"{c}a{c}", f"{c}a{c}", "kept") for c in NO_SPACES),
    plain("kept-alone", "\u200b", "\u200b", "kept"),
    plain("form-decomposed", "e\u0301", "e\u0301", "form"),
    plain("form-compatibility", "\ufb01 \u2126", "\ufb01 \u2126", "form"),
    plain("form-case", "AbC İ ẞ Σ", "AbC İ ẞ Σ", "form"),
    plain("form-long", "é" * 5000, "é" * 5000, "form"),
    plain("form-beyond-the-basic-plane", "😀\U0010ffff", "😀\U0010ffff", "form"),

    user("text-everywhere-user", {
        "email": "\u3000jo@x.de\ufeff", "phone": "\u3000+12133734253\u2029", "external_id": "\ufeffu1\u2028", "first_name": "\u00a0Jo\u2003", "zip_code": "\u202f10115\u205f",
        "city": "\u1680Rome\u2000", "country": "\u2007de\u3000", "ip": "\ufeff8.8.8.8\u00a0", "user_agent": "\u2028UA\u2029", "ttp": "\ufefft2\ufeff", "ttclid": "\u3000E.C.P.x\u00a0",
        "locale": "\u2009en-US\u200a",
    }, {
        "email": sha("jo@x.de"), "phone": sha("+12133734253"), "external_id": sha("u1"), "first_name": sha("jo"), "zip_code": sha("10115"),
        "city": "rome", "country": "de", "ip": "8.8.8.8", "user_agent": "UA", "ttp": "t2", "ttclid": "E.C.P.x", "locale": "en-US",
    }, flags=["everywhere"]),
    user("text-everywhere-app", {"idfa": "\u3000EA7583CD-A667-48BC-B806-42ECB2B48606\ufeff", "gaid": "\ufeff38400000-8cf0-11bd-b23e-10b96e40000d\u2028", "att_status": "\u00a0DENIED\u3000"},
         {"idfa": sha("EA7583CD-A667-48BC-B806-42ECB2B48606"), "gaid": sha("38400000-8cf0-11bd-b23e-10b96e40000d"), "att_status": "DENIED"},
         source="app", flags=["everywhere"]),
    event("text-everywhere-event", {
        "event": "\ufeffContact\u3000", "event_id": "\u2028e2\u2029", "event_time": f"\u3000{NOW}\ufeff", "page": {"url": "\ufeffhttps://shop.example/\u3000"},
        "consent": "\u00a0granted\ufeff", "properties": {"currency": "\u3000eur\ufeff", "value": "\u20281.50\u2029", "num_items": "\u00a02\u3000", "content_type": "\ufeffproduct\u3000"},
    }, {
        "event": "Contact", "event_id": "e2", "properties": {"currency": "EUR", "value": 1.5, "num_items": 2, "content_type": "product"},
    }, flags=["everywhere"]),
]
