"""Device identifiers and the iOS tracking status, of app events."""

from functools import partial

from vector import sha, user

NOTES = {
    "golden": "The digest is published by TikTok.",
    "idfa": "An IDFA is a UUID, hashed in upper case.",
    "gaid": "A GAID is five hexadecimal groups, hashed in lower case.",
    "zeros": "All zeros mean that the person has switched the identifier off.",
    "att": "One of five names, else left out.",
    "plain": "An IDFV is sent plain, its case kept.",
}

app = partial(user, source="app")
IDFA = "EA7583CD-A667-48BC-B806-42ECB2B48606"
ZEROS = "00000000-0000-0000-0000-000000000000"


def idfa(id, given, *flags):
    return app(f"devices-idfa-{id}", {"idfa": given}, {"idfa": sha(IDFA)}, flags=["idfa", *flags])


def gaid(id, given, canonical, *flags):
    return app(f"devices-gaid-{id}", {"gaid": given}, {"gaid": sha(canonical)}, flags=["gaid", *flags])


def left_out(id, field, given, flag):
    return app(f"devices-{field}-{id}", {field: given}, {}, f"user.{field} invalid_device_id", flags=[flag])


def att_status(id, given, canonical):
    return app(f"devices-att-{id}", {"att_status": given}, {"att_status": canonical}, flags=["att"])


def no_att_status(id, given):
    return app(f"devices-att-{id}", {"att_status": given}, {}, "user.att_status unknown_value", flags=["att"])


CASES = [
    idfa("golden", IDFA, "golden"),
    idfa("lower-case", IDFA.lower(), "golden"),
    idfa("trimmed", f" {IDFA}\n"),
    left_out("zeros", "idfa", ZEROS, "zeros"),
    left_out("no-hyphens", "idfa", IDFA.replace("-", ""), "idfa"),
    left_out("braces", "idfa", f"{{{IDFA}}}", "idfa"),
    left_out("one-digit-short", "idfa", IDFA[:-1], "idfa"),
    left_out("one-digit-long", "idfa", IDFA + "0", "idfa"),
    left_out("not-hexadecimal", "idfa", "G" + IDFA[1:], "idfa"),
    left_out("full-width", "idfa", "Ｅ" + IDFA[1:], "idfa"),
    left_out("gaid-shaped", "idfa", "aaaaaa-2222-1111-8787-809e92233ba0", "idfa"),
    left_out("word", "idfa", "unknown", "idfa"),
    gaid("golden", "aaaaaa-2222-1111-8787-809e92233ba0", "aaaaaa-2222-1111-8787-809e92233ba0", "golden"),
    gaid("golden-upper-case", " AAAAAA-2222-1111-8787-809E92233BA0 ", "aaaaaa-2222-1111-8787-809e92233ba0", "golden"),
    gaid("uuid", "38400000-8CF0-11BD-B23E-10B96E40000D", "38400000-8cf0-11bd-b23e-10b96e40000d"),
    left_out("zeros", "gaid", ZEROS, "zeros"),
    left_out("four-groups", "gaid", "38400000-8cf0-11bd-b23e", "gaid"),
    left_out("six-groups", "gaid", "38400000-8cf0-11bd-b23e-10b96e40-000d", "gaid"),
    left_out("empty-group", "gaid", "38400000--11bd-b23e-10b96e40000d", "gaid"),
    left_out("not-hexadecimal", "gaid", "g8400000-8cf0-11bd-b23e-10b96e40000d", "gaid"),
    left_out("no-hyphens", "gaid", "384000008cf011bdb23e10b96e40000d", "gaid"),
    left_out("number", "gaid", 38400000, "gaid"),
    app("devices-idfa-boolean", {"idfa": True}, {}, "user.idfa wrong_type"),
    app("devices-gaid-list", {"gaid": [ZEROS]}, {}, "user.gaid wrong_type"),
    app("devices-idfv-plain", {"idfv": " Ab-Cd "}, {"idfv": "Ab-Cd"}, flags=["plain"]),
    app("devices-idfv-number", {"idfv": 7}, {"idfv": "7"}, flags=["plain"]),
    *(att_status(name.lower().replace("_", "-"), name, name) for name in ("AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE")),
    att_status("lower-case", " authorized ", "AUTHORIZED"),
    no_att_status("other-word", "YES"),
    no_att_status("number", 3),
    no_att_status("space-for-underscore", "NOT DETERMINED"),
    app("devices-att-boolean", {"att_status": True}, {}, "user.att_status wrong_type"),
]
