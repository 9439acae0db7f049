"""The purchase: what the visitor does in the shops, and the same for those that are no shops."""

import json
import time

from visitor import ADDRESS, AGENT, BROWSER, CLICK, HOST

NOW = int(time.time()) - 60  # not the real time: where that is taken by mistake, the bodies differ

CART = {"shoe": 1, "socks": 2}
BUYER = {"email": " Jo.Doe@Example.com", "phone": "020 7946 0958"}
NUMBER, TOTAL, CURRENCY = "1001", "109.70", "GBP"
LINES = [
    {"sku": "shoe", "name": "Trail shoe", "price": "89.90", "quantity": 1},
    {"sku": "socks", "name": "Running socks", "price": "9.90", "quantity": 2},
]
CHECKOUT = f"https://{HOST}/checkout"
CAME_FROM = f"{CHECKOUT}?shoe=1&socks=2"


def described(event_id):
    """As TikTok's names have it, with raw identifiers."""
    contents = [
        {"content_id": line["sku"], "content_name": line["name"], "price": line["price"], "quantity": line["quantity"]}
        for line in LINES
    ]
    bought = ", ".join(line["name"] for line in LINES)
    properties = {"currency": CURRENCY, "value": TOTAL, "content_type": "product", "contents": contents, "description": bought}
    event = {
        "event": "Purchase",
        "event_id": event_id,
        "event_time": NOW,
        "user": BUYER | {"ip": ADDRESS, "user_agent": AGENT, "ttclid": CLICK, "ttp": BROWSER},
        "page": {"url": CHECKOUT, "referrer": CAME_FROM},
        "properties": properties | {"order_id": NUMBER},
    }
    return json.dumps(event, indent=2)


def order():
    """As a shop keeps it."""
    headers = {
        "User-Agent": AGENT,
        "Cookie": f"_ttp={BROWSER}; ttclid={CLICK}",
        "X-Forwarded-For": ADDRESS,
        "Referer": CAME_FROM,
    }
    kept = BUYER | {
        "number": NUMBER,
        "placed_at": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(NOW)),
        "currency": CURRENCY,
        "total": TOTAL,
        "lines": LINES,
        "consent": "granted",
        "request": {"url": CHECKOUT, "headers": headers, "remote_addr": "127.0.0.1", "trusted_proxies": 1},
    }
    return json.dumps(kept, indent=2)
