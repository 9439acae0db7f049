"""The verb `normalize`: the canonical text of one value alone, and the digest where the field is hashed."""

from vector import NOW, sha, told

VERB = "normalize"

NOTES = {
    "golden": "The digest is published by TikTok.",
    "hashed": "A hashed field gives the text that is hashed, and its digest.",
    "plain": "A plain field gives the text as it is sent; what is no text is given as JSON.",
    "region": "The region is that of a national phone number, and the country of a zip code and a state.",
    "prehashed": "A digest gives itself and no text.",
    "bad": "A bad value gives neither text nor digest, and says why.",
    "absent": "An absent value gives nothing and is no problem.",
    "unknown": "A field that the catalogue does not have, or that is an object, or that is never sent.",
    "field": "A bare name is looked up in user first, then elsewhere; a path names its object.",
}

HASHED = ("email", "phone", "external_id", "first_name", "last_name", "zip_code", "idfa", "gaid")


def case(id, flag, field, value, text, digest, *codes, region=None, error=None, **options):
    return {
        "id": f"normalize-{id}", "flags": [flag], "options": {"now": NOW} | options,
        "input": {"field": field, "value": value} | ({"region": region} if region else {}),
        "error": error, "text": text, "digest": digest, "problems": None if error else told(f" {code}" for code in codes),
    }


def hashed(id, field, value, text, *codes, flag="hashed", **more):
    return case(f"{field}-{id}", flag, field, value, text, sha(text), *codes, **more)


def plain(id, field, value, text, *codes, flag="plain", **more):
    return case(f"{field}-{id}", flag, field, value, text, None, *codes, **more)


def bad(id, field, value, *codes, **more):
    return case(f"{field}-{id}", "bad", field, value, None, None, *codes, **more)


def unknown(field):
    return case(f"unknown-{field or 'empty'}", "unknown", field, "x", None, None, error="unknown_field")


DIGEST = sha("jo@x.de")

