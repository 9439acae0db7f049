"""The verb `verify_shopify`: the signature of a webhook."""

import base64
import hashlib
import hmac

import signing
from signing import BODY, signed

VERB = "verify_shopify"

NOTES = {
    "signed": "HMAC-SHA256 of the body by the secret, in Base64.",
    "changed": "Any other byte makes it another signature.",
    "malformed": "What is no Base64 of 32 bytes is no signature.",
    "no-secret": "An empty secret verifies nothing: anyone could sign with it.",
}

SECRET = "shpss_0123456789abcdef"


def case(id, flag, valid, secret=SECRET, body=BODY, header=signed(SECRET, BODY)):
    return signing.case(f"verify-shopify-{id}", flag, valid, secret, body, header)


GOOD = signed(SECRET, BODY)
LONG = "s" * 200

CASES = [
    case("signed", "signed", True),
    case("spaces-around-the-header", "signed", True, header=f" {GOOD}\n"),
    case("empty-body", "signed", True, body="", header=signed(SECRET, "")),
    case("not-ascii", "signed", True, secret="schlüssel", header=signed("schlüssel", BODY)),
    case("long-secret", "signed", True, secret=LONG, header=signed(LONG, BODY)),
    case("long-body", "signed", True, body="x" * 5000, header=signed(SECRET, "x" * 5000)),
    # RFC 4231, test case 2
    case("rfc-4231", "signed", True, secret="Jefe", body="what do ya want for nothing?",
         header=base64.b64encode(bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")).decode()),

    case("other-body", "changed", False, body=BODY.strip()),
    case("other-secret", "changed", False, secret=SECRET + "0"),
    case("other-signature", "changed", False, header=signed("other", BODY)),
    case("sha-1", "changed", False, header=signed(SECRET, BODY, "sha1")),
    case("hexadecimal", "malformed", False, header=hmac.new(SECRET.encode(), BODY.encode(), hashlib.sha256).hexdigest()),
    case("cut", "malformed", False, header=GOOD[:40]),
    case("without-padding", "malformed", False, header=GOOD.rstrip("=")),
    case("longer", "malformed", False, header=GOOD + GOOD),
    case("url-safe", "malformed", False, header="-_" + GOOD[2:]),
    case("word", "malformed", False, header="sha256=" + GOOD),
    case("empty-header", "malformed", False, header=""),
    case("empty-secret", "no-secret", False, secret="", header=signed("", BODY)),
]
