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
    "us-state": "With country us a state's name becomes its two letters, as USPS Publication 28 has them.",
    "prefix": "A code of ISO 3166-2 stands without its prefix, which is that of the country where one is given.",
    "seen": "HTML's entities are undone, what has no width is taken out, and apostrophes of every kind go.",
    "us-zip": "With country us a zip code is five digits before the hyphen.",
    "zip": "Elsewhere white space and every dash are removed.",
    "country": "ISO 3166-1 alpha-2; alpha-3 and English names are mapped: those of ISO, CLDR and Shopify, short and formal ones, and the nations of the United Kingdom.",
}


def place(id, given, canonical, *flags, field="city"):
    return user(f"places-{field}-{id}", {field: given}, {field: canonical}, flags=flags or ["letters"])


def state_of_us(id, given, canonical):
    return user(f"places-state-{id}", {"state": given, "country": "US"}, {"state": canonical, "country": "us"}, flags=["us-state"])


def code(id, given, canonical, country=None):
    members = {"country": country} if country else {}
    return user(f"places-state-code-{id}", {"state": given} | members, {"state": canonical} | members, flags=["prefix"])


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
    "Washington, D.C.": "dc", "Washington DC": "dc", "D.C.": "dc", "Washington": "wa", "Washington State": "wa", "New York State": "ny",
    "State of Texas": "tx", "Commonwealth of Virginia": "va", "U.S. Virgin Islands": "vi", "US Virgin Islands": "vi", "Virgin Islands": "vi",
    "Virgin Islands, U.S.": "vi", "United States Virgin Islands": "vi", "U.S. Outlying Islands": "um", "Hawai\u02bbi": "hi", "Armed Forces Americas": "aa",
    "Armed Forces Europe": "ae", "Armed Forces Pacific": "ap", "Armed Forces (AE)": "ae", "Federated States of Micronesia": "fm",
    "Marshall Islands": "mh", "Palau": "pw", "N. Carolina": "nc", "S. Dakota": "sd", "W. Virginia": "wv", "Virgin Islands of the United States": "vi",
    "Commonwealth of the Northern Mariana Islands": "mp",
}

