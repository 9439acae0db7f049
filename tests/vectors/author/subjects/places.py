"""City, state, zip code and country: plain apart from the zip code."""

from nobody import NOBODY
from vector import sha, user

NOTES = {
    "spreadsheet": "`.0` behind plain digits is of a spreadsheet.",
    "nobody": "What stands for nobody (rules 3.4) is no place.",
    "golden": "The digest was computed from the documented rule by others as well.",
    "letters": "City and state keep only letters, marks and digits. More than six digits without a letter are no place but a phone number.",
    "nfc": "The canonical form is in NFC, and again after lower-casing and dropping.",
    "case": "Lower-casing is that of Unicode, without a locale, final sigma included.",
    "us-state": "With country us a state's name becomes its two letters.",
    "us-zip": "With country us a zip code is five digits before the hyphen.",
    "zip": "Elsewhere white space and every dash are removed.",
    "country": "ISO 3166-1 alpha-2; alpha-3 and English short names are mapped.",
}


def place(id, given, canonical, *flags, field="city"):
    return user(f"places-{field}-{id}", {field: given}, {field: canonical}, flags=flags or ["letters"])


def state_of_us(id, given, canonical):
    return user(f"places-state-{id}", {"state": given, "country": "US"}, {"state": canonical, "country": "us"}, flags=["us-state"])


def zip_code(id, given, canonical, *flags):
    return user(f"places-zip-{id}", {"zip_code": given}, {"zip_code": sha(canonical)}, flags=flags or ["zip"])


def zip_of_us(id, given, canonical):
    return user(f"places-zip-us-{id}", {"zip_code": given, "country": "us"}, {"zip_code": sha(canonical), "country": "us"}, flags=["us-zip"])


def no_zip_of_us(id, given):
    return user(f"places-zip-us-{id}", {"zip_code": given, "country": "us"}, {"country": "us"}, "user.zip_code invalid_zip_code", flags=["us-zip"])


def country(id, given, canonical):
    return user(f"places-country-{id}", {"country": given}, {"country": canonical}, flags=["country"])


def no_country(id, given):
    return user(f"places-country-{id}", {"country": given}, {}, "user.country invalid_country", flags=["country"])


US_STATES = {
    "Alabama": "al", "Alaska": "ak", "Arizona": "az", "Arkansas": "ar", "California": "ca", "Colorado": "co",
    "Connecticut": "ct", "Delaware": "de", "Florida": "fl", "Georgia": "ga", "Hawaii": "hi", "Idaho": "id",
    "Illinois": "il", "Indiana": "in", "Iowa": "ia", "Kansas": "ks", "Kentucky": "ky", "Louisiana": "la",
    "Maine": "me", "Maryland": "md", "Massachusetts": "ma", "Michigan": "mi", "Minnesota": "mn",
    "Mississippi": "ms", "Missouri": "mo", "Montana": "mt", "Nebraska": "ne", "Nevada": "nv",
    "New Hampshire": "nh", "New Jersey": "nj", "New Mexico": "nm", "New York": "ny", "North Carolina": "nc",
    "North Dakota": "nd", "Ohio": "oh", "Oklahoma": "ok", "Oregon": "or", "Pennsylvania": "pa",
    "Rhode Island": "ri", "South Carolina": "sc", "South Dakota": "sd", "Tennessee": "tn", "Texas": "tx",
    "Utah": "ut", "Vermont": "vt", "Virginia": "va", "Washington": "wa", "West Virginia": "wv",
    "Wisconsin": "wi", "Wyoming": "wy",
    "District of Columbia": "dc", "American Samoa": "as", "Guam": "gu", "Northern Mariana Islands": "mp", "Puerto Rico": "pr",
}

