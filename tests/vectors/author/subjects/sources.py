"""The four event sources: what each requires, every row of ad, app, lead and device, fields of other sources (rules 4)."""

from nobody import NOBODY
from vector import DAY, DESCRIBED, NOW, REFUSED, case, event, sha, user

NOTES = {
    "required": "app.app_id for app and lead.lead_id for crm: without them the event is refused.",
    "row": "Every field of ad, app, lead and device with a value of its own kind.",
    "unknown-type": "TikTok does not document the type, so any value passes.",
    "elsewhere": "A field that the reference lists for other sources is sent all the same, with a warning.",
    "whole-object": "An object of another source brings one warning, not one for each of its fields.",
    "complete": "A whole event of each source.",
    "not-app": "The reference lists event_id for all sources but app; ours has one in every source, so nothing is told.",
}

AD_TEXT = ("callback", "campaign_id", "ad_id", "creative_id", "attribution_type", "attribution_provider")
AD_ANY = ("attribution_value", "attribution_model", "attribution_method", "attribution_window_hr_click", "attribution_window_hr_view",
          "touchpoint_type", "touchpoint_ts", "decline_reason", "utm_id", "utm_source", "utm_medium", "utm_campaign")

WEB, APP, OFFLINE, CRM = DESCRIBED  # the names of the four
USER = {  # field: (given, sent, the sources of the reference, events-api 2.3)
    "ttclid": ("E.C.P.x", "E.C.P.x", (WEB,)),
    "ttp": ("t2", "t2", (WEB,)),
    "email": ("Ann@x.de", sha("ann@x.de"), tuple(DESCRIBED)),
    "phone": ("+12133734253", sha("+12133734253"), tuple(DESCRIBED)),
    "external_id": ("u1", sha("u1"), (WEB, CRM)),
    "ip": ("8.8.8.8", "8.8.8.8", (WEB, APP)),
    "user_agent": ("UA/1", "UA/1", (WEB, APP)),
    "locale": ("en_US", "en-US", (WEB, APP)),
    "idfa": ("EA7583CD-A667-48BC-B806-42ECB2B48606", sha("EA7583CD-A667-48BC-B806-42ECB2B48606"), (APP,)),
    "idfv": ("v2", "v2", (APP,)),
    "gaid": ("38400000-8cf0-11bd-b23e-10b96e40000d", sha("38400000-8cf0-11bd-b23e-10b96e40000d"), (APP,)),
    "att_status": ("AUTHORIZED", "AUTHORIZED", (APP,)),
    "first_name": ("Ann", sha("ann"), (WEB,)),
    "last_name": ("Lee", sha("lee"), (WEB,)),
    "city": ("Berlin", "berlin", (WEB,)),
    "state": ("Berlin", "berlin", (WEB,)),
    "country": ("DE", "de", (WEB,)),
    "zip_code": ("10115", sha("10115"), (WEB,)),
}
OBJECTS = {  # object: (given, sent, its sources, events-api 2.2)
    "page": ({"url": "https://shop.example/"}, {"url": "https://shop.example/"}, (WEB,)),
    "app": ({"app_id": "a1", "app_name": "A"}, {"app_id": "a1", "app_name": "A"}, (APP,)),
    "ad": ({"callback": "c", "attributed": True}, {"callback": "c", "attributed": True}, (WEB, APP)),
    "lead": ({"lead_id": "l1", "lead_event_source": "S"}, {"lead_id": "l1", "lead_event_source": "S"}, (CRM,)),
    "device": ({"model": "Pixel 9"}, {"model": "Pixel 9"}, (WEB,)),
}


def user_field(field, source):
    given, sent, sources = USER[field]
    warning = [] if source in sources else [f"user.{field} not_for_this_source"]
    return user(f"sources-user-{field}-{source}", {field: given}, {field: sent}, *warning, source=source, flags=["elsewhere"])


def object_of(name, source):
    given, sent, sources = OBJECTS[name]
    warning = [] if source in sources else [f"{name} not_for_this_source"]
    return event(f"sources-object-{name}-{source}", {name: given}, {name: sent}, *warning, source=source, flags=["whole-object"])


