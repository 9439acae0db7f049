"""`tiktok_capi.testing`: what a shop's own tests see."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from conftest import event

from tiktok_capi import Client, ConfigError, InvalidEvent, event_id, hash
from tiktok_capi.testing import Captured, assert_not_tracked, assert_tracked, capture, outbox

CLIENT = Client(pixel_code="C4A", default_region="GB")  # no token: nothing is sent
PURCHASE = {
    "event": "Purchase",
    "event_id": event_id("Purchase", 4711),
    "user": {"email": " Jo@Example.com ", "phone": "020 7946 0958", "external_id": ["a", "b"]},
    "page": {"url": "https://shop.example/?email=jo@example.com"},
    "properties": {
        "currency": "gbp",
        "value": Decimal("39.80"),
        "content_type": "product",
        "contents": [{"content_id": 1, "price": "39.80", "quantity": 1}],
    },
}


def test_every_verb_is_captured() -> None:
    with capture() as captured:
        assert captured is outbox
        told = [CLIENT.track(PURCHASE), CLIENT.enqueue(PURCHASE)]
        told += [asyncio.run(CLIENT.atrack(PURCHASE)), asyncio.run(CLIENT.aenqueue(PURCHASE))]
        assert [receipt.results[0].outcome for receipt in told] == ["accepted", "queued"] * 2
        assert all(receipt.ok and receipt.error is None and receipt.raise_for_error() for receipt in told)
        assert CLIENT.flush().waiting == CLIENT.stats().waiting == CLIENT.close().waiting == 0
    assert len(outbox) == 4
    with capture():
        assert outbox == []


def test_the_visitor_is_captured_too() -> None:
    known = CLIENT.visitor(url="https://shop.example/?ttclid=E.C.P.abc", consent="granted")
    with capture():
        for visitor in (known, known.told):
            CLIENT.enqueue({"event": "Contact"}, visitor=visitor)
            assert_tracked("Contact", ttclid="E.C.P.abc")
        assert CLIENT.track({"event": "Contact"}, visitor={"consent": "denied"}).results[0].outcome == "withheld"
    assert len(outbox) == 2


def test_it_describes_for_real() -> None:
    with capture():
        CLIENT.enqueue(PURCHASE)
        with pytest.raises(InvalidEvent):
            CLIENT.enqueue({"event": "Purchase", "event_time": "2026-01-01T00:00:00"})
        receipt = CLIENT.track([event(), event(event=None), event(consent="denied"), b"{"])
    assert [result.outcome for result in receipt.results] == ["accepted", "refused", "withheld", "refused"]
    assert not receipt.ok and receipt.results[1].problems[0].code == "missing_field"
    assert [each["event"] for each in outbox] == ["Purchase", "Contact"]
    assert outbox[0]["user"]["email"] == hash("email", "jo@example.com")
    assert "jo@" not in str(dict(outbox[0])) and repr(outbox[0]) == "<Purchase captured>"


EXPECTED: list[dict[str, Any]] = [
    {},
    {"value": 39.8, "currency": "GBP"},
    {"value": Decimal("39.800"), "currency": " gbp"},
    {"event_id": event_id("Purchase", "4711")},
    {"email": "JO@example.com", "phone": "+44 20 7946 0958"},
    {"user": {"email": hash("email", "jo@example.com")}},
    {"external_id": ["a", "b"]},
    {"contents": [{"content_id": "1", "price": 39.8, "quantity": 1}]},
    {"properties": {"content_type": "product"}, "url": "https://shop.example/?email=else@example.com"},
]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"value": 39.81}, "properties.value"),
    ({"value": "much"}, "properties.value"),
    ({"email": "jo@example.org"}, "user.email"),
    ({"email": None}, "user.email"),
    ({"phone": "+1 213 373 4253"}, "user.phone"),
    ({"external_id": "a"}, "user.external_id"),
    ({"ttclid": "click"}, "user.ttclid"),
    ({"event_id": "other"}, "event_id"),
    ({"contents": []}, "properties.contents"),
    ({"page": {"referrer": "https://a.example/"}}, "page.referrer"),
]


@pytest.mark.parametrize("expected", EXPECTED)
def test_what_was_tracked_is_found(expected: dict[str, Any]) -> None:
    with capture():
        CLIENT.enqueue(event())
        CLIENT.enqueue(PURCHASE)
    assert assert_tracked("Purchase", **expected) is outbox[1]


@pytest.mark.parametrize(("expected", "path"), WRONG)
def test_what_differs_is_named_and_not_shown(expected: dict[str, Any], path: str) -> None:
    with capture():
        CLIENT.enqueue(PURCHASE)
    with pytest.raises(AssertionError, match=path) as raised:
        assert_tracked("Purchase", **expected)
    assert "example" not in str(raised.value)


def test_what_was_not_tracked() -> None:
    with capture():
        CLIENT.enqueue(PURCHASE)
    assert_not_tracked("Contact")
    with pytest.raises(AssertionError):
        assert_not_tracked("Purchase")
    with pytest.raises(AssertionError, match="Purchase"):
        assert_tracked("Contact")


def test_what_was_not_sent_is_told_with_its_reason() -> None:
    careful = Client(pixel_code="C4A", require_consent=True)
    with capture():
        careful.enqueue(PURCHASE)
        careful.enqueue(PURCHASE | {"consent": "denied"})
    with pytest.raises(AssertionError, match="there was: withheld: consent_missing, withheld: consent_denied$"):
        assert_tracked("Purchase")


def test_outside_nothing_is_captured() -> None:
    with pytest.raises(RuntimeError), capture():
        CLIENT.enqueue(PURCHASE)
        raise RuntimeError
    with pytest.raises(ConfigError):
        CLIENT.track(PURCHASE)
    assert len(outbox) == 1


@capture()
def test_as_a_decorator() -> None:
    CLIENT.enqueue(PURCHASE)
    with capture():
        CLIENT.enqueue(PURCHASE)
    assert len(outbox) == 2


def test_as_a_decorator_of_a_coroutine() -> None:
    ran = []

    @capture()
    async def test(name: str) -> int:
        await asyncio.sleep(0)
        await CLIENT.aenqueue(PURCHASE | {"event_id": name})
        ran.append(name)
        return len(outbox)

    assert asyncio.iscoroutinefunction(test) and test.__name__ == "test"
    assert asyncio.run(test("p1")) == 1 == asyncio.run(test("p2")) and ran == ["p1", "p2"]
    with pytest.raises(ConfigError):
        CLIENT.track(PURCHASE)


def test_what_a_decorated_function_raises_comes_through() -> None:
    @capture()
    async def awaited() -> None:
        raise LookupError

    @capture()
    def plain() -> None:
        raise LookupError

    for test in (lambda: asyncio.run(awaited()), plain):
        with pytest.raises(LookupError):
            test()


def test_the_fixture(tiktok_outbox: list[Captured]) -> None:
    CLIENT.track(PURCHASE)
    assert tiktok_outbox[0]["event_id"] == PURCHASE["event_id"]
