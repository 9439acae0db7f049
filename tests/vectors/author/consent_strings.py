"""Writes consent strings bit by bit, from IAB's own documents.

TC string: IAB Tech Lab, "Consent string and vendor list formats v2". GPP string: "Global Privacy Platform, Consent String
Specification" and its US sections.
"""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


MARCH_2026 = 1772323200  # from then on TCF 2.3 alone is written


def tcf(purposes, vendors=(), version=2, updated=0, disclosed=None):
    """A TC string; the first two arguments list what has consent, `disclosed` the vendors that were shown."""
    core = tcf_core(purposes, vendors, version, updated)
    return core if disclosed is None else f"{core}.{tcf_disclosed(disclosed)}"


def tcf_disclosed(vendors):
    """The segment of disclosed vendors."""
    highest = max(vendors, default=0)
    return base64url(number(1, 3) + number(highest, 16) + "0" + marked(vendors, highest))


def tcf_core(purposes, vendors, version, updated):
    before = 12 + 12 + 6 + 12 + 12 + 6 + 1 + 1 + 12  # CMP ... special features
    highest = max(vendors, default=0)
    return base64url(
        number(version, 6) + number(updated * 10, 36) * 2 + "0" * before + marked(purposes, 24) + "0" * (24 + 1 + 12)  # interests, treatment, country
        + number(highest, 16) + "0" + marked(vendors, highest)
        + number(0, 16) + "0" + number(0, 12)  # vendors of legitimate interest, restrictions
    )


def gpp(**sections):
    """A GPP string: texts of sections by `s` and their id, in rising order."""
    ids = [int(name[1:]) for name in sections]
    steps = [id - last for last, id in zip([0, *ids], ids)]
    header = number(3, 6) + number(1, 6) + number(len(ids), 12) + "".join("0" + fibonacci(step) for step in steps)
    return "~".join([base64url(header), *sections.values()])


def usnat(sale=2, sharing=2, targeted=2, gpc=None):
    """Section 7, version 1: six notices, then the three choices (1 opted out, 2 did not)."""
    choices = number(sale, 2) + number(sharing, 2) + number(targeted, 2)
    return section(number(1, 6) + "00" * 6 + choices, 60, gpc)


def usca(sale=2, sharing=2, gpc=None, version=1):
    """Section 8: three notices, then the two choices."""
    return section(number(version, 6) + "00" * 3 + number(sale, 2) + number(sharing, 2), 46, gpc)


def usva(sale=2, targeted=2):
    """Section 9: three notices, then the two choices."""
    return section(number(1, 6) + "00" * 3 + number(sale, 2) + number(targeted, 2), 40)


def section(start, size, gpc=None):
    """A core subsection filled up with zeros, and perhaps that of Global Privacy Control."""
    core = base64url(start.ljust(size, "0"))
    return core if gpc is None else f"{core}.{base64url(number(1, 2) + str(int(gpc)))}"


def number(value, width):
    return format(value, f"0{width}b")


def marked(ids, size):
    return "".join("1" if id in ids else "0" for id in range(1, size + 1))


def fibonacci(value):
    """The terms 1, 2, 3, 5, 8 ... that add up to the value, least first, and a last 1."""
    terms = [1, 2]
    while terms[-1] <= value:
        terms.append(terms[-1] + terms[-2])
    bits = []
    for term in reversed(terms):
        taken = term <= value
        value -= term * taken
        bits.append(str(int(taken)))
    return "".join(bits).lstrip("0")[::-1] + "1"


def base64url(bits):
    bits += "0" * (-len(bits) % 6)
    return "".join(ALPHABET[int(bits[at:at + 6], 2)] for at in range(0, len(bits), 6))
