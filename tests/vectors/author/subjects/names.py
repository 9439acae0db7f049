"""First and last names: lower case, no punctuation, one space between words."""

from nobody import NO_NAMES
from vector import sha, user

NOTES = {
    "golden": "The digest was computed from the documented rule by others as well.",
    "punctuation": "Unicode punctuation (P*) is removed, symbols are not.",
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
    name("grave-accent-is-a-symbol", "d`Arc", "d`arc", "punctuation", field="last_name"),
    name("plus-is-a-symbol", "Jo+", "jo+", "punctuation"),
    name("emoji-is-a-symbol", "Jo 😀", "jo 😀", "punctuation"),
    name("modifier-letter-kept", "Oʻzbek", "oʻzbek", "punctuation"),
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
