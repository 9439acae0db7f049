"""`deliver`: what `build` gave goes as it is, from whatever holds bytes or text in Python."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Service, codes, event

from tiktok_capi import Client, ConfigError, InvalidEvent
from tiktok_capi.testing import assert_tracked, capture, outbox

BUILT: Any = Client(now=1767225600).build(event(user={"email": "jo@example.com"}))
OTHER: Any = Client(now=1767225600).build(event(event_id="e2"))


class Own(str):
    """As Django's `SafeString` is one."""


@pytest.mark.parametrize(
    "kind",
    [bytes, bytearray, memoryview, lambda body: memoryview(bytearray(body)), bytes.decode, lambda body: Own(body.decode())],
)
def test_one_event_goes_byte_for_byte(service: Service, kind: Any) -> None:
    client = service.client()
    for receipt in (client.deliver(kind(BUILT)), asyncio.run(client.adeliver(kind(BUILT)))):
        assert receipt.ok and [(result.event, result.event_id) for result in receipt.results] == [("Contact", "e1")]
    assert len(service.raw) == 2 and all(BUILT in raw for raw in service.raw)


def test_many_go_in_their_order(service: Service) -> None:
    def generated() -> Iterator[Any]:
        yield from (BUILT, bytearray(OTHER))

    for many in ([BUILT, memoryview(OTHER)], (BUILT, OTHER), generated(), [BUILT.decode(), OTHER]):
        receipt = service.client().deliver(many)
        assert receipt.ok and [result.event_id for result in receipt.results] == ["e1", "e2"]
    assert service.client().deliver([]).results == () and len(service.raw) == 4


def test_text_is_its_utf_8(service: Service) -> None:
    body: Any = Client(now=1767225600).build(event(properties={"description": "Fell\u00e9 \U0001f45f"}))
    assert service.client().deliver(body.decode()).ok and body in service.raw[0] and not body.isascii()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (b"", "invalid_json"),
        (b"{}", "not_canonical"),
        (b"[]", "not_canonical"),
        (b'{"event":"Contact"}', "not_canonical"),
        (BUILT + b" ", "not_canonical"),
        (BUILT.replace(b"e1", b"\xff"), "not_unicode"),
        ("", "invalid_json"),
        (BUILT.decode() + " ", "not_canonical"),
        (BUILT.decode().replace("e1", "\ud800"), "not_unicode"),
    ],
)
def test_what_is_not_canonical_is_refused_alone_and_told_in_a_list(service: Service, wrong: Any, code: str) -> None:
    client = service.client()
    with pytest.raises(InvalidEvent) as raised:
        client.deliver(wrong)
    assert {problem.code for problem in raised.value.problems} == {code}
    first, second = client.deliver([wrong, BUILT]).results
    assert (first.outcome, second.outcome) == ("refused", "accepted")
    assert codes(first.problems) == codes(raised.value.problems)


@pytest.mark.parametrize("wrong", [None, event(), 5, {"a": 1}, Client])
def test_what_holds_neither_bytes_nor_text_is_a_mistake_and_in_a_list_refused(service: Service, wrong: Any) -> None:
    client = service.client()
    for deliver in (client.deliver, lambda given: asyncio.run(client.adeliver(given))):
        with pytest.raises(ConfigError) as raised:
            deliver(wrong)
        assert (raised.value.code, raised.value.option) == ("invalid_argument", "canonical")
    first, second = client.deliver([wrong, BUILT]).results
    assert (first.outcome, second.outcome) == ("refused", "accepted")
    assert {problem.code for problem in first.problems} == {"not_canonical"}


def test_a_missing_option_is_told_first() -> None:
    for given in (BUILT, b"", [b""]):
        with pytest.raises(ConfigError) as raised:
            Client(pixel_code="C4A").deliver(given)
        assert (raised.value.code, raised.value.option) == ("missing_option", "access_token")


def test_it_is_captured() -> None:
    client = Client(pixel_code="C4A")
    with capture():
        receipts = [client.deliver(BUILT), asyncio.run(client.adeliver([OTHER, b"{}"]))]
        with pytest.raises(InvalidEvent):
            client.deliver(b"{}")
    assert [[result.outcome for result in receipt.results] for receipt in receipts] == [["accepted"], ["accepted", "refused"]]
    assert len(outbox) == 2 and assert_tracked("Contact", event_id="e1", email="jo@example.com") is outbox[0]
