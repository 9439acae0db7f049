"""The verb `describe` for Segment: track calls of its e-commerce specification or by TikTok's names, and page calls."""

from describing import case, changed, payload, shared_id, without
from vector import Text

VERB = "describe"

NOTES = {
    "sample": "A whole call.",
    "names": "Names of the specification and of the presets of Segment's destinations for TikTok, in any case.",
    "own-names": "TikTok's own names stay; those of apps that are everyday words of pages only in an app's calls.",
    "page": "A page call is a page view; its properties are about the page.",
    "app": "The app and the device, by which kind it is; the advertising id of who forbade its use is left out.",
    "own-properties": "Properties by TikTok's names stay, and so do lines.",
    "lead": "The id of a TikTok lead.",
    "id": "An order has the id of its number, any other call that of its message.",
    "product": "A call about one product has it among its properties.",
    "value": "The total, else the revenue, else the value.",
    "user": "The user's id, else the anonymous one; properties, else traits, in an address or flat.",
    "integrations": "What is said to TikTok's destinations, in all spellings of their names.",
    "consent": "Segment's consent management: whether the category Advertising, in any case, is allowed; other categories say nothing here.",
    "left": "What is in no event is told by its path, once for all products.",
    "nothing": "Other calls tell of nothing that TikTok has an event for.",
    "not-this-format": "What has no name or no user is refused.",
}

CALL = {"userId": "u1", "type": "track", "messageId": "m1"}


def call(id, event, properties, sent, *flags, left=(), **members):
    given = CALL | {"event": event, "properties": properties} | members
    return case("segment", id, given, [{"event_id": "m1", "user": {"external_id": "u1"}} | sent], flags=flags, left=left)


def name(theirs, ours):
    return call(f"name-{theirs.lower().replace(' ', '-')}", theirs, {"currency": "EUR"}, {"event": ours, "properties": {"currency": "EUR"}}, "names")


def page(id, properties, sent, left=(), **members):
    given = CALL | {"type": "page", "properties": properties} | members
    return case("segment", id, given, [{"event": "Pageview", "event_id": "m1", "user": {"external_id": "u1"}} | sent], flags=["page"], left=left)


def device(id, given, user, left=()):
    return call(id, "Application Opened", {}, {"event": "LaunchAPP", "user": {"external_id": "u1"} | user}, "app", left=left, context={"device": given})


APP = {"app": {"namespace": "com.example.app"}}


def nothing(id, given, problem="event no_conversion", flag="nothing"):
    return case("segment", id, given, [], problem, flags=[flag])


SAMPLE = {
    "event": "Purchase",
    "event_id": shared_id("Purchase", "50314b8e9bcf000000000000"),
    "event_time": "2025-12-31T11:30:00.150Z",
    "user": {
        "email": "erin@example.com", "phone": "+1 (213) 373-4253", "external_id": "019mr8mf4r", "first_name": "Erin", "last_name": "Specimen",
        "city": "Los Angeles", "state": "California", "zip_code": "90001", "country": "USA", "ip": "86.150.1.2",
        "user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "locale": "en-US", "ttclid": "E.C.P.CrkBsegment", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH",
    },
    "page": {"url": "https://shop.example/thanks?ttclid=E.C.P.CrkBsegment", "referrer": "https://shop.example/checkout"},
    "properties": {
        "order_id": "50314b8e9bcf000000000000", "currency": "USD", "value": 27.5, "content_type": "product",
        "contents": [
            {"content_id": "507f1f77bcf86cd799439011", "content_name": "Monopoly: 3rd Edition", "content_category": "Games", "brand": "Hasbro", "price": 19, "quantity": 1},
            {"content_id": "505bd76785ebb509fc183733", "content_name": "Uno Card Game", "content_category": "Games", "price": 3, "quantity": 2},
        ],
    },
}
PRODUCT = {"product_id": "P1", "sku": "S1", "name": "Mug", "price": 19.9, "quantity": 1}
LINE = {"content_id": "P1", "content_name": "Mug", "price": 19.9, "quantity": 1}
ONE = {"contents": [LINE], "content_type": "product"}
ORDER = {"event": "Purchase", "event_id": shared_id("Purchase", "7")}


def value(id, properties, expected):
    return call(f"value-{id}", "Order Completed", {"order_id": "7"} | properties, ORDER | {"properties": {"order_id": "7", "value": expected}}, "value")


