"""Canonical bytes: the order of keys, escapes and numbers of RFC 8785 (rules 6)."""

from vector import SAME, Text, case, properties, raw

NOTES = {
    "order": "Keys stand in the order of their UTF-16 code units (RFC 8785 3.2.3).",
    "given-order": "The order in which keys are given makes no difference.",
    "escapes": "Only what must be escaped is, in its shortest form (RFC 8785 3.2.2.2).",
    "input-escapes": "How a text is escaped in the input makes no difference.",
    "lists": "Lists keep their order.",
}


def keys(id, *names):
    return properties(f"canonical-order-{id}", {"x": {name: n for n, name in enumerate(names, 1)}}, SAME, flags=["order"])


def text(id, given):
    return properties(f"canonical-escapes-{id}", {"x": given}, SAME, flags=["escapes"])


BODY = {"event": "Contact", "event_id": "e1", "event_time": 1767225600, "page": {"url": "https://shop.example/"}, "properties": {"a": 1, "b": 2}, "user": {"ttp": "t1"}}

CASES = [
    keys("rfc-8785", "\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"),
    keys("surrogates-before-the-private-area", "\ue000", "\U00010000", "\uffff", "\U0010ffff", "\ud7ff"),
    keys("prefix-first", "ab", "a", "abc", "b", "aa"),
    keys("case-and-digits", "b", "B", "a", "A", "10", "9", "_", "-", "~"),
    keys("not-by-locale", "z", "ä", "a", "é", "e", "ß", "ss"),
    keys("common-start-beyond-ascii", "é\U0001f600", "é\ue000", "éa", "é"),
    keys("decomposed-is-another-key", "e\u0301", "\u00e9", "f"),
    keys("empty-key", "", "a"),
    *(case(f"canonical-given-order-{n}", Text(given), BODY, flags=["given-order"]) for n, given in enumerate((
        '{"user":{"ttp":"t1"},"properties":{"b":2,"a":1},"page":{"url":"https://shop.example/"},"event_time":1767225600,"event_id":"e1","event":"Contact"}',
        ' {\n"event" : "Contact",\t"properties":{"a":1 , "b":2},"event_id":"e1","user":{"ttp":"t1"},"event_time":1767225600,"page":{"url":"https://shop.example/"}\r\n} ',
        '{"page":{"url":"https:\\/\\/shop.example\\/"},"\\u0065vent":"\\u0043ontact","user":{"ttp":"t1"},"event_id":"e1","properties":{"b":2.0,"a":1e0},"event_time":1767225600.0}',
    ), 1)),

    text("quote-and-backslash", 'a"b\\c'),
    text("slash-is-plain", "a/b"),
    text("short-forms", "a\b\f\n\r\tb"),
    text("other-controls", "".join(map(chr, range(0x20))) + "."),
    text("delete-is-plain", "a\x7fb"),
    text("line-separators-are-plain", "a\u2028\u2029b"),
    text("html-is-plain", "</script><!--&'"),
    text("not-ascii-is-plain", "é€😀\u00a0\ufeff\uffff"),
    properties("canonical-escapes-in-keys", {'a"\\\n\u0001/é': 1}, SAME, flags=["escapes"]),
    raw("canonical-input-escapes", {"properties": '{"x":"\\u00e9\\u20AC\\ud83d\\ude00\\/\\u0041\\u000a\\u001F"}'}, {"properties": {"x": "é€😀/A\n\u001f"}}, flags=["input-escapes"]),
    raw("canonical-input-escapes-in-keys", {"properties": '{"\\u0061":1,"\\u00e9":2}'}, {"properties": {"a": 1, "é": 2}}, flags=["input-escapes"]),
    properties("canonical-lists", {"x": [3, 1, 2, "b", "a", {"b": 1, "a": [2, 1]}]}, SAME, flags=["lists"]),
]
