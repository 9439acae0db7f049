"""Event names: the standard ones of each source, custom, legacy and reserved ones (rules 4)."""

from vector import REFUSED, event

NOTES = {
    "standard": "A standard name of the source goes without a word.",
    "pageview": "`Pageview` is the page view.",
    "custom": "1 to 50 letters, digits, _ and -, the first one a letter.",
    "near-miss": "A name close to a standard one is sent as it is, with a warning.",
    "legacy": "Old names pass; modern_event_names renames two of them.",
    "reserved": "A name that TikTok maps to a standard one.",
    "offline": "Offline takes standard names only.",
    "decisive": "Without a usable name there is no event.",
}

WEB = ("AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact CustomizeProduct Download "
       "FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent").split()
APP = ("AchieveLevel AddPaymentInfo AddToCart AddToWishlist Checkout CompleteTutorial CreateGroup CreateRole GenerateLead "
       "InAppADClick InAppADImpr InstallApp JoinGroup LaunchAPP LoanApplication LoanApproval LoanDisbursal Login Purchase Rate "
       "Registration Search SpendCredits StartTrial Subscribe UnlockAchievement ViewContent").split()
STANDARD = {"web": WEB, "offline": WEB, "crm": WEB, "app": APP}
RESERVED = ("AddBilling Browse Checkout ClickForm ClickInDownloadPage ClickToDownload Consult ConsultByPhone Registration "
            "StartCheckout ViewConsultationPage ViewDownloadPage ViewForm").split()

SALE = {"contents": [{"content_id": "s1", "price": 5, "quantity": 1}], "content_type": "product", "currency": "EUR", "description": "d", "value": 5}
PAID = {"currency": "EUR", "value": 5}
RECOMMENDED = dict.fromkeys(("AddToCart", "Purchase", "ViewContent", "PlaceAnOrder", "CompletePayment"), SALE) | {
    "Search": {"search_string": "shoes"}, "StartTrial": PAID, "Subscribe": PAID}


def members(given):
    """The name with the properties recommended for it, so that nothing else is told."""
    return {"event": given} | ({"properties": RECOMMENDED[given]} if given in RECOMMENDED else {})


def passes(id, given, *codes, flags, source="web", **options):
    problems = [f"event {code}" for code in codes]
    return event(f"event-name-{id}", members(given), members(given), *problems, source=source, flags=flags, **options)


def refused(id, given, *codes, flags=("custom",), **options):
    return event(f"event-name-{id}", {"event": given}, REFUSED, *(f"event {code}" for code in codes), flags=flags, **options)


def renamed(id, given, sent):
    return event(f"event-name-{id}", members(given), members(sent), flags=["legacy"], modern_event_names=True)


NEAR = {"lower-case": "purchase", "upper-case": "PURCHASE", "missing-letter": "Purchas", "one-more-letter": "Purchases",
        "other-letter": "Purchaze", "swapped-letters": "Pruchase", "underscores": "Add_To_Cart", "snake-case": "add_to_cart",
        "hyphens": "View-Content", "plural": "Leads", "before": "complete_payment", "before-with-a-slip": "CompletePayments", "before-in-small-letters": "submitform"}

