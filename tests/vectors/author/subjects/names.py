"""First and last names: lower case, no punctuation, one space between words."""

from nobody import NO_NAMES
from vector import sha, user

NOTES = {
    "golden": "The digest was computed from the documented rule by others as well.",
    "punctuation": "Unicode punctuation (P*) is removed, symbols are not.",
    "apostrophe": "What people type for an apostrophe goes as it does: accents that stand alone, and the modifier letters of Hawaiian, Ukrainian, Uzbek and of transliterations.",
    "entity": "HTML's entities are undone, once or again, when they end in a semicolon.",
    "invisible": "What has no width is taken out.",
    "space": "Inner white space becomes one space, the ends are trimmed.",
    "nfc": "The canonical form is in NFC, and again after lower-casing.",
    "case": "Lower-casing is that of Unicode, without a locale, final sigma included.",
    "unicode": "Punctuation since Unicode 16. Properties and composition are those of Unicode 18, lower-casing that of Unicode 16 or later.",
    "placeholder": "Only words that nobody is called are placeholders.",
}


def name(id, given, canonical, *flags, field="first_name"):
    return user(f"names-{id}", {field: given}, {field: sha(canonical)}, flags=flags)


def left_out(id, given, code, *flags, field="first_name"):
    return user(f"names-{id}", {field: given}, {}, f"user.{field} {code}", flags=flags)