CASES = [
    hashed("golden", "email", " ALICE_abc@gmail.com ", "alice_abc@gmail.com", flag="golden"),
    hashed("golden", "phone", "(+1)2133734253", "+12133734253", flag="golden"),
    hashed("golden", "external_id", "user_123", "user_123", flag="golden"),
    hashed("golden", "idfa", "EA7583CD-A667-48BC-B806-42ECB2B48606", "EA7583CD-A667-48BC-B806-42ECB2B48606", flag="golden"),
    hashed("golden", "gaid", "aaaaaa-2222-1111-8787-809e92233ba0", "aaaaaa-2222-1111-8787-809e92233ba0", flag="golden"),
    hashed("apostrophe", "last_name", "O'Connor", "oconnor"),
    hashed("decomposed", "first_name", "JOSE\u0301", "jos\u00e9"),
    hashed("gb", "zip_code", "SW1A 1AA", "sw1a1aa"),
    hashed("integer", "external_id", 4711, "4711"),
    hashed("unlikely", "phone", "+1 123 456 7890", "+11234567890", "unlikely_phone"),
    hashed("integer", "phone", 2133734253, "+12133734253", region="US", flag="region"),
    hashed("region", "phone", "020 7946 0958", "+442079460958", region="GB", flag="region"),
    hashed("region-lower-case", "phone", "020 7946 0958", "+442079460958", region="gb", flag="region"),
    hashed("default-region", "phone", "020 7946 0958", "+442079460958", default_region="GB", flag="region"),
    hashed("region-beats-the-default", "phone", "020 7946 0958", "+442079460958", region="GB", default_region="US", flag="region"),
    hashed("us", "zip_code", "94107-1234", "94107", region="US", flag="region"),
    hashed("not-by-the-default-region", "zip_code", "94107-1234", "941071234", default_region="US", flag="region"),
    plain("us", "state", "New York", "ny", region="US", flag="region"),
    plain("elsewhere", "state", "New York", "newyork", flag="region"),

    plain("name", "city", "São Paulo", "sãopaulo"),
    plain("name", "country", "Germany", "de"),
    plain("short", "ip", "2001:4860:4860:0:0:0:0:8888", "2001:4860:4860::8888"),
    plain("underscore", "locale", "en_US", "en-US"),
    plain("encoded", "ttclid", "E.C.P.a%2Bb", "E.C.P.a+b"),
    plain("trimmed", "user_agent", " UA/1 ", "UA/1"),
    plain("trimmed", "ttp", " t1 ", "t1"),
    plain("lower-case", "att_status", "denied", "DENIED"),
    plain("text", "value", "19.90", "19.9"),
    plain("number", "value", 19.9, "19.9"),
    plain("integer", "value", 20.0, "20"),
    plain("too-precise", "value", "12345678901234.56", "12345678901234.56", "too_precise"),
    plain("digits", "quantity", "02", "2"),
    plain("lower-case", "currency", " eur ", "EUR"),
    plain("unlisted", "currency", "xaf", "XAF", "unlisted_currency"),
    plain("list", "content_ids", ["a", 1], '["a","1"]'),
    plain("numbers", "preferred_price_range", ["1.50", 2], "[1.5,2]"),
    plain("object", "mileage", {"unit": "KM", "value": 1.0}, '{"unit":"KM","value":1}'),
    plain("flag", "limited_data_use", True, "true"),
    plain("rfc-3339", "event_time", "2026-01-01T01:00:00+01:00", "1767225600"),
    plain("late", "event_time", 10**9, "1000000000", "late_event"),
    plain("redacted", "url", "https://a.example/?email=x", "https://a.example/?email=redacted", "url_redacted"),
    plain("standard", "event", "Purchase", "Purchase"),
    plain("near", "event", "purchase", "purchase", "did_you_mean"),
    plain("trimmed", "event_id", " e1 ", "e1"),
    plain("path", "user.city", "New York", "newyork", flag="field"),
    plain("path", "properties.city", " New York ", "New York", flag="field"),
    plain("path", "event.event", "Contact", "Contact", flag="field"),
    plain("path", "lead.lead_id", 7, "7", flag="field"),
    hashed("path", "user.email", "Jo@x.de", "jo@x.de", flag="field"),

    case("email-prehashed", "prehashed", "email", DIGEST.upper(), None, DIGEST, "prehashed"),
    case("email-prehashed-object", "prehashed", "email", {"sha256": DIGEST}, None, DIGEST, "prehashed"),
    bad("hash-of-nothing", "email", sha(""), "hash_of_nothing"),
    bad("md5", "email", "0cc175b9c0f1b6a831c399e269772661", "weak_hash"),
    bad("digest", "email", {"sha256": "x"}, "invalid_digest"),
    bad("word", "email", "nobody", "invalid_email"),
    bad("list", "email", ["jo@x.de"], "wrong_type"),
    bad("national", "phone", "020 7946 0958", "phone_without_country_code"),
    bad("short", "phone", "12", "invalid_phone", region="GB"),
    bad("placeholder", "external_id", "guest", "placeholder"),
    bad("punctuation", "first_name", "...", "invalid_name"),
    bad("us-nine-digits", "zip_code", "941071234", "invalid_zip_code", region="US"),
    bad("nothing-left", "city", "--", "invalid_place"),
    bad("word", "country", "Atlantis", "invalid_country"),
    bad("zeros", "idfa", "00000000-0000-0000-0000-000000000000", "invalid_device_id"),
    bad("private", "ip", "10.0.0.1", "not_public_ip"),
    bad("word", "ip", "localhost", "invalid_ip"),
    bad("word", "locale", "english language", "invalid_locale"),
    bad("negative", "value", -1, "negative_value"),
    bad("negative", "price", -1, "invalid_number"),
    bad("word", "currency", "money", "invalid_currency"),
    bad("relative", "url", "/cart", "invalid_url"),
    bad("naive", "event_time", "2026-01-01T00:00:00", "naive_time"),
    bad("milliseconds", "event_time", NOW * 1000, "time_in_milliseconds"),
    bad("spaces", "event", "My Event", "invalid_event_name"),
    bad("number", "limited_data_use", 1, "wrong_type"),
    bad("address", "description", "jo@x.de", "personal_data"),

    *(case(f"absent-{id}", "absent", "email", value, None, None) for id, value in {"null": None, "empty": "", "blank": " \u3000", "list": [], "object": {}}.items()),
    *(unknown(field) for field in ("emial", "Email", "user", "event.user", "properties.contents", "user.currency", "nobody.email", "phone_region", "consent", "")),
]