CASES = [
    *(passes(f"{source}-{name}", name, flags=["standard"], source=source) for source, names in STANDARD.items() for name in names),
    passes("web-pageview", "Pageview", flags=["pageview"]),
    passes("web-pageview-other-case", "PageView", "did_you_mean", flags=["pageview", "near-miss"]),
    passes("web-pageview-snake-case", "page_view", "did_you_mean", flags=["pageview", "near-miss"]),

    passes("custom", "Quiz_Finished-2", flags=["custom"]),
    passes("custom-app", "Quiz_Finished-2", flags=["custom"], source="app"),
    passes("custom-crm", "Qualified", flags=["custom"], source="crm"),
    passes("custom-one-letter", "Q", flags=["custom"]),
    passes("custom-50-characters", "Q" * 50, flags=["custom"]),
    refused("custom-51-characters", "Q" * 51, "invalid_event_name"),
    refused("custom-digit-first", "2ndOrder", "invalid_event_name"),
    refused("custom-underscore-first", "_Order", "invalid_event_name"),
    refused("custom-hyphen-first", "-Order", "invalid_event_name"),
    refused("custom-dot", "order.done", "invalid_event_name"),
    refused("custom-space", "Order Done", "invalid_event_name"),
    refused("custom-line-feed", "Order\nDone", "invalid_event_name"),
    refused("custom-not-ascii", "Bestellübersicht", "invalid_event_name"),
    refused("custom-emoji", "Order😀", "invalid_event_name"),
    refused("custom-zero-width", "Order\u200bDone", "invalid_event_name"),
    refused("custom-number", 5, "invalid_event_name"),
    passes("app-name-on-web", "LaunchAPP", flags=["custom"]),
    passes("web-name-on-app", "FindLocation", flags=["custom"], source="app"),
    event("event-name-trimmed", {"event": " Contact\n"}, {"event": "Contact"}, flags=["standard"]),

    *(passes(f"near-{id}", name, "did_you_mean", flags=["near-miss"]) for id, name in NEAR.items()),
    refused("near-of-100-characters", "Add" + "_" * 91 + "ToCart", "did_you_mean", "invalid_event_name", flags=["near-miss"]),
    refused("near-of-101-characters", "Add" + "_" * 92 + "ToCart", "invalid_event_name", flags=["near-miss"]),
    refused("near-of-200-characters", "Add" + "_" * 191 + "ToCart", "invalid_event_name", flags=["near-miss"]),
    refused("near-spaces", "Add To Cart", "did_you_mean", "invalid_event_name", flags=["near-miss"]),
    passes("near-app", "LaunchApp", "did_you_mean", flags=["near-miss"], source="app"),
    passes("near-app-abbreviation", "InAppAdImpr", "did_you_mean", flags=["near-miss"], source="app"),
    *(passes(f"near-app-of-the-web-{name}", name, "did_you_mean", flags=["near-miss"], source="app")
      for name in ("InitiateCheckout", "CompleteRegistration", "complete_registration", "AppInstall", "app_install", "InAppPurchase", "AppLaunch", "in_app_ad_impression", "complete_payment")),
    *(refused(f"near-app-in-words-{id}", name, "did_you_mean", "invalid_event_name", flags=["near-miss"], source="app")
      for id, name in {"install": "App Install", "launch": "Launch App", "purchase": "In-App Purchase"}.items()),
    passes("near-app-name-on-the-web", "AppInstall", flags=["near-miss"]),
    passes("near-of-another-source-only", "launch_app", flags=["near-miss"]),
    passes("near-before-without-a-new-name", "click_button", flags=["near-miss"]),
    passes("near-two-edits", "Puurchasse", flags=["near-miss"]),
    passes("near-offline", "purchase", "custom_offline_event", "did_you_mean", flags=["near-miss", "offline"], source="offline"),

    *(passes(f"legacy-{name}", name, "legacy_event_name", flags=["legacy"]) for name in ("CompletePayment", "SubmitForm", "ClickButton", "PlaceAnOrder")),
    passes("legacy-offline", "CompletePayment", "legacy_event_name", flags=["legacy", "offline"], source="offline"),
    passes("legacy-crm", "SubmitForm", "legacy_event_name", flags=["legacy"], source="crm"),
    renamed("modern-CompletePayment", "CompletePayment", "Purchase"),
    renamed("modern-SubmitForm", "SubmitForm", "Lead"),
    passes("modern-ClickButton", "ClickButton", "legacy_event_name", flags=["legacy"], modern_event_names=True),
    passes("modern-PlaceAnOrder", "PlaceAnOrder", "legacy_event_name", flags=["legacy"], modern_event_names=True),
    passes("modern-Purchase", "Purchase", flags=["legacy"], modern_event_names=True),
    event("event-name-modern-judged-by-the-new-name", {"event": "CompletePayment", "properties": SALE | {"currency": None}},
          {"event": "Purchase", "properties": {key: value for key, value in SALE.items() if key != "currency"}},
          "properties.currency missing_currency", flags=["legacy"], modern_event_names=True),

    *(passes(f"reserved-{name}", name, "reserved_event_name", flags=["reserved"]) for name in RESERVED),
    passes("reserved-offline", "StartCheckout", "custom_offline_event", "reserved_event_name", flags=["reserved", "offline"], source="offline"),
    passes("reserved-app", "StartCheckout", "reserved_event_name", flags=["reserved"], source="app"),
    passes("offline-custom", "StoreVisit", "custom_offline_event", flags=["offline"], source="offline"),
    passes("offline-pageview", "Pageview", "custom_offline_event", flags=["offline", "pageview"], source="offline"),

    refused("absent", None, "missing_field", flags=["decisive"]),
    refused("null-text", "", "missing_field", flags=["decisive"]),
    refused("blank", " \t\u00a0", "missing_field", flags=["decisive"]),
    refused("empty-list", [], "missing_field", flags=["decisive"]),
    refused("boolean", True, "wrong_type error", flags=["decisive"]),
    refused("fraction", 1.5, "wrong_type error", flags=["decisive"]),
    refused("list", ["Contact"], "wrong_type error", flags=["decisive"]),
    refused("object", {"name": "Contact"}, "wrong_type error", flags=["decisive"]),
]