COUNTRIES = {
    "alpha-2": ("US", "us"), "alpha-2-lower": ("de", "de"), "trimmed": (" Fr ", "fr"), "uk": ("UK", "gb"), "gb": ("GB", "gb"),
    "alpha-3": ("USA", "us"), "alpha-3-lower": ("deu", "de"), "alpha-3-gb": ("GBR", "gb"), "alpha-3-che": ("CHE", "ch"),
    "alpha-3-not-first-two-letters": ("AUT", "at"), "alpha-3-irl": ("IRL", "ie"), "alpha-3-esp": ("ESP", "es"),
    "name-germany": ("Germany", "de"), "name-case": ("gERMANY", "de"), "name-japan": ("Japan", "jp"), "name-brazil": ("Brazil", "br"),
    "name-us": ("United States of America", "us"), "name-us-short": ("United States", "us"), "name-us-the": ("The United States of America", "us"),
    "name-us-iso": ("United States of America (the)", "us"), "name-philippines": ("Philippines (the)", "ph"), "name-philippines-the": ("the Philippines", "ph"),
    "name-new-zealand": ("New Zealand", "nz"), "name-saudi-arabia": ("Saudi Arabia", "sa"), "name-south-africa": ("South Africa", "za"),
    "name-ivory-coast": ("Côte d'Ivoire", "ci"), "name-ivory-coast-typographic": ("Côte d\u2019Ivoire", "ci"), "name-guinea-bissau": ("Guinea-Bissau", "gw"),
}



def nobody(id, given, field):
    return user(f"places-{field.removesuffix('_code')}-nobody-{id}", {field: given}, {}, f"user.{field} placeholder", flags=["nobody"])


