"""What a careful program looks like to a type checker. It is checked and never run."""

from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tiktok_capi import (
    Client,
    Context,
    DeliveryError,
    Event,
    InvalidEvent,
    OutboxError,
    OutboxFull,
    Pixel,
    Problem,
    Properties,
    Receipt,
    Result,
    SourceStats,
    Stats,
    User,
    Visitor,
    base_code,
    context,
    describe,
    event_id,
    hash,
    normalize,
    verify_shopify,
    verify_woocommerce,
)

capi = Client(pixel_code="C4A", default_region="US", timeout=5, strict=True, tcf_purposes=[1, 3])

properties: Properties = {"currency": "USD", "value": Decimal("39.80"), "content_type": "product"}
user: User = {"email": ["a@x.de", {"sha256": "0" * 64}], "phone": None, "external_id": uuid4()}
purchase: Event = {
    "event": "Purchase",
    "event_id": event_id("Purchase", 4711),
    "event_time": datetime.now(timezone.utc),
    "user": user,
    "page": {"url": "https://shop.example/"},
    "properties": properties,
    "consent": {"gpc": True},
}
custom: Event = {"event": "MyOwnEvent", "properties": {"own_parameter": [1, 2], "value": 5}}
written: Event = {
    "event": "AddToCart",
    "properties": {"contents": [{"content_id": 4711, "price": "19.90", "quantity": 2, "own": True}]},
}


@dataclass
class Contact:
    event: str
    event_id: str | None = None


loose: dict[str, Any] = {"event": "Contact"}


def deliver() -> str | None:
    try:
        receipt: Receipt = capi.track(purchase).raise_for_error()
        capi.track([purchase, custom, written])
        capi.track(event for event in (purchase, custom))
        capi.track(Contact("Contact"))
        capi.track(loose)
        capi.track(b'{"event": "Contact"}')
        result: Result = receipt.results[0]
        return result.event_id
    except InvalidEvent as error:
        problem: Problem = error.problems[0]
        return f"{problem.path} {problem.code} {problem.severity}"
    except DeliveryError as error:
        return error.receipt.results[0].reason


async def deliver_later() -> bool:
    receipts = [await capi.atrack(purchase), await capi.adeliver(b"{}"), await capi.adeliver([bytearray()])]
    return all(receipt.ok for receipt in receipts)


def keep() -> int | None:
    with Client(outbox="/var/lib/shop/outbox.db", durability="full", max_events=1_000) as own:
        try:
            queued: Receipt = own.enqueue([purchase, custom])
            own.enqueue(Contact("Contact"))
        except OutboxFull as full:
            return len(full.path)
        except OutboxError as error:
            return len(error.hint)
        stats: Stats = own.flush(timeout=5)
        waiting: list[SourceStats] = [source for source in stats.sources if source.state != "open"]
        return stats.oldest_seconds if queued.ok else waiting[0].next_try_seconds


async def keep_later() -> bool:
    queued: Receipt = await capi.aenqueue(purchase)
    return queued.ok and (await capi.aflush()).waiting == 0 and (await capi.aclose(1)).dead == 0


def page() -> str | None:
    pixel: Pixel | None = capi.pixel(purchase, nonce="n")
    body: bytes | None = capi.build(purchase)
    return None if pixel is None or body is None else pixel.html


def request() -> Event:
    told: Context = context(url="https://shop.example/", headers={"Cookie": "_ttp=x"}, trusted_proxies=1)
    context(headers=[(b"cookie", b"_ttp=x")])
    described = describe("shopify", b"{}")
    if verify_shopify("secret", b"body", None) or verify_woocommerce("secret", "body", "header"):
        capi.track(described)
    first: Event = described[0]
    codes: list[str] = [problem.code for problem in described.problems]
    return {"event": "ViewContent", "user": told.get("user"), "page": told.get("page")}


def who(kept: dict[str, Any]) -> str:
    told: Visitor = capi.visitor(url="https://shop.example/", headers={"Cookie": ["_ttp=x"]}, consent="granted")
    capi.visitor(headers=[(b"cookie", b"_ttp=x")], consent={"gpc": True}, consent_cookie="consent", trusted_proxies=1)
    capi.track(purchase, visitor=told)
    capi.enqueue([purchase, custom], visitor=kept)
    body: bytes | None = capi.build(loose, visitor=told.told)
    if body is not None:
        capi.deliver(memoryview(body))
        capi.deliver(body.decode())
        capi.deliver(each for each in (body, bytearray(body), body.decode()))
    page = capi.pixel(purchase, visitor=None) if told.allowed and not told.limited_data_use else None
    names: list[str] = [cookie["header"] for cookie in told.cookies]
    return str(capi.explain(purchase, visitor=told)) + (told.unreadable or names[0]) + (page.html if page else "")


head: str = base_code("C4A", limited_data_use=True, hold_consent=False, source=None, nonce="n").html
own_code: str | None = capi.pixel_code
digest: str | None = hash("email", "jo@example.com")
text: str | None = normalize("properties.currency", "eur", region=None)