def limited(source, *problems):
    return event(f"sources-limited-data-use-{source}", {"limited_data_use": False}, {"limited_data_use": False}, *problems, source=source, flags=["elsewhere"])


def ad(id, given, sent, *problems, flag="row"):
    return event(f"sources-ad-{id}", {"ad": given}, {"ad": sent}, *problems, flags=[flag])


def any_of(name, given):
    return ad(f"{name}-{type(given).__name__}", {name: given}, {name: given}, flag="unknown-type")


def required(id, source, members, *problems):
    return event(f"sources-required-{id}", members, REFUSED, *problems, source=source, flags=["required"])


def complete(source, given, sent, *problems, **options):
    return case(f"sources-complete-{source}", given, sent, *problems, flags=["complete"], event_source=source, **options)


CASES = [
    required("app-absent", "app", {"app": None}, "app.app_id missing_field"),
    required("app-without-id", "app", {"app": {"app_id": None, "app_name": "A"}}, "app.app_id missing_field"),
    required("app-id-blank", "app", {"app": {"app_id": " "}}, "app.app_id missing_field"),
    required("lead-absent", "crm", {"lead": None, "user": {"email": "jo@x.de"}}, "lead.lead_id missing_field"),
    required("lead-without-id", "crm", {"lead": {"lead_id": "", "lead_event_source": "S"}, "user": {"email": "jo@x.de"}}, "lead.lead_id missing_field"),
    required("lead-absent-and-no-identifier", "crm", {"lead": None}, "lead.lead_id missing_field", "user no_identifier"),
    *(required(f"lead-of-nobody-{id}", "crm", {"lead": {"lead_id": given}, "user": {"email": "jo@x.de"}}, "lead.lead_id placeholder error") for id, given in NOBODY.items()),
    required("app-of-nobody", "app", {"app": {"app_id": "undefined"}}, "app.app_id placeholder error"),
    event("sources-lead-zero", {"lead": {"lead_id": 0}}, {"lead": {"lead_id": "0"}}, source="crm", flags=["required"]),
    event("sources-required-app-id-integer", {"app": {"app_id": 123456789}}, {"app": {"app_id": "123456789"}}, source="app", flags=["required"]),
    event("sources-required-lead-id-integer", {"lead": {"lead_id": 7}}, {"lead": {"lead_id": "7"}}, source="crm", flags=["required"]),

    *(ad(name, {name: f" {name[:4]} 1 "}, {name: f"{name[:4]} 1"}) for name in AD_TEXT),
    *(ad(f"{name}-integer", {name: 17}, {name: "17"}) for name in AD_TEXT),
    *(ad(f"{name}-{given}".lower(), {name: given}, {name: given}) for name in ("is_retargeting", "attributed") for given in (True, False)),
    ad("flag-text", {"is_retargeting": "true", "ad_id": "1"}, {"ad_id": "1"}, "ad.is_retargeting wrong_type"),
    ad("flag-number", {"attributed": 1, "ad_id": "1"}, {"ad_id": "1"}, "ad.attributed wrong_type"),
    ad("share", {"attribution_share": 0.5}, {"attribution_share": 0.5}),
    ad("share-text", {"attribution_share": "0.50"}, {"attribution_share": 0.5}),
    ad("share-negative", {"attribution_share": -0.5}, None, "ad.attribution_share invalid_number"),
    ad("touchpoint-url", {"touchpoint_url": "https://a.example/"}, {"touchpoint_url": "https://a.example/"}),
    ad("touchpoint-url-redacted", {"touchpoint_url": "https://a.example/?mail=x"}, {"touchpoint_url": "https://a.example/?mail=redacted"}, "ad.touchpoint_url url_redacted"),
    *(any_of(name, given) for name in AD_ANY for given in ("Text", 24)),
    ad("any-email", {"utm_source": "jo@x.de", "ad_id": "1"}, {"ad_id": "1"}, "ad.utm_source personal_data", flag="unknown-type"),
    event("sources-ad-app", {"ad": {"callback": "cb", "attributed": True, "attribution_share": 1}}, {"ad": {"callback": "cb", "attributed": True, "attribution_share": 1}},
          source="app", flags=["row"]),
    event("sources-app-fields", {"app": {"app_id": "com.example", "app_name": " Shop ", "app_version": 2}},
          {"app": {"app_id": "com.example", "app_name": "Shop", "app_version": "2"}}, source="app", flags=["row"]),
    event("sources-app-version-fraction", {"app": {"app_version": 2.1}}, {}, "app.app_version wrong_type", source="app", flags=["row"]),
    event("sources-lead-fields", {"lead": {"lead_id": " l2 ", "lead_event_source": "Salesforce"}},
          {"lead": {"lead_id": "l2", "lead_event_source": "Salesforce"}}, source="crm", flags=["row"]),
    event("sources-device", {"device": {"mobile": False, "model": "X", "browser_version_list": ["a", "b"], "bitness": 64}},
          {"device": {"mobile": False, "model": "X", "browser_version_list": ["a", "b"], "bitness": 64}}, flags=["row", "unknown-type"]),
    event("sources-device-text", {"device": "Pixel 9"}, {"device": "Pixel 9"}, flags=["row", "unknown-type"]),

    *(user_field(field, source) for field in USER for source in DESCRIBED),
    *(object_of(name, source) for name in OBJECTS for source in DESCRIBED),
    limited("web"),
    limited("app"),
    limited("offline", "limited_data_use not_for_this_source"),
    limited("crm", "limited_data_use not_for_this_source"),
    event("sources-elsewhere-bad-value", {"user": {"gaid": "x"}}, {}, "user.gaid invalid_device_id", "user.gaid not_for_this_source", flags=["elsewhere"]),
    event("sources-elsewhere-app-id-bad", {"app": {"app_id": True, "app_name": "A"}}, {"app": {"app_name": "A"}}, "app not_for_this_source", "app.app_id wrong_type",
          flags=["elsewhere", "whole-object"]),
    event("sources-elsewhere-strict", {"user": {"gaid": "38400000-8cf0-11bd-b23e-10b96e40000d"}}, REFUSED, "user.gaid not_for_this_source error",
          flags=["elsewhere"], strict=True),
    event("sources-elsewhere-absent", {"user": {"gaid": ""}, "app": {}, "lead": None}, {}, flags=["elsewhere"]),
    event("sources-event-id-on-app-strict", {}, {}, source="app", flags=["not-app"], strict=True),

    complete("web", {
        "event": "Purchase", "event_id": "order-4711", "event_time": "2026-01-01T01:00:00+01:00",
        "user": {
            "email": [" Jo.Doe@Example.com ", "jo@work.example"], "phone": "01512 3456789", "external_id": 4711, "ip": "2001:4860:4860:0:0:0:0:8888",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64)", "ttclid": "E.C.P.Cu0BcHJ", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH", "locale": "de_DE",
            "first_name": "Jörg", "last_name": "O'Neill", "city": "Bad Homburg", "state": "Hessen", "country": "Germany", "zip_code": "D-61348",
        },
        "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.Cu0BcHJ&email=jo@x.de", "referrer": "https://shop.example/cart"},
        "properties": {
            "currency": "eur", "value": "59.80", "content_type": "product", "description": "Two shoes", "order_id": 4711, "num_items": 2,
            "contents": [{"content_id": 1, "content_name": "Red shoe", "brand": "Acme", "content_category": "Shoes", "price": "29.90", "quantity": 2}],
            "customer_type": "new", "coupon": "SPRING",
        },
        "limited_data_use": False,
    }, {
        "event": "Purchase", "event_id": "order-4711", "event_time": 1767225600,
        "user": {
            "email": [sha("jo.doe@example.com"), sha("jo@work.example")], "phone": sha("+4915123456789"), "external_id": sha("4711"), "ip": "2001:4860:4860::8888",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64)", "ttclid": "E.C.P.Cu0BcHJ", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH", "locale": "de-DE",
            "first_name": sha("jörg"), "last_name": sha("oneill"), "city": "badhomburg", "state": "hessen", "country": "de", "zip_code": sha("d61348"),
        },
        "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.Cu0BcHJ&email=redacted", "referrer": "https://shop.example/cart"},
        "properties": {
            "currency": "EUR", "value": 59.8, "content_type": "product", "description": "Two shoes", "order_id": "4711", "num_items": 2,
            "contents": [{"content_id": "1", "content_name": "Red shoe", "brand": "Acme", "content_category": "Shoes", "price": 29.9, "quantity": 2}],
            "customer_type": "new", "coupon": "SPRING",
        },
        "limited_data_use": False,
    }, "page.url url_redacted"),
    complete("app", {
        "event": "Subscribe", "event_id": "sub-1", "event_time": 1767225600.75,
        "user": {
            "email": "Jo@X.de", "phone": "+1 (213) 373-4253", "idfa": "ea7583cd-a667-48bc-b806-42ecb2b48606", "idfv": "AAAA-BBBB", "gaid": "AAAAAA-2222-1111-8787-809E92233BA0",
            "att_status": "authorized", "ip": "8.8.8.8", "user_agent": "Shop/2.1 CFNetwork", "locale": "zh_hans_cn",
        },
        "app": {"app_id": 123456789, "app_name": "Shop", "app_version": "2.1"},
        "ad": {"callback": "cb", "campaign_id": 1, "ad_id": 2, "creative_id": 3, "is_retargeting": False, "attributed": True, "attribution_type": "click",
               "attribution_provider": "Partner", "attribution_share": 1},
        "properties": {"currency": "USD", "value": 9.99}, "limited_data_use": True,
    }, {
        "event": "Subscribe", "event_id": "sub-1", "event_time": 1767225600,
        "user": {
            "email": sha("jo@x.de"), "phone": sha("+12133734253"), "idfa": sha("EA7583CD-A667-48BC-B806-42ECB2B48606"), "idfv": "AAAA-BBBB",
            "gaid": sha("aaaaaa-2222-1111-8787-809e92233ba0"), "att_status": "AUTHORIZED", "ip": "8.8.8.8", "user_agent": "Shop/2.1 CFNetwork", "locale": "zh-Hans-CN",
        },
        "app": {"app_id": "123456789", "app_name": "Shop", "app_version": "2.1"},
        "ad": {"callback": "cb", "campaign_id": "1", "ad_id": "2", "creative_id": "3", "is_retargeting": False, "attributed": True, "attribution_type": "click",
               "attribution_provider": "Partner", "attribution_share": 1},
        "properties": {"currency": "USD", "value": 9.99}, "limited_data_use": True,
    }),
    complete("offline", {
        "event": "Purchase", "event_id": "receipt-1", "event_time": NOW - 20 * DAY,
        "user": {"email": "jo@x.de", "phone": ["07400 123456", "+44 7400 123456", "020 7946 0958"]},
        "properties": {
            "currency": "GBP", "value": 12, "content_type": "product", "description": "Tea", "order_id": "r1", "shop_id": "london-2",
            "contents": [{"content_id": "tea", "price": 6, "quantity": 2}],
        },
    }, {
        "event": "Purchase", "event_id": "receipt-1", "event_time": NOW - 20 * DAY,
        "user": {"email": sha("jo@x.de"), "phone": [sha("+447400123456"), sha("+442079460958")]},
        "properties": {
            "currency": "GBP", "value": 12, "content_type": "product", "description": "Tea", "order_id": "r1", "shop_id": "london-2",
            "contents": [{"content_id": "tea", "price": 6, "quantity": 2}],
        },
    }, default_region="GB"),
    complete("crm", {
        "event": "Lead", "event_id": "crm-1", "event_time": str(NOW), "lead": {"lead_id": 7012345678901234, "lead_event_source": "Salesforce"},
        "user": {"email": {"sha256": sha("jo@x.de")}, "phone": "0612345678", "phone_region": "nl", "external_id": "C-1"}, "properties": {"stage": "qualified"},
    }, {
        "event": "Lead", "event_id": "crm-1", "event_time": NOW, "lead": {"lead_id": "7012345678901234", "lead_event_source": "Salesforce"},
        "user": {"email": sha("jo@x.de"), "phone": sha("+31612345678"), "external_id": sha("C-1")}, "properties": {"stage": "qualified"},
    }, "user.email prehashed"),
]