CASES = [
    *(nobody(id, given, field) for field in ("city", "state", "zip_code") for id, given in NOBODY.items()),
    user("places-zip-nobody-us", {"zip_code": "undefined", "country": "us"}, {"country": "us"}, "user.zip_code placeholder", flags=["nobody"]),
    place("null-island", "Null Island", "nullisland", "nobody"),
    place("nanterre", "Nanterre", "nanterre", "nobody"),
    place("new-york", "New York", "newyork"),
    place("sao-paulo", "São Paulo", "sãopaulo"),
    place("sao-paulo-decomposed", "Sa\u0303o Paulo", "s\u00e3opaulo", "nfc"),
    place("st-johns", "St. John's", "stjohns"),
    place("trimmed", "\t Berlin \u00a0", "berlin"),
    place("winston-salem", "Winston\u2013Salem", "winstonsalem"),
    place("digits", "Paris 16", "paris16"),
    place("arabic-digits", "حي \u0661", "حي\u0661"),
    place("tokyo", "東京", "東京"),
    place("mumbai-marks-kept", "मुंबई", "मुंबई"),
    place("koln", "KÖLN", "köln", "case"),
    place("istanbul", "\u0130stanbul", "i\u0307stanbul", "case"),
    place("final-sigma", "ΠΑΤΡΑΣ", "πατρας", "case"),
    place("nfc-after-lower-case", "H\u0331", "\u1e96", "nfc"),
    place("nfc-after-dropping", "a-\u0308", "\u00e4", "nfc"),
    place("emoji-dropped", "Rome 🏛", "rome"),
    place("zero-width-dropped", "Ro\u200bme", "rome"),
    place("number", 75001, "75001"),
    place("six-digits", "123456", "123456"),
    user("places-city-seven-digits", {"city": "1234567"}, {}, "user.city invalid_place", flags=["letters"]),
    place("left-to-right-mark-dropped", "\u200eRome", "rome"),
    user("places-city-nothing-left", {"city": "--"}, {}, "user.city invalid_place", flags=["letters"]),
    user("places-city-only-emoji", {"city": "🏛"}, {}, "user.city invalid_place", flags=["letters"]),
    user("places-city-digits-alone", {"city": "+1 213 373 4253"}, {}, "user.city invalid_place", flags=["letters"]),
    user("places-city-e-mail-address", {"city": "jo@x.de"}, {}, "user.city personal_data", flags=["letters"]),
    user("places-state-digits-alone", {"state": "2133734253"}, {}, "user.state invalid_place", flags=["letters"]),
    user("places-state-e-mail-address", {"state": "jo@x.de"}, {}, "user.state personal_data", flags=["letters"]),
    place("code-of-a-region", "13", "13", field="state"),
    user("places-state-nothing-left", {"state": "?"}, {}, "user.state invalid_place", flags=["letters"]),
    user("places-city-boolean", {"city": True}, {}, "user.city wrong_type"),

    *(state_of_us(name.lower().replace(" ", "-"), name, letters) for name, letters in US_STATES.items()),
    state_of_us("letters", "CA", "ca"),
    state_of_us("letters-dotted", "N.Y.", "ny"),
    state_of_us("case-and-space", " new  YORK ", "ny"),
    state_of_us("not-of-the-us", "Bavaria", "bavaria"),
    user("places-state-us-as-alpha-3", {"state": "Texas", "country": "USA"}, {"state": "tx", "country": "us"}, flags=["us-state"]),
    user("places-state-of-another-country", {"state": "California", "country": "de"}, {"state": "california", "country": "de"}, flags=["us-state"]),
    place("without-country", "California", "california", "us-state", field="state"),
    place("bayern", "Bayern", "bayern", field="state"),
    place("nsw", "N.S.W.", "nsw", field="state"),

    zip_of_us("plain", "94107", "94107"),
    zip_of_us("plus-four", "94107-1234", "94107"),
    zip_of_us("en-dash", "94107\u20131234", "94107"),
    zip_of_us("trimmed", " 94107 ", "94107"),
    zip_of_us("space-around-the-hyphen", "94107 - 1234", "94107"),
    zip_of_us("leading-zero", "02134", "02134"),
    zip_of_us("number", 94107, "94107"),
    no_zip_of_us("nine-digits", "941071234"),
    no_zip_of_us("nine-digits-spaced", "94107 1234"),
    no_zip_of_us("four-digits", "2134"),
    no_zip_of_us("lost-leading-zero", 2134),
    no_zip_of_us("six-digits", "941070"),
    no_zip_of_us("letters", "SW1A 1AA"),
    no_zip_of_us("arabic-digits", "\u0669\u0664\u0661\u0660\u0667"),
    no_zip_of_us("hyphen-first", "-94107"),
    user("places-zip-us-as-name", {"zip_code": "94107-1234", "country": "United States of America"},
         {"zip_code": sha("94107"), "country": "us"}, flags=["us-zip"]),
    user("places-zip-us-not-from-the-region", {"zip_code": "94107-1234", "phone_region": "US"},
         {"zip_code": sha("941071234")}, flags=["us-zip"], default_region="US"),
    zip_code("golden-us", "94107", "94107", "golden"),
    zip_code("golden-gb", "SW1A 1AA", "sw1a1aa", "golden"),
    zip_code("golden-ca", "K1A 0B1", "k1a0b1", "golden"),
    zip_code("without-country-keeps-nine", "94107-1234", "941071234"),
    zip_code("pl", "00-950", "00950"),
    zip_code("nl", "1012\u00a0AB", "1012ab"),
    zip_code("pt", "1000 - 001", "1000001"),
    zip_code("full-width-hyphen", "100\uff0d0001", "1000001"),
    zip_code("full-width-digits", "\uff11\uff10\uff10\uff0d\uff10\uff10\uff10\uff11", "\uff11\uff10\uff10\uff10\uff10\uff10\uff11"),
    zip_code("em-dash", "100\u20140001", "1000001"),
    zip_code("number", 10115, "10115"),
    zip_code("spreadsheet", "10115.0", "10115", "spreadsheet"),
    zip_code("spreadsheet-trimmed", " 01067.0 ", "01067", "spreadsheet"),
    zip_of_us("spreadsheet", "94107.0", "94107"),
    no_zip_of_us("spreadsheet-lost-zero", "2134.0"),
    zip_code("dot-of-its-own", "10.115", "10.115", "spreadsheet"),
    user("places-zip-gb", {"zip_code": "sw1a 1aa", "country": "gb"}, {"zip_code": sha("sw1a1aa"), "country": "gb"}, flags=["zip"]),
    user("places-zip-nothing-left", {"zip_code": "- -"}, {}, "user.zip_code invalid_zip_code", flags=["zip"]),
    user("places-zip-fraction", {"zip_code": 94107.5}, {}, "user.zip_code wrong_type"),

    *(country(id, given, letters) for id, (given, letters) in COUNTRIES.items()),
    no_country("not-assigned", "XX"),
    no_country("not-assigned-zz", "ZZ"),
    no_country("eu", "EU"),
    no_country("alpha-3-not-assigned", "ZZZ"),
    no_country("name-unknown", "Atlantis"),
    no_country("numeric", "840"),
    no_country("one-letter", "d"),
    no_country("kelvin-sign", "\u212aR"),
    user("places-country-boolean", {"country": True}, {}, "user.country wrong_type"),
]
