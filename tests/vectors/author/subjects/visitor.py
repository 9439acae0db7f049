"""The verb `visitor`: who is asking, what that allows, and what is laid under an event (rules 8)."""

import json
from base64 import b64encode
from urllib.parse import quote

from consent_strings import tcf

VERB = "visitor"

NOTES = {
    "told": "What the request tells, as an event takes it.",
    "allowed": "Whether events are sent and a page may have the Pixel: by consent alone, never by `strict` or identifiers.",
    "under": "What the event says wins, member by member of user and page.",
    "absent": "A member is open where the core's own reading takes it for absent.",
    "signals": "The shop's word beside the signals of the request: the most restrictive counts.",
    "cookie": "A cookie of the shop's own that holds the word.",
    "tool": "What the shop's consent tool left in its cookie: what it allows counts; an absent cookie says nothing.",
    "unreadable": "Consent that cannot be read counts as denied, and whose it was is told.",
    "opted-out": "By the option `opt_out_mode`; the Pixel is loaded with limited data use.",
    "click-id": "A cookie is set only where an event of this visitor may carry what is in it.",
    "proxy": "Every trusted proxy appends one address to X-Forwarded-For.",
    "arguments": "What is misspelt may have been about consent.",
}

URL = "https://shop.example/"
ALL_OF_IT = tcf([1, 3, 4, 7])
TTCLID = {"name": "ttclid", "value": "E.C.P.x", "max_age": 2592000, "secure": True, "header": "ttclid=E.C.P.x; Max-Age=2592000; Path=/; SameSite=Lax; Secure"}
LANDED = {"url": URL + "?ttclid=E.C.P.x"}
LANDED_TOLD = {"page": {"url": URL + "?ttclid=E.C.P.x"}, "user": {"ttclid": "E.C.P.x"}}


def case(id, given, visitor, *flags, allowed=True, limited=False, cookies=(), unreadable=None, event=None, **options):
    answer = {"allowed": allowed, "cookies": list(cookies), "limited_data_use": limited, "unreadable": unreadable, "visitor": visitor}
    answer |= {} if event is None else {"event": event}
    return {"id": f"visitor-{id}", "flags": list(flags), "options": options, "input": given, "error": None, "answer": answer}


def wrong(id, given, argument):
    return {"id": f"visitor-{id}", "flags": ["arguments"], "options": {}, "input": given, "error": argument, "answer": None}


def says(id, own, below, *flags, headers=None, given=None, **expected):
    """What the shop says, and what is laid under an event for it."""
    request = {"consent": own} | ({"headers": headers} if headers else {}) | (given or {})
    return case(id, request, {} if below is None else {"consent": below}, *flags, **expected)


def unreadable(id, given, whose, *flags, **options):
    return case(f"unreadable-{id}", given, {"consent": "denied"}, "unreadable", *flags, allowed=False, unreadable=whose, **options)


def tool(name, id, cookie, consent, *flags, category=None, **expected):
    """The cookies of a consent tool, and what the visitor chose by them; a text with `!` in front names the one that cannot be read."""
    options = {"consent_tool": name} | ({} if category is None else {"consent_category": category})
    request = {"headers": {"Cookie": cookie}} if cookie else {}
    if consent is not None and consent.startswith("!"):
        return case(f"tool-{name}-{id}", request, {"consent": "denied"}, "tool", "unreadable", allowed=False, unreadable=consent[1:], **options)
    told = {} if consent is None else {"consent": consent}
    return case(f"tool-{name}-{id}", request, told, "tool", *flags, allowed=consent != "denied", limited=consent == "opted_out", **options, **expected)


def json_cookie(value):
    return quote(json.dumps(value, separators=(",", ":")))


def laid(id, own, event, *flags):
    """An event over a visitor with an address, a browser and a page."""
    request = {"url": URL, "remote_addr": "8.8.8.8", "headers": {"User-Agent": "UA", "Referer": URL + "a"}}
    told = {"page": {"referrer": URL + "a", "url": URL}, "user": {"ip": "8.8.8.8", "user_agent": "UA"}}
    return case(id, request | {"event": own}, told, *flags, event=event)


def ip(id, own, *, is_open):
    user = {"ip": "8.8.8.8" if is_open else own, "user_agent": "UA"}
    return laid(f"absent-ip-{id}", {"user": {"ip": own}}, {"user": user, "page": {"referrer": URL + "a", "url": URL}}, "absent")