def consent(id, allowed, sent):
    return consent_by(id, {"Advertising": allowed, "Analytics": True}, sent)


def consent_by(id, categories, sent):
    return call(f"consent-{id}", "Signed Up", {}, {"event": "CompleteRegistration", "consent": sent}, "consent", context={"consent": {"categoryPreferences": categories}})


LEFT = [
    "context.traits.address.street",
    *(f"properties.{name}" for name in ("affiliation", "checkout_id", "coupon", "discount", "products[0].sku", "products[0].url", "shipping", "subtotal", "tax")),
]

APP_SAMPLE = {
    "event": "Checkout",
    "event_id": "c58f7b6c-91f4-4e0e-9e0a-8a6b7a0b9f10",
    "event_time": "2025-12-31T11:30:00.150Z",
    "user": {
        "email": "frida@example.com", "external_id": "cust-815", "city": "München", "zip_code": "80331", "country": "DE", "ip": "91.0.0.7", "locale": "de-DE",
        "user_agent": "Dalvik/2.1.0 (Linux; U; Android 15; Phone 9 Build/AP3A)", "ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH", "gaid": "38400000-8cf0-11bd-b23e-10b96e40000d",
    },
    "app": {"app_id": "com.example.shop", "app_name": "Sample Shop", "app_version": "4.2.0"},
    "properties": {
        "currency": "EUR", "value": 19.9, "shop_id": "7", "num_items": 1, "content_type": "product", "contents": [{"content_id": "A-1", "price": 19.9, "quantity": 1}],
    },
}

