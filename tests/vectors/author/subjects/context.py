"""The verb `context`: what a web request tells about the visitor (events-api 7)."""

from vector import canonical

VERB = "context"

NOTES = {
    "click-id": "The address wins over the cookie; a new click id asks for a cookie of 30 days.",
    "nobody": "A click id that stands for nobody (rules 3.4) is none: it replaces no real one and is not kept.",
    "cookie": "Cookies by name, quotes taken off; the first of several counts.",
    "proxy": "Every trusted proxy appends one address to X-Forwarded-For; what stands before is whatever the visitor wrote.",
    "socket": "The other end of a Unix socket has no address; it is a proxy all the same.",
    "not-public": "An address that is not public is nobody's.",
    "page": "url and referrer as in an event: absolute, personal data redacted.",
    "consent": "Sec-GPC and the cookies of consent tools.",
    "headers": "Names in any case; one value or a list of values.",
    "safe": "No value of the visitor's can start another header.",
    "kind": "What is absent or of another kind is not there: a request is never an error.",
}

URL = "https://shop.example/"


def case(id, given, sent, *flags):
    return {"id": f"context-{id}", "flags": list(flags), "input": given, "body": canonical(sent)}


def headers(id, given, sent, *flags):
    return case(id, {"headers": given}, sent, *flags)


def cookie(value, written=None, secure=True):
    written = value if written is None else written
    end = "; Secure" if secure else ""
    return [{"name": "ttclid", "value": written, "max_age": 2592000, "secure": secure, "header": f"ttclid={written}; Max-Age=2592000; Path=/; SameSite=Lax{end}"}]


def click(id, query, ttclid, *, cookies, given=None, url=None, flags=("click-id",)):
    """A click id in the address; `url` is the address as it goes into the event."""
    request = {"url": URL + query} | ({"headers": {"Cookie": given}} if given else {})
    sent = {"user": {"ttclid": ttclid}, "page": {"url": url or URL + query}} | ({"cookies": cookies} if cookies else {})
    return case(id, request, sent, *flags)


def client(id, proxies, forwarded, remote, ip, *flags):
    request = {"trusted_proxies": proxies, "remote_addr": remote, "headers": {"X-Forwarded-For": forwarded}}
    return case(f"proxy-{id}", request, {"user": {"ip": ip}} if ip else {}, *(flags or ["proxy"]))


def socket(id, proxies, forwarded, ip):
    request = {"trusted_proxies": proxies, "headers": {"X-Forwarded-For": forwarded}}
    return case(f"proxy-socket-{id}", request, {"user": {"ip": ip}} if ip else {}, "proxy", "socket")


