"""Custom parameters: they pass as they are, but for personal data and what JSON cannot carry (rules 0.3, 1 and 5)."""

from vector import REFUSED, SAME, SEED, event, generated_id, properties

NOTES = {
    "value": "Any value, nested or not; text is not even trimmed.",
    "absent": "What is absent is dropped at every level.",
    "name": "A parameter is left out when its name is in the table of personal names, whatever its case, signs and digits, and whoever it says it is of.",
    "address": "A text that holds an e-mail address, anywhere in it, is left out, wherever text is sent in plain.",
    "at-sign": "An `@` alone makes no e-mail address: one needs a local part, and a domain with a dot whose end is that of no file.",
}


def custom(id, given, sent=SAME, *problems, flag="value", **options):
    return properties(f"custom-{id}", given, sent, *problems, flags=[flag], **options)


def personal(id, key, value="x"):
    return custom(f"name-{id}", {key: value, "colour": "red"}, {"colour": "red"}, f"properties.{key} personal_data", flag="name")


HASHED = ("email", "phone", "external_id", "first_name", "last_name", "zip_code", "idfa", "gaid")
OTHER_SPELLINGS = ("phoneNumber", "PhoneNumbers", "firstName", "LASTNAME", "zipCode", "externalId", "External_ID", "accessToken", "eMail", "e_mail")
# What TikTok's own parameters and many shops are called: no identifier of a person.
IMPERSONAL = {"contentName": "Mug", "productName": "Mug", "shopName": "S", "itemId": "1", "nameOfEvent": "x", "userName": "jo", "telephoneModel": "P9", "mailing": "no", "shipping_method": "dhl", "product_name": "Mug", "token_count": 5,
              "name": "Mug", "form_name": "Lead", "headphone": "H1", "smartPhones": 2, "half_zip": "yes", "zipper": "metal", "ip_address": "x", "address_type": "home",
              "streetwear": "yes", "nombre": "taza", "nom": "tasse", "passport_cover": "red", "ski_pass": "day", "cell_count": 3, "handy": "yes", "portable": "yes", "cap": "blue", "birthday_card": "yes", "mobile_app": "x", "billing": "monthly", "delivery": "fast", "key": "C major", "order_name": "#1001"}
OTHERS = ("mail", "telephone", "mobile", "zip", "postcode", "surname", "familyName", "given_name", "fullName", "date_of_birth", "birthday", "address", "address_line_2", "street",
          "id_token", "reset_password_token", "refreshToken", "api_key", "iban", "billing_phone", "shipping_address1", "customerEmail", "BILLING_POSTCODE", "guest_name", "user_zip",
          "recipientMobile", "billing_postal_code", "email_sha256", "hashed_email", "emailHash", "passport", "nationalId", "cc_number", "creditCard", "bday", "nameFirst", "customer_cell", "whatsapp", "pincode",
          "user_pass", "passphrase", "authorization", "PHPSESSID", "reset_key",
          "vorname", "Nachname", "telefon", "Telefonnummer", "strasse", "hausnummer", "PLZ", "postleitzahl", "geburtsdatum", "passwort", "prenom", "courriel", "code_postal", "adresse", "mot_de_passe",
          "apellidos", "telefono", "correo_electronico", "direccion", "fechaDeNacimiento", "cognome", "indirizzo", "cellulare", "sobrenome", "telemovel", "cep", "achternaam", "telefoonnummer", "wachtwoord", "default_address_zip", "phone2", "order_key", "contactNumber", "emails", "tel", "phone_number", "phone_numbers", "phones", "password", "token", "access_token")
ADDRESSES = {
    "among-words": "ask jo@x.de", "with-name": "Jo Doe <jo@x.de>", "behind-a-comma": "Jo,jo@x.de", "in-a-sentence": "It was jo@x.de.", "scheme": "mailto:jo@x.de", "in-json": '{"to":["jo@x.de"]}',
    "encoded": "jo%40x.de", "encoded-twice": "jo%2540x.de", "in-an-address": "https://a.example/?u=jo%40x.de", "in-a-path": "/u/jo@x.de/edit", "second-line": "Jo\njo@x.de", "two-ats": "jo@@x.de",
    "not-ascii": "жо@пример.рф", "punycode": "jo@xn--mnchen-3ya.xn--p1ai", "quoted": '"jo doe"@x.de', "soft-hyphen": "jo\u00ad@x.de", "digits": "4711@163.com", "behind-a-picture": "a@2x.png jo@x.de",
    "before-a-number": "jo@x.de-4711", "before-an-underscore": "jo@x.de_1767225600", "entity": "jo&#64;x.de", "entities-by-name": "jo&commat;x&period;de", "entity-encoded": "jo%26%2364%3Bx.de", "wide": "jo\uff20x.de",
    "wide-dot": "jo@x\u3002jp",
}
NO_ADDRESSES = {
    "handle": "@shop", "handle-with-a-dot": "by @shop.example", "price": "2 @ 5", "price-with-a-dot": "5 @ 2.50", "sku": "SKU@12", "shop": "4711@shop", "picture": "product@2x.png",
    "photos": "/photos/123@N02/", "percent": "100%", "encoded-blank": "by%20@shop.example", "version": "react@18.2.0", "version-of-a-beta": "pkg@1.0.0-beta.2",
    "picture-with-hyphens": "product@2x.blue-red.png", "picture-before-a-number": "product@2x.png-1", "entity-alone": "R&amp;D @ 5",
}

