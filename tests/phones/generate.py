"""Writes phone numbers of all regions with what `rules.md` §3.2 makes of them, worked out by PyPI's `phonenumbers`.

    pip install phonenumbers==9.0.42        # the metadata version of rlibphonenumber 2.2.15
    python generate.py > numbers.tsv        # --check compares with the committed file instead

`phonenumbers` is the Python port of libphonenumber, independent of the Rust one. Every number comes from its metadata:
the example of each type of each region, written in the ways people write, then digits by chance. Nobody's number is
looked for, and the file is the same for the same seed.

One line each: region (`-` for none), the number as written, its E.164 form, and `valid`, `unlikely` or the code of the
problem.
"""

import argparse
import pathlib
import random
import re
import sys

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType, ValidationResult, phonenumberutil

METADATA = "9.0.42"
COMMITTED = pathlib.Path(__file__).parent / "numbers.tsv"
MOST_LINES = 14_000
CHANCE_NUMBERS = 12  # per region

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
ECMASCRIPT_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


# ---- what rules.md §3.2 makes of a number

def expected(region, written):
    """E.164 and standing of a number, or nothing and the code of its problem."""
    text = INVISIBLE.sub("", written.strip(ECMASCRIPT_SPACE))
    text = re.sub("^tel:", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^([0-9]*)\.0$", r"\1", text)
    if re.fullmatch(r"[0-9.]*[eE][0-9.]*", text) or is_masked(text) or has_stray_letters(text):
        return "", "invalid_phone"
    e164, standing = read(region, text)
    return ("", "placeholder") if standing == "unlikely" and is_one_digit(e164) else (e164, standing)


def read(region, text):
    start = re.search(r"[+＋]|\d", text)
    if not start:
        return "", "invalid_phone"
    number = text[start.start():]
    if number[0] in "+＋":
        return accepted(text, None) or unknown(text) or ("", "invalid_phone")
    there = accepted(text, region) or ("", "invalid_phone" if region else "phone_without_country_code")
    if there[1] != "valid" and re.match(r"\d\d", number) and int(number[:2]) == 0:
        e164 = accepted("+" + number[2:], None)
        if e164 and e164[1] == "valid":
            return e164
    elif not re.match(r"\d\d", number) or int(number[:2]) != 0:
        return without_plus(region, number, there)
    return there


def without_plus(region, number, there):
    """The country code in front of a bracketed zero, or in place of the region's trunk prefix."""
    whole = accepted("+" + number, None)
    if not whole or whole[1] != "valid":
        return there
    if re.fullmatch(rf"[{PLAIN}]*(?:\d[{PLAIN}]*)+[(（][{PLAIN}]*\d[{PLAIN}]*[)）].*", number) and bracketed(number):
        return whole
    metadata = PhoneMetadata.metadata_for_region(region) if region else None
    digits = phonenumbers.normalize_digits_only(number)
    if not metadata or not metadata.national_prefix or not digits.startswith(str(metadata.country_code)):
        return there
    return there if digits.startswith(metadata.national_prefix) or there[0] == whole[0] else (whole[0], "phone_without_plus")


def bracketed(number):
    code, trunk = re.match("([^(（]*)[(（]([^)）]*)", number).groups()
    digits = phonenumbers.normalize_digits_only
    return digits(trunk) == "0" and digits(code) == str(phonenumbers.parse("+" + number, None).country_code)


def accepted(text, region):
    """Possible by the metadata's length rules, no longer than E.164 allows, and the same when it is read again."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE or len(e164) > 16:
        return None
    if phonenumbers.is_valid_number(number):
        return e164, "valid"
    again = phonenumbers.format_number(phonenumbers.parse(e164, None), PhoneNumberFormat.E164)
    return (e164, "unlikely") if again == e164 else accepted(e164, None)


def digits_on(text):
    found = re.search(r"[+＋\d].*", text, re.DOTALL)
    return found[0] if found else ""


def is_masked(text):
    """Digits that somebody has hidden."""
    letters = re.sub("[^A-Za-z]", "", digits_on(text))
    return bool(re.fullmatch("[xX]{3,}", letters)) or bool(re.search(r"\.\.|[*?_×•…∗■-◿█＊]", digits_on(text)))


def has_stray_letters(text):
    """One or two letters alone: neither a keypad's nor an extension's."""
    letters = len(re.findall("[A-Za-z]", digits_on(text)))
    return 0 < letters < 3 and not re.search(r"^[^A-Za-z]*(x|ex|xt)[ .:]*[0-9][^A-Za-z]*$", digits_on(text), re.IGNORECASE)


def is_one_digit(e164):
    """Behind the country code; without one in the metadata, all of it."""
    try:
        code = str(phonenumbers.parse(e164, None).country_code)
    except phonenumbers.NumberParseException:
        code = ""
    return len(set(e164[1 + len(code):])) == 1


PLAIN = phonenumberutil._VALID_PUNCTUATION.replace("x", "", 1)


def unknown(text):
    """`+` and its 7 to 15 digits, when nothing but punctuation stands between them."""
    plain = re.fullmatch(rf"[{PLAIN}]*[+＋]((?:[{PLAIN}]|\d)*)", text)
    digits = phonenumbers.normalize_digits_only(plain[1]) if plain else ""
    return ("+" + digits, "unlikely") if 7 <= len(digits) <= 15 and digits[0] != "0" else None


# ---- numbers as people write them

def examples(region):
    """The example of each type that the region has."""
    for kind in PhoneNumberType.values():
        number = phonenumbers.example_number_for_type(region, kind)
        if number:
            yield number


def ways(number, chance):
    """One number, written abroad (with no region) and at home."""
    e164, there, here, tel = (phonenumbers.format_number(number, form) for form in (
        PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.RFC3966))
    national = phonenumbers.national_significant_number(number)
    code = str(number.country_code)
    yield from ((None, way) for way in (
        e164, there, tel, tel.upper().replace("TEL:", "Tel:"),
        f"(+{code}) {national}", f"+{code}(0){national}", f"+ {code} - {national}", f"+{code}.{grouped(national, '.', chance)}",
        f"+{code}/{grouped(national, '/', chance)}", f"  {there}\u00a0", f"\u202a{there}\u202c", f"+{code}0{national}",
        wide(there), digits_of(there, chance.choice("٠۰०০๐")), lettered(e164, chance),
        f"{there} ext. {chance.randrange(1, 9999)}", f"{e164}x{chance.randrange(1, 99)}", f"{tel};ext={chance.randrange(1, 999)}",
        f"00{e164[1:]}", f"00 {there[1:]}", f"{e164[1:]}", here, f"Phone: {there}", f"{there} (office)",
        f"+{code} {grouped(national, ' – ', chance)}", f"{e164}{chance.randrange(10)}", e164[:-1], f"{e164}{chance.randrange(1000, 10000)}",
        f"tel:{national};phone-context=+{code}", f"{there}, {there}", f"+{e164}",
        f"{code}(0){national}", f"{code} (0) {national}", f"+0{national}", f"+(0){e164[1:]}", f"{e164}{chance.choice('abx')}", f"{there} (m)",
    ))
    region = phonenumbers.region_code_for_country_code(number.country_code)
    if region == "001":
        return
    for home in phonenumbers.region_codes_for_country_code(number.country_code):
        if phonenumbers.region_code_for_number(number) == home:
            region = home
    prefix = PhoneMetadata.metadata_for_region(region).international_prefix or ""
    other = chance.choice(sorted(phonenumbers.SUPPORTED_REGIONS))
    yield from ((region, way) for way in (
        here, national, wide(here), digits_of(here, chance.choice("٠۰०০๐")), f"tel:{national}", lettered(here, chance), f"0{national}",
        e164, e164[1:], f"00{e164[1:]}", grouped(national, "-", chance), f"({national[:3]}) {national[3:]}", f"{here} ext {chance.randrange(1, 999)}",
        f"{here}#{chance.randrange(1, 999)}", f"{here}{chance.randrange(10)}", here[:-1], f"\u2066{here}\u2069", here.replace("-", "\u2010"),
        there[1:], f"({code}) {national}", f"{code}(0){national}", f"{e164[1:]}.0", f"{here}{chance.choice('abx')}", f"{e164[1:]}#{chance.randrange(1, 99)}",
    ))
    yield other, f"00{e164[1:]}"
    yield other, e164
    yield other, here
    if prefix.isdigit():
        foreign = phonenumbers.example_number(other)
        if foreign:
            yield region, prefix + phonenumbers.format_number(foreign, PhoneNumberFormat.E164)[1:]


def by_chance(region, chance):
    """Digits of a possible length: most are not valid, and a third are not possible either."""
    metadata = PhoneMetadata.metadata_for_region(region)
    length = chance.choice([n for n in metadata.general_desc.possible_length if n > 0]) + chance.choice([0, 0, 0, 0, -1, 1])
    national = "".join(chance.choice("0123456789") for _ in range(length))
    yield region, national
    yield None, f"+{metadata.country_code}{national}"
    yield None, f"00{metadata.country_code}{national}"
    yield region, f"{metadata.country_code}{national}"


def grouped(digits, between, chance):
    size = chance.choice([2, 3, 4])
    return between.join(digits[i:i + size] for i in range(0, len(digits), size))


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if c in "+0123456789-()" else c for c in text)


def digits_of(text, zero):
    return "".join(chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in text)


KEYS = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}


def lettered(text, chance):
    """The last four digits as letters of the keypad."""
    last = "".join(chance.choice(KEYS.get(c, c)) for c in text[-4:])
    return text[:-4] + last


def lines(seed):
    chance = random.Random(seed)
    drawn = {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        drawn[region] = [way for number in examples(region) for way in ways(number, chance)]
        drawn[region] += [way for _ in range(CHANCE_NUMBERS) for way in by_chance(region, chance)]
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        drawn[code] = list(ways(phonenumbers.example_number_for_non_geo_entity(code), chance))
    share = MOST_LINES // len(drawn)
    picked = {way for ways_of in drawn.values() for way in chance.sample(sorted(set(ways_of), key=str), min(share, len(set(ways_of))))}
    for region, written in sorted(picked, key=lambda way: (way[0] or "", way[1])):
        e164, standing = expected(region, written)
        yield "\t".join([region or "-", written, e164, standing])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--check", action="store_true", help="compare with the committed file")
    options = options.parse_args()
    if phonenumbers.__version__ != METADATA:
        sys.exit(f"this is phonenumbers {phonenumbers.__version__}, but {METADATA} has the metadata of the Rust crate")
    text = "".join(line + "\n" for line in lines(options.seed))
    if not options.check:
        sys.stdout.write(text)
    elif text != COMMITTED.read_text(encoding="utf-8"):
        sys.exit(f"{COMMITTED} is not what this program writes")


if __name__ == "__main__":
    main()