CASES = [
    case("nothing", {}, {}, "kind"),
    case("everything", {
        "url": URL + "p?ttclid=E.C.P.x&email=jo@x.de", "remote_addr": "10.0.0.1:4711", "trusted_proxies": 1,
        "headers": {"user-agent": " Mozilla/5.0 ", "referer": "https://a.example/?q=1", "cookie": "_ttp=T1; usprivacy=1YNN; __gpp=DBAA; euconsent-v2=CPx",
                    "x-forwarded-for": "8.8.8.8", "sec-gpc": "1"},
    }, {
        "user": {"ttclid": "E.C.P.x", "ttp": "T1", "ip": "8.8.8.8", "user_agent": "Mozilla/5.0"},
        "page": {"url": URL + "p?ttclid=E.C.P.x&email=redacted", "referrer": "https://a.example/?q=1"},
        "consent": {"gpc": True, "tcf": "CPx", "gpp": "DBAA", "us_privacy": "1YNN"}, "cookies": cookie("E.C.P.x"),
    }, "headers"),

    click("click-id-of-the-address", "?ttclid=E.C.P.x", "E.C.P.x", cookies=cookie("E.C.P.x")),
    click("click-id-among-others", "?a=1&ttclid=E.C.P.x&b=2#top", "E.C.P.x", cookies=cookie("E.C.P.x")),
    click("click-id-encoded", "?ttclid=a%2Bb%3D", "a+b=", cookies=cookie("a+b=")),
    click("click-id-with-a-plus", "?ttclid=a+b", "a b", cookies=cookie("a b", "a%20b")),
    click("click-id-decoded-once", "?ttclid=a%252Bb", "a%2Bb", cookies=cookie("a%2Bb", "a%252Bb")),
    click("click-id-beats-the-cookie", "?ttclid=new", "new", cookies=cookie("new"), given="ttclid=old"),
    click("click-id-same-as-the-cookie", "?ttclid=x", "x", cookies=None, given="ttclid=x"),
    click("click-id-same-as-the-encoded-cookie", "?ttclid=a%2Bb", "a+b", cookies=None, given="ttclid=a%2Bb"),
    click("click-id-first-of-two", "?ttclid=a&ttclid=b", "a", cookies=cookie("a")),
    click("click-id-line-feed", "?ttclid=a%0d%0ax%3b%20y", "a\r\nx; y", cookies=cookie("", "a%0D%0Ax%3B%20y"), flags=["click-id", "safe"]),
    click("click-id-not-ascii", "?ttclid=%C3%A9", "é", cookies=cookie("é", "%C3%A9"), flags=["click-id", "safe"]),
    case("click-id-over-http", {"url": "http://shop.example/?ttclid=x"},
         {"user": {"ttclid": "x"}, "page": {"url": "http://shop.example/?ttclid=x"}, "cookies": cookie("x", secure=False)}, "click-id"),
    click("click-id-macro", "?ttclid=__CLICKID__", "real", cookies=None, given="ttclid=real", flags=["nobody"]),
    click("click-id-macro-encoded", "?ttclid=%7B%7Bid%7D%7D", "real", cookies=None, given="ttclid=real", flags=["nobody"]),
    click("click-id-empty-first", "?ttclid=&ttclid=new", "new", cookies=cookie("new"), given="ttclid=old", flags=["nobody"]),
    click("click-id-macro-first", "?ttclid=__CLICKID__&ttclid=new", "new", cookies=cookie("new"), given="ttclid=old", flags=["nobody"]),
    case("click-id-macro-alone", {"url": URL + "?ttclid=__CLICKID__"}, {"page": {"url": URL + "?ttclid=__CLICKID__"}}, "nobody"),
    click("click-id-over-one-of-nobody", "?ttclid=new", "new", cookies=cookie("new"), given="ttclid=undefined", flags=["nobody"]),
    headers("click-id-of-the-cookie-nobody", {"Cookie": "ttclid=undefined; _ttp=null"}, {}, "nobody"),
    headers("click-id-of-the-cookie-second", {"Cookie": "ttclid=null; ttclid=E.C.P.x; _ttp=; _ttp=T1"}, {"user": {"ttclid": "E.C.P.x", "ttp": "T1"}}, "nobody"),
    headers("click-id-of-the-cookie-encoded-nobody", {"Cookie": "ttclid=%7B%7Bid%7D%7D"}, {}, "nobody"),
    case("click-id-empty", {"url": URL + "?ttclid="}, {"page": {"url": URL + "?ttclid="}}, "click-id"),
    case("click-id-blank", {"url": URL + "?ttclid=%20"}, {"page": {"url": URL + "?ttclid=%20"}}, "click-id"),
    case("click-id-empty-then-the-cookie", {"url": URL + "?ttclid=", "headers": {"Cookie": "ttclid=c"}},
         {"user": {"ttclid": "c"}, "page": {"url": URL + "?ttclid="}}, "click-id"),
    case("click-id-only-in-the-fragment", {"url": URL + "#ttclid=x"}, {"page": {"url": URL + "#ttclid=x"}}, "click-id"),
    case("click-id-other-case", {"url": URL + "?TTCLID=x"}, {"page": {"url": URL + "?TTCLID=x"}}, "click-id"),
    headers("click-id-of-the-cookie", {"Cookie": "ttclid=E.C.P.x"}, {"user": {"ttclid": "E.C.P.x"}}, "click-id", "cookie"),
    headers("click-id-of-the-cookie-encoded", {"Cookie": "ttclid=a%2Bb"}, {"user": {"ttclid": "a+b"}}, "click-id", "cookie"),

    headers("cookie-ttp", {"Cookie": "_ttp=T1"}, {"user": {"ttp": "T1"}}, "cookie"),
    headers("cookie-among-others", {"Cookie": "a=1; _ttp=T1;b=2"}, {"user": {"ttp": "T1"}}, "cookie"),
    headers("cookie-quoted", {"Cookie": '_ttp="T1"'}, {"user": {"ttp": "T1"}}, "cookie"),
    headers("cookie-with-equal-sign", {"Cookie": "_ttp=T=1"}, {"user": {"ttp": "T=1"}}, "cookie"),
    headers("cookie-first-of-two", {"Cookie": "_ttp=T1; _ttp=T2"}, {"user": {"ttp": "T1"}}, "cookie"),
    headers("cookie-of-two-headers", {"Cookie": ["a=1", "_ttp=T1"]}, {"user": {"ttp": "T1"}}, "cookie", "headers"),
    headers("cookie-empty", {"Cookie": "_ttp=; ttclid="}, {}, "cookie"),
    headers("cookie-other-case", {"Cookie": "_TTP=T1"}, {}, "cookie"),
    headers("cookie-name-at-the-end", {"Cookie": "my_ttp=T1"}, {}, "cookie"),

    client("none", 0, "1.1.1.1", "8.8.8.8", "8.8.8.8"),
    client("one", 1, "1.1.1.1", "10.0.0.1", "1.1.1.1"),
    client("one-and-a-forged-address", 1, "9.9.9.9, 1.1.1.1", "10.0.0.1", "1.1.1.1"),
    client("two", 2, "9.9.9.9, 1.1.1.1, 10.0.0.2", "10.0.0.1", "1.1.1.1"),
    client("several-headers", 2, ["9.9.9.9", "1.1.1.1", "10.0.0.2"], "10.0.0.1", "1.1.1.1", "proxy", "headers"),
    client("more-than-there-are", 5, "1.1.1.1", "10.0.0.1", "1.1.1.1"),
    client("no-header", 1, "", "8.8.8.8", "8.8.8.8"),
    client("port", 1, "1.1.1.1:4711", "10.0.0.1:80", "1.1.1.1"),
    client("v6", 1, "2001:4860:4860:0::8888", "10.0.0.1", "2001:4860:4860::8888"),
    client("v6-brackets-and-port", 1, "[2001:4860:4860::8888]:99", "10.0.0.1", "2001:4860:4860::8888"),
    client("v6-mapped", 1, "::ffff:8.8.8.8", "10.0.0.1", "8.8.8.8"),
    client("private", 1, "192.168.0.7", "10.0.0.1", None, "not-public"),
    client("unknown", 1, "unknown", "10.0.0.1", None, "not-public"),
    client("empty-place", 1, "1.1.1.1,", "10.0.0.1", None, "not-public"),
    case("proxy-no-remote-address", {"trusted_proxies": 0}, {}, "proxy"),
    socket("none", 0, "1.1.1.1, 8.8.8.8", None),
    socket("one", 1, "1.1.1.1, 8.8.8.8", "8.8.8.8"),
    socket("two", 2, "9.9.9.9, 1.1.1.1, 8.8.8.8", "1.1.1.1"),
    socket("more-than-there-are", 5, "1.1.1.1, 8.8.8.8", "1.1.1.1"),
    socket("no-header", 1, "", None),
    client("socket-blank-remote", 1, "1.1.1.1, 8.8.8.8", "", "8.8.8.8", "proxy", "socket"),
    case("proxy-remote-with-port", {"remote_addr": "8.8.8.8:50000"}, {"user": {"ip": "8.8.8.8"}}, "proxy"),
    case("proxy-remote-loopback", {"remote_addr": "127.0.0.1"}, {}, "not-public"),

    case("page-relative", {"url": "/cart?ttclid=x"}, {"user": {"ttclid": "x"}, "cookies": cookie("x", secure=False)}, "page"),
    case("page-personal", {"url": URL + "?token=1"}, {"page": {"url": URL + "?token=redacted"}}, "page"),
    headers("page-referrer", {"Referer": URL}, {"page": {"referrer": URL}}, "page"),
    headers("page-referrer-personal", {"Referer": URL + "?mail=x"}, {"page": {"referrer": URL + "?mail=redacted"}}, "page"),
    headers("page-referrer-of-an-app", {"Referer": "android-app://com.example"}, {}, "page"),

    headers("consent-gpc", {"Sec-GPC": "1"}, {"consent": {"gpc": True}}, "consent"),
    headers("consent-gpc-0", {"Sec-GPC": "0"}, {}, "consent"),
    headers("consent-gpc-word", {"Sec-GPC": "true"}, {}, "consent"),
    headers("consent-cookies", {"Cookie": "usprivacy=1YYN; __gpp=DBAA~x; euconsent-v2=CPx.y"},
            {"consent": {"us_privacy": "1YYN", "gpp": "DBAA~x", "tcf": "CPx.y"}}, "consent"),

    headers("headers-upper-case", {"USER-AGENT": "UA"}, {"user": {"user_agent": "UA"}}, "headers"),
    headers("headers-list", {"User-Agent": ["UA"]}, {"user": {"user_agent": "UA"}}, "headers"),
    headers("headers-first-that-is-not-blank", {"User-Agent": [" ", "UA"]}, {"user": {"user_agent": "UA"}}, "headers"),
    headers("headers-blank", {"User-Agent": " ", "Referer": "", "Cookie": ""}, {}, "headers"),
    headers("headers-other-kinds", {"User-Agent": 5, "Referer": None, "Cookie": {"_ttp": "T1"}, "Sec-GPC": True}, {}, "kind"),
    case("kinds", {"url": 5, "headers": "User-Agent: UA", "remote_addr": True, "trusted_proxies": "1"}, {}, "kind"),
    case("negative-proxies", {"remote_addr": "8.8.8.8", "trusted_proxies": -1, "headers": {"X-Forwarded-For": "1.1.1.1"}}, {"user": {"ip": "8.8.8.8"}}, "kind"),
    case("unknown-part", {"method": "GET", "remote_addr": "8.8.8.8"}, {"user": {"ip": "8.8.8.8"}}, "kind"),
    case("no-object", "https://shop.example/", {}, "kind"),
]