CASES = [
    custom("text", {"colour": "red"}),
    custom("text-not-trimmed", {"colour": " red "}),
    custom("text-decomposed", {"name": "Jose\u0301"}),
    custom("numbers", {"a": 1, "b": -2.5, "c": 0, "d": 1e-7}),
    custom("booleans", {"a": True, "b": False}),
    custom("list", {"sizes": [42, "43", True, [1, 2], {"eu": 44}]}),
    custom("object", {"loyalty": {"level": "gold", "points": {"now": 5, "last": [1, 2, 3]}}}),
    custom("near-miss-inside-is-not-told", {"loyalty": {"currancy": "EUR"}}),
    custom("known-name-inside-is-custom", {"loyalty": {"currency": "points", "value": -5, "content_type": "x"}}),
    custom("repeats-kept", {"sizes": [42, 42]}),
    custom("plain-identifiers-are-not-judged", {"ip": "10.0.0.1", "ttclid": "E.C.P.x", "city": "Berlin"}, {"ip": "10.0.0.1", "ttclid": "E.C.P.x", "city": "Berlin"}),
    custom("digest-shaped", {"sku_hash": "a" * 64}),

    custom("absent", {"a": None, "b": "", "c": " ", "d": [], "e": {}}, {}, flag="absent"),
    custom("absent-inside", {"a": {"b": None, "c": 1}, "d": [None, 1, "", {}]}, {"a": {"c": 1}, "d": [1]}, flag="absent"),
    custom("absent-all-inside", {"a": {"b": None}, "d": [None, ["", {}]]}, {}, flag="absent"),

    *(personal(key, key) for key in HASHED + OTHERS),
    *(personal(f"spelt-{key}", key) for key in OTHER_SPELLINGS),
    custom("name-spelt-with-hyphens", {"first-name": "x"}, {}, "properties.* personal_data", flag="name"),
    custom("name-of-things", IMPERSONAL, flag="name"),
    event("custom-name-at-the-top", {"phoneNumber": "x"}, {}, "phoneNumber personal_data", flags=["name"]),
    custom("name-e-mail", {"e-mail": "x"}, {}, "properties.* personal_data", flag="name"),
    personal("upper-case", "Email"),
    personal("number", "phone", 12133734253),
    personal("object", "email", {"sha256": "a" * 64}),
    personal("list", "phones", ["x"]),
    custom("name-inside", {"buyer": {"email": "x", "age": 42}}, {"buyer": {"age": 42}}, "properties.buyer.email personal_data", flag="name"),
    *(custom(f"name-within-{id}", {object: given}, {object: sent} if sent else {}, f"properties.{path} personal_data", flag="name") for id, object, given, sent, path in (
        ("a-customer", "customer", {"name": "Jo Doe", "tier": 1}, {"tier": 1}, "customer.name"), ("billing", "billing", {"name": "Jo Doe"}, None, "billing.name"),
        ("a-list", "passengers", [{"name": "Jo Doe"}, {"seat": "1A"}], [{"seat": "1A"}], "passengers[0].name"), ("a-user", "user", {"name": "Jo Doe"}, None, "user.name"),
        ("customer-info", "customerInfo", {"postal_code": "10115"}, None, "customerInfo.postal_code"), ("two", "order", {"buyer": {"name": "Jo"}, "id": 1}, {"id": 1}, "order.buyer.name"))),
    custom("name-within-a-thing", {"product": {"name": "Mug"}, "items": [{"name": "Cup"}], "order": {"name": "#1001"}, "plan": {"name": "Gold"}, "customer": {"username": "jo", "tags": "x"}}, flag="name"),
    custom("name-with-accents", {"Teléfono": "x", "pre\u0301nom": "x", "Straße": "x", "contraseña": "x", "Größe": 42}, {"Größe": 42}, "properties.* personal_data", flag="name"),
    custom("name-inside-a-list", {"guests": [{"first_name": "Jo"}, {"table": 5}]}, {"guests": [{"table": 5}]}, "properties.guests[0].first_name personal_data", flag="name"),
    *(custom(f"name-signs-{id}", {key: "x"}, {}, "properties.* personal_data", flag="name") for id, key in {
        "brackets": "customer[phone]", "dots": "shipping.address1", "hyphens": "billing-post-code", "blank": "First Name", "index": "emails[0]"}.items()),
    custom("name-in-a-line", {"contents": [{"content_id": "a", "buyer_phone": "x", "name": "Mug"}]}, {"contents": [{"content_id": "a", "name": "Mug"}]},
           "properties.contents[0].buyer_phone personal_data", flag="name"),
    custom("name-of-a-boolean", {"mobile": True, "email": False}, flag="name"),
    custom("name-order-key", {"key": "wc_order_a1B2c3"}, {}, "properties.key personal_data", flag="name"),
    custom("name-absent", {"email": "", "phone": None}, {}, flag="name"),
    custom("name-strict", {"email": "x"}, REFUSED, "properties.email personal_data error", flag="name", strict=True),
    custom("name-only-similar", {"email_opt_in": True, "phone_model": "P9", "tokens": 5, "username": "jo"}, flag="name"),

    custom("address", {"contact": "jo@x.de"}, {}, "properties.contact personal_data", flag="address"),
    custom("address-spaced", {"contact": " Jo@X.de "}, {}, "properties.contact personal_data", flag="address"),
    custom("address-in-a-list", {"people": ["jo@x.de", "shop"]}, {"people": ["shop"]}, "properties.people[0] personal_data", flag="address"),
    custom("address-inside", {"a": {"b": ["jo@x.de"]}}, {}, "properties.a.b[0] personal_data", flag="address"),
    *(custom(f"address-{id}", {"note": given, "colour": "red"}, {"colour": "red"}, "properties.note personal_data", flag="address") for id, given in ADDRESSES.items()),
    *(custom(f"at-sign-{id}", {"note": given}, flag="at-sign") for id, given in NO_ADDRESSES.items()),
    event("custom-at-sign-event-id", {"event_id": "4711@shop"}, {"event_id": "4711@shop"}, flags=["at-sign"]),
    custom("at-sign-content-ids", {"content_ids": ["SKU@12", "a@2x.png"], "content_type": "product"}, flag="at-sign"),
    custom("address-as-a-name-among-words", {"ask jo@x.de": 1}, {}, "properties.* personal_data", flag="address"),
    custom("address-in-a-sentence-of-a-field", {"description": "Order of jo@x.de", "order_id": "1"}, {"order_id": "1"}, "properties.description personal_data", flag="address"),
    custom("address-in-a-text-field", {"description": "jo@x.de", "order_id": "1"}, {"order_id": "1"}, "properties.description personal_data", flag="address"),
    custom("address-in-the-search", {"search_string": "Jo@X.de"}, {}, "properties.search_string personal_data", flag="address"),
    custom("address-in-query", {"query": "jo@x.de"}, {}, "properties.query personal_data", flag="address"),
    custom("address-in-texts", {"content_ids": ["a", "jo@x.de"]}, {"content_ids": ["a"]}, "properties.content_ids[1] personal_data", flag="address"),
    custom("address-as-one-text-of-texts", {"content_ids": "jo@x.de"}, {}, "properties.content_ids personal_data", flag="address"),
    custom("address-in-a-line", {"contents": [{"content_id": "a", "content_name": "jo@x.de"}]}, {"contents": [{"content_id": "a"}]},
           "properties.contents[0].content_name personal_data", flag="address"),
    event("custom-address-in-user", {"user": {"user_agent": "jo@x.de"}}, {}, "user.user_agent personal_data", flags=["address"]),
    event("custom-address-in-the-event-id", {"event_id": "jo@x.de-4711", "event_time": 1767225600}, {"event_id": generated_id()}, "event_id personal_data", "event_id event_id_generated",
          event_id_seed=SEED, flags=["address"]),
    event("custom-name-of-a-lead", {"lead": {"name": "Jo Doe"}}, {}, "lead.name personal_data", source="crm", flags=["name"]),
    event("custom-address-as-lead-id", {"lead": {"lead_id": "jo@x.de"}}, REFUSED, "lead.lead_id personal_data error", "user no_identifier", source="crm", flags=["address"]),
]