def consents(id, own, below, expected, *flags):
    """An event's consent over a visitor's."""
    event = {"event": "Contact"} | ({} if own is None else {"consent": own})
    return case(f"consent-{id}", {"consent": below, "event": event}, {"consent": below}, "under", *flags, allowed=below != "denied", limited=below == "opted_out",
                event={"event": "Contact", "consent": expected})


#: The cookie of each tool, the name that is told where it cannot be read, and a category where the shop must name one.
UNREADABLE = [
    ("axeptio", "axeptio_cookies", "axeptio_cookies", "tiktok"), ("borlabs", "borlabs-cookie", "borlabs-cookie", None),
    ("civic", "CookieControl", "CookieControl", None), ("complianz", "cmplz_marketing", "cmplz_", None),
    ("cookie_information", "CookieInformationConsent", "CookieInformationConsent", None), ("cookie_script", "CookieScriptConsent", "CookieScriptConsent", None),
    ("cookiebot", "CookieConsent", "CookieConsent", None), ("cookieconsent", "cc_cookie", "cc_cookie", "ads"), ("cookiefirst", "cookiefirst-consent", "cookiefirst-consent", None),
    ("cookieyes", "cookieyes-consent", "cookieyes-consent", None), ("didomi", "didomi_token", "didomi_token", "c:tiktok"), ("iubenda", "_iub_cs-12345678", "_iub_cs-", None),
    ("ketch", "_ketch_consent_v1_", "_ketch_consent_v1_", "ads"), ("klaro", "klaro", "klaro", "tiktok"), ("onetrust", "OptanonConsent", "OptanonConsent", None),
    ("shopify", "_tracking_consent", "_tracking_consent", None), ("tarteaucitron", "tarteaucitron", "tarteaucitron", None), ("wp_consent_api", "wp_consent_marketing", "wp_consent_", None),
]
COOKIES = [(name, cookie, category) for name, cookie, _, category in UNREADABLE]
TOOLS = [(name, category) for name, _, category in COOKIES]

GPC = {"Sec-GPC": "1"}
US = {"Cookie": "usprivacy=1YYN"}