COUNTRIES = {
    "alpha-2": ("US", "us"), "alpha-2-lower": ("de", "de"), "trimmed": (" Fr ", "fr"), "uk": ("UK", "gb"), "gb": ("GB", "gb"),
    "alpha-3": ("USA", "us"), "alpha-3-lower": ("deu", "de"), "alpha-3-gb": ("GBR", "gb"), "alpha-3-che": ("CHE", "ch"),
    "alpha-3-not-first-two-letters": ("AUT", "at"), "alpha-3-irl": ("IRL", "ie"), "alpha-3-esp": ("ESP", "es"),
    "short-hong-kong": ("Hong Kong, China", "hk"), "short-hong-kong-in-brackets": ("Hong Kong (China)", "hk"), "short-macau": ("Macau, China", "mo"), "short-s-korea": ("S. Korea", "kr"), "short-n-korea": ("N. Korea", "kp"),
    "short-n-ireland": ("N. Ireland", "gb"), "short-pr-china": ("P.R. China", "cn"), "short-us-minor": ("US Minor Outlying Islands", "um"),
    "name-germany": ("Germany", "de"), "name-case": ("gERMANY", "de"), "name-japan": ("Japan", "jp"), "name-brazil": ("Brazil", "br"),
    "name-us": ("United States of America", "us"), "name-us-short": ("United States", "us"), "name-us-the": ("The United States of America", "us"),
    "name-us-iso": ("United States of America (the)", "us"), "name-philippines": ("Philippines (the)", "ph"), "name-philippines-the": ("the Philippines", "ph"),
    "name-new-zealand": ("New Zealand", "nz"), "name-saudi-arabia": ("Saudi Arabia", "sa"), "name-south-africa": ("South Africa", "za"),
    "name-ivory-coast": ("Côte d'Ivoire", "ci"), "name-ivory-coast-typographic": ("Côte d\u2019Ivoire", "ci"), "name-guinea-bissau": ("Guinea-Bissau", "gw"),
    "kosovo": ("XK", "xk"), "kosovo-alpha-3": ("XKX", "xk"), "kosovo-name": ("Kosovo", "xk"), "ascension": ("AC", "ac"), "tristan-da-cunha": ("TA", "ta"),
    "dots": ("U.S.A.", "us"), "dots-two": ("U.S.", "us"), "dots-apart": ("U. S. A.", "us"), "dots-uk": ("U.K.", "gb"), "the-uk": ("the UK", "gb"), "the-usa": ("The USA", "us"),
    "america": ("America", "us"), "uae": ("UAE", "ae"), "uae-dots": ("U.A.E.", "ae"), "ksa": ("KSA", "sa"), "drc": ("DRC", "cd"), "bvi": ("BVI", "vg"), "usvi": ("USVI", "vi"), "prc": ("PRC", "cn"), "dprk": ("DPRK", "kp"),
    "england": ("England", "gb"), "scotland": ("Scotland", "gb"), "wales": ("WALES", "gb"), "northern-ireland": ("Northern Ireland", "gb"), "great-britain": ("Great Britain", "gb"), "britain": ("Britain", "gb"),
    "england-and-wales": ("England and Wales", "gb"), "gb-formal": ("United Kingdom of Great Britain and Northern Ireland", "gb"), "brackets": ("United Kingdom (UK)", "gb"), "brackets-us": ("United States (US)", "us"),
    "ireland": ("Ireland", "ie"), "ireland-republic": ("Republic of Ireland", "ie"), "ireland-republic-of": ("Ireland, Republic of", "ie"), "taiwan-roc": ("Taiwan (R.O.C.)", "tw"), "saudi-kingdom": ("Kingdom of Saudi Arabia", "sa"), "qatar-state": ("State of Qatar", "qa"), "mexico-formal": ("United Mexican States", "mx"), "switzerland-formal": ("Swiss Confederation", "ch"), "macedonia-republic": ("Macedonia, Republic Of", "mk"),
    "hong-kong": ("Hong Kong", "hk"), "hong-kong-sar": ("Hong Kong SAR", "hk"), "hong-kong-cldr": ("Hong Kong SAR China", "hk"), "hong-kong-one-word": ("HongKong", "hk"), "macao": ("Macao SAR", "mo"), "macau": ("Macau", "mo"),
    "saint": ("Saint Lucia", "lc"), "st-dot": ("St. Lucia", "lc"), "st": ("St Lucia", "lc"), "st-vincent": ("St. Vincent & Grenadines", "vc"), "st-vincent-shopify": ("St. Vincent", "vc"), "st-kitts": ("St. Kitts & Nevis", "kn"),
    "st-martin": ("St. Martin", "mf"), "sint-maarten": ("Sint Maarten", "sx"), "st-barthelemy": ("St. Barthélemy", "bl"), "st-helena": ("St. Helena", "sh"),
    "ivory-coast-plain": ("Cote d'Ivoire", "ci"), "ivory-coast-accent": ("Cote d\u00b4Ivoire", "ci"), "ivory-coast-entities": ("C&ocirc;te d&#039;Ivoire", "ci"), "ivory-coast": ("Ivory Coast", "ci"),
    "curacao": ("Curacao", "cw"), "reunion": ("Reunion", "re"), "aland": ("Aland Islands", "ax"), "sao-tome": ("Sao Tome & Principe", "st"), "turkiye": ("Turkiye", "tr"), "turkey": ("Turkey", "tr"), "turkiye-accent": ("Türkiye", "tr"),
    "korea-republic": ("Korea, Republic of", "kr"), "korea-republic-of": ("Republic of Korea", "kr"), "korea-south": ("South Korea", "kr"), "korea-north": ("Korea, Democratic People's Republic of", "kp"), "korea-world-bank": ("Korea, Rep.", "kr"),
    "congo-kinshasa": ("Congo - Kinshasa", "cd"), "congo-drc": ("Congo (DRC)", "cd"), "congo-shopify": ("Congo, The Democratic Republic Of The", "cd"), "congo-democratic": ("Democratic Republic of the Congo", "cd"), "congo": ("Congo", "cg"), "congo-republic": ("Republic of the Congo", "cg"),
    "china-republic": ("Republic of China", "tw"), "china-peoples-republic": ("People's Republic of China", "cn"), "taiwan": ("Taiwan, Province of China", "tw"),
    "czechia": ("Czechia", "cz"), "czech-republic": ("Czech Republic", "cz"), "slovak-republic": ("Slovak Republic", "sk"), "burma": ("Myanmar (Burma)", "mm"), "burma-alone": ("Burma", "mm"), "holland": ("Holland", "nl"),
    "bosnia": ("Bosnia & Herzegovina", "ba"), "bosnia-and": ("Bosnia And Herzegovina", "ba"), "macedonia": ("Macedonia", "mk"), "north-macedonia": ("North Macedonia", "mk"), "swaziland": ("Swaziland", "sz"), "east-timor": ("East Timor", "tl"), "cape-verde": ("Cape Verde", "cv"),
    "palestine": ("Palestinian Territories", "ps"), "palestine-shopify": ("Palestinian Territory, Occupied", "ps"), "libya-shopify": ("Libyan Arab Jamahiriya", "ly"), "cameroon-shopify": ("Republic of Cameroon", "cm"), "guyana-french": ("French Guyana", "gf"),
    "vatican": ("Holy See (Vatican City State)", "va"), "vatican-city": ("Vatican City", "va"), "virgin-islands-british": ("Virgin Islands, British", "vg"), "virgin-islands-us": ("U.S. Virgin Islands", "vi"), "russia": ("Russian Federation", "ru"),
    "bahamas": ("Bahamas, The", "bs"), "gambia": ("The Gambia", "gm"), "lao": ("Lao People's Democratic Republic", "la"), "tanzania": ("Tanzania, United Republic Of", "tz"), "micronesia": ("Micronesia (Federated States of)", "fm"),
    "isle-of-man": ("Isle of Man", "im"), "guinea": ("Guinea", "gn"), "niger": ("Niger", "ne"), "nigeria": ("Nigeria", "ng"), "georgia": ("Georgia", "ge"),
    "invisible": ("\u200eGermany\u200b", "de"), "invisible-code": ("\ufeffDE", "de"), "invisible-inside": ("D\u200bE", "de"),
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
    *(place(id, given, canonical, "seen") for id, given, canonical in (
        ("entity-apostrophe", "L&#039;Aquila", "laquila"), ("entity-letter", "M&uuml;nchen", "münchen"), ("entity-twice", "M&amp;uuml;nchen", "münchen"), ("entity-hexadecimal", "Saint-L&#xF4;", "saintlô"),
        ("entity-ampersand", "Brighton &amp; Hove", "brightonhove"), ("entity-none", "Brighton & Hove", "brightonhove"), ("entity-unknown", "R&D; Park", "rdpark"), ("entity-without-semicolon", "M&uuml nchen", "muumlnchen"),
        ("accent-as-apostrophe", "L\u00b4Aquila", "laquila"), ("modifier-letter", "Xi\u02bcan", "xian"), ("okina", "Kane\u02bbohe", "kaneohe"), ("half-ring", "Sana\u02bfa", "sanaa"),
        ("variation-selector", "Rome\ufe0f", "rome"), ("grapheme-joiner", "Ro\u034fme", "rome"), ("hangul-filler", "\u3164Rome", "rome"), ("isolates", "\u2068Rome\u2069", "rome"), ("soft-hyphen", "Ro\u00adme", "rome"), ("byte-order-mark", "\ufeffRome", "rome"))),
    user("places-city-entity-e-mail-address", {"city": "jo&#64;x.de"}, {}, "user.city personal_data", flags=["seen"]),
    user("places-city-entity-nobody", {"city": "&lt;null&gt;"}, {}, "user.city placeholder", flags=["seen"]),
    user("places-city-invisible-alone", {"city": "\u3164"}, {}, "user.city invalid_place", flags=["seen"]),
    place("entity-letter", "Qu&eacute;bec", "québec", "seen", field="state"),
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
    place("washington-without-country", "Washington, D.C.", "washingtondc", "us-state", field="state"),
    state_of_us("of-mexico", "State of Mexico", "stateofmexico"),
    state_of_us("state-alone", "State", "state"),
    state_of_us("aes", "AE", "ae"),
    state_of_us("entity", "Hawai&#039;i", "hi"),

    code("us", "US-CA", "ca", "us"),
    code("us-lower-case", "us-ca", "ca", "us"),
    code("us-without-country", "US-CA", "ca"),
    code("us-territory", "US-PR", "pr", "us"),
    code("us-of-another-country", "US-CA", "usca", "de"),
    code("us-with-an-underscore", "US_CA", "ca", "us"),
    code("none-with-an-underscore", "La_Paz", "lapaz"),
    code("germany", "DE-BY", "by", "de"),
    code("germany-without-country", "DE-BY", "by"),
    code("canada", "CA-ON", "on", "ca"),
    code("canada-without-country", "CA-ON", "on"),
    code("england", "GB-ENG", "eng", "gb"),
    code("brazil", "BR-SP", "sp", "br"),
    code("japan", "JP-13", "13", "jp"),
    code("japan-of-woocommerce", "JP13", "13", "jp"),
    code("turkey-of-woocommerce", "TR34", "34", "tr"),
    code("one-letter", "AR-C", "c", "ar"),
    code("spaces", " US - CA ", "ca", "us"),
    code("typographic-hyphen", "US\u2011CA", "ca", "us"),
    code("entity", "US&#45;CA", "ca", "us"),
    code("invisible", "\u200eUS-CA", "ca", "us"),
    code("none-of-laos", "La-Paz", "lapaz"),
    code("none-of-the-country", "La-Paz", "lapaz", "bo"),
    code("none-too-long", "Al-Jawf", "aljawf", "al"),
    code("none-no-country", "XX-CA", "xxca"),
    code("none-no-region", "DE-ZZ", "dezz"),
    code("none-of-the-listed", "DE-ZZ", "dezz", "de"),
    code("none-that-stands-for-nobody", "AF-NAN", "afnan", "af"),
    code("none-glued-letters", "DEBY", "deby", "de"),
    code("none-glued-no-region", "JP99", "jp99", "jp"),
    code("none-name-behind", "US-California", "uscalifornia", "us"),
    user("places-state-code-country-by-name", {"state": "DE-BY", "country": "Germany"}, {"state": "by", "country": "de"}, flags=["prefix"]),
    user("places-state-country-by-name", {"state": "Texas", "country": "U.S.A."}, {"state": "tx", "country": "us"}, flags=["us-state"]),
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
    *(zip_code(f"spreadsheet-{id}", given, "01067") for id, given in {"cents": "01067.00", "apostrophe": "'01067", "typographic-apostrophe": "\u201901067"}.items()),
    zip_code("nl", "1012\u00a0AB", "1012ab"),
    zip_code("pt", "1000 - 001", "1000001"),
    zip_code("full-width-hyphen", "100\uff0d0001", "1000001"),
    zip_code("full-width-digits", "\uff11\uff10\uff10\uff0d\uff10\uff10\uff10\uff11", "\uff11\uff10\uff10\uff10\uff10\uff10\uff11"),
    zip_code("em-dash", "100\u20140001", "1000001"),
    zip_code("number", 10115, "10115"),
    zip_code("zero-width-space", "10115\u200b", "10115", "seen"),
    zip_code("left-to-right-mark", "\u200e10115", "10115", "seen"),
    zip_code("entity", "SW1A&nbsp;1AA", "sw1a1aa", "seen"),
    zip_of_us("invisible", "\u200e94107\u200b-1234", "94107"),
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
    no_country("name-with-other-letters", "Japan\u65e5\u672c"),
    country("name-with-dots-in-another-order", "Virgin U.S. Islands", "vi"),
    *(no_country(id, given) for id, given in {
        "korea": "Korea", "virgin-islands": "Virgin Islands", "the": "the", "republic-of": "Republic of", "state-of-georgia": "State of Georgia", "new-ireland": "New Ireland", "not-available": "N/A",
        "not-available-dots": "N.A.", "brackets-of-another": "Georgia (US)", "city": "London", "continent": "Africa", "europe": "Europe", "england-new": "New England", "carolina": "South Carolina", "germania": "Germania",
        "entity": "&nbsp;", "two": "Germany, France", "eu-name": "European Union",
    }.items()),
    no_country("numeric", "840"),
    no_country("one-letter", "d"),
    no_country("kelvin-sign", "\u212aR"),
    user("places-country-boolean", {"country": True}, {}, "user.country wrong_type"),
]