CASES = [
    name("golden-jose", "José", "jos\u00e9", "golden", "nfc"),
    name("golden-jose-decomposed", "Jose\u0301", "jos\u00e9", "golden", "nfc"),
    name("golden-oconnor", "O'Connor", "oconnor", "golden", "punctuation", field="last_name"),
    name("golden-mary-ann", "Mary Ann", "mary ann", "golden", "space"),
    name("oconnor-typographic", "O\u2019Connor", "oconnor", "punctuation", field="last_name"),
    name("hyphen", "Anne-Marie", "annemarie", "punctuation"),
    name("initials", "J. R. R.", "j r r", "punctuation"),
    name("spaced-hyphen", "Smith - Jones", "smith jones", "punctuation", "space", field="last_name"),
    name("leading-punctuation", " - Jo!", "jo", "punctuation", "space"),
    name("underscore-is-punctuation", "jo_ann", "joann", "punctuation"),
    name("katakana-middle-dot", "マリア\u30fbラ", "マリアラ", "punctuation"),
    name("armenian-apostrophe-is-punctuation", "Ա\u055aբ", "աբ", "punctuation"),
    name("garay-hyphen-is-punctuation", "a\U00010d6eb", "ab", "punctuation", "unicode"),
    *(name(f"apostrophe-{id}", given, canonical, "apostrophe", field="last_name") for id, given, canonical in (
        ("acute-accent", "O\u00b4Connor", "oconnor"), ("grave-accent", "d`Arc", "darc"), ("modifier-letter", "O\u02bcConnor", "oconnor"),
        ("okina", "Ka\u02bbahumanu", "kaahumanu"), ("uzbek", "Oʻzbek", "ozbek"), ("ukrainian", "Мар\u02bcяна", "маряна"), ("prime", "O\u2032Connor", "oconnor"),
        ("modifier-prime", "Vasil\u02b9eva", "vasileva"), ("half-rings", "\u02bfAbd al-Qa\u02bedir", "abd alqadir"), ("reversed", "O\u201bConnor", "oconnor"), ("full-width", "O\uff07Connor", "oconnor"),
        ("full-width-grave-accent", "O\uff40Connor", "oconnor"), ("saltillo", "Na\ua78ca", "naa"), ("single-quotes", "\u2018Jo\u2019", "jo"))),
    name("apostrophe-an-accent-with-its-letter", "Ló\u0301pez", "ló\u0301pez", "apostrophe", field="last_name"),
    left_out("apostrophe-alone", "\u00b4", "invalid_name", "apostrophe"),
    *(name(f"entity-{id}", given, canonical, "entity", field="last_name") for id, given, canonical in (
        ("decimal", "O&#039;Connor", "oconnor"), ("decimal-without-zero", "O&#39;Connor", "oconnor"), ("hexadecimal", "O&#x27;Connor", "oconnor"), ("hexadecimal-capital", "O&#X2019;Connor", "oconnor"),
        ("apos", "O&apos;Connor", "oconnor"), ("rsquo", "O&rsquo;Connor", "oconnor"), ("quot", "&quot;Jo&quot;", "jo"), ("letter", "M&uuml;ller", "müller"), ("capital-letter", "&Ouml;zil", "özil"),
        ("twice", "O&amp;#039;Connor", "oconnor"), ("thrice", "O&amp;amp;#039;Connor", "oconnor"), ("twice-letter", "M&amp;uuml;ller", "müller"), ("amp", "Tom &amp; Jo", "tom jo"),
        ("space", "Anne&nbsp;Marie", "anne marie"), ("space-at-the-end", "Jo&nbsp;", "jo"), ("windows-apostrophe", "O&#146;Connor", "oconnor"), ("windows-letter", "&#138;ef", "šef"),
        ("soft-hyphen", "Jo&shy;hanna", "johanna"), ("decimal-letter", "&#26446;", "李"), ("decomposed", "Jose&#769;", "jos\u00e9"))),
    *(name(f"entity-none-{id}", given, canonical, "entity", field="last_name") for id, given, canonical in (
        ("and", "Tom & Jo", "tom jo"), ("without-semicolon", "M&uuml ller", "muuml ller"), ("unknown", "Jo&nobody;", "jonobody"), ("company", "AT&T; Jo", "att jo"), ("number-alone", "Jo #39", "jo 39"))),
    left_out("entity-nobody", "&lt;null&gt;", "placeholder", "entity"),
    left_out("entity-blank", "&nbsp;", "invalid_name", "entity"),
    *(name(f"invisible-{id}", given, canonical, "invisible") for id, given, canonical in (
        ("left-to-right-mark", "\u200eJo", "jo"), ("right-to-left-mark", "\u200fדנה", "דנה"), ("zero-width-space", "Jo\u200b", "jo"), ("zero-width-space-inside", "Jo\u200bhn", "john"),
        ("joiners", "علی\u200cرضا", "علیرضا"), ("byte-order-mark", "\ufeffJo", "jo"), ("byte-order-mark-inside", "Jo\ufeffhn", "john"), ("soft-hyphen", "Jo\u00adhanna", "johanna"),
        ("isolates", "\u2068Jo\u2069", "jo"), ("word-joiner", "Jo\u2060hn", "john"), ("variation-selector", "Jo\ufe0f", "jo"), ("before-a-blank", "\u200b Jo \u200b", "jo"), ("null", "Jo\0", "jo"),
        ("bell-inside", "Jo\u0007hn", "john"), ("control-of-latin-1", "Jo\u009fhn", "john"))),
    left_out("invisible-alone", "\u200b\u200e", "invalid_name", "invisible"),
    name("plus-is-a-symbol", "Jo+", "jo+", "punctuation"),
    name("emoji-is-a-symbol", "Jo 😀", "jo 😀", "punctuation"),
    name("prolonged-sound-mark-is-a-letter", "メアリー", "メアリー", "punctuation"),
    name("inner-white-space", " Mary \t\u00a0\u3000 Ann ", "mary ann", "space"),
    name("inner-line-feed", "Mary\nAnn", "mary ann", "space"),
    name("han", "李", "李"),
    name("arabic", "محمد", "محمد"),
    name("digits-kept", "Jo 2", "jo 2"),
    name("number", 7, "7"),
    name("upper-sharp-s", "GRO\u1e9e", "groß", "case", field="last_name"),
    name("final-sigma", "ΓΙΩΡΓΟΣ", "γιωργος", "case"),
    name("final-sigma-of-two-words", "ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ", "γιωργος παππας", "case"),
    name("dotted-capital-i", "\u0130brahim", "i\u0307brahim", "case"),
    name("dotless-i-kept", "Işık", "işık", "case"),
    name("nfc-after-lower-case", "H\u0331", "\u1e96", "nfc", "case"),
    name("nfc-after-dropping", "e-\u0301", "\u00e9", "nfc", "punctuation"),
    name("kelvin-sign", "\u212aim", "kim", "nfc"),
    left_out("only-punctuation", "...", "invalid_name", "punctuation"),
    left_out("only-punctuation-and-space", "- -", "invalid_name", "punctuation"),
    *(left_out(f"placeholder-{id}", given, "placeholder", "placeholder") for id, given in NO_NAMES.items()),
    left_out("placeholder-last-name", "unknown", "placeholder", "placeholder", field="last_name"),
    *(name(f"real-{given.lower()}", given, given.lower(), "placeholder") for given in ("Guest", "Na", "Test", "None", "Nil", "Nan", "Nat", "Anonymous")),
    name("real-null-smith", "Null Smith", "null smith", "placeholder"),
    left_out("boolean", False, "wrong_type"),
    left_out("list", ["Jo"], "wrong_type"),
    user("names-both", {"first_name": "Jo", "last_name": "Doe"}, {"first_name": sha("jo"), "last_name": sha("doe")}),
]
