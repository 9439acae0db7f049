"""The verb `pixel`: what the page needs to report the same conversion (events-api 4 and 7)."""

from vector import NOW, SEED, canonical, described, generated_id, sha

VERB = "pixel"

NOTES = {
    "identify": "The digests of email, phone and external_id, under the Pixel's names, the first of several; nothing else.",
    "track": "Name, canonical properties and the event_id of the server's event.",
    "safe": "Nothing in the script can end its element or a line: < > & U+2028 U+2029 are escaped.",
    "nonce": "The nonce of a content security policy, escaped as an attribute.",
    "opted-out": "What the server may not send, the page gets neither.",
}


def case(id, members, identify, name, properties, event_id, *flags, nonce=None, **options):
    """`members` lie over the smallest web event; the other arguments are what the page gets."""
    track = [canonical(name), canonical(properties), canonical({"event_id": event_id})]
    script = script_of(canonical(identify) if identify else None, track)
    return {
        "id": f"pixel-{id}", "flags": list(flags), "options": {"now": NOW, "event_id_seed": SEED} | options, "input": described(members), "nonce": nonce,
        "identify": canonical(identify) if identify else None, "track": track, "script": script, "html": html_of(script, nonce),
    }


def script_of(identify, track):
    call = f"ttq.identify({identify});" if identify else ""
    script = f"if(window.ttq){{{call}ttq.track({','.join(track)});}}"
    return "".join(f"\\u{ord(c):04x}" if c in "<>&\u2028\u2029" else c for c in script)


def html_of(script, nonce):
    escapes = {"&": "&amp;", '"': "&quot;", "'": "&#39;", "<": "&lt;", ">": "&gt;"}
    attribute = f' nonce="{"".join(escapes.get(c, c) for c in nonce)}"' if nonce else ""
    return f"<script{attribute}>{script}</script>"


HOSTILE = "</script><script>alert('1')//&amp;<!--\u2028\u2029\"\\"

CASES = [
    case("smallest", {}, None, "Contact", {}, "e1", "track"),
    case("identify", {"user": {"email": " Jo@X.de ", "phone": "+1 213 373 4253", "external_id": 4711}},
         {"sha256_email": sha("jo@x.de"), "sha256_phone_number": sha("+12133734253"), "external_id": sha("4711")}, "Contact", {}, "e1", "identify"),
    case("identify-first-of-several", {"user": {"email": ["b@x.de", "a@x.de"], "external_id": ["guest", "u1"]}},
         {"sha256_email": sha("b@x.de"), "external_id": sha("u1")}, "Contact", {}, "e1", "identify"),
    case("identify-prehashed", {"user": {"email": sha("jo@x.de").upper()}}, {"sha256_email": sha("jo@x.de")}, "Contact", {}, "e1", "identify"),
    case("identify-nothing-else", {"user": {"first_name": "Jo", "city": "Berlin", "ip": "8.8.8.8", "ttclid": "E.C.P.x"}}, None, "Contact", {}, "e1", "identify"),
    case("identify-not-the-bad-ones", {"user": {"email": "nobody", "phone": "12"}}, None, "Contact", {}, "e1", "identify"),
    case("purchase", {"event": "Purchase", "event_id": "order-1", "user": {"email": "jo@x.de"},
                      "properties": {"value": "19.90", "currency": "eur", "contents": [{"content_id": 1, "quantity": 1.0}]}},
         {"sha256_email": sha("jo@x.de")}, "Purchase", {"value": 19.9, "currency": "EUR", "contents": [{"content_id": "1", "quantity": 1}]}, "order-1", "track"),
    case("generated-id", {"event_id": None}, None, "Contact", {}, generated_id(), "track"),
    case("modern-name", {"event": "SubmitForm"}, None, "Lead", {}, "e1", "track", modern_event_names=True),
    case("hostile", {"event_id": HOSTILE, "properties": {"description": HOSTILE, HOSTILE: 1}}, None, "Contact", {"description": HOSTILE, HOSTILE: 1}, HOSTILE, "safe"),
    case("not-ascii", {"properties": {"description": "é😀"}}, None, "Contact", {"description": "é😀"}, "e1", "safe"),
    case("nonce", {}, None, "Contact", {}, "e1", "nonce", nonce="rAnd0m+/="),
    case("nonce-hostile", {}, None, "Contact", {}, "e1", "nonce", "safe", nonce="a\"><b>'&"),
    case("opted-out", {"consent": "opted_out", "user": {"email": "jo@x.de"}, "properties": {"value": 5}}, None, "Contact", {"value": 5}, "e1", "opted-out"),
    case("limited", {"consent": "opted_out", "user": {"email": "jo@x.de"}}, {"sha256_email": sha("jo@x.de")}, "Contact", {}, "e1", "opted-out",
         opt_out_mode="limited_data_use"),
]
assert CASES[0]["script"] == 'if(window.ttq){ttq.track("Contact",{},{"event_id":"e1"});}'
assert CASES[11]["html"] == '<script nonce="rAnd0m+/=">if(window.ttq){ttq.track("Contact",{},{"event_id":"e1"});}</script>'
