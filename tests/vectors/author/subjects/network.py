"""What the request itself tells: ip, user agent, locale, click id and the _ttp cookie."""

from nobody import NOBODY, SOMEBODY
from vector import properties, user

NOTES = {
    "public": "An address is sent when it is public.",
    "not-public": "Private, loopback, link-local, documentation and other special addresses are left out.",
    "form": "IPv6 is printed in the form of RFC 5952, IPv4-mapped IPv6 as IPv4.",
    "one-address": "Neither port nor zone nor list.",
    "locale": "BCP 47 with a hyphen and canonical casing.",
    "ttclid": "Percent-decoded once, never cut, its case kept. What is still encoded as a whole is sent and told.",
    "nobody": "An id that stands for nobody (rules 3.4) is left out.",
    "plain": "Trimmed and otherwise as given.",
}


def ip(id, given, canonical, *flags):
    return user(f"network-ip-{id}", {"ip": given}, {"ip": canonical}, flags=flags or ["public"])


def no_ip(id, given, code="not_public_ip", flag="not-public"):
    return user(f"network-ip-{id}", {"ip": given}, {}, f"user.ip {code}", flags=[flag])


def bad_ip(id, given):
    return no_ip(f"invalid-{id}", given, "invalid_ip", "one-address")


def locale(id, given, canonical):
    return user(f"network-locale-{id}", {"locale": given}, {"locale": canonical}, flags=["locale"])


def no_locale(id, given):
    return user(f"network-locale-invalid-{id}", {"locale": given}, {}, "user.locale invalid_locale", flags=["locale"])


def ttclid(id, given, canonical, *problems):
    return user(f"network-ttclid-{id}", {"ttclid": given}, {"ttclid": canonical}, *problems, flags=["ttclid"])


NOT_PUBLIC = {
    "private-10": "10.0.0.1", "private-172-16": "172.16.0.0", "private-172-31": "172.31.255.255", "private-192-168": "192.168.1.1",
    "loopback": "127.0.0.1", "loopback-other": "127.255.255.254", "link-local": "169.254.169.254",
    "documentation-1": "192.0.2.1", "documentation-2": "198.51.100.7", "documentation-3": "203.0.113.255",
    "multicast": "224.0.0.1", "multicast-last": "239.255.255.255", "unspecified": "0.0.0.0", "this-network": "0.1.2.3",
    "shared": "100.64.0.1", "shared-last": "100.127.255.255", "benchmarking": "198.18.0.1", "benchmarking-last": "198.19.255.255",
    "reserved": "240.0.0.1", "broadcast": "255.255.255.255",
    "v6-unspecified": "::", "v6-loopback": "::1", "v6-link-local": "fe80::1", "v6-link-local-last": "febf::1", "v6-site-local": "fec0::1",
    "v6-unique-local": "fc00::1", "v6-unique-local-fd": "fd12:3456::1", "v6-documentation": "2001:db8::1", "v6-multicast": "ff02::1",
    "v6-nat64-private": "64:ff9b::a00:1", "v6-nat64-of-one-network": "64:ff9b:1::808:808", "v6-6to4-private": "2002:a00:1::1",
    "v6-6to4-loopback": "2002:7f00:1::", "v6-compatible": "::8.8.8.8", "v6-discard": "100::1", "v6-benchmarking": "2001:2::1", "v6-mapped-private": "::ffff:10.0.0.1", "v6-mapped-loopback": "::ffff:7f00:1",
}
PUBLIC = ("8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
          "169.253.255.255", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111",
          "100:0:0:1::1", "2001:2:1::1")



def nobody(field, id, given):
    beside = {"ttclid": "E.C.P.x", "ttp": "t1", field: None}
    return user(f"network-{field}-nobody-{id}", beside | {field: given}, beside, f"user.{field} placeholder", flags=["nobody"])


