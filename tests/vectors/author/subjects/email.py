"""E-mail addresses: trim, NFC, lower-case, and nothing else (rules 2 and 3)."""

from vector import sha, user

NOTES = {
    "golden": "The digest is published by TikTok or by another integration.",
    "kept": "Nothing but trimming, NFC and lower-casing is done to an address.",
    "trim": "The ends lose exactly what ECMAScript's String.prototype.trim removes.",
    "nfc": "The canonical form is in NFC, and again after lower-casing.",
    "case": "Lower-casing is that of Unicode, without a locale, final sigma included.",
    "unicode": "A small letter since Unicode 16. Composition is that of Unicode 18, lower-casing that of Unicode 16 or later.",
    "bound": "An address has at most 254 bytes.",
    "invalid": "What is no single address is left out, never hashed.",
    "list": "One value gives a text, several an array in the given order without repeats.",
}


def email(id, given, canonical, *flags):
    return user(f"email-{id}", {"email": given}, {"email": sha(canonical)}, flags=flags)


def invalid(id, given):
    return user(f"email-{id}", {"email": given}, {}, "user.email invalid_email", flags=["invalid"])


AROUND = {
    "angle-brackets": ("<", ">"), "angle-bracket": ("", ">"), "parentheses": ("(", ")"), "brackets": ("[", "]"), "json-list": ('["', '"]'), "braces": ("{", "}"),
    "quotes": ('"', '"'), "quote": ('"', ""), "single-quotes": ("'", "'"), "spreadsheet-quote": ("'", ""), "typographic-quotes": ("\u201c", "\u201d"),
    "typographic-single-quotes": ("\u2018", "\u2019"), "guillemets": ("\u00ab", "\u00bb"), "backticks": ("`", "`"), "encoded-quotes": ("%22", "%22"),
    "mailto": ("mailto:", ""), "mailto-upper-case": ("MAILTO:", ""), "label": ("email:", ""), "address": ("https://", "/"), "escape": ("\\", ""), "line-feed-escape": ("", "\\n"),
    "middle-dot": ("\u00b7", ""), "middle-dot-behind": ("", "\u00b7"), "semicolon": ("", ";"), "colon": ("", ":"), "dot": ("", "."), "dots": ("", "..."), "slash": ("", "/"), "subject": ("", "?subject=Hi"), "exclamation-mark": ("", "!"),
    "full-width-comma": ("", "\uff0c"), "ideographic-comma": ("", "\u3001"),
}
BETWEEN = {
    "less-than": "<", "greater-than": ">", "parenthesis": "(", "closing-parenthesis": ")", "bracket": "[", "closing-bracket": "]", "quote": '"', "semicolon": ";", "colon": ":",
    "backslash": "\\", "comma": ",", "full-width-semicolon": "\uff1b",
}
NO_DOMAINS = {
    "empty-label": "x..de", "dot-first": ".x.de", "hyphen-first": "-x.de", "hyphen-last": "x.de-", "hyphen-at-a-dot": "x-.de", "hyphen-behind-a-dot": "x.-de", "apostrophe": "x.de'",
    "slash": "x/de", "literal": "[192.0.2.1]", "dot-alone": ".", "hyphen-alone": "-", "ideographic-dot": "x\u3002jp", "plus": "x+y.de", "equal-sign": "x=y.de",
}
TEMPLATES = {
    "braces": "{{email}}@x", "braces-spaced": "{{ customer.email }}@x.de", "one-brace": "{email}@x.de", "dollar": "${user}@x.de", "percent": "%%user%%@x.de", "domain": "jo@{{domain}}",
    "whole": "{{email}}", "tag": "<%= email %>@x.de", "encoded": "jo%2Btag@x.de", "underscores": "__EMAIL__@x.de",
}
MASKS = {"stars": "j****e@gmail.example", "stars-alone": "***@x.de", "star": "j*@x.de", "domain": "jo@***.de", "bullets": "j\u2022\u2022\u2022@x.de", "circles": "j\u25cf\u25cf\u25cf@x.de", "blocks": "j\u2588\u2588@x.de", "ellipsis": "jo\u2026@x.de"}

