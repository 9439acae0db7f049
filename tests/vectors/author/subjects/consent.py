"""Consent: own words, signals of consent tools, and what becomes of the event (rules 8)."""

from consent_strings import MARCH_2026, gpp, tcf, tcf_disclosed, usca, usnat, usva
from vector import DESCRIBED, REFUSED, WITHHELD, event, sha

NOTES = {
    "word": "granted, denied or opted_out, in any case, trimmed.",
    "invalid": "Consent that cannot be read refuses the event: it is never guessed.",
    "tcf": "A TC string allows by the purposes 1, 3, 4 and 7 and no vendor, unless tcf_purposes and tcf_vendor say otherwise.",
    "disclosed": "TCF 2.3: consent for a vendor that was not shown is none, and a string updated since March 2026 tells which were.",
    "gpp": "A GPP string opts out by any US section, and denies by the TC string in it.",
    "us-privacy": "The US Privacy string opts out by its third character.",
    "gpc": "Global Privacy Control: 1 opts out.",
    "google": "Google's consent mode: ad_storage and ad_user_data deny, ad_personalization opts out; wait_for_update and region are no answer.",
    "restrictive": "Of several signals the most restrictive one counts.",
    "precedence": "The event's own consent counts, then the client's.",
    "require": "With require_consent an event without consent is withheld; not to have objected is no consent.",
    "beside": "The shop's own word stands beside signals as `word`.",
    "strip": "Opted out, by default: limited_data_use and no identifier wherever it stands, the click id in addresses included.",
    "limited": "With opt_out_mode limited_data_use everything is sent.",
    "withhold": "With opt_out_mode withhold nothing is sent.",
    "nothing-left": "Offline and CRM events live by their identifiers, so a stripped one is withheld.",
    "withheld": "A withheld event tells its other problems too, and errors do not make it refused.",
}

GRANTED = {}
STRIPPED = {"user": None, "limited_data_use": True}
ALL_OF_IT = tcf([1, 3, 4, 7])
URL = "https://shop.example/"


def granted(id, given, *flags, **options):
    return event(f"consent-{id}", {"consent": given}, GRANTED, flags=flags, **options)


def denied(id, given, *flags, **options):
    return event(f"consent-{id}", {"consent": given}, WITHHELD, "consent consent_denied", flags=flags, **options)


def opted_out(id, given, *flags, **options):
    return event(f"consent-{id}", {"consent": given}, STRIPPED, "consent opted_out", flags=flags, **options)


def missing(id, given, *flags, **options):
    return event(f"consent-{id}", {"consent": given}, WITHHELD, "consent consent_missing", flags=flags, **options)


def invalid(id, given, code="invalid_consent", flag="invalid", **options):
    return event(f"consent-{id}", {"consent": given}, REFUSED, f"consent {code}", flags=[flag], **options)


def mode(source, name, flag):
    without_ip = ["limited_data_use ldu_without_ip"] if source in ("web", "app") else []
    return event(f"consent-{name}-{source}", {"consent": "opted_out"}, {"limited_data_use": True}, "consent opted_out", *without_ip,
                 source=source, flags=[flag], opt_out_mode="limited_data_use")


def withheld(source, flag, **options):
    return event(f"consent-{flag}-{source}", {"consent": "opted_out"}, WITHHELD, "consent opted_out", source=source, flags=[flag], **options)


