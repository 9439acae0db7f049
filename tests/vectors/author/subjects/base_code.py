"""The verb `base_code`: the script in a page's head that loads the Pixel (events-api 6 and 7).

The loader itself is code and no rule, so it is read from where it is kept; what is told to it, and what may not be, is written here.
"""

import pathlib

VERB = "base_code"

NOTES = {
    "loads": "The loader, called with the script's address, the pixel code, the options of `ttq.load`, and whether consent is held.",
    "limited": "People who opted out: limited data use, in the options of `ttq.load`.",
    "held": "The Pixel waits for `ttq.grantConsent()`.",
    "source": "An address of https or http without user name, query and fragment; nothing that an address may not hold.",
    "pixel-code": "1 to 64 letters, digits, `-` and `_`.",
    "nonce": "The nonce of a content security policy, escaped as an attribute.",
    "kinds": "A name that is unknown, or a value of another kind, is an error: it may have been about consent.",
    "absent": "Null, and blank text, are absent.",
}

TIKTOK = "https://analytics.tiktok.com/i18n/pixel/events.js"
SANDBOX = "http://127.0.0.1:8787/i18n/pixel/events.js"
LOADER = (pathlib.Path(__file__).resolve().parents[4] / "crates/core/src/pixel/base_code.js").read_text("ascii").rstrip("\n")
assert not set(LOADER) & set("<>&") and LOADER.isascii()


def loads(id, flag, given, code="C4A", source=TIKTOK, limited=False, held=False, nonce=None):
    """`given` goes in; the other arguments are what the page gets, `nonce` as it stands in the attribute."""
    options = '{"limited_data_use":true}' if limited else "{}"
    script = f'{LOADER}("{source}","{code}",{options},{"true" if held else "false"});'
    attribute = "" if nonce is None else f' nonce="{nonce}"'
    return case(id, flag, given, script=script, html=f"<script{attribute}>{script}</script>")


def wrong(id, flag, argument, given):
    return case(id, flag, given, error=argument)


def case(id, flag, given, error=None, script=None, html=None):
    whole = {"id": f"base-code-{id}", "flags": [flag], "input": given, "error": error, "script": script, "html": html}
    return whole | ({"code": "invalid_argument"} if error else {})


def sources(*given):
    return [wrong(f"source-{id}", "source", "source", {"pixel_code": "C4A", "source": text}) for id, text in given]


def codes(*given):
    return [wrong(f"pixel-code-{id}", "pixel-code", "pixel_code", {"pixel_code": text}) for id, text in given]


CASES = [
    loads("smallest", "loads", {"pixel_code": "C4A"}),
    loads("as-events-manager-shows-it", "loads", {"pixel_code": "CABCDEFG0123456789HI"}, "CABCDEFG0123456789HI"),
    loads("limited", "limited", {"pixel_code": "C4A", "limited_data_use": True}, limited=True),
    loads("not-limited", "limited", {"pixel_code": "C4A", "limited_data_use": False}),
    loads("held", "held", {"pixel_code": "C4A", "hold_consent": True}, held=True),
    loads("all", "held", {"pixel_code": "C4A", "source": SANDBOX, "limited_data_use": True, "hold_consent": True, "nonce": "rAnd0m+/="},
          source=SANDBOX, limited=True, held=True, nonce="rAnd0m+/="),
    loads("sandbox", "source", {"pixel_code": "C4A", "source": SANDBOX}, source=SANDBOX),
    loads("source-ipv6", "source", {"pixel_code": "C4A", "source": "http://[::1]:8787/events.js"}, source="http://[::1]:8787/events.js"),
    loads("source-host-alone", "source", {"pixel_code": "C4A", "source": "https://pixel.example"}, source="https://pixel.example"),
    loads("source-trimmed", "source", {"pixel_code": "C4A", "source": f" {SANDBOX}\n"}, source=SANDBOX),
    loads("pixel-code-trimmed", "pixel-code", {"pixel_code": "\tC4A \n"}),
    loads("pixel-code-other-letters", "pixel-code", {"pixel_code": "c4a-b_9"}, "c4a-b_9"),
    loads("pixel-code-longest", "pixel-code", {"pixel_code": "C" * 64}, "C" * 64),
    loads("nonce", "nonce", {"pixel_code": "C4A", "nonce": "rAnd0m+/="}, nonce="rAnd0m+/="),
    loads("nonce-hostile", "nonce", {"pixel_code": "C4A", "nonce": "a\"><b>'&"}, nonce="a&quot;&gt;&lt;b&gt;&#39;&amp;"),
    loads("absent", "absent", {"pixel_code": "C4A", "source": None, "limited_data_use": None, "hold_consent": None, "nonce": None}),
    loads("blank", "absent", {"pixel_code": "C4A", "source": "", "nonce": " "}),

    *codes(("missing", None), ("blank", "  "), ("inside", "C4A C4B"), ("script", "</script><script>"), ("quote", "C4A\""), ("backslash", "C4A\\"),
           ("comment", "<!--"), ("line-separator", "C4\u2028A"), ("not-ascii", "Ç4A"), ("fullwidth", "\uff23\uff14"), ("dots", "C4A..."),
           ("too-long", "C" * 65), ("number", 7123), ("list", ["C4A"])),
    *sources(("word", "analytics.tiktok.com"), ("path", "/events.js"), ("of-the-page", "//analytics.tiktok.com/events.js"), ("javascript", "javascript:alert(1)"),
             ("javascript-slashes", "javascript://a.example/%0aalert(1)"), ("data", "data:text/javascript,alert(1)"), ("no-host", "https:///events.js"),
             ("user", "https://jo:pw@a.example/events.js"), ("query", TIKTOK + "?sdkid=C4B"), ("fragment", TIKTOK + "#x"),
             ("script", "https://a.example/</script><script>"), ("quote", "https://a.example/\""), ("backslash", "https://a.example\\@b.example/"),
             ("space", "https://a.example/ events.js"), ("not-ascii", "https://ä.example/events.js"), ("line-separator", "https://a.example/\u2028events.js"),
             ("boolean", True), ("object", {"url": TIKTOK})),
    wrong("unknown-name", "kinds", "arguments", {"pixel_code": "C4A", "limited_data": True}),
    wrong("limited-text", "kinds", "limited_data_use", {"pixel_code": "C4A", "limited_data_use": "true"}),
    wrong("limited-number", "kinds", "limited_data_use", {"pixel_code": "C4A", "limited_data_use": 1}),
    wrong("held-text", "kinds", "hold_consent", {"pixel_code": "C4A", "hold_consent": "no"}),
    wrong("nonce-number", "kinds", "nonce", {"pixel_code": "C4A", "nonce": 7}),
]