CASES = [
    case("segment", "sample-of-an-app", payload("segment_app"), [APP_SAMPLE], flags=["sample", "app"], left=["context.device.id", "properties.contents[0].color"]),
    case("segment", "sample", payload("segment"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("segment", "sample-without-a-type", without(payload("segment"), "type"), [SAMPLE], flags=["sample", "left"], left=LEFT),
    case("segment", "sample-of-an-anonymous-visitor", changed(without(payload("segment"), "userId"), {}),
         [changed(SAMPLE, {"user.external_id": "23adfd82-aa0f-45a7-a756-24f2a7a4c895"})], flags=["sample", "user"], left=LEFT),

    name("Order Completed", "Purchase"),
    name("Checkout Started", "InitiateCheckout"),
    name("Payment Info Entered", "AddPaymentInfo"),
    name("Product Added", "AddToCart"),
    name("Product Added to Wishlist", "AddToWishlist"),
    name("Product Viewed", "ViewContent"),
    name("Signed Up", "CompleteRegistration"),
    name("Trial Started", "StartTrial"),
    *(call(f"name-with-other-joints-{id}", given, {}, {"event": ours}, "names") for id, given, ours in (
        ("underscores", "product_added", "AddToCart"), ("none", "CheckoutStarted", "InitiateCheckout"), ("hyphens", "signed-up", "CompleteRegistration"), ("of-tiktok", "Add to cart", "AddToCart"))),
    call("name-products-searched", "Products Searched", {"query": "mugs"}, {"event": "Search", "properties": {"search_string": "mugs"}}, "names"),
    call("name-in-other-case", "order completed", {"order_id": "7"}, ORDER | {"properties": {"order_id": "7"}}, "names", "id"),

    call("id-of-the-order", "Order Completed", {"order_id": 7}, ORDER | {"properties": {"order_id": "7"}}, "id"),
    call("id-of-the-message", "Checkout Started", {"order_id": "7"}, {"event": "InitiateCheckout", "properties": {"order_id": "7"}}, "id"),
    call("product-added", "Product Added", PRODUCT | {"currency": "EUR"}, {"event": "AddToCart", "properties": ONE | {"currency": "EUR"}}, "product", left=["properties.sku"]),
    call("product-by-sku", "Product Viewed", {"sku": "S1"}, {"event": "ViewContent", "properties": {"contents": [{"content_id": "S1"}], "content_type": "product"}}, "product"),
    call("product-without-id", "Product Viewed", {"name": "Mug"}, {"event": "ViewContent"}, "product", left=["properties.name"]),
    call("products", "Checkout Started", {"products": [PRODUCT, PRODUCT]}, {"event": "InitiateCheckout", "properties": {"contents": [LINE, LINE], "content_type": "product"}}, "product", left=["properties.products[0].sku"]),

    value("total", {"total": 3, "revenue": 2, "value": 1}, 3),
    value("revenue", {"revenue": "2.00", "value": 1}, "2.00"),
    value("alone", {"value": 0}, 0),

    call("user-traits", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com", "first_name": "Al", "city": "Bern"}}, "user",
         context={"traits": {"email": "a@example.com", "first_name": "Al", "address": {"city": "Bern"}}}),
    call("user-click-id", "Signed Up", {"ttclid": "T", "ttp": "T1"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T", "ttp": "T1"}}, "user"),
    call("user-click-id-of-nobody", "Signed Up", {"ttclid": "null", "_ttp": "undefined"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "null", "ttp": "undefined"}}, "user"),
    call("user-click-id-of-nobody-before-one-of-the-page", "Signed Up", {"ttclid": "__CLICKID__"},
         {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T"}, "page": {"url": "https://s.example/?ttclid=T"}}, "user", left=["properties.ttclid"],
         context={"page": {"url": "https://s.example/?ttclid=T"}}),
    call("user-click-id-of-nobody-before-one-of-a-destination", "Signed Up", {"ttclid": "(none)", "ttp": "null"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T", "ttp": "T1"}}, "user",
         "integrations", left=["properties"], integrations={"TikTok Conversions": {"ttclid": "T", "ttp": "T1"}}),
    call("user-click-id-of-nobody-for-a-destination", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T"}}, "user", "integrations",
         left=["integrations.*.ttclid"], integrations={"TikTok Conversions": {"ttclid": "undefined"}}, context={"page": {"search": "?ttclid=T"}}),
    call("user-phone-number", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "phone": "+1"}}, "user", context={"traits": {"phone_number": "+1"}}),
    call("user-click-id-of-the-search", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "T"}}, "user",
         context={"page": {"search": "?a=1&ttclid=T"}}),

    consent("given", True, "granted"),
    consent("refused", False, "denied"),
    consent("unreadable", "yes", "yes"),
    *(consent_by(f"category-{id}", categories, sent) for id, categories, sent in (
        ("lower-case", {"advertising": False}, "denied"), ("upper-case", {"ADVERTISING": True}, "granted"),
        ("twice", {"Advertising": True, "advertising": False}, "denied"))),
    call("consent-category-of-another-name", "Signed Up", {}, {"event": "CompleteRegistration"}, "consent", left=["context.consent.categoryPreferences.C0004"],
         context={"consent": {"categoryPreferences": {"C0004": False}}}),
    consent_by("of-another-kind", "Advertising", "Advertising"),
    consent_by("of-a-list", ["Advertising"], ["Advertising"]),
    consent_by("of-all", True, True),

    call("left-own-property", "Order Completed", {"order_id": "7", "coupon_holder": "X"}, ORDER | {"properties": {"order_id": "7"}}, "left", left=["properties.coupon_holder"]),
    call("left-key-that-is-no-name", "Signed Up", {"jo@example.com": 1, "+49 30 1": {"a": 1}}, {"event": "CompleteRegistration"}, "left", left=["properties"]),
    call("left-key-that-is-no-name-among-others", "Signed Up", {"currency": "EUR", "jo@example.com": 1, "+49 30 1": {"a": 1}},
         {"event": "CompleteRegistration", "properties": {"currency": "EUR"}}, "left", left=["properties.*", "properties.*.a"]),
    call("left-blank", "Signed Up", {"a": None, "b": " ", "c": [], "d": {"e": [None, {}]}}, {"event": "CompleteRegistration"}, "left"),
    call("left-said-twice", "Signed Up", {"email": "a@example.com"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com"}}, "left", "user",
         context={"traits": {"email": "a@example.com"}}),
    call("left-more-than-are-told", "Signed Up", {"currency": "EUR"} | {f"p{n:02}": n for n in range(23)}, {"event": "CompleteRegistration", "properties": {"currency": "EUR"}}, "left",
         left=["", *(f"properties.p{n:02}" for n in range(20))]),

    call("name-form-submitted", "Form Submitted", {}, {"event": "Lead"}, "names"),
    call("name-lead-generated", "Lead Generated", {}, {"event": "Lead"}, "names"),
    *(call(f"name-{theirs.lower().replace(' ', '-')}", theirs, {}, {"event": ours}, "names") for theirs, ours in (
        ("Callback Started", "Contact"), ("Download Link Clicked", "Download"), ("Order Placed", "PlaceAnOrder"), ("Product Clicked", "ClickButton"), ("Subscription Created", "Subscribe"))),
    call("name-user-contacted-call-center", "User Contacted Call Center", {}, {"event": "Contact"}, "names"),
    call("name-user-subscribed", "User Subscribed", {}, {"event": "Subscribe"}, "names"),
    call("name-user-subscribed-in-store", "User Subscribed In Store", {}, {"event": "Subscribe"}, "names"),
    *(call(f"name-{theirs.lower().replace(' ', '-')}", theirs, {}, {"event": ours}, "names", "app") for theirs, ours in (
        ("Application Installed", "InstallApp"), ("Application Opened", "LaunchAPP"), ("Application Ad Clicked", "InAppADClick"), ("Application Ad Served", "InAppADImpr"),
        ("Achievement Unlocked", "UnlockAchievement"), ("Credits Spent", "SpendCredits"), ("Level Achieved", "AchieveLevel"), ("Loan Application Submitted", "LoanApplication"), ("Loan Application Completed", "LoanApplication"),
        ("Loan Approved", "LoanApproval"), ("Loan Disbursed", "LoanDisbursal"), ("Tutorial Completed", "CompleteTutorial"))),
    *(call(f"app-name-{theirs.lower().replace(' ', '-')}", theirs, {}, {"event": ours, "app": {"app_id": "com.example.app"}}, "names", "app", context=APP) for theirs, ours in (
        ("Checkout Started", "Checkout"), ("Signed Up", "Registration"), ("Lead Generated", "GenerateLead"), ("Form Submitted", "GenerateLead"), ("Signed In", "Login"),
        ("Group Created", "CreateGroup"), ("Group Joined", "JoinGroup"), ("Role Created", "CreateRole"), ("Rating Completed", "Rate"), ("Rated", "Rate"), ("Order Placed", "Checkout"), ("Product Viewed", "ViewContent"))),

    *(call(f"own-name-{name.lower()}", name, {}, {"event": name}, "own-names") for name in
      ("Subscribe", "Contact", "Download", "FindLocation", "Lead", "Schedule", "SubmitApplication", "CompletePayment", "SubmitForm", "ClickButton", "Pageview", "InstallApp", "LaunchAPP")),
    call("own-name-in-other-case", "subscribe", {}, {"event": "Subscribe"}, "own-names"),
    call("own-name-of-an-order", "Purchase", {"order_id": "7"}, ORDER | {"properties": {"order_id": "7"}}, "own-names", "id"),
    *(call(f"own-name-{name.lower()}-of-an-app", name, {}, {"event": name, "app": {"app_id": "com.example.app"}}, "own-names", "app", context=APP)
      for name in ("Checkout", "Login", "Rate", "Registration")),

    page("page", {}, {"page": {"url": "https://s.example/", "referrer": "https://r.example/"}},
         context={"page": {"url": "https://s.example/", "referrer": "https://r.example/", "path": "/", "title": "S", "search": ""}}),
    page("page-by-its-properties", {"url": "https://s.example/a?ttclid=T", "path": "/a", "title": "A", "name": "A", "search": "?ttclid=T"},
         {"user": {"external_id": "u1", "ttclid": "T"}, "page": {"url": "https://s.example/a?ttclid=T"}}, name="A"),
    page("page-of-two-addresses", {"url": "https://s.example/b"}, {"page": {"url": "https://s.example/a"}}, left=["properties.url"], context={"page": {"url": "https://s.example/a"}}),
    call("page-address-of-a-track-call", "Product Viewed", {"url": "https://s.example/p"}, {"event": "ViewContent"}, "page", left=["properties.url"]),

    call("app-ios", "Application Opened", {}, {
        "event": "LaunchAPP", "app": {"app_id": "com.example.app", "app_name": "App", "app_version": "2.1"},
        "user": {"external_id": "u1", "idfv": "B5372DB0-C21E-11E4-8DFC-AA07A5B093DB", "idfa": "7A3CBEA0-BDF5-11E4-8DFC-AA07A5B093DB", "att_status": "authorized"}},
         "app", left=["context.device.token"], context={
             "app": {"namespace": "com.example.app", "name": "App", "version": "2.1", "build": "7"}, "os": {"name": "iOS", "version": "18.1"}, "screen": {"width": 1}, "network": {"wifi": True},
             "device": {"type": "ios", "id": "B5372DB0-C21E-11E4-8DFC-AA07A5B093DB", "advertisingId": "7A3CBEA0-BDF5-11E4-8DFC-AA07A5B093DB", "adTrackingEnabled": True,
                        "trackingStatus": "authorized", "manufacturer": "Apple", "model": "iPhone17,1", "name": "iPhone", "token": "t"}}),
    device("app-ios-allowed", {"type": "iOS", "adTrackingEnabled": True}, {"att_status": "AUTHORIZED"}),
    device("app-ios-not-determined", {"type": "ios", "trackingStatus": "notDetermined"}, {"att_status": "NOT_DETERMINED"}),
    device("app-ios-forbidden", {"type": "ios", "advertisingId": "7A3CBEA0-BDF5-11E4-8DFC-AA07A5B093DB", "adTrackingEnabled": False}, {"att_status": "DENIED"},
           left=["context.device.advertisingId"]),
    device("app-android", {"type": "Android", "id": "d1", "advertisingId": "38400000-8cf0-11bd-b23e-10b96e40000d"}, {"gaid": "38400000-8cf0-11bd-b23e-10b96e40000d"}, left=["context.device.id"]),
    device("app-android-forbidden", {"type": "android", "advertisingId": "38400000-8cf0-11bd-b23e-10b96e40000d", "adTrackingEnabled": False}, {}, left=["context.device.advertisingId"]),
    device("app-of-another-system", {"type": "browser", "advertisingId": "x"}, {}, left=["context.device.advertisingId"]),

    call("own-properties", "Subscribe", {"shop_id": "7", "description": "d", "num_items": 2, "content_type": "product_group", "content_ids": ["1", "2"], "predicted_ltv": 9, "delivery_category": "in_store",
                                         "checkin_date": "2026-02-01", "city": "Rom", "make": "Fiat"},
         {"event": "Subscribe", "properties": {"shop_id": "7", "description": "d", "num_items": 2, "content_type": "product_group", "content_ids": ["1", "2"], "predicted_ltv": 9,
                                               "delivery_category": "in_store", "checkin_date": "2026-02-01", "city": "Rom", "make": "Fiat"}}, "own-properties"),
    call("own-properties-lines", "Purchase", {"contents": [{"content_id": "A", "content_name": "Mug", "content_category": "C", "brand": "B", "price": "1.50", "quantity": 2, "x": 1}]},
         {"event": "Purchase", "properties": {"contents": [{"content_id": "A", "content_name": "Mug", "content_category": "C", "brand": "B", "price": "1.50", "quantity": 2}], "content_type": "product"}},
         "own-properties", left=["properties.contents[0].x"]),
    call("own-properties-lines-of-groups", "Purchase", {"contents": [{"content_id": "A", "content_type": "product_group"}]},
         {"event": "Purchase", "properties": {"contents": [{"content_id": "A", "content_type": "product_group"}]}}, "own-properties"),
    call("own-properties-lines-before-products", "Order Completed", {"order_id": "7", "contents": [{"content_id": "A"}], "products": [PRODUCT]},
         ORDER | {"properties": {"order_id": "7", "contents": [{"content_id": "A"}], "content_type": "product"}}, "own-properties", left=["properties.products"]),
    call("own-properties-search-string", "Products Searched", {"search_string": "shoes", "query": "mugs"}, {"event": "Search", "properties": {"search_string": "shoes"}}, "own-properties",
         left=["properties.query"]),
    call("own-properties-group-of-products", "Product Viewed", {"product_id": "P", "content_type": "product_group"},
         {"event": "ViewContent", "properties": {"contents": [{"content_id": "P"}], "content_type": "product_group"}}, "own-properties", "product"),
    call("event-id-of-the-page", "Order Completed", {"order_id": "7", "event_id": "e9"}, ORDER | {"event_id": "e9", "properties": {"order_id": "7"}}, "id"),

    call("lead", "Lead", {"lead_id": "7123456789012345678", "lead_event_source": "Example CRM"},
         {"event": "Lead", "lead": {"lead_id": "7123456789012345678", "lead_event_source": "Example CRM"}}, "lead"),
    case("segment", "lead-beyond-2-to-the-53", Text('{"userId":"u1","messageId":"m1","event":"Lead","properties":{"lead_id":7123456789012345678}}'),
         [{"event": "Lead", "event_id": "m1", "user": {"external_id": "u1"}, "lead": {"lead_id": "7123456789012345678"}}], flags=["lead"]),

    call("user-properties", "Signed Up", {"email": "a@example.com", "phone": "+1 213 373 4253", "first_name": "Jo", "last_name": "Doe",
                                          "address": {"city": "Berlin", "state": "BE", "postal_code": "10115", "country": "DE", "street": "X 1"}},
         {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com", "phone": "+1 213 373 4253", "first_name": "Jo", "last_name": "Doe", "city": "Berlin", "state": "BE",
                                                    "zip_code": "10115", "country": "DE"}}, "user", left=["properties.address.street"]),
    call("user-properties-before-traits", "Signed Up", {"email": "a@example.com", "lastName": "Doe"},
         {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com", "first_name": "Al", "last_name": "Doe"}}, "user",
         left=["context.traits.email", "context.traits.lastName"], context={"traits": {"email": "b@example.com", "firstName": "Al", "lastName": "X"}}),
    call("user-traits-flat", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "city": "Berlin", "state": "BE", "zip_code": "10115", "country": "DE"}}, "user",
         context={"traits": {"city": "Berlin", "state": "BE", "zip": "10115", "country": "DE"}}),
    call("user-traits-at-the-top", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "email": "a@example.com", "zip_code": "10115"}}, "user",
         traits={"email": "a@example.com", "address": {"postal_code": "10115"}}),
    call("user-traits-that-are-a-text", "Signed Up", {}, {"event": "CompleteRegistration"}, "user", left=["context.traits.address"], context={"traits": {"address": "X 1, Berlin"}}),
    *(call(f"user-zip-code-{name.replace('_', '-').lower()}", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "zip_code": "10115"}}, "user",
           context={"traits": {"address": {name: "10115"}}}) for name in ("postal_code", "postalCode", "zip_code", "zip")),
    call("user-postal-code-of-a-property", "Signed Up", {"postal_code": "10115"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "zip_code": "10115"}}, "user"),
    call("user-two-postal-codes", "Signed Up", {"zip": "20095", "address": {"zip": "10115"}, "postal_code": "80331"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "zip_code": "10115"}}, "user",
         left=["properties.postal_code", "properties.zip"]),

    *(call(f"integrations-{id}", "Signed Up", {}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "E.C.P.x", "ttp": "y"}}, "integrations",
           integrations={"All": True, "Example": {"session": 1}, name: {"ttclid": "E.C.P.x", "ttp": "y"}}) for id, name in (
        ("conversions", "TikTok Conversions"), ("conversions-in-other-case", "Tiktok Conversions"), ("actions", "Actions Tiktok Conversions"), ("offline", "TikTok Offline Conversions"),
        ("offline-actions", "Tiktok Offline Conversions (Actions)"), ("pixel", "TikTok Pixel"), ("app-events", "TikTok App Events"), ("rudder", "TIKTOK_ADS"))),
    call("integrations-own-member", "Signed Up", {}, {"event": "CompleteRegistration"}, "integrations", left=["integrations.*.x"], integrations={"TikTok Pixel": {"x": 1}}),
    call("integrations-switched-on", "Signed Up", {}, {"event": "CompleteRegistration"}, "integrations", integrations={"All": False, "TikTok Pixel": True}),
    call("integrations-after-properties", "Signed Up", {"ttclid": "E.C.P.p"}, {"event": "CompleteRegistration", "user": {"external_id": "u1", "ttclid": "E.C.P.p"}}, "integrations",
         left=["integrations.*.ttclid"], integrations={"TikTok Pixel": {"ttclid": "E.C.P.x"}}),

    *(nothing(f"nothing-{each.lower().replace(' ', '-')}", CALL | {"event": each}) for each in ("Order Refunded", "Order Cancelled", "Order Updated", "Cart Viewed", "Product Removed", "My Event")),
    nothing("nothing-identify", CALL | {"type": "identify", "traits": {}}, "type no_conversion"),
    nothing("nothing-screen", CALL | {"type": "screen", "name": "Home"}, "type no_conversion"),
    *(nothing(f"nothing-{each.lower()}-of-no-app", CALL | {"event": each}) for each in ("Checkout", "Login", "Rate", "Registration")),
    *(nothing(f"nothing-{each.lower().replace(' ', '-')}-of-no-app", CALL | {"event": each}) for each in ("Signed In", "Group Joined", "Rated")),
    nothing("no-name", CALL, "event not_this_format", "not-this-format"),
    nothing("no-user", {"event": "Order Completed"}, "userId not_this_format", "not-this-format"),
    nothing("object-of-ga4", without(payload("ga4"), "user_id"), "userId not_this_format", "not-this-format"),
]