CASES = [
    email("golden", " ALICE_abc@gmail.com ", "alice_abc@gmail.com", "golden", "trim"),
    email("golden-test", "test@test.com", "test@test.com", "golden"),
    email("golden-bugsbunny", "bugsbunny@warnerbros.com", "bugsbunny@warnerbros.com", "golden"),
    email("golden-daffyduck", "DaffyDuck@WarnerBros.com", "daffyduck@warnerbros.com", "golden"),
    email("golden-janedoe", "janedoe@gmail.com\n", "janedoe@gmail.com", "golden"),

    email("dots-kept", "J.o.E@gmail.com", "j.o.e@gmail.com", "kept"),
    email("tag-kept", "Jo+Shop@gmail.com", "jo+shop@gmail.com", "kept"),
    email("googlemail-kept", "jo@googlemail.com", "jo@googlemail.com", "kept"),
    email("noreply-kept", "noreply@x.de", "noreply@x.de", "kept"),
    email("no-dot-in-domain", "root@localhost", "root@localhost", "kept"),
    email("idn-not-punycoded", "Jo@MÜNCHEN.example", "jo@münchen.example", "kept"),
    email("punycode-kept", "jo@xn--mnchen-3ya.example", "jo@xn--mnchen-3ya.example", "kept"),
    email("apostrophe-kept", "o'connor@x.de", "o'connor@x.de", "kept"),
    email("apostrophe-at-the-end-kept", "jo'@x.de", "jo'@x.de", "kept"),
    email("typographic-apostrophe-kept", "o\u2019connor@x.de", "o\u2019connor@x.de", "kept"),
    email("dots-in-a-row-kept", "jo..ann.@x.jp", "jo..ann.@x.jp", "kept"),
    email("hyphens-kept", "-jo-@x-y.de", "-jo-@x-y.de", "kept"),
    email("signs-of-atoms-kept", "!#$&+/=?^_|~jo@x.de", "!#$&+/=?^_|~jo@x.de", "kept"),
    email("emoji-kept", "\U0001f600@x.de", "\U0001f600@x.de", "kept"),
    email("digits-kept", "4711@163.com", "4711@163.com", "kept"),
    email("underscore-in-domain-kept", "jo@my_host.example", "jo@my_host.example", "kept"),
    email("middle-dot-in-domain-kept", "jo@col\u00b7lectiu.example", "jo@col\u00b7lectiu.example", "kept"),
    email("marks-in-domain-kept", "jo@हिन्दी.example", "jo@हिन्दी.example", "kept"),

    email("trim-controls", "\t\n\x0b\x0c\rjo@x.de\r\x0c\x0b\n\t", "jo@x.de", "trim"),
    email("trim-nbsp", "\u00a0jo@x.de\u00a0", "jo@x.de", "trim"),
    email("trim-bom", "\ufeffjo@x.de", "jo@x.de", "trim"),
    email("trim-line-separators", "\u2028jo@x.de\u2029", "jo@x.de", "trim"),
    email("trim-spaces-of-unicode", "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000jo@x.de", "jo@x.de", "trim"),

    email("nfc-composed", "josé@x.de", "jos\u00e9@x.de", "nfc"),
    email("nfc-decomposed", "jose\u0301@x.de", "jos\u00e9@x.de", "nfc"),
    email("nfc-upper-decomposed", "JOSE\u0301@x.de", "jos\u00e9@x.de", "nfc", "case"),
    email("nfc-angstrom-sign", "\u212b@x.de", "\u00e5@x.de", "nfc", "case"),
    email("nfc-kelvin-sign", "\u212a@x.de", "k@x.de", "nfc", "case"),
    email("nfc-ohm-sign", "\u2126@x.de", "\u03c9@x.de", "nfc", "case"),
    email("nfc-after-lower-case", "H\u0331@x.de", "\u1e96@x.de", "nfc", "case"),
    email("nfc-mark-order", "q\u0307\u0323@x.de", "q\u0323\u0307@x.de", "nfc"),
    email("nfc-hangul-jamo", "\u1112\u1161\u11ab@x.kr", "\ud55c@x.kr", "nfc"),
    email("nfc-not-nfkc-ligature", "\ufb01sh@x.de", "\ufb01sh@x.de", "nfc"),
    email("nfc-not-nfkc-full-width", "ＪＯ@x.de", "ｊｏ@x.de", "nfc", "case"),

    email("case-final-sigma", "ΑΣ@x.gr", "ας@x.gr", "case"),
    email("case-inner-sigma", "ΑΣΑ@x.gr", "ασα@x.gr", "case"),
    email("case-sigma-before-a-dot", "ΑΣ.Α@x.gr", "ασ.α@x.gr", "case"),
    email("case-sigma-alone", "Σ@x.gr", "σ@x.gr", "case"),
    email("case-final-sigma-kept", "ας@x.gr", "ας@x.gr", "case"),
    email("case-dotted-capital-i", "\u0130@x.tr", "i\u0307@x.tr", "case"),
    email("case-ascii-i-not-turkish", "ISTANBUL@x.tr", "istanbul@x.tr", "case"),
    email("case-sharp-s-kept", "straße@x.de", "straße@x.de", "case"),
    email("case-capital-sharp-s", "STRA\u1e9eE@x.de", "straße@x.de", "case"),
    email("case-deseret", "\U00010400@x.us", "\U00010428@x.us", "case"),
    email("case-capital-rams-horn", "\ua7cb@x.de", "\u0264@x.de", "case", "unicode"),
    email("case-titlecase-digraph", "\u01c5@x.hr", "\u01c6@x.hr", "case"),

    email("bytes-254", "a" * 249 + "@x.de", "a" * 249 + "@x.de", "bound"),
    user("email-bytes-255", {"email": "a" * 250 + "@x.de"}, {}, "user.email invalid_email", flags=["bound"]),
    email("bytes-254-of-two-byte-letters", "é" * 124 + "a@x.de", "é" * 124 + "a@x.de", "bound"),
    user("email-bytes-255-of-130-characters", {"email": "é" * 125 + "@x.de"}, {}, "user.email invalid_email", flags=["bound"]),

    invalid("no-at", "jo.x.de"),
    invalid("at-first", "@x.de"),
    invalid("at-last", "jo@"),
    invalid("at-alone", "@"),
    invalid("two-ats", "jo@ann@x.de"),
    invalid("full-width-at", "jo\uff20x.de"),
    invalid("display-name", "Jo <jo@x.de>"),
    invalid("comma-list", "jo@x.de,ann@x.de"),
    invalid("comma", "jo,ann@x.de"),
    invalid("semicolon-list", "jo@x.de;ann@x.de"),
    invalid("inner-space", "jo @x.de"),
    invalid("inner-nbsp", "jo\u00a0ann@x.de"),
    invalid("inner-line-feed", "jo@x.de\nann"),
    invalid("inner-bom", "jo\ufeff@x.de"),
    invalid("inner-ideographic-space", "jo\u3000@x.de"),
    invalid("nul", "jo\x00@x.de"),
    invalid("delete-character", "jo\x7f@x.de"),
    invalid("next-line-is-not-trimmed", "jo@x.de\x85"),
    invalid("zero-width-space", "jo\u200b@x.de"),
    invalid("zero-width-space-at-end", "jo@x.de\u200b"),
    invalid("zero-width-joiner", "jo\u200d@x.de"),
    invalid("right-to-left-mark", "\u200fjo@x.de"),
    invalid("right-to-left-override", "jo\u202e@x.de"),
    invalid("word-joiner", "jo\u2060@x.de"),
    invalid("isolate", "\u2066jo@x.de\u2069"),
    *(invalid(f"invisible-{ord(c):04x}", f"jo{c}@x.de") for c in "\u00ad\u034f\u061c\u180e\u2064\u206f\u3164\ufe0f\U000e0041"),
    invalid("invisible-in-domain", "jo@x\u00ad.de"),
    *(invalid(f"around-{id}", f"{before}jo@x.de{after}") for id, (before, after) in AROUND.items()),
    *(invalid(f"between-{id}", f"jo{sign}ann@x.de") for id, sign in BETWEEN.items()),
    *(invalid(f"domain-{id}", f"jo@{domain}") for id, domain in NO_DOMAINS.items()),
    *(invalid(f"template-{id}", given) for id, given in TEMPLATES.items()),
    *(invalid(f"mask-{id}", given) for id, given in MASKS.items()),
    invalid("placeholder-null", "null"),
    invalid("placeholder-n-a", "n/a"),
    invalid("number", 4711),
    invalid("digest-of-63-digits", "a" * 63),
    invalid("digest-of-65-digits", "a" * 65),

    email("list-of-one", ["Jo@x.de"], "jo@x.de", "list"),
    user("email-list-of-two", {"email": ["b@x.de", "a@x.de"]}, {"email": [sha("b@x.de"), sha("a@x.de")]}, flags=["list"]),
    email("list-repeats", ["Jo@x.de", " jo@X.de "], "jo@x.de", "list"),
    user("email-list-repeats-in-order", {"email": ["b@x.de", "a@x.de", "B@x.de"]}, {"email": [sha("b@x.de"), sha("a@x.de")]}, flags=["list"]),
    email("list-with-absent-ones", [None, "", "  ", "jo@x.de"], "jo@x.de", "list"),
    user("email-list-with-invalid", {"email": ["jo@x.de", "nobody", "ann@x.de"]},
         {"email": [sha("jo@x.de"), sha("ann@x.de")]}, "user.email[1] invalid_email", flags=["list"]),
    user("email-list-all-invalid", {"email": ["x", "y"]}, {}, "user.email[0] invalid_email", "user.email[1] invalid_email", flags=["list"]),
    user("email-list-problem-paths-in-byte-order", {"email": ["x", "a@x.de", "y", *["a@x.de"] * 7, "z"]}, {"email": sha("a@x.de")},
         "user.email[0] invalid_email", "user.email[10] invalid_email", "user.email[2] invalid_email", flags=["list"]),
    user("email-list-of-lists", {"email": [["jo@x.de"], "ann@x.de"]}, {"email": sha("ann@x.de")}, "user.email[0] wrong_type", flags=["list"]),
    user("email-list-empty", {"email": []}, {}, flags=["list"]),
    user("email-list-of-20", {"email": [f"u{n}@x.de" for n in range(20)]}, {"email": [sha(f"u{n}@x.de") for n in range(20)]}, flags=["list", "bound"]),
    user("email-list-of-21", {"email": [f"u{n}@x.de" for n in range(21)]}, {"email": [sha(f"u{n}@x.de") for n in range(20)]},
         "user.email too_many_values", flags=["list", "bound"]),

    user("email-boolean", {"email": True}, {}, "user.email wrong_type"),
    user("email-fraction", {"email": 1.5}, {}, "user.email wrong_type"),
    user("email-object", {"email": {"value": "jo@x.de"}}, {}, "user.email wrong_type"),
]