CASES = [
    case("nothing", {}, {}, "told", "allowed"),
    case("nothing-under-an-event", {"event": {"event": "Contact", "user": {"email": "jo@x.de"}}}, {}, "under", event={"event": "Contact", "user": {"email": "jo@x.de"}}),
    case("click-id-of-nobody-in-the-event", {"url": LANDED["url"], "headers": {"Cookie": "_ttp=T1"}, "event": {"event": "Contact", "user": {"ttclid": "undefined", "ttp": "__TTP__"}}},
         {"page": LANDED, "user": {"ttclid": "E.C.P.x", "ttp": "T1"}}, "under", "click-id", cookies=[TTCLID],
         event={"event": "Contact", "page": LANDED, "user": {"ttclid": "E.C.P.x", "ttp": "T1"}}),
    case("click-id-of-nobody-in-the-address", {"url": URL + "?ttclid=__CLICKID__", "headers": {"Cookie": "ttclid=E.C.P.x"}},
         {"page": {"url": URL + "?ttclid=__CLICKID__"}, "user": {"ttclid": "E.C.P.x"}}, "told", "click-id"),
    case("click-id-of-nobody-and-no-other", {"url": URL + "?ttclid=null"}, {"page": {"url": URL + "?ttclid=null"}}, "told", "click-id"),
    case("everything", {
        "url": URL + "?ttclid=E.C.P.x&email=jo@x.de", "remote_addr": "10.0.0.1", "trusted_proxies": 1,
        "headers": {"User-Agent": "UA", "Referer": URL + "a", "Cookie": f"_ttp=T1; euconsent-v2={ALL_OF_IT}", "X-Forwarded-For": "8.8.8.8"},
    }, {
        "consent": {"tcf": ALL_OF_IT}, "page": {"referrer": URL + "a", "url": URL + "?ttclid=E.C.P.x&email=redacted"},
        "user": {"ip": "8.8.8.8", "ttclid": "E.C.P.x", "ttp": "T1", "user_agent": "UA"},
    }, "told", cookies=[TTCLID]),

    # Allowed by consent alone.
    case("allowed-without-identifier", {"url": URL}, {"page": {"url": URL}}, "allowed", strict=True),
    case("allowed-without-page", {"remote_addr": "8.8.8.8"}, {"user": {"ip": "8.8.8.8"}}, "allowed", strict=True),
    says("allowed-granted-strict", "granted", "granted", "allowed", strict=True, require_consent=True),
    case("allowed-nobody-was-asked", {"url": URL}, {"page": {"url": URL}}, "allowed", allowed=False, require_consent=True),
    case("allowed-by-the-option", {}, {}, "allowed", require_consent=True, consent="granted"),
    case("allowed-not-by-the-option", {}, {}, "allowed", allowed=False, consent="denied"),
    says("allowed-in-spite-of-the-option", "granted", "granted", "allowed", consent="denied"),
    says("allowed-not-to-have-objected", None, {"us_privacy": "1YNN"}, "allowed", headers={"Cookie": "usprivacy=1YNN"}, allowed=False, require_consent=True),
    says("allowed-strict-opted-out", "opted_out", "opted_out", "allowed", "opted-out", limited=True, strict=True),

    # The shop's word beside the signals.
    says("word-granted", "granted", "granted", "signals"),
    says("word-in-any-case", " Denied\ufeff", "denied", "signals", allowed=False),
    says("word-blank", "\u00a0", None, "signals"),
    says("word-null", None, None, "signals"),
    says("signals-all-absent", {"tcf": "", "google": {"ad_storage": None}, "gpp": []}, None, "signals"),
    says("signals-own", {"us_privacy": "1YYN", "tcf": None}, {"us_privacy": "1YYN"}, "signals", limited=True),
    says("word-beside-gpc", "granted", {"gpc": True, "word": "granted"}, "signals", headers=GPC, limited=True),
    says("word-denied-beside-gpc", "denied", {"gpc": True, "word": "denied"}, "signals", headers=GPC, allowed=False),
    says("word-beside-us-privacy", "granted", {"us_privacy": "1YYN", "word": "granted"}, "signals", headers=US, limited=True),
    says("word-beside-tcf", "granted", {"tcf": tcf([]), "word": "granted"}, "signals", headers={"Cookie": f"euconsent-v2={tcf([])}"}, allowed=False),
    says("word-beside-gpp", "granted", {"gpp": "DBAA", "word": "granted"}, "signals", headers={"Cookie": "__gpp=DBAA"}),
    says("google-beside-gpc", {"google": {"ad_storage": "denied"}}, {"google": {"ad_storage": "denied"}, "gpc": True}, "signals", headers=GPC, allowed=False),
    says("nothing-beside-gpc", "", {"gpc": True}, "signals", headers=GPC, limited=True),
    says("no-yes-outweighs-the-browser", {"gpc": False}, {"gpc": True}, "signals", headers=GPC, limited=True),
    says("no-yes-outweighs-a-cookie", {"tcf": ALL_OF_IT}, {"tcf": tcf([])}, "signals", headers={"Cookie": f"euconsent-v2={tcf([])}"}, allowed=False),
    says("a-no-outweighs-the-browser", {"tcf": tcf([])}, {"tcf": tcf([])}, "signals", headers={"Cookie": f"euconsent-v2={ALL_OF_IT}"}, allowed=False),
    says("tcf-purposes", None, {"tcf": tcf([1])}, "signals", headers={"Cookie": f"euconsent-v2={tcf([1])}"}, tcf_purposes=[1]),

    # A cookie of the shop's own.
    case("cookie-granted", {"headers": {"Cookie": "a=1; ok=granted"}}, {"consent": "granted"}, "cookie", consent_cookie="ok"),
    case("cookie-quoted", {"headers": {"Cookie": 'ok="denied"'}}, {"consent": "denied"}, "cookie", allowed=False, consent_cookie="ok"),
    case("cookie-quoted-and-encoded", {"headers": {"Cookie": "ok=%22Opted_Out%22"}}, {"consent": "opted_out"}, "cookie", limited=True, consent_cookie="ok"),
    case("cookie-absent", {"headers": {"Cookie": "a=1"}}, {}, "cookie", consent_cookie="ok"),
    case("cookie-empty-then-denied", {"headers": {"Cookie": "ok=; ok=denied"}}, {"consent": "denied"}, "cookie", allowed=False, consent_cookie="ok"),
    case("cookie-empty", {"headers": {"Cookie": "ok="}}, {}, "cookie", consent_cookie="ok"),
    case("cookie-of-the-call", {"consent_cookie": "yes", "headers": {"Cookie": "ok=denied; yes=granted"}}, {"consent": "granted"}, "cookie", consent_cookie="ok"),
    case("cookie-and-word", {"consent": "granted", "headers": {"Cookie": "ok=denied"}}, {"consent": "denied"}, "cookie", allowed=False, consent_cookie="ok"),
    case("cookie-and-no-word", {"consent": None, "headers": {"Cookie": "ok=granted", "Sec-GPC": "1"}}, {"consent": {"gpc": True, "word": "granted"}}, "cookie", "signals", limited=True, consent_cookie="ok"),

    # Consent tools.
    *(tool(name, "nobody-was-asked", None, None, category=category) for name, category in TOOLS),
    *(tool(name, "empty", f"{cookie}=", None, category=category) for name, cookie, category in COOKIES),
    *(tool(name, "unreadable", f"{cookie}=~", f"!{whose}", category=category) for name, cookie, whose, category in UNREADABLE),
    tool("onetrust", "granted", "OptanonConsent=isGpcEnabled=0&version=202401.1.0&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A0%2CC0004%3A1", "granted"),
    tool("onetrust", "denied", "OptanonConsent=groups=C0001%3A1%2CC0004%3A0&AwaitingReconsent=false", "denied"),
    tool("onetrust", "not-encoded", "OptanonConsent=groups=C0001:1,C0004:1", "granted"),
    tool("onetrust", "encoded-twice", "OptanonConsent=version%3D6%26groups%3DC0001%253A1%252CC0004%253A1", "granted"),
    tool("onetrust", "quoted", 'OptanonConsent="groups=C0004%3A0"', "denied"),
    tool("onetrust", "category", "OptanonConsent=groups=C0004%3A0%2CC0005%3A1", "granted", category="C0005"),
    tool("onetrust", "without-the-category", "OptanonConsent=groups=C0001%3A1", "!OptanonConsent"),
    tool("onetrust", "neither-yes-nor-no", "OptanonConsent=groups=C0004%3A2", "!OptanonConsent"),
    tool("onetrust", "of-a-link", "OptanonConsent=landingPath=https%3A%2F%2Fa.example%2F%3Fa%26groups%3DC0004%3A1&groups=C0004%3A0", "denied"),
    tool("onetrust", "tc-string-beside", f"OptanonConsent=groups=C0004%3A1; eupubconsent-v2={tcf([])}", "denied"),
    tool("cookiebot", "granted", "CookieConsent={stamp:%27mM3Td+/Cn==%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:false%2Cmarketing:true%2Cmethod:%27explicit%27%2Cver:1%2Cregion:%27de%27}", "granted"),
    tool("cookiebot", "denied", "CookieConsent={stamp:%27x%27%2Cmarketing:false%2Cmethod:%27explicit%27}", "denied"),
    tool("cookiebot", "no-to-all", "CookieConsent=0", "denied"),
    tool("cookiebot", "nothing-to-ask", "CookieConsent=-1", "granted"),
    tool("cookiebot", "in-a-text", "CookieConsent={stamp:%27a%2Cmarketing:true%27}", "!CookieConsent"),
    tool("cookieyes", "granted", "cookieyes-consent=consentid:T,consent:yes,action:yes,necessary:yes,functional:no,advertisement:yes", "granted"),
    tool("cookieyes", "denied", "cookieyes-consent=consentid:T,consent:no,action:yes,necessary:yes,advertisement:no", "denied"),
    tool("cookieyes", "not-answered", "cookieyes-consent=consentid:T,consent:,action:,necessary:,advertisement:", None),
    tool("complianz", "granted", "cmplz_banner-status=dismissed; cmplz_marketing=allow", "granted"),
    tool("complianz", "denied", "cmplz_marketing=deny", "denied"),
    tool("iubenda", "granted", f"_iub_cs-12345678={json_cookie({'purposes': {'1': True, '5': True}, 'id': 12345678})}", "granted"),
    tool("iubenda", "denied", f"_iub_cs-12345678={json_cookie({'purposes': {'1': True, '5': False}})}", "denied"),
    case("tool-didomi-granted", {"headers": {"Cookie": f"euconsent-v2={ALL_OF_IT}"}}, {"consent": {"tcf": ALL_OF_IT, "word": "granted"}}, "tool", consent_tool="didomi"),
    tool("didomi", "vendor", f"didomi_token={b64encode(json.dumps({'vendors': {'enabled': ['c:tiktok'], 'disabled': []}, 'purposes': {'enabled': [], 'disabled': []}}).encode()).decode()}", "granted", category="c:tiktok"),
    tool("shopify", "granted", f"_tracking_consent={json_cookie({'con': {'CMP': {'a': '1', 'm': '1', 'p': '1', 's': '1'}}, 'v': '2.1', 'region': 'DEBE', 'reg': 'GDPR'})}", "granted"),
    tool("shopify", "denied", f"_tracking_consent={json_cookie({'con': {'CMP': {'a': '0', 'm': '0', 'p': '0', 's': ''}}, 'v': '2.1', 'region': 'DEBE', 'reg': 'GDPR'})}", "denied"),
    tool("shopify", "sale-of-data", f"_tracking_consent={json_cookie({'con': {'CMP': {'a': '1', 'm': '1', 'p': '1', 's': '0'}}, 'v': '2.1', 'region': 'USCA', 'reg': 'CCPA'})}", "opted_out"),
    tool("wp_consent_api", "granted", "wp_consent_marketing=allow", "granted"),
    tool("wp_consent_api", "denied", "wp_consent_marketing=deny", "denied"),
    tool("klaro", "granted", f"klaro={json_cookie({'klaro': True, 'tiktok': True})}", "granted", category="tiktok"),
    tool("klaro", "denied", f"klaro={json_cookie({'tiktok': False})}", "denied", category="tiktok"),
    tool("cookie_information", "granted", f"CookieInformationConsent={json_cookie({'consents_approved': ['cookie_cat_necessary', 'cookie_cat_marketing'], 'consents_denied': []})}", "granted"),
    tool("cookie_information", "denied", f"CookieInformationConsent={json_cookie({'consents_approved': [], 'consents_denied': ['cookie_cat_marketing']})}", "denied"),
    tool("cookie_script", "granted", "CookieScriptConsent=" + json_cookie({"action": "accept", "categories": '["performance","targeting"]'}), "granted"),
    tool("cookiefirst", "denied", f"cookiefirst-consent={json_cookie({'necessary': True, 'advertising': False})}", "denied"),
    tool("cookieconsent", "granted", f"cc_cookie={json_cookie({'categories': ['necessary', 'ads'], 'revision': 0})}", "granted", category="ads"),
    tool("tarteaucitron", "denied", "tarteaucitron=!gtag=true!tiktok=false", "denied"),
    tool("axeptio", "granted", f"axeptio_cookies={json_cookie({'$$completed': True, 'tiktok': True})}", "granted", category="tiktok"),
    tool("borlabs", "granted", f"borlabs-cookie={json_cookie({'consents': {'essential': ['borlabs-cookie'], 'marketing': ['tiktok']}})}", "granted"),
    tool("civic", "denied", f"CookieControl={json_cookie({'optionalCookies': {'marketing': 'revoked'}, 'interactedWith': True})}", "denied"),
    tool("ketch", "granted", f"_ketch_consent_v1_={b64encode(json.dumps({'ads': {'status': 'granted'}}).encode()).decode()}", "granted", category="ads"),
    case("tool-beside-a-word", {"consent": "granted", "headers": {"Cookie": "OptanonConsent=groups=C0004%3A0"}}, {"consent": "denied"}, "tool", "signals", allowed=False, consent_tool="onetrust"),
    case("tool-beside-gpc", {"headers": {"Cookie": "OptanonConsent=groups=C0004%3A1", "Sec-GPC": "1"}}, {"consent": {"gpc": True, "word": "granted"}}, "tool", "signals", limited=True, consent_tool="OneTrust"),
    case("tool-required", {"headers": {"Cookie": "OptanonConsent=groups=C0004%3A1"}}, {"consent": "granted"}, "tool", consent_tool="onetrust", require_consent=True),
    case("tool-required-and-nobody-was-asked", {}, {}, "tool", allowed=False, consent_tool="onetrust", require_consent=True),

    # What cannot be read.
    unreadable("word", {"consent": "yes"}, "consent"),
    unreadable("boolean", {"consent": True}, "consent"),
    unreadable("false", {"consent": False}, "consent"),
    unreadable("number", {"consent": 1}, "consent"),
    unreadable("list", {"consent": ["granted"]}, "consent"),
    unreadable("member", {"consent": {"word": "granted", "cookie": "x"}}, "consent"),
    unreadable("own-tcf", {"consent": {"tcf": "nonsense"}}, "consent"),
    unreadable("cookie", {"headers": {"Cookie": "ok=yes"}}, "ok", "cookie", consent_cookie="ok"),
    unreadable("cookie-beside-granted", {"consent": "granted", "headers": {"Cookie": "ok=yes"}}, "ok", "cookie", consent_cookie="ok"),
    unreadable("tcf", {"consent": "granted", "headers": {"Cookie": "euconsent-v2=nonsense"}}, "euconsent-v2"),
    unreadable("gpp", {"headers": {"Cookie": "__gpp=nonsense"}}, "__gpp"),
    unreadable("us-privacy", {"headers": {"Cookie": "usprivacy=2YYN"}}, "usprivacy"),
    unreadable("with-an-event", {"consent": "yes", "event": {"event": "Contact"}}, "consent", "under", event={"event": "Contact", "consent": "denied"}),
    case("unreadable-and-the-event-knows", {"consent": "yes", "event": {"event": "Contact", "consent": "granted"}}, {"consent": "denied"}, "unreadable", "under",
         allowed=False, unreadable="consent", event={"event": "Contact", "consent": "granted"}),

    # Opted out, and the click id's cookie.
    says("opted-out-strip", "opted_out", "opted_out", "opted-out", limited=True),
    says("opted-out-limited", "opted_out", "opted_out", "opted-out", limited=True, opt_out_mode="limited_data_use"),
    says("opted-out-withhold", "opted_out", "opted_out", "opted-out", allowed=False, opt_out_mode="withhold"),
    says("opted-out-offline", "opted_out", "opted_out", "opted-out", allowed=False, event_source="offline"),
    says("opted-out-crm-limited", "opted_out", "opted_out", "opted-out", limited=True, event_source="crm", opt_out_mode="limited_data_use"),
    case("click-id", LANDED, LANDED_TOLD, "click-id", cookies=[TTCLID]),
    case("click-id-strict", LANDED, LANDED_TOLD, "click-id", cookies=[TTCLID], strict=True),
    case("click-id-granted", LANDED | {"consent": "granted"}, LANDED_TOLD | {"consent": "granted"}, "click-id", cookies=[TTCLID], require_consent=True),
    case("click-id-denied", LANDED | {"consent": "denied"}, LANDED_TOLD | {"consent": "denied"}, "click-id", allowed=False),
    case("click-id-nobody-was-asked", LANDED, LANDED_TOLD, "click-id", allowed=False, require_consent=True),
    case("click-id-opted-out", LANDED | {"consent": "opted_out"}, LANDED_TOLD | {"consent": "opted_out"}, "click-id", "opted-out", limited=True),
    case("click-id-opted-out-limited", LANDED | {"consent": "opted_out"}, LANDED_TOLD | {"consent": "opted_out"}, "click-id", "opted-out",
         limited=True, cookies=[TTCLID], opt_out_mode="limited_data_use"),
    case("click-id-unreadable", LANDED | {"consent": 5}, LANDED_TOLD | {"consent": "denied"}, "click-id", "unreadable", allowed=False, unreadable="consent"),
    case("click-id-kept-already", LANDED | {"headers": {"Cookie": "ttclid=E.C.P.x"}}, LANDED_TOLD, "click-id"),

    # Behind proxies.
    case("proxy", {"remote_addr": "10.0.0.1", "trusted_proxies": 1, "headers": {"X-Forwarded-For": "9.9.9.9, 8.8.8.8"}, "event": {}}, {"user": {"ip": "8.8.8.8"}}, "proxy",
         event={"user": {"ip": "8.8.8.8"}}),
    case("proxy-not-trusted", {"remote_addr": "10.0.0.1", "headers": {"X-Forwarded-For": "8.8.8.8"}}, {}, "proxy"),

    # Under an event.
    laid("under-empty", {}, {"page": {"referrer": URL + "a", "url": URL}, "user": {"ip": "8.8.8.8", "user_agent": "UA"}}, "under"),
    laid("under-others", {"event": "Contact", "user": {"email": "jo@x.de"}, "properties": {"value": 1}},
         {"event": "Contact", "user": {"email": "jo@x.de", "ip": "8.8.8.8", "user_agent": "UA"}, "properties": {"value": 1}, "page": {"referrer": URL + "a", "url": URL}}, "under"),
    laid("under-the-event-wins", {"user": {"ip": "1.1.1.1", "user_agent": "x"}, "page": {"url": "https://a.example/", "referrer": "https://b.example/"}},
         {"user": {"ip": "1.1.1.1", "user_agent": "x"}, "page": {"url": "https://a.example/", "referrer": "https://b.example/"}}, "under"),
    laid("under-a-wrong-kind", {"user": "jo", "page": {"url": 5}}, {"user": "jo", "page": {"url": 5, "referrer": URL + "a"}}, "under"),
    laid("under-a-list-of-users", {"user": [{"ip": "1.1.1.1"}]}, {"user": [{"ip": "1.1.1.1"}], "page": {"referrer": URL + "a", "url": URL}}, "under"),
    laid("under-false", {"user": {"ip": False}}, {"user": {"ip": False, "user_agent": "UA"}, "page": {"referrer": URL + "a", "url": URL}}, "under"),
    laid("under-no-event", 5, 5, "under"),
    laid("under-a-text", "Contact", "Contact", "under"),
    *(laid(f"absent-part-{name}", {"user": part, "page": part}, {"page": {"referrer": URL + "a", "url": URL}, "user": {"ip": "8.8.8.8", "user_agent": "UA"}}, "absent")
      for name, part in (("null", None), ("empty", {}), ("list", []), ("blank", " \t\u3000"))),
    ip("null", None, is_open=True),
    ip("empty", "", is_open=True),
    ip("list", [], is_open=True),
    ip("object", {}, is_open=True),
    *(ip(name, char, is_open=True) for name, char in (("tab", "\t"), ("nbsp", "\u00a0"), ("bom", "\ufeff"), ("ogham", "\u1680"), ("em", "\u2003"),
                                                      ("line-separator", "\u2028"), ("nnbsp", "\u202f"), ("ideographic", " \u3000 "))),
    *(ip(name, char, is_open=False) for name, char in (("file-separator", "\u001c"), ("unit-separator", "\u001f"), ("next-line", "\u0085"),
                                                       ("zero-width-space", "\u200b"), ("mongolian", "\u180e"), ("nul", "\u0000"), ("word-joiner", "\u2060"))),
    consents("filled", None, "granted", "granted"),
    consents("null", None, "denied", "denied"),
    consents("blank", "\ufeff ", "granted", "granted", "absent"),
    consents("says-nothing", {"tcf": "", "google": {"ad_storage": "\u00a0"}}, "opted_out", "opted_out", "absent"),
    consents("replaces-as-a-whole", {"gpc": True}, "granted", {"gpc": True}),
    consents("signals-are-not-mixed", {"gpc": False}, {"us_privacy": "1YNN"}, {"gpc": False}),
    consents("granted-over-denied", "granted", "denied", "granted"),
    consents("a-wrong-kind", 5, "granted", 5),
    consents("one-signal-says-something", {"tcf": None, "gpc": False}, "denied", {"tcf": None, "gpc": False}),

    wrong("no-object", [], "arguments"),
    wrong("misspelt", {"consnet": "denied"}, "arguments"),
    wrong("of-the-context", {"url": URL, "method": "GET"}, "arguments"),
    wrong("url-no-text", {"url": 5}, "url"),
    wrong("headers-a-list", {"headers": ["Cookie", "usprivacy=1YYN"]}, "headers"),
    wrong("headers-a-text", {"headers": "Cookie: usprivacy=1YYN"}, "headers"),
    wrong("remote-addr-no-text", {"remote_addr": True}, "remote_addr"),
    wrong("proxies-a-text", {"trusted_proxies": "1"}, "trusted_proxies"),
    wrong("proxies-negative", {"trusted_proxies": -1}, "trusted_proxies"),
    wrong("proxies-a-flag", {"trusted_proxies": True}, "trusted_proxies"),
    case("arguments-absent", {"url": None, "headers": {}, "remote_addr": " ", "trusted_proxies": None, "consent": "", "consent_cookie": None}, {}, "arguments"),
    case("arguments-header-of-another-kind", {"headers": {"Cookie": 5, "Sec-GPC": ["1"]}}, {"consent": {"gpc": True}}, "arguments", limited=True),
    wrong("cookie-no-name", {"consent_cookie": "my;consent"}, "consent_cookie"),
    wrong("cookie-no-text", {"consent_cookie": 5}, "consent_cookie"),
]
