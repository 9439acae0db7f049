"""Addresses of pages: absolute http or https, as given but for personal data (rules 4)."""

from vector import REFUSED, event, page

NOTES = {
    "kept": "An address is sent byte for byte as given, its ends trimmed.",
    "personal": "Values of parameters whose names are in the table of personal names become `redacted`, and WooCommerce's order keys.",
    "email": "So does a part that holds an e-mail address, wherever it stands in it, and however often it is encoded.",
    "not-email": "An `@` alone makes no e-mail address: one needs a local part, and a domain with a dot whose end is that of no file.",
    "user": "Name and password before the host become `redacted`.",
    "fragment": "A path and a query behind # are treated alike: pages of one piece keep theirs there.",
    "invalid": "What is no absolute http or https address is left out.",
    "missing": "A web event needs page.url: a warning, in strict an error.",
}

SHOP = "https://shop.example/"


def kept(id, url):
    return page(f"page-{id}", {"url": url}, {"url": url}, flags=["kept"])


def redacted(id, given, sent, *flags):
    return page(f"page-{id}", {"url": SHOP + given}, {"url": SHOP + sent}, "page.url url_redacted", flags=flags)


def invalid(id, url):
    return page(f"page-invalid-{id}", {"url": url}, {"url": None}, "page.url invalid_url", flags=["invalid"])


def kept_too(id, rest):
    return page(f"page-not-email-{id}", {"url": SHOP + rest}, {"url": SHOP + rest}, flags=["not-email"])


NO_EMAILS = {
    "picture": "product@2x.png", "picture-upper-case": "product@3X.JPG", "picture-encoded": "product%402x.webp", "script": "bundle@1.2.min.js", "photos": "photos/123@N02/",
    "sku": "?sku=SKU@12", "shop": "?id=4711@shop", "price": "?q=5@2.50", "price-spaced": "?q=5%20@%202.50", "handle": "@shop", "handle-with-a-dot": "@shop.example",
    "handle-as-value": "?by=@shop.example", "handle-behind-a-blank": "?q=by%20@shop.example", "version": "react@18.2.0", "ip": "?q=jo@192.0.2.1", "letter": "react@18.x",
    "percent": "?q=100%", "at-alone": "?q=%40", "at-encoded-twice": "?q=a%2540",
}
NAMES = ("email", "e-mail", "mail", "phone", "tel", "name", "first_name", "last_name", "token", "password", "emails", "phone_number", "billing_phone", "customer[phone]",
         "familyName", "shipping.address1", "postcode", "zip", "mobile", "telephone", "surname", "date_of_birth", "access_token", "id_token", "reset_password_token", "external_id",
         "user[email]", "your-name", "names", "customer[default_address][zip]", "fname", "postal_code", "csrfToken", "card_number", "phones[]", "address_2", "order_key", "birthday", "vorname", "nachname", "telefono", "plz", "nombre", "nom", "pass", "user[name]", "form_fields[name]", "email_hash", "cc-number", "PHPSESSID", "authorization")
KEPT_NAMES = ("ttclid", "utm_source", "utm_medium", "utm_campaign", "q", "id", "username", "email_id", "product_name", "shipping_method", "token_count", "token_type", "headphone", "half_zip", "zipper",
              "hotel", "key", "form_name", "order_name", "user", "city", "country", "address_type", "phone_model", "gclid", "_gl")

