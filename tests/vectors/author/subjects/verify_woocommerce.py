"""The verb `verify_woocommerce`: the signature of a webhook, made as Shopify's is, by the webhook's own secret."""

import hashlib
import hmac

import signing
from signing import BODY, signed

VERB = "verify_woocommerce"

NOTES = {
    "signed": "HMAC-SHA256 of the body by the secret, in Base64.",
    "changed": "Any other byte makes it another signature.",
    "malformed": "What is no Base64 of 32 bytes is no signature; the ping of a new webhook has none.",
    "no-secret": "An empty secret verifies nothing: anyone could sign with it.",
}

SECRET = "h*2|(;:Wq~4&<geheim>"
PING = "webhook_id=7"


def case(id, flag, valid, secret=SECRET, body=BODY, header=signed(SECRET, BODY)):
    return signing.case(f"verify-woocommerce-{id}", flag, valid, secret, body, header)


CASES = [
    case("signed", "signed", True),
    case("spaces-around-the-header", "signed", True, header=f" {signed(SECRET, BODY)}\r\n"),
    case("not-ascii", "signed", True, secret="schlüssel", header=signed("schlüssel", BODY)),
    case("compact-body", "signed", True, body=BODY.strip(), header=signed(SECRET, BODY.strip())),
    case("other-body", "changed", False, body=BODY.strip()),
    case("other-secret", "changed", False, secret=SECRET.replace("&", "&amp;")),
    case("sha-1", "changed", False, header=signed(SECRET, BODY, "sha1")),
    case("hexadecimal", "malformed", False, header=hmac.new(SECRET.encode(), BODY.encode(), hashlib.sha256).hexdigest()),
    case("ping", "malformed", False, body=PING, header=""),
    case("without-padding", "malformed", False, header=signed(SECRET, BODY).rstrip("=")),
    case("empty-secret", "no-secret", False, secret="", header=signed("", BODY)),
]
