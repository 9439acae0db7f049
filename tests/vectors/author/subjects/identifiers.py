"""Events that can be matched to nobody, limited data use, and strict (rules 0.2 and 4)."""

from vector import DESCRIBED, REFUSED, event, sha, user

NOTES = {
    "offline": "Offline, only an e-mail address, a phone number or an external id is one: there is no click and no device.",
    "none": "Without any identifier: an error offline, a warning elsewhere.",
    "crm": "The lead is an identifier of a CRM event.",
    "one": "One identifier of any kind is enough; user agent, locale, att_status and places are none.",
    "all-bad": "Identifiers that were left out do not count.",
    "limited": "limited_data_use is sent when given; true without a public ip is told.",
    "strict": "strict makes every warning an error; infos stay.",
}

ONE = {
    "email": ("jo@x.de", sha("jo@x.de")), "phone": ("+12133734253", sha("+12133734253")), "external_id": ("u1", sha("u1")), "ttclid": ("E.C.P.x", "E.C.P.x"),
    "ttp": ("t2", "t2"), "ip": ("8.8.8.8", "8.8.8.8"), "first_name": ("Jo", sha("jo")), "last_name": ("Doe", sha("doe")), "zip_code": ("10115", sha("10115")),
}
NO_ONE = {"user_agent": ("UA", "UA"), "locale": ("de", "de"), "city": ("Berlin", "berlin"), "state": ("Berlin", "berlin"), "country": ("DE", "de")}
NOBODY = "user no_identifier"


def only(field, given, sent, *problems):
    return event(f"identifiers-only-{field}", {"user": {"ttp": None, field: given}}, {"user": {"ttp": None, field: sent}}, *problems, flags=["one"])


def limited(id, flag, user_given, user_sent, *problems, source="web"):
    return event(f"identifiers-limited-{id}", {"limited_data_use": flag, "user": user_given}, {"limited_data_use": flag, "user": user_sent}, *problems,
                 source=source, flags=["limited"])


WITHOUT_IP = "limited_data_use ldu_without_ip"

CASES = [
    event("identifiers-none-web", {"user": None}, {"user": None}, NOBODY, flags=["none"]),
    event("identifiers-none-app", {"user": None}, {"user": None}, NOBODY, source="app", flags=["none"]),
    event("identifiers-none-offline", {"user": None}, REFUSED, f"{NOBODY} error", source="offline", flags=["none"]),
    event("identifiers-none-crm", {"user": None}, {}, source="crm", flags=["crm"]),
    event("identifiers-lead-of-another-source", {"user": None, "lead": {"lead_id": "l1"}}, REFUSED, "lead not_for_this_source", f"{NOBODY} error",
          source="offline", flags=["crm"]),
    *(event(f"identifiers-offline-only-{field}", {"user": {"email": None, field: given}}, {"user": {"email": None, field: sent}}, *codes, source="offline", flags=["offline"])
      for field, given, sent, *codes in (("phone", "+12133734253", sha("+12133734253")), ("external_id", "u1", sha("u1"), "user.external_id not_for_this_source"))),
    *(event(f"identifiers-offline-only-{field}", {"user": {"email": None, field: given}}, REFUSED, f"{NOBODY} error", f"user.{field} not_for_this_source", source="offline", flags=["offline"])
      for field, given in (("first_name", "Jo"), ("last_name", "Doe"), ("zip_code", "10115"), ("ttclid", "E.C.P.x"), ("ttp", "t1"), ("ip", "8.8.8.8"))),
    *(only(field, given, sent) for field, (given, sent) in ONE.items()),
    *(only(field, given, sent, NOBODY) for field, (given, sent) in NO_ONE.items()),
    *(event(f"identifiers-only-{field}", {"user": {"idfv": None, field: given}}, {"user": {"idfv": None, field: sent}}, source="app", flags=["one"])
      for field, given, sent in (("idfv", "v2", "v2"), ("gaid", "38400000-8cf0-11bd-b23e-10b96e40000d", sha("38400000-8cf0-11bd-b23e-10b96e40000d")),
                                 ("idfa", "EA7583CD-A667-48BC-B806-42ECB2B48606", sha("EA7583CD-A667-48BC-B806-42ECB2B48606")))),
    event("identifiers-only-att_status", {"user": {"idfv": None, "att_status": "DENIED"}}, {"user": {"idfv": None, "att_status": "DENIED"}}, NOBODY, source="app", flags=["one"]),
    event("identifiers-all-bad-web", {"user": {"ttp": None, "email": "x", "phone": "12", "external_id": "guest", "ip": "10.0.0.1"}}, {"user": None},
          NOBODY, "user.email invalid_email", "user.external_id placeholder", "user.ip not_public_ip", "user.phone phone_without_country_code", flags=["all-bad"]),
    event("identifiers-all-bad-offline", {"user": {"email": "x"}}, REFUSED, f"{NOBODY} error", "user.email invalid_email", source="offline", flags=["all-bad"]),
    event("identifiers-only-phone-region", {"user": {"ttp": None, "phone_region": "DE"}}, {"user": None}, NOBODY, flags=["one"]),

    limited("true-with-ip", True, {"ip": "8.8.8.8"}, {"ip": "8.8.8.8"}),
    limited("true-without-ip", True, {}, {}, WITHOUT_IP),
    limited("true-with-private-ip", True, {"ip": "10.0.0.1"}, {}, WITHOUT_IP, "user.ip not_public_ip"),
    limited("false", False, {}, {}),
    limited("true-app", True, {}, {}, WITHOUT_IP, source="app"),
    event("identifiers-limited-absent", {"limited_data_use": None}, {}, flags=["limited"]),
    event("identifiers-limited-blank", {"limited_data_use": ""}, {}, flags=["limited"]),
    event("identifiers-limited-strict", {"limited_data_use": True}, REFUSED, f"{WITHOUT_IP} error", flags=["limited", "strict"], strict=True),

    *(event(f"identifiers-strict-nothing-wrong-{source}", {}, {}, source=source, flags=["strict"], strict=True) for source in DESCRIBED),
    user("identifiers-strict-warning", {"email": "nobody"}, REFUSED, "user.email invalid_email error", flags=["strict"], strict=True),
    user("identifiers-strict-sent-with-a-doubt", {"phone": "+1 123 456 7890"}, REFUSED, "user.phone unlikely_phone error", flags=["strict"], strict=True),
    user("identifiers-strict-info", {"email": sha("jo@x.de")}, {"email": sha("jo@x.de")}, "user.email prehashed", flags=["strict"], strict=True),
    event("identifiers-strict-no-identifier", {"user": None}, REFUSED, f"{NOBODY} error", flags=["strict"], strict=True),
    event("identifiers-strict-false", {"user": {"email": "nobody"}}, {}, "user.email invalid_email", flags=["strict"], strict=False),
    event("identifiers-strict-several", {"event": "purchase", "user": {"emial": "x"}}, REFUSED, "event did_you_mean error", "user.emial unknown_field error",
          flags=["strict"], strict=True),
]
