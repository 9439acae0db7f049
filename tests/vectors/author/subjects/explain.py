"""The verb `explain`: what would be sent, with identifiers masked, and the match keys with our estimate (rules 9)."""

import json

from vector import NOW, SEED, URL, canonical, described, sha, told

VERB = "explain"

NOTES = {
    "masked": "A digest shows its first eight digits, a plain identifier three asterisks; click ids in addresses are gone.",
    "coverage": "email 3.0, phone 2.5, ttclid 2.0, external_id 1.0, ip with user_agent 1.0, ttp 0.5; the best missing key is the heaviest.",
    "refused": "A refused or withheld event shows neither event nor coverage.",
    "problems": "Problems as in build; their hints are not compared.",
}

WEIGHTS = {"email": 3, "phone": 2.5, "ttclid": 2, "external_id": 1, "ip_user_agent": 1, "ttp": 0.5}


def case(id, given, sent, keys, *problems, flags=(), outcome="ready", **options):
    """`sent` is the masked event over the smallest one, `keys` are its match keys in the order of their weight."""
    return {
        "id": f"explain-{id}", "flags": list(flags), "options": {"now": NOW, "event_id_seed": SEED} | options, "input": given,
        "outcome": outcome, "event": canonical(sent) if sent else None, "coverage": coverage(keys) if sent else None, "problems": told(problems),
    }


def coverage(keys):
    estimate = sum(WEIGHTS[key] for key in keys)
    missing = next((key for key in WEIGHTS if key not in keys), None)
    best = {"best_missing": {"key": missing, "adds": WEIGHTS[missing]}} if missing else {}
    return json.loads(canonical({"estimate": estimate, "present": list(keys)} | best))


def user(id, given, masked, keys, *problems, flags=("coverage",)):
    return case(id, described({"user": None}) | {"user": given}, BASE | {"user": masked}, keys, *problems, flags=flags)


def short(canonical_form):
    return sha(canonical_form)[:8] + "…"


BASE = {"event": "Contact", "event_id": "e1", "event_time": NOW, "page": {"url": URL}}

CASES = [
    user("ttp", {"ttp": "t1"}, {"ttp": "***"}, ["ttp"]),
    user("email", {"email": "Jo@x.de"}, {"email": short("jo@x.de")}, ["email"]),
    user("phone", {"phone": "+12133734253"}, {"phone": short("+12133734253")}, ["phone"]),
    user("ttclid", {"ttclid": "E.C.P.x"}, {"ttclid": "***"}, ["ttclid"]),
    user("external-id", {"external_id": "u1"}, {"external_id": short("u1")}, ["external_id"]),
    user("ip-and-user-agent", {"ip": "8.8.8.8", "user_agent": "UA"}, {"ip": "***", "user_agent": "***"}, ["ip_user_agent"]),
    user("ip-alone-is-no-key", {"ip": "8.8.8.8", "ttp": "t1"}, {"ip": "***", "ttp": "***"}, ["ttp"]),
    user("user-agent-alone-is-no-key", {"user_agent": "UA", "ttp": "t1"}, {"user_agent": "***", "ttp": "***"}, ["ttp"]),
    user("all-keys", {"email": "jo@x.de", "phone": "+12133734253", "ttclid": "E.C.P.x", "external_id": "u1", "ip": "8.8.8.8", "user_agent": "UA", "ttp": "t1"},
         {"email": short("jo@x.de"), "phone": short("+12133734253"), "ttclid": "***", "external_id": short("u1"), "ip": "***", "user_agent": "***", "ttp": "***"},
         list(WEIGHTS)),
    user("all-but-the-phone", {"email": "jo@x.de", "ttclid": "E.C.P.x", "external_id": "u1", "ip": "8.8.8.8", "user_agent": "UA", "ttp": "t1"},
         {"email": short("jo@x.de"), "ttclid": "***", "external_id": short("u1"), "ip": "***", "user_agent": "***", "ttp": "***"},
         ["email", "ttclid", "external_id", "ip_user_agent", "ttp"]),
    user("list", {"email": ["jo@x.de", "ann@x.de"]}, {"email": [short("jo@x.de"), short("ann@x.de")]}, ["email"], flags=["masked"]),
    user("places-are-masked", {"ttp": "t1", "city": "Berlin", "country": "DE", "locale": "de"}, {"ttp": "***", "city": "***", "country": "***", "locale": "***"}, ["ttp"], flags=["masked"]),
    user("bad-ones-are-no-keys", {"email": "nobody", "phone": "12", "ttp": "t1"}, {"ttp": "***"}, ["ttp"],
         "user.email invalid_email", "user.phone phone_without_country_code", flags=["coverage", "problems"]),
    case("nobody", described({"user": None}), BASE, [], "user no_identifier", flags=["coverage", "problems"]),
    case("click-ids-in-addresses", described({"page": {"url": URL + "?ttclid=E.C.P.x&a=1", "referrer": URL + "?ttclid=y"}}),
         BASE | {"page": {"url": URL + "?ttclid=redacted&a=1", "referrer": URL + "?ttclid=redacted"}, "user": {"ttp": "***"}}, ["ttp"], flags=["masked"]),
    case("ad-and-device", described({"ad": {"callback": "c", "touchpoint_url": URL, "campaign_id": "1"}, "device": {"model": "X"}}),
         BASE | {"ad": {"callback": "***", "touchpoint_url": "***", "campaign_id": "1"}, "device": {"model": "***"}, "user": {"ttp": "***"}}, ["ttp"], flags=["masked"]),
    case("properties-are-shown", described({"properties": {"value": "1.50", "currency": "eur"}}),
         BASE | {"properties": {"value": 1.5, "currency": "EUR"}, "user": {"ttp": "***"}}, ["ttp"], flags=["masked"]),
    case("crm", described({"user": {"email": "jo@x.de"}}, "crm"),
         {"event": "Contact", "event_id": "e1", "event_time": NOW, "lead": {"lead_id": "***"}, "user": {"email": short("jo@x.de")}}, ["email"],
         flags=["masked"], event_source="crm"),
    case("app", described({"user": {"ip": "8.8.8.8"}}, "app"),
         {"event": "Login", "event_id": "e1", "event_time": NOW, "app": {"app_id": "a1"}, "user": {"idfv": "***", "ip": "***"}}, [],
         flags=["coverage"], event_source="app"),
    case("refused", described({"event": None}), None, [], "event missing_field", flags=["refused"], outcome="refused"),
    case("withheld", described({"consent": "denied"}), None, [], "consent consent_denied", flags=["refused"], outcome="withheld"),
    case("stripped", described({"consent": "opted_out"}), {key: BASE[key] for key in BASE} | {"limited_data_use": True}, [], "consent opted_out", flags=["coverage"]),
]
