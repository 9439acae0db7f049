"""A visitor with a browser, behind the proxy that a shop has before it: it speaks TLS and says who is asking."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

HOST = "shop.example"
ADDRESS = "81.2.69.142"
AGENT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.1 Mobile/15E148 Safari/604.1"
)
CLICK = "E.C.P.CvQBEiDG1XhVvLlIN0ZDJUgFJnVHWPPGtDJH0Nxq3dLPzXuSvRoG"
BROWSER = "2F7h37YkS1j57AYSKTI7IHhJPYH"


class Visitor:
    """Goes from page to page, and keeps cookies."""

    def __init__(self, port):
        self.port = port
        self.cookies = {"_ttp": BROWSER}  # the Pixel's own, from an earlier visit
        self.url = None
        self.html = ""
        self.policy = ""

    def buy(self, cart, buyer):
        """Comes from an ad, fills the cart and pays."""
        self.open(f"/?ttclid={CLICK}")
        self.open(f"/checkout?{urlencode(cart)}")
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.html)
        self.open("/checkout", urlencode(hidden + list(buyer.items())))

    def open(self, path, form=None):
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": ADDRESS,
            "User-Agent": AGENT,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if self.url:
            headers["Referer"] = self.url
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST" if form else "GET", path, form, headers)
        answer = connection.getresponse()
        self.html = answer.read().decode()
        connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}
        if answer.status in (302, 303):
            return self.open(urlsplit(answer.headers["Location"]).path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.url, self.policy = f"https://{HOST}{path}", answer.headers["Content-Security-Policy"]
