"""The verb `hash`: as `normalize`, for the fields that are hashed and no others."""

from subjects import normalize
from vector import sha

VERB = "hash"

NOTES = {
    "golden": "The digest is published by TikTok.",
    "region": "The region is that of a national phone number, and the country of a zip code.",
    "prehashed": "A digest gives itself.",
    "bad": "A bad value gives no digest and says why.",
    "plain": "A field that is sent in plain has no digest.",
}


def case(*arguments, **more):
    written = normalize.case(*arguments, **more)
    return written | {"id": written["id"].replace("normalize", "hash")}


GOLDEN = {
    "email": (" ALICE_abc@gmail.com ", "alice_abc@gmail.com", "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f"),
    "phone": ("(+1)2133734253", "+12133734253", "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd"),
    "external_id": ("user_123", "user_123", "80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b"),
    "idfa": ("EA7583CD-A667-48BC-B806-42ECB2B48606", "EA7583CD-A667-48BC-B806-42ECB2B48606", "70574fa9c8f498a7b2e5c8712b1126de7b1406fd02fdc591821c5bd33092fd1c"),
    "gaid": ("aaaaaa-2222-1111-8787-809e92233ba0", "aaaaaa-2222-1111-8787-809e92233ba0", "0ebad966881e1eebffe69b3abf624631cf83ec9bf8cb3ce134c7c75c6d8ee7fc"),
}
DIGEST = GOLDEN["email"][2]

CASES = [
    *(case(f"golden-{field}", "golden", field, given, text, digest) for field, (given, text, digest) in GOLDEN.items()),
    case("phone-region", "region", "phone", "020 7946 0958", "+442079460958", sha("+442079460958"), region="GB"),
    case("zip-code-region", "region", "zip_code", "94107-1234", "94107", sha("94107"), region="US"),
    case("prehashed", "prehashed", "email", DIGEST.upper(), None, DIGEST, "prehashed"),
    case("phone-national", "bad", "phone", "020 7946 0958", None, None, "phone_without_country_code"),
    case("email-invalid", "bad", "email", "nobody", None, None, "invalid_email"),
    case("nothing", "bad", "email", " ", None, None),
    *(case(f"plain-{field}", "plain", field, "x", None, None, error="unknown_field") for field in ("city", "country", "ttclid", "ttp", "ip", "idfv", "event", "emial")),
]
