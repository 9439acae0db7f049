"""Counts what `rules.md` §3.2 does to numbers without `+`, by PyPI's `phonenumbers`; docs/phones.md has the figures.

    python without_plus.py [--seed N] [--tries N]

Of each region with a trunk prefix other than its country code, valid numbers by chance are read there twice: with the
country code and no `+`, and as a spreadsheet leaves national ones, without the trunk prefix. One line each: region,
numbers, those whose country code is read only by our rule, and those without trunk prefix that it reads otherwise.
"""

import argparse
import random

import phonenumbers
from generate import accepted, read
from phonenumbers import PhoneMetadata, PhoneNumberFormat


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--tries", type=int, default=20_000, help="numbers drawn for each region; few are valid")
    options = options.parse_args()
    chance = random.Random(options.seed)
    rows = {region: counted(region, drawn(region, options.tries, chance)) for region in regions()}
    for region, row in rows.items():
        print(region, *row, sep="\t")
    print(f"{len(rows)} regions", *map(sum, zip(*rows.values())), sep="\t")


def regions():
    """Where a trunk prefix and the country code differ."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = PhoneMetadata.metadata_for_region(region)
        if metadata.national_prefix and metadata.national_prefix != str(metadata.country_code):
            yield region


def drawn(region, tries, chance):
    """Valid numbers of the region, each once."""
    metadata = PhoneMetadata.metadata_for_region(region)
    lengths = [n for n in metadata.general_desc.possible_length if n > 0]
    found = set()
    for _ in range(tries):
        national = "".join(chance.choices("0123456789", k=chance.choice(lengths)))
        number = phonenumbers.PhoneNumber(metadata.country_code, int(national))
        if national[0] != "0" and phonenumbers.is_valid_number_for_region(number, region):
            found.add(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return sorted(found)


def counted(region, numbers):
    code = str(phonenumbers.country_code_for_region(region))
    whole = sum(by_metadata(region, number[1:]) != number == read(region, number[1:])[0] for number in numbers)
    short = sum(by_metadata(region, short) != read(region, short)[0] for short in (n[1 + len(code):] for n in numbers))
    return len(numbers), whole, short


def by_metadata(region, written):
    """What libphonenumber alone reads."""
    return (accepted(written, region) or ("",))[0]


main()