CASES = [
    *(nobody(field, id, given) for field in ("ttclid", "ttp") for id, given in NOBODY.items()),
    nobody("ttclid", "encoded-twice", "%257B%257Bid%257D%257D"),
    *(user(f"network-ttp-{id}", {"ttp": given}, {"ttp": given}, flags=["nobody"]) for id, given in SOMEBODY.items()),
    *(properties(f"network-order-nobody-{id}", {"order_id": given}, {}, "properties.order_id placeholder", flags=["nobody"]) for id, given in NOBODY.items()),
    properties("network-order-zero", {"order_id": 0}, {"order_id": "0"}, flags=["nobody"]),
    *(ip(f"public-{address.replace('.', '-').replace(':', '-')}", address, address) for address in PUBLIC),
    ip("trimmed", " 8.8.8.8\t", "8.8.8.8"),
    ip("v6-full", "2001:4860:4860:0000:0000:0000:0000:8888", "2001:4860:4860::8888", "form"),
    ip("v6-upper-case", "2A00:1450:4001:0830::200E", "2a00:1450:4001:830::200e", "form"),
    ip("v6-longest-run", "2600:0:0:1:0:0:0:1", "2600:0:0:1::1", "form"),
    ip("v6-first-of-equal-runs", "2600:0:0:1:0:0:1:1", "2600::1:0:0:1:1", "form"),
    ip("v6-single-zero-not-compressed", "2600:1:0:1:1:1:1:1", "2600:1:0:1:1:1:1:1", "form"),
    ip("v6-single-zero-given-compressed", "2600:1::1:1:1:1:1", "2600:1:0:1:1:1:1:1", "form"),
    ip("v6-zeros-at-the-end", "2600:1:0:0:0:0:0:0", "2600:1::", "form"),
    ip("v6-embedded-v4", "2600::8.8.8.8", "2600::808:808", "form"),
    ip("v6-mapped", "::ffff:8.8.8.8", "8.8.8.8", "form"),
    ip("v6-nat64", "64:ff9b::8.8.8.8", "64:ff9b::808:808", "public", "form"),
    ip("v6-6to4", "2002:808:808:0::1", "2002:808:808::1", "public", "form"),
    ip("v6-mapped-hexadecimal", "::FFFF:0808:0808", "8.8.8.8", "form"),
    *(no_ip(id, address) for id, address in NOT_PUBLIC.items()),
    bad_ip("v4-port", "8.8.8.8:443"),
    bad_ip("v6-port", "[2001:4860:4860::8888]:443"),
    bad_ip("v6-brackets", "[2001:4860:4860::8888]"),
    bad_ip("v6-zone", "fe80::1%eth0"),
    bad_ip("list", "8.8.8.8, 1.1.1.1"),
    bad_ip("network", "8.8.8.0/24"),
    bad_ip("three-numbers", "8.8.8"),
    bad_ip("256", "8.8.8.256"),
    bad_ip("leading-zero", "08.8.8.8"),
    bad_ip("hexadecimal-v4", "0x8.8.8.8"),
    bad_ip("number", 134744072),
    bad_ip("two-compressions", "2001::1::1"),
    bad_ip("nine-groups", "1:2:3:4:5:6:7:8:9"),
    bad_ip("arabic-digits", "\u0668.\u0668.\u0668.\u0668"),
    bad_ip("word", "unknown"),
    bad_ip("digest", "838c4c2573848f58e74332341a7ca6bc5cd86a8aec7d644137d53b4d597f10f5"),
    user("network-ip-list", {"ip": ["8.8.8.8"]}, {}, "user.ip wrong_type", flags=["one-address"]),
    user("network-ip-fraction", {"ip": 8.8}, {}, "user.ip wrong_type", flags=["one-address"]),

    locale("underscore", "en_US", "en-US"),
    locale("hyphen", "zh-CN", "zh-CN"),
    locale("casing", "EN_us", "en-US"),
    locale("language", "DE", "de"),
    locale("script", "zh_hans_cn", "zh-Hans-CN"),
    locale("script-upper-case", "SR-LATN-RS", "sr-Latn-RS"),
    locale("area-number", "es_419", "es-419"),
    locale("variant", "de-CH-1996", "de-CH-1996"),
    locale("three-letter-language", "FIL-ph", "fil-PH"),
    locale("trimmed", " en-US ", "en-US"),
    no_locale("encoding", "en_US.UTF-8"),
    no_locale("one-letter", "e"),
    no_locale("empty-part", "en--US"),
    no_locale("part-of-nine", "en-abcdefghi"),
    no_locale("digits", "1234"),
    no_locale("accept-language", "en-US,en;q=0.9"),
    no_locale("not-ascii", "dé"),
    user("network-locale-boolean", {"locale": True}, {}, "user.locale wrong_type", flags=["locale"]),

    user("network-ttclid-e-mail-address", {"ttclid": "jo@x.de"}, {}, "user.ttclid personal_data", flags=["ttclid"]),
    ttclid("plain", "E.C.P.Cu0BcHJ", "E.C.P.Cu0BcHJ"),
    ttclid("other-prefix", "abc", "abc"),
    ttclid("trimmed", " E.C.P.aB ", "E.C.P.aB"),
    ttclid("decoded", "E.C.P.a%2Bb%3D", "E.C.P.a+b="),
    ttclid("decoded-lower-case", "a%2fb", "a/b"),
    ttclid("decoded-once", "a%252Bb", "a%2Bb", "user.ttclid encoded_ttclid"),
    ttclid("decoded-once-whole", "E.C.P.x%253D", "E.C.P.x%3D", "user.ttclid encoded_ttclid"),
    ttclid("not-encoded-twice", "a%2Bb%252F", "a+b%2F"),
    ttclid("decoded-utf-8", "a%C3%A9", "aé"),
    ttclid("not-utf-8-kept", "a%FFb", "a%FFb"),
    ttclid("plus-kept", "a+b", "a+b"),
    ttclid("number", 42, "42"),
    ttclid("1000-characters", "a" * 1000, "a" * 1000),
    ttclid("1000-characters-of-two-bytes", "é" * 1000, "é" * 1000),
    ttclid("1001-characters", "a" * 1001, "a" * 1001, "user.ttclid long_ttclid"),
    user("network-ttclid-list", {"ttclid": ["a"]}, {}, "user.ttclid wrong_type", flags=["ttclid"]),

    user("network-ttp", {"ttp": " 2F7h37YkS1j57AYSKTI7IHhJPYH "}, {"ttp": "2F7h37YkS1j57AYSKTI7IHhJPYH"}, flags=["plain"]),
    user("network-user-agent", {"user_agent": " Mozilla/5.0  (X11; Linux x86_64) \n"}, {"user_agent": "Mozilla/5.0  (X11; Linux x86_64)"}, flags=["plain"]),
    user("network-user-agent-unicode", {"user_agent": "jose\u0301/1"}, {"user_agent": "jose\u0301/1"}, flags=["plain"]),
    user("network-user-agent-boolean", {"user_agent": False}, {}, "user.user_agent wrong_type", flags=["plain"]),
]
