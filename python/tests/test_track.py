"""Delivering: what is sent, what the receipt says, and which exceptions there are."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest
from conftest import TOKEN, Answer, Service, codes, event
from pydantic import BaseModel

from tiktok_capi import (
    CapiError,
    Client,
    ConfigError,
    DeliveryError,
    InvalidEvent,
    RateLimited,
    Rejected,
    Unauthorized,
    Undelivered,
    event_id,
)


def refusing(code: int, message: str = "refused", status: int = 200) -> Answer:
    return status, {"code": code, "message": message, "request_id": "r2", "data": {}}


def test_one_event_arrives_as_it_is_built(service: Service) -> None:
    client = service.client(now=1767225600)
    receipt = client.track(event(user={"email": " Jo@Example.com "}))
    assert receipt.ok and receipt.raise_for_error() is receipt and receipt.error is None
    assert (receipt.request_ids, receipt.requests) == (("r1",), 1)
    (result,) = receipt.results
    assert (result.outcome, result.code, result.event, result.event_id) == ("accepted", 0, "Contact", "e1")
    built = client.build(event(user={"email": " Jo@Example.com "}))
    assert built is not None and built in service.raw[0]
    assert service.headers[0]["access-token"] == TOKEN
    assert service.bodies[0]["event_source_id"] == "C4A"


def test_a_list_never_raises_for_one_event(service: Service) -> None:
    events = [
        event(),
        event(event="not a name"),
        b"{broken",
        "no event",
        None,
        event(consent="denied"),
        event(event_id="e2"),
    ]
    receipt = service.client().track(events)
    outcomes = [result.outcome for result in receipt.results]
    assert outcomes == ["accepted", "refused", "refused", "refused", "refused", "withheld", "accepted"]
    assert ("event", "invalid_event_name") in codes(receipt.results[1].problems)
    assert [sent["event_id"] for sent in service.sent()] == ["e1", "e2"]
    assert not receipt.ok and receipt.error is None


def test_one_bad_event_raises_and_nothing_is_sent(service: Service) -> None:
    with pytest.raises(InvalidEvent) as raised:
        service.client().track(event(event=None))
    assert ("event", "missing_field") in codes(raised.value.problems)
    assert isinstance(raised.value, ValueError) and raised.value.code == "invalid_event"
    for wrong in (b"{broken", "text", 5):
        with pytest.raises(InvalidEvent):
            service.client().track(wrong)  # type: ignore[arg-type]
    assert service.bodies == []


@dataclass
class User:
    email: str


@dataclass
class Contact:
    user: User
    event: str = "Contact"
    event_id: str = "e1"
    page: dict[str, str] = field(default_factory=lambda: {"url": "https://shop.example/"})


class Model(BaseModel):
    """One of pydantic's, which can be walked through member by member."""

    event: str = "Contact"
    event_id: str = "e1"
    page: dict[str, str] = {"url": "https://shop.example/"}
    user: dict[str, str] = {"email": "jo@example.com"}


class LikeAModel:
    """What makes a model one of pydantic's here."""

    def __iter__(self) -> Iterator[tuple[str, object]]:
        yield from self.model_dump().items()

    def model_dump(self) -> dict[str, object]:
        return event(user={"email": "jo@example.com"})


class UserModel(BaseModel):
    email: str
    birthday: None = None


def test_one_event_in_every_shape(service: Service) -> None:
    client = service.client()
    described = event(user={"email": "jo@example.com"})
    for one in (
        described,
        MappingProxyType(described),
        json.dumps(described).encode(),
        Contact(User("jo@example.com")),
        Model(),
        LikeAModel(),
        event(user=UserModel(email="jo@example.com")),
    ):
        receipt = client.track(one)
        assert receipt.ok and len(receipt.results) == 1
    first, *others = ({**sent, "event_time": 0} for sent in service.sent())
    assert len(others) == 6 and all(other == first for other in others)