CASES = [
    granted("absent", None),
    granted("blank", "  "),
    granted("no-signals", {}),
    granted("only-blank-signals", {"tcf": "", "gpp": None, "google": {}}),
    granted("granted", "granted", "word"),
    granted("granted-trimmed", " Granted\n", "word"),
    denied("denied", "denied", "word"),
    denied("denied-upper-case", "DENIED", "word"),
    opted_out("opted-out", "opted_out", "word"),
    invalid("yes", "yes"),
    invalid("hyphen", "opted-out"),
    invalid("boolean", True, "wrong_type error"),
    invalid("number", 1, "wrong_type error"),
    invalid("list", ["granted"], "wrong_type error"),
    invalid("unknown-signal", {"cookie": "yes"}),
    invalid("unknown-signal-beside-a-known-one", {"gpc": True, "cookie": "yes"}),

    granted("beside-nothing", {"word": " Granted "}, "beside"),
    denied("beside-denied", {"word": "denied"}, "beside"),
    opted_out("beside-granted-and-gpc", {"word": "granted", "gpc": True}, "beside", "restrictive"),
    denied("beside-granted-and-tcf-denied", {"word": "granted", "tcf": tcf([])}, "beside", "restrictive"),
    denied("beside-denied-and-tcf-granted", {"word": "DENIED", "tcf": ALL_OF_IT}, "beside", "restrictive"),
    denied("beside-denied-and-gpc", {"word": "denied", "gpc": True}, "beside", "restrictive"),
    opted_out("beside-opted-out-and-tcf-granted", {"word": "opted_out", "tcf": ALL_OF_IT}, "beside", "restrictive"),
    granted("beside-blank", {"word": " ", "gpc": False}, "beside"),
    invalid("beside-yes", {"word": "yes", "gpc": True}, flag="beside"),
    invalid("beside-boolean", {"word": True}, flag="beside"),

    granted("tcf-granted", {"tcf": ALL_OF_IT}, "tcf"),
    granted("tcf-more-than-needed", {"tcf": tcf(range(1, 12))}, "tcf"),
    granted("tcf-trimmed", {"tcf": f" {ALL_OF_IT} "}, "tcf"),
    *(denied(f"tcf-without-purpose-{purpose}", {"tcf": tcf({1, 3, 4, 7} - {purpose})}, "tcf") for purpose in (1, 3, 4, 7)),
    denied("tcf-nothing", {"tcf": tcf([])}, "tcf"),
    granted("tcf-purposes-list", {"tcf": tcf([1])}, "tcf", tcf_purposes=[1]),
    granted("tcf-purposes-text", {"tcf": tcf([1, 7])}, "tcf", tcf_purposes="1, 7"),
    denied("tcf-purposes-twice", {"tcf": tcf([])}, "tcf", tcf_purposes=[1, 1]),
    denied("tcf-purposes-more", {"tcf": ALL_OF_IT}, "tcf", tcf_purposes=[1, 2, 3, 4, 7]),
    granted("tcf-vendor", {"tcf": tcf([1, 3, 4, 7], [2, 32])}, "tcf", tcf_vendor=32),
    denied("tcf-vendor-missing", {"tcf": tcf([1, 3, 4, 7], [2, 33])}, "tcf", tcf_vendor=32),
    denied("tcf-vendor-beyond-the-highest", {"tcf": tcf([1, 3, 4, 7], [2])}, "tcf", tcf_vendor=32),
    invalid("tcf-nonsense", {"tcf": "nonsense"}, flag="tcf"),
    invalid("tcf-version-1", {"tcf": tcf([1, 3, 4, 7], version=1)}, flag="tcf"),
    invalid("tcf-cut-off", {"tcf": ALL_OF_IT[:-3]}, flag="tcf"),
    invalid("tcf-padded", {"tcf": ALL_OF_IT + "="}, flag="tcf"),
    invalid("tcf-number", {"tcf": 2}, flag="tcf"),

    granted("disclosed-vendor", {"tcf": tcf([1, 3, 4, 7], [2, 32], disclosed=[2, 32])}, "disclosed", tcf_vendor=32),
    denied("disclosed-vendor-not", {"tcf": tcf([1, 3, 4, 7], [2, 32], disclosed=[2])}, "disclosed", tcf_vendor=32),
    denied("disclosed-vendor-alone", {"tcf": tcf([1, 3, 4, 7], [2], disclosed=[2, 32])}, "disclosed", tcf_vendor=32),
    denied("disclosed-nobody", {"tcf": tcf([1, 3, 4, 7], [32], disclosed=[])}, "disclosed", tcf_vendor=32),
    granted("disclosed-nobody-and-no-vendor-asked", {"tcf": tcf([1, 3, 4, 7], disclosed=[])}, "disclosed"),
    granted("disclosed-since-march", {"tcf": tcf([1, 3, 4, 7], updated=MARCH_2026, disclosed=[2])}, "disclosed"),
    denied("disclosed-since-march-denied", {"tcf": tcf([1], updated=MARCH_2026, disclosed=[2])}, "disclosed"),
    granted("disclosed-not-before-march", {"tcf": tcf([1, 3, 4, 7], updated=MARCH_2026 - 1)}, "disclosed"),
    granted("disclosed-not-before-march-vendor", {"tcf": tcf([1, 3, 4, 7], [32], updated=MARCH_2026 - 1)}, "disclosed", tcf_vendor=32),
    invalid("disclosed-not-since-march", {"tcf": tcf([1, 3, 4, 7], updated=MARCH_2026)}, flag="disclosed"),
    invalid("disclosed-not-since-march-vendor", {"tcf": tcf([1, 3, 4, 7], [32], updated=MARCH_2026)}, flag="disclosed", tcf_vendor=32),
    invalid("disclosed-not-since-march-gpp", {"gpp": gpp(s2=tcf([1, 3, 4, 7], updated=MARCH_2026))}, flag="disclosed"),
    granted("disclosed-gpp", {"gpp": gpp(s2=tcf([1, 3, 4, 7], updated=MARCH_2026, disclosed=[2]))}, "disclosed"),
    invalid("disclosed-twice", {"tcf": tcf([1, 3, 4, 7], disclosed=[2]) + "." + tcf_disclosed([3])}, flag="disclosed"),
    invalid("disclosed-cut-off", {"tcf": tcf([1, 3, 4, 7], disclosed=[99])[:-3]}, flag="disclosed"),

    opted_out("gpp-usnat-sale", {"gpp": gpp(s7=usnat(sale=1))}, "gpp"),
    opted_out("gpp-usnat-sharing", {"gpp": gpp(s7=usnat(sharing=1))}, "gpp"),
    opted_out("gpp-usnat-targeted", {"gpp": gpp(s7=usnat(targeted=1))}, "gpp"),
    opted_out("gpp-usnat-gpc", {"gpp": gpp(s7=usnat(gpc=True))}, "gpp"),
    granted("gpp-usnat-no-opt-out", {"gpp": gpp(s7=usnat(gpc=False))}, "gpp"),
    granted("gpp-usnat-not-applicable", {"gpp": gpp(s7=usnat(0, 0, 0))}, "gpp"),
    opted_out("gpp-usca-sale", {"gpp": gpp(s8=usca(sale=1))}, "gpp"),
    opted_out("gpp-usca-sharing", {"gpp": gpp(s8=usca(sharing=1))}, "gpp"),
    opted_out("gpp-usca-gpc", {"gpp": gpp(s8=usca(gpc=True))}, "gpp"),
    granted("gpp-usca-no-opt-out", {"gpp": gpp(s8=usca())}, "gpp"),
    opted_out("gpp-usva-targeted", {"gpp": gpp(s9=usva(targeted=1))}, "gpp"),
    opted_out("gpp-second-section", {"gpp": gpp(s8=usca(), s9=usva(sale=1))}, "gpp"),
    opted_out("gpp-us-privacy", {"gpp": gpp(s6="1YYN")}, "gpp", "us-privacy"),
    granted("gpp-us-privacy-no", {"gpp": gpp(s6="1YNN")}, "gpp", "us-privacy"),
    granted("gpp-tcf", {"gpp": gpp(s2=ALL_OF_IT)}, "gpp", "tcf"),
    denied("gpp-tcf-denied", {"gpp": gpp(s2=tcf([1]))}, "gpp", "tcf"),
    denied("gpp-of-the-specification", {"gpp": "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN"}, "gpp", "tcf"),
    denied("gpp-tcf-denied-and-us-opt-out", {"gpp": gpp(s2=tcf([]), s8=usca(sale=1))}, "gpp", "restrictive"),
    granted("gpp-no-section", {"gpp": gpp()}, "gpp"),
    granted("gpp-unknown-section-passed-over", {"gpp": gpp(s34="BAAA")}, "gpp"),
    invalid("gpp-nonsense", {"gpp": "1YNN"}, flag="gpp"),
    invalid("gpp-section-missing", {"gpp": gpp(s6="1YNN").split("~")[0]}, flag="gpp"),
    invalid("gpp-section-too-many", {"gpp": gpp(s6="1YNN") + "~1YNN"}, flag="gpp"),
    invalid("gpp-version-to-come", {"gpp": gpp(s8=usca(version=2))}, flag="gpp"),
    invalid("gpp-answer-without-meaning", {"gpp": gpp(s8=usca(sale=3))}, flag="gpp"),
    invalid("gpp-boolean", {"gpp": True}, flag="gpp"),

    opted_out("us-privacy-yes", {"us_privacy": "1YYN"}, "us-privacy"),
    opted_out("us-privacy-lower-case", {"us_privacy": "1nyn"}, "us-privacy"),
    granted("us-privacy-no", {"us_privacy": "1YNN"}, "us-privacy"),
    granted("us-privacy-not-applicable", {"us_privacy": " 1--- "}, "us-privacy"),
    invalid("us-privacy-version-2", {"us_privacy": "2YYN"}, flag="us-privacy"),
    invalid("us-privacy-short", {"us_privacy": "1YY"}, flag="us-privacy"),
    invalid("us-privacy-other-letter", {"us_privacy": "1YXN"}, flag="us-privacy"),

    *(opted_out(f"gpc-{id}", {"gpc": given}, "gpc") for id, given in {"true": True, "1": 1, "text": "1", "text-trimmed": " 1 "}.items()),
    *(granted(f"gpc-{id}", {"gpc": given}, "gpc") for id, given in {"false": False, "0": 0, "text-0": "0"}.items()),
    invalid("gpc-word", {"gpc": "true"}, flag="gpc"),
    invalid("gpc-2", {"gpc": 2}, flag="gpc"),

    granted("google-granted", {"google": {"ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted"}}, "google"),
    denied("google-ad-storage", {"google": {"ad_storage": "denied"}}, "google"),
    denied("google-ad-user-data", {"google": {"ad_storage": "granted", "ad_user_data": "denied"}}, "google"),
    opted_out("google-ad-personalization", {"google": {"ad_storage": "granted", "ad_personalization": "denied"}}, "google"),
    granted("google-other-storage", {"google": {"analytics_storage": "denied", "functionality_storage": "denied"}}, "google"),
    granted("google-blank", {"google": {"ad_storage": None, "gcs": ""}}, "google"),
    granted("google-gcs-granted", {"google": {"gcs": "G111"}}, "google"),
    granted("google-gcs-without-analytics", {"google": {"gcs": "G110"}}, "google"),
    denied("google-gcs-denied", {"google": {"gcs": "G101"}}, "google"),
    granted("google-gcs-nothing-set", {"google": {"gcs": "G1--"}}, "google"),
    granted("google-gcs-analytics-alone-set", {"google": {"gcs": "G1-1"}}, "google"),
    denied("google-gcs-both-denied", {"google": {"gcs": "G100"}}, "google"),
    *(granted(f"google-{id}", {"google": {"ad_storage": "granted", "ad_user_data": "granted"} | more}, "google") for id, more in {
        "default": {"wait_for_update": 500}, "default-as-text": {"wait_for_update": "500"}, "default-of-a-region": {"region": ["DE", "US-CA"]}, "default-of-one-region": {"region": "DE"},
        "default-whole": {"ad_personalization": "granted", "analytics_storage": "granted", "functionality_storage": "granted", "wait_for_update": 500, "region": ["DE"]},
    }.items()),
    denied("google-default-denied", {"google": {"ad_storage": "denied", "ad_user_data": "denied", "wait_for_update": 500, "region": ["DE"]}}, "google"),
    granted("google-only-waiting", {"google": {"wait_for_update": 500}}, "google"),
    denied("google-capitals", {"google": {"ad_user_data": "DENIED", "ad_personalization": "GRANTED"}}, "google"),
    *(granted(f"google-gcd-{gcd}", {"google": {"gcd": gcd}}, "google") for gcd in ("13r3r3r3r5", "11t1t1t1t5", "13n3n3n3n5", "13v3v3v3v5", "13r3p3r3r5", "13l3l3l3l1", "13r3r3l3l5", "13l3l3l3r1l1")),
    *(denied(f"google-gcd-{gcd}", {"google": {"gcd": gcd}}, "google") for gcd in ("11p1p1p1p5", "13q3q3q3q5", "13m3m3m3m5", "13u3u3u3u5", "13p3r3r3r5", "13r3r3p3r5", "13r3r3q3q5")),
    opted_out("google-gcd-personalization", {"google": {"gcd": "13r3r3r3q5"}}, "google"),
    granted("google-gcs-and-gcd", {"google": {"gcs": "G111", "gcd": "13r3r3r3r5"}}, "google"),
    denied("google-gcs-beats-gcd", {"google": {"gcs": "G100", "gcd": "13r3r3r3r5"}}, "google", "restrictive"),
    denied("google-gcd-beats-gcs", {"google": {"gcs": "G111", "gcd": "13r3r3q3r5"}}, "google", "restrictive"),
    *(invalid(f"google-gcd-{id}", {"google": {"gcd": gcd}}, flag="google") for id, gcd in {"other-letter": "13x3r3r3r5", "short": "13r3r3r5", "capitals": "13R3R3R3R5", "no-digits": "rrrr", "version": "23r3r3r3r5", "number": 13}.items()),
    invalid("google-unknown-number", {"google": {"ad_storage": "granted", "other": 500}}, flag="google"),
    invalid("google-gcs-other-form", {"google": {"gcs": "G2"}}, flag="google"),
    invalid("google-word", {"google": {"ad_storage": "yes"}}, flag="google"),
    invalid("google-boolean", {"google": {"ad_storage": True}}, flag="google"),
    invalid("google-text", {"google": "granted"}, flag="google"),

    opted_out("gpc-beats-granted-tcf", {"tcf": ALL_OF_IT, "gpc": True}, "restrictive"),
    denied("google-beats-gpc", {"gpc": "1", "google": {"ad_storage": "denied"}}, "restrictive"),
    granted("all-signals-granted", {"tcf": ALL_OF_IT, "gpp": gpp(s8=usca()), "us_privacy": "1YNN", "gpc": False, "google": {"gcs": "G111"}}, "restrictive"),
    opted_out("us-privacy-among-all", {"tcf": ALL_OF_IT, "gpp": gpp(s8=usca()), "us_privacy": "1YYN", "gpc": False}, "restrictive"),

    denied("of-the-client", None, "precedence", consent="denied"),
    opted_out("of-the-client-opted-out", None, "precedence", consent="opted_out"),
    granted("of-the-event-first", "granted", "precedence", consent="denied"),
    denied("of-the-event-denied", "denied", "precedence", consent="granted"),
    opted_out("of-the-event-signals", {"gpc": True}, "precedence", consent="granted"),
    denied("of-the-client-when-the-event-is-blank", "", "precedence", consent="denied"),
    denied("of-the-client-when-no-signal-is-given", {"tcf": ""}, "precedence", consent="denied"),
    denied("of-the-client-when-no-signal-objects", {"us_privacy": "1YNN", "gpc": False}, "precedence", consent="denied"),

    missing("required-absent", None, "require", require_consent=True),
    missing("required-no-signals", {}, "require", require_consent=True),
    missing("required-only-blank-signals", {"tcf": " "}, "require", require_consent=True),
    *(missing(f"required-{id}", given, "require", require_consent=True) for id, given in {
        "us-privacy-no": {"us_privacy": "1YNN"},
        "us-privacy-not-applicable": {"us_privacy": "1---"},
        "gpp-no-section": {"gpp": "DBAA"},
        "gpp-unknown-section": {"gpp": gpp(s34="BAAA")},
        "gpp-no-opt-out": {"gpp": gpp(s8=usca())},
        "gpp-us-privacy-no": {"gpp": gpp(s6="1YNN")},
        "gpc-false": {"gpc": False},
        "gpc-0": {"gpc": "0"},
        "google-other-storage": {"google": {"analytics_storage": "denied"}},
        "google-other-storage-granted": {"google": {"functionality_storage": "granted"}},
        "google-blank": {"google": {"ad_storage": ""}},
        "google-gcs-nothing-set": {"google": {"gcs": "G1--"}},
        "google-gcd-nothing-set": {"google": {"gcd": "13l3l3l3l1"}},
        "google-only-waiting": {"google": {"wait_for_update": 500, "region": ["DE"]}},
        "no-signal-objects": {"gpp": "DBAA", "us_privacy": "1YNN", "gpc": False, "google": {"analytics_storage": "granted"}},
    }.items()),
    *(granted(f"required-{id}", given, "require", require_consent=True) for id, given in {
        "tcf": {"tcf": ALL_OF_IT, "us_privacy": "1YNN"},
        "gpp-tcf": {"gpp": gpp(s2=ALL_OF_IT, s6="1YNN")},
        "google": {"google": {"ad_storage": "granted", "analytics_storage": "denied"}, "gpc": False},
        "google-default": {"google": {"ad_storage": "granted", "ad_user_data": "granted", "wait_for_update": 500}},
        "google-gcs-and-gcd": {"google": {"gcs": "G111", "gcd": "13r3r3r3r5"}},
        "word": {"word": "granted", "us_privacy": "1---"},
    }.items()),
    *(invalid(f"required-{id}", given, code, "require", require_consent=True) for id, given, code in (
        ("yes", "yes", "invalid_consent"), ("1", "1", "invalid_consent"), ("true-as-text", "true", "invalid_consent"), ("true", True, "wrong_type error"), ("one", 1, "wrong_type error"),
        ("false", False, "wrong_type error"), ("list", ["granted"], "wrong_type error"), ("unknown-signal", {"cookie": "yes"}, "invalid_consent"), ("word-yes", {"word": "yes"}, "invalid_consent"),
        ("tcf-nonsense", {"tcf": "nonsense"}, "invalid_consent"), ("google-yes", {"google": {"ad_storage": "yes"}}, "invalid_consent"))),
    *(event(f"consent-required-yes-{source}", {"consent": "yes"}, REFUSED, "consent invalid_consent", source=source, flags=["require"], require_consent=True)
      for source in ("app", "offline", "crm")),
    invalid("of-the-event-unreadable", "yes", flag="precedence", consent="denied"),
    invalid("of-the-event-unreadable-opted-out", "yes", flag="precedence", consent="opted_out"),
    opted_out("required-gpc", {"gpc": True}, "require", require_consent=True),
    granted("required-granted", "granted", "require", require_consent=True),
    granted("required-of-the-client", None, "require", "precedence", require_consent=True, consent="granted"),
    opted_out("required-opted-out", "opted_out", "require", require_consent=True),
    denied("required-denied", "denied", "require", require_consent=True),
    *(event(f"consent-required-{source}", {}, WITHHELD, "consent consent_missing", source=source, flags=["require"], require_consent=True)
      for source in ("app", "offline", "crm")),
    *(event(f"consent-denied-{source}", {"consent": "denied"}, WITHHELD, "consent consent_denied", source=source, flags=["word"])
      for source in ("app", "offline", "crm")),

    event("consent-strip-web", {
        "consent": "opted_out",
        "user": {"email": "jo@x.de", "ip": "8.8.8.8", "user_agent": "UA", "locale": "de", "city": "Berlin", "ttclid": "E.C.P.x"},
        "page": {"url": URL + "?a=1&ttclid=E.C.P.x#top", "referrer": "https://a.example/?TTCLID=y"},
        "ad": {"callback": "cb", "campaign_id": "c1"}, "device": {"model": "X"},
        "properties": {"description": "Shoe", "colour": "red"},
    }, STRIPPED | {
        "page": {"url": URL + "?a=1&ttclid=redacted#top", "referrer": "https://a.example/?TTCLID=redacted"},
        "ad": {"campaign_id": "c1"}, "properties": {"description": "Shoe", "colour": "red"},
    }, "consent opted_out", flags=["strip"]),
    event("consent-strip-web-only-a-callback", {"consent": "opted_out", "ad": {"callback": "cb"}}, STRIPPED, "consent opted_out", flags=["strip"]),
    event("consent-strip-touchpoint", {
        "consent": "opted_out", "ad": {"campaign_id": "c1", "touchpoint_url": "https://a.example/?ttclid=E.C.P.x&utm_source=b"},
    }, STRIPPED | {"ad": {"campaign_id": "c1", "touchpoint_url": "https://a.example/?ttclid=redacted&utm_source=b"}}, "consent opted_out", flags=["strip"]),
    event("consent-strip-properties", {
        "consent": "opted_out",
        "properties": {"ttclid": "E.C.P.x", "_ttp": "t1", "ip": "8.8.8.8", "idfv": "v", "colour": "red", "visit": {"TTCLID": "E.C.P.x", "landing": URL + "?ttclid=E.C.P.x"},
                       "more": [{"ttp": "t1"}, "https://a.example/?ttclid=E.C.P.x#top", 5], "only": [{"ip": "8.8.8.8"}],
                       "contents": [{"content_id": "1", "ttclid": "E.C.P.x"}, {"ttp": "t1"}]},
    }, STRIPPED | {
        "properties": {"colour": "red", "visit": {"landing": URL + "?ttclid=redacted"}, "more": ["https://a.example/?ttclid=redacted#top", 5],
                       "contents": [{"content_id": "1"}]},
    }, "consent opted_out", flags=["strip"]),
    event("consent-strip-only-an-identifier", {"consent": "opted_out", "properties": {"ttclid": "E.C.P.x"}}, STRIPPED, "consent opted_out", flags=["strip"]),
    event("consent-strip-top", {"consent": "opted_out", "ttclid": "E.C.P.x", "shop": {"ttp": "t1", "name": "S"}}, STRIPPED | {"shop": {"name": "S"}},
          "consent opted_out", "shop unknown_field", "ttclid unknown_field", flags=["strip"]),
    event("consent-strip-app", {"consent": "opted_out", "user": {"idfv": "v1", "att_status": "AUTHORIZED"}}, STRIPPED, "consent opted_out", source="app", flags=["strip"]),
    event("consent-strip-web-lead", {"consent": "opted_out", "lead": {"lead_id": "l1"}}, STRIPPED,
          "consent opted_out", "lead not_for_this_source", flags=["strip"]),
    event("consent-strip-over-limited-data-use-false", {"consent": "opted_out", "limited_data_use": False}, STRIPPED, "consent opted_out", flags=["strip"]),
    event("consent-strip-by-name", {"consent": "opted_out"}, STRIPPED, "consent opted_out", flags=["strip"], opt_out_mode="strip"),
    event("consent-strip-without-any-identifier", {"consent": "opted_out", "user": None}, STRIPPED, "consent opted_out", flags=["strip"]),
    withheld("offline", "nothing-left"),
    withheld("crm", "nothing-left"),
    *(mode(source, "limited", "limited") for source in DESCRIBED),
    *(withheld(source, "withhold", opt_out_mode="withhold") for source in DESCRIBED),
    event("consent-limited-web-with-everything", {
        "consent": {"gpc": True}, "user": {"email": "jo@x.de", "ip": "8.8.8.8"}, "page": {"url": URL + "?ttclid=E.C.P.x"},
    }, {"limited_data_use": True, "user": {"email": sha("jo@x.de"), "ip": "8.8.8.8"}, "page": {"url": URL + "?ttclid=E.C.P.x"}},
          "consent opted_out", flags=["limited"], opt_out_mode="limited_data_use"),
    event("consent-limited-without-any-identifier", {"consent": "opted_out", "user": None}, {"user": None, "limited_data_use": True},
          "consent opted_out", "limited_data_use ldu_without_ip", "user no_identifier", flags=["limited"], opt_out_mode="limited_data_use"),

    event("consent-withheld-with-a-warning", {"consent": "denied", "user": {"email": "nobody"}}, WITHHELD,
          "consent consent_denied", "user.email invalid_email", flags=["withheld"]),
    event("consent-withheld-with-an-error", {"consent": "denied", "event": None}, WITHHELD,
          "consent consent_denied", "event missing_field", flags=["withheld"]),
    event("consent-withheld-strict", {"consent": "denied", "user": {"email": "nobody"}}, WITHHELD,
          "consent consent_denied", "user.email invalid_email error", flags=["withheld"], strict=True),
    event("consent-opted-out-strict", {"consent": "opted_out"}, STRIPPED, "consent opted_out", flags=["strip"], strict=True),
]
