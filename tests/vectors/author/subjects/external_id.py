"""The advertiser's own customer id: trimmed, its case kept, placeholders left out."""

from nobody import NOBODY, SOMEBODY
from vector import sha, user

NOTES = {
    "golden": "The digest is published by TikTok or by another integration.",
    "kept": "Neither case nor Unicode form is changed.",
    "placeholder": "The words of rules 3.4 name nobody.",
    "spreadsheet": "`.0` behind plain digits is told, and sent: elsewhere the id may be called so.",
    "list": "One value gives a text, several an array in the given order without repeats.",
}


def external_id(id, given, canonical, *flags):
    return user(f"external-id-{id}", {"external_id": given}, {"external_id": sha(canonical)}, flags=flags)


def placeholder(id, given):
    return user(f"external-id-placeholder-{id}", {"external_id": given}, {}, "user.external_id placeholder", flags=["placeholder"])


CASES = [
    external_id("golden", "user_123", "user_123", "golden"),
    external_id("golden-case-kept", " UserABC", "UserABC", "golden", "kept"),
    external_id("integer", 4711, "4711"),
    external_id("integer-as-text-beyond-2-53", "9007199254740993", "9007199254740993", "kept"),
    external_id("leading-zeros-kept", "007", "007", "kept"),
    external_id("brackets-kept", "seat [b]", "seat [b]", "kept"),
    external_id("inner-space-kept", "user 123", "user 123", "kept"),
    external_id("decomposed-kept", "jose\u0301", "jose\u0301", "kept"),
    external_id("email-shaped-kept", "Jo@X.de", "Jo@X.de", "kept"),
    external_id("md5-shaped-kept", "0CC175B9C0F1B6A831C399E269772661", "0CC175B9C0F1B6A831C399E269772661", "kept"),
    external_id("zero-width-kept", "user\u200b123", "user\u200b123", "kept"),
    *(user(f"external-id-spreadsheet-{id}", {"external_id": given}, {"external_id": sha(given)}, "user.external_id spreadsheet_id", flags=["spreadsheet"])
      for id, given in {"number": "12345.0", "leading-zeros": "007.0", "exponent": "1.23457E+11", "small-exponent": "1e+21"}.items()),
    external_id("spreadsheet-number-itself", 12345.0, "12345", "spreadsheet"),
    *(external_id(f"not-of-a-spreadsheet-{id}", given, given, "spreadsheet") for id, given in {"version": "1.2.0", "letters": "A12345.0", "cents": "12345.00", "half": "12345.5", "hexadecimal": "12E3", "exponent-without-sign": "1e5"}.items()),
    placeholder("zero-of-a-spreadsheet", "0.0"),
    placeholder("minus-one-of-a-spreadsheet", "-1.0"),
    external_id("trim-bom", "\ufeffuser_123\u2029", "user_123"),
    *(external_id(f"not-a-placeholder-{id}", given, given, "placeholder") for id, given in SOMEBODY.items()),
    *(placeholder(id, given) for id, given in NOBODY.items()),
    placeholder("zero", "0"),
    placeholder("zero-integer", 0),
    placeholder("minus-one", "-1"),
    placeholder("minus-one-integer", -1),
    user("external-id-list", {"external_id": ["b", "a", " b "]}, {"external_id": [sha("b"), sha("a")]}, flags=["list"]),
    user("external-id-list-text-and-integer", {"external_id": ["7", 7]}, {"external_id": sha("7")}, flags=["list"]),
    user("external-id-list-with-placeholder", {"external_id": ["guest", "u1"]}, {"external_id": sha("u1")},
         "user.external_id[0] placeholder", flags=["list", "placeholder"]),
    user("external-id-list-of-21", {"external_id": [f"u{n}" for n in range(21)]}, {"external_id": [sha(f"u{n}") for n in range(20)]},
         "user.external_id too_many_values", flags=["list"]),
    user("external-id-fraction", {"external_id": 1.5}, {}, "user.external_id wrong_type"),
    user("external-id-boolean", {"external_id": False}, {}, "user.external_id wrong_type"),
]