@pytest.mark.parametrize(
    ("unreadable", "code"),
    [
        (b"{broken", "invalid_json"),
        (b'{"event": "\xff"}', "not_unicode"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
        ("no event", "wrong_type"),
    ],
)
def test_what_cannot_be_read_is_told_alone_and_in_a_list(service: Service, unreadable: Any, code: str) -> None:
    client = service.client()
    for verb in (client.track, client.enqueue):
        with pytest.raises(InvalidEvent) as raised:
            verb(unreadable)
        assert codes(raised.value.problems) == {("", code)}
        refused, other = verb([unreadable, event()]).results
        assert (refused.outcome, codes(refused.problems)) == ("refused", {("", code)})
        assert other.outcome in ("accepted", "queued")


def test_a_missing_option_is_told_before_a_refused_event() -> None:
    for verb in (Client().track, Client().enqueue):
        for bad in (event(event="-"), b"{broken"):
            with pytest.raises(ConfigError) as raised:
                verb(bad)
            assert raised.value.code == "missing_option"


def test_many_events_in_every_shape(service: Service) -> None:
    def generated() -> Iterator[dict[str, Any]]:
        yield from (event(event_id=f"e{n}") for n in range(3))

    for many in (list(generated()), tuple(generated()), generated(), map(dict, generated())):
        receipt = service.client().track(many)
        assert receipt.ok and [result.event_id for result in receipt.results] == ["e0", "e1", "e2"]
    assert service.client().track([]).results == ()


def test_what_a_generator_raises_comes_through_and_nothing_is_sent(service: Service) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield event()
        raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="the caller's own"):
        service.client().track(broken())
    assert service.bodies == []


def test_options_come_by_name_and_from_the_environment(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError) as raised:
        Client(pixel_cod="C4A")  # type: ignore[call-arg]
    assert (raised.value.code, raised.value.option) == ("unknown_option", "pixel_cod")
    assert "`pixel_code`" in raised.value.hint
    with pytest.raises(ConfigError) as raised:
        Client(endpoint=service.endpoint, pixel_code="C4A").track(event())
    assert (raised.value.code, raised.value.option) == ("missing_option", "access_token")

    monkeypatch.setenv("TIKTOK_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("TIKTOK_EVENT_SOURCE_ID", "FROM-ENV")
    monkeypatch.setenv("TIKTOK_CAPI_ENDPOINT", service.endpoint)
    assert Client().track(event()).ok
    assert service.bodies[0]["event_source_id"] == "FROM-ENV"


@pytest.mark.parametrize(
    ("answer", "kind", "outcome", "reason"),
    [
        (refusing(40002), Rejected, "rejected", None),
        (refusing(40001), Unauthorized, "undelivered", "unauthorized"),
        (refusing(40105), Unauthorized, "undelivered", "unauthorized"),
        (refusing(40100), RateLimited, "undelivered", "rate_limited"),
        (refusing(50000, status=500), Undelivered, "undelivered", "service_error"),
        ((502, {"what": "is this"}), Undelivered, "undelivered", "service_error"),
    ],
)
def test_a_failed_delivery_is_told_and_raised_on_demand(
    service: Service, answer: Answer, kind: type[DeliveryError], outcome: str, reason: str | None
) -> None:
    service.answer = lambda body: answer
    receipt = service.client().track(event())
    assert not receipt.ok and receipt.results[0].outcome == outcome
    assert receipt.results[0].reason == reason
    assert type(receipt.error) is kind
    with pytest.raises(kind) as raised:
        receipt.raise_for_error()
    assert raised.value.receipt is receipt and raised.value.code == kind.code and raised.value.events == 1
    assert isinstance(raised.value, CapiError) and raised.value.hint in str(raised.value)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}/"
    client = Client(pixel_code="C4A", access_token=TOKEN, endpoint=endpoint, max_attempts=1)
    receipt = client.track(event())
    assert type(receipt.error) is Undelivered
    assert (receipt.results[0].reason, receipt.results[0].may_have_arrived) == ("connect", False)


def test_a_bad_event_of_a_batch_stands_alone(service: Service) -> None:
    bad = {"e3"}
    service.answer = lambda body: (
        refusing(40002)
        if bad & {sent["event_id"] for sent in body["data"]}
        else (200, {"code": 0, "message": "OK", "request_id": "r", "data": {}})
    )
    receipt = service.client().track(event(event_id=f"e{n}") for n in range(8))
    assert [result.outcome for result in receipt.results] == ["accepted"] * 3 + ["rejected"] + ["accepted"] * 4
    assert receipt.results[3].code == 40002 and type(receipt.error) is Rejected


def test_the_pixel_gets_the_same_id_and_consent_withholds_both() -> None:
    client = Client()
    described = event(event_id=event_id("Contact", 4711))
    pixel = client.pixel(described, nonce="n0nce")
    assert pixel is not None
    assert json.loads(pixel.track[2]) == {"event_id": event_id("Contact", "4711")}
    assert 'nonce="n0nce"' in pixel.html and pixel.script in pixel.html
    denied = described | {"consent": "denied"}
    assert client.pixel(denied) is None and client.build(denied) is None
    assert client.explain(denied).outcome == "withheld"
    with pytest.raises(InvalidEvent):
        client.pixel({})


def test_a_conversion_without_a_key_gets_no_id() -> None:
    for nothing in (None, True, 1.5, b"4711", object(), 10**30):
        with pytest.raises(ConfigError):
            event_id("Purchase", nothing)  # type: ignore[arg-type]