CASES = [
    kept("plain", SHOP),
    kept("without-path", "https://shop.example"),
    kept("http", "http://shop.example/"),
    kept("case", "HTTPS://Shop.Example/Path?Q=A"),
    kept("port", "https://shop.example:8443/"),
    kept("ipv6", "http://[2001:4860::8]/"),
    kept("click-id", SHOP + "?ttclid=E.C.P.a%2Bb&utm_source=tiktok&utm_id=1"),
    kept("not-ascii", "https://münchen.example/straße?größe=42"),
    kept("percent", SHOP + "a%20b?c=%zz"),
    kept("plus", SHOP + "?q=red+shoes"),
    kept("empty-query", SHOP + "?"),
    kept("empty-pairs", SHOP + "?&&a&=b&"),
    kept("fragment", SHOP + "#top"),
    kept("at-in-path", SHOP + "@shop/items"),
    kept("dots", SHOP + "a/../b/./c"),
    kept("long", SHOP + "?q=" + "a" * 3000),
    *(kept(f"parameter-{name}", f"{SHOP}?{name}=x") for name in KEPT_NAMES),
    page("page-trimmed", {"url": f" {SHOP}\n"}, {"url": SHOP}, flags=["kept"]),

    *(redacted(f"parameter-{name}", f"?a=1&{name}=x&b=2", f"?a=1&{name}=redacted&b=2", "personal") for name in NAMES),
    redacted("parameter-order-key", "checkout/order-received/4711/?key=wc_order_a1B2c3", "checkout/order-received/4711/?key=redacted", "personal"),
    redacted("parameter-in-the-fragment", "#access_token=abc&token_type=bearer", "#access_token=redacted&token_type=bearer", "personal", "fragment"),
    redacted("parameter-encoded-brackets", "?customer%5Bphone%5D=x", "?customer%5Bphone%5D=redacted", "personal"),
    redacted("parameter-upper-case", "?EMAIL=x", "?EMAIL=redacted", "personal"),
    redacted("parameter-encoded-name", "?e%2Dmail=x", "?e%2Dmail=redacted", "personal"),
    redacted("parameter-encoded-value", "?name=J%C3%B6", "?name=redacted", "personal"),
    redacted("parameter-twice", "?tel=1&tel=2", "?tel=redacted&tel=redacted", "personal"),
    redacted("parameter-value-with-equal-sign", "?token=a=b", "?token=redacted", "personal"),
    redacted("parameter-beside-the-click-id", "?ttclid=E.C.P.x&email=x", "?ttclid=E.C.P.x&email=redacted", "personal"),
    kept("parameter-empty", SHOP + "?email=&phone"),
    redacted("parameter-again", "?email=redacted&name=x", "?email=redacted&name=redacted", "personal"),

    redacted("email-plain", "?u=jo@x.de", "?u=redacted", "email"),
    redacted("email-encoded", "?u=Jo%40x.de", "?u=redacted", "email"),
    redacted("email-in-brackets-name", "?user[mail]=jo@x.de", "?user[mail]=redacted", "email"),
    redacted("email-in-utm", "?utm_content=jo@x.de", "?utm_content=redacted", "email"),
    redacted("email-without-name", "?jo@x.de", "?redacted", "email"),
    redacted("email-in-path", "u/jo%40x.de/edit", "u/redacted/edit", "email"),
    page("page-user", {"url": "https://jo:secret@shop.example/a"}, {"url": "https://redacted@shop.example/a"}, "page.url url_redacted", flags=["user"]),
    page("page-user-without-password", {"url": "https://jo@shop.example/"}, {"url": "https://redacted@shop.example/"}, "page.url url_redacted", flags=["user"]),
    redacted("email-plus", "?u=jo+tag@x.de", "?u=redacted", "email"),
    redacted("email-plus-encoded", "?u=jo%2Btag%40x.de", "?u=redacted", "email"),
    redacted("email-spaced", "?u=+jo@x.de+", "?u=redacted", "email"),
    redacted("email-plus-in-path", "unsub/jo+tag@x.de", "unsub/redacted", "email"),
    redacted("email-as-name", "?jo@x.de=&a=1", "?redacted&a=1", "email"),
    redacted("email-as-name-with-value", "?jo%40x.de=1", "?redacted", "email"),
    redacted("email-among-words", "?q=ask%20jo@x.de%20now&a=1", "?q=redacted&a=1", "email"),
    redacted("email-with-name", "a?q=Jo%20%3Cjo@x.de%3E", "a?q=redacted", "email"),
    redacted("email-with-name-in-path", "a/Jo%20jo%40x.de/b", "a/redacted/b", "email"),
    redacted("email-list-in-path", "mail/jo@x.de,ann@y.de/x", "mail/redacted/x", "email"),
    redacted("email-scheme", "?to=mailto:jo@x.de", "?to=redacted", "email"),
    redacted("email-encoded-twice", "?u=jo%2540x.de", "?u=redacted", "email"),
    redacted("email-in-an-address-in-it", "?next=https%3A%2F%2Fa.example%2F%3Fe%3Djo%2540x.de", "?next=redacted", "email"),
    redacted("email-in-json", "?data=%7B%22to%22%3A%22jo%40x.de%22%7D", "?data=redacted", "email"),
    redacted("email-letters-encoded", "?u=%6Ao%40x%2Ede", "?u=redacted", "email"),
    redacted("email-before-a-number", "confirm/jo@x.de-4711/x", "confirm/redacted/x", "email"),
    redacted("email-entity-encoded", "?u=jo%26%2364%3Bx.de", "?u=redacted", "email"),
    redacted("email-wide-encoded", "?u=jo%EF%BC%A0x.de", "?u=redacted", "email"),
    redacted("email-in-latin-1", "?u=andr%E9@x.de", "?u=redacted", "email"),
    redacted("email-in-brackets-encoded", "?u=%5B%22jo@x.de%22%5D", "?u=redacted", "email"),
    redacted("email-user-in-an-address-in-it", "?u=https://jo:pw@a.example/", "?u=redacted", "email"),
    redacted("email-in-a-parameter-of-a-segment", "a;u=jo@x.de/b", "redacted/b", "email"),
    redacted("email-beside-a-picture", "a@2x.png?u=jo@x.de", "a@2x.png?u=redacted", "email"),
    redacted("fragment-text", "#:~:text=jo@x.de", "#:~:text=redacted", "fragment", "email"),
    *(kept_too(id, rest) for id, rest in NO_EMAILS.items()),
    redacted("fragment-path", "#/user/jo@x.de", "#/user/redacted", "fragment", "email"),
    redacted("fragment-path-before-query", "#/user/jo@x.de?x=1", "#/user/redacted?x=1", "fragment", "email"),
    redacted("fragment-path-and-query", "#/user/jo+tag@x.de?tel=1", "#/user/redacted?tel=redacted", "fragment", "email"),
    redacted("fragment-path-encoded", "#!/user/jo%40x.de/edit", "#!/user/redacted/edit", "fragment", "email"),
    kept("fragment-path-clean", SHOP + "#/user/@jo?x=1"),
    redacted("fragment-query", "#/login?token=1&a=2", "#/login?token=redacted&a=2", "fragment"),
    redacted("fragment-pairs", "#token=1", "#token=redacted", "fragment"),
    redacted("query-and-fragment", "?name=x#name=y", "?name=redacted#name=redacted", "fragment", "personal"),

    invalid("without-scheme", "shop.example/a"),
    invalid("scheme-relative", "//shop.example/"),
    invalid("path", "/checkout"),
    invalid("ftp", "ftp://shop.example/"),
    invalid("file", "file:///etc/hosts"),
    invalid("javascript", "javascript:alert(1)"),
    invalid("app-scheme", "myshop://product/1"),
    invalid("without-host", "https://"),
    invalid("without-host-but-path", "https:///a"),
    invalid("inner-space", "https://shop.example/a b"),
    invalid("inner-space-further-on", "https://shop.example/ab c"),
    invalid("inner-line-feed", "https://shop.example/a\nb"),
    invalid("number", 5),
    invalid("word", "about:blank"),
    page("page-url-boolean", {"url": True}, {"url": None}, "page.url wrong_type", flags=["invalid"]),
    page("page-url-list", {"url": [SHOP]}, {"url": None}, "page.url wrong_type", flags=["invalid"]),

    page("page-referrer", {"referrer": "https://www.google.example/"}, {"referrer": "https://www.google.example/"}, flags=["kept"]),
    page("page-referrer-redacted", {"referrer": SHOP + "?email=x"}, {"referrer": SHOP + "?email=redacted"}, "page.referrer url_redacted", flags=["personal"]),
    page("page-referrer-invalid", {"referrer": "android-app://com.example"}, {}, "page.referrer invalid_url", flags=["invalid"]),
    page("page-referrer-blank", {"referrer": ""}, {}, flags=["invalid"]),

    event("page-missing", {"page": None}, {"page": None}, "page.url missing_page_url", flags=["missing"]),
    event("page-missing-empty", {"page": ""}, {"page": None}, "page.url missing_page_url", flags=["missing"]),
    page("page-missing-url-blank", {"url": " "}, {"url": None}, "page.url missing_page_url", flags=["missing"]),
    page("page-missing-url-beside-referrer", {"url": None, "referrer": SHOP}, {"url": None, "referrer": SHOP}, "page.url missing_page_url", flags=["missing"]),
    event("page-missing-wrong-type", {"page": SHOP}, {"page": None}, "page wrong_type", "page.url missing_page_url", flags=["missing"]),
    event("page-missing-strict", {"page": None}, REFUSED, "page.url missing_page_url error", flags=["missing"], strict=True),
    *(event(f"page-not-needed-{source}", {}, {}, source=source, flags=["missing"]) for source in ("app", "offline", "crm")),
]
