"""Values that come already hashed (rules 3.3)."""

from vector import sha, user

NOTES = {
    "plain": "City and state are sent in plain, so a digest is no place.",
    "prehashed": "64 hexadecimal digits, bare or as {\"sha256\": ...}, pass through in lower case.",
    "nothing": "The digest of the empty text is nobody's.",
    "weak": "MD5 and SHA-1 digests in email and phone match nobody.",
    "digest": "{\"sha256\": ...} must hold 64 hexadecimal digits.",
}

DIGEST = sha("jo@x.de")
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
MD5 = "0cc175b9c0f1b6a831c399e269772661"
SHA1 = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
WEB_FIELDS = ("email", "phone", "external_id", "first_name", "last_name", "zip_code")
APP_FIELDS = ("idfa", "gaid")


def prehashed(id, field, given, source="web"):
    return user(f"prehashed-{id}", {field: given}, {field: DIGEST}, f"user.{field} prehashed", source=source, flags=["prehashed"])


def left_out(id, given, code, flag, field="email"):
    return user(f"prehashed-{id}", {field: given}, {}, f"user.{field} {code}", flags=[flag])


CASES = [
    *(prehashed(f"{field}-text", field, DIGEST) for field in WEB_FIELDS),
    *(prehashed(f"{field}-object", field, {"sha256": DIGEST}) for field in WEB_FIELDS),
    *(prehashed(f"{field}-text", field, DIGEST, "app") for field in APP_FIELDS),
    *(prehashed(f"{field}-object", field, {"sha256": DIGEST}, "app") for field in APP_FIELDS),
    prehashed("upper-case", "email", DIGEST.upper()),
    prehashed("trimmed", "email", f" {DIGEST}\n"),
    prehashed("object-upper-case", "phone", {"sha256": DIGEST.upper()}),
    user("prehashed-list", {"email": [DIGEST, {"sha256": sha("ann@x.de")}, "Jo@x.de"]}, {"email": [DIGEST, sha("ann@x.de")]},
         "user.email[0] prehashed", "user.email[1] prehashed", flags=["prehashed"]),
    user("prehashed-same-as-raw", {"email": ["jo@x.de", DIGEST]}, {"email": DIGEST}, "user.email[1] prehashed", flags=["prehashed"]),
    left_out("nothing-text", NOTHING, "hash_of_nothing", "nothing"),
    left_out("nothing-upper-case", NOTHING.upper(), "hash_of_nothing", "nothing"),
    left_out("nothing-object", {"sha256": NOTHING}, "hash_of_nothing", "nothing"),
    *(left_out(f"nothing-{field}", NOTHING, "hash_of_nothing", "nothing", field) for field in WEB_FIELDS[1:]),
    left_out("md5-email", MD5, "weak_hash", "weak"),
    left_out("md5-email-upper-case", MD5.upper(), "weak_hash", "weak"),
    left_out("sha1-email", SHA1, "weak_hash", "weak"),
    left_out("md5-phone", MD5, "weak_hash", "weak", "phone"),
    left_out("sha1-phone", f" {SHA1} ", "weak_hash", "weak", "phone"),
    left_out("object-md5", {"sha256": MD5}, "invalid_digest", "digest"),
    left_out("object-63-digits", {"sha256": DIGEST[:63]}, "invalid_digest", "digest"),
    left_out("object-65-digits", {"sha256": DIGEST + "0"}, "invalid_digest", "digest"),
    left_out("object-not-hexadecimal", {"sha256": "g" * 64}, "invalid_digest", "digest"),
    left_out("object-full-width-digits", {"sha256": "１" * 64}, "invalid_digest", "digest"),
    left_out("object-integer", {"sha256": 5}, "invalid_digest", "digest"),
    left_out("object-raw-address", {"sha256": "jo@x.de"}, "invalid_digest", "digest"),
    left_out("object-in-external-id", {"sha256": "u1"}, "invalid_digest", "digest", "external_id"),
    user("prehashed-list-with-invalid", {"phone": [{"sha256": "x"}, DIGEST]}, {"phone": DIGEST},
         "user.phone[0] invalid_digest", "user.phone[1] prehashed", flags=["digest", "prehashed"]),
    user("prehashed-not-for-plain-fields", {"city": DIGEST, "state": DIGEST.upper()}, {},
         "user.city invalid_place", "user.state invalid_place", flags=["plain"]),
]
