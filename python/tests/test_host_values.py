"""What JSON cannot say: the shared list of expected codes, with Python's own values."""

from __future__ import annotations

import json
from collections import UserDict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from itertools import count, repeat
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from conftest import ROOT

from tiktok_capi import Client, ConfigError, InvalidEvent, describe, event_id, hash, normalize

LIST = json.loads((ROOT / "tests" / "parity" / "host_values.json").read_text("utf-8"))
CASES = {case["name"]: case for case in LIST["cases"]}


class Currency(Enum):
    EURO = "EUR"


class OwnText(str):
    pass


@dataclass
class Page:
    url: str
    referrer: str | None = None


def cycle() -> Any:
    value: dict[str, Any] = {}
    value["inside"] = value
    return value


def cycle_wide() -> Any:
    value: list[Any] = []
    value.extend([value] * 10)
    return value


def deep() -> Any:
    value: list[Any] = []
    for _ in range(1_000):
        value = [value]
    return value


def shared() -> Any:
    value: list[Any] = [0]
    for _ in range(12):
        value = [value] * 10
    return value


class Endless(Mapping[str, Any]):
    """A mapping whose keys never end, as a proxy of a database may be."""

    def __init__(self, inner: Any = 0) -> None:
        self.inner = inner

    def __getitem__(self, key: str) -> Any:
        return self.inner

    def __iter__(self) -> Iterator[str]:
        return map(str, count())

    def __len__(self) -> int:
        return 1


VALUES: dict[str, list[Callable[[], Any]]] = {
    "lone_surrogate": [lambda: "\ud800", lambda: "jo@example.com\udfff"],
    "lone_surrogate_custom": [lambda: "\udc80"],
    "lone_surrogate_key": [lambda: {"\ud800": "x"}],
    "nul": [lambda: "a\0b"],
    "not_text_key": [lambda: {1: "x"}, lambda: {None: "x"}, lambda: {b"key": "x"}],
    "nan": [lambda: float("nan")],
    "infinity": [lambda: float("inf"), lambda: Decimal("Infinity")],
    "negative_infinity": [lambda: float("-inf")],
    "nan_custom": [lambda: float("nan")],
    "negative_zero": [lambda: -0.0, lambda: Decimal("-0.00")],
    "integer_2_53": [lambda: 2**53, lambda: Decimal(2**53)],
    "integer_beyond_2_53": [lambda: 2**53 + 1, lambda: Decimal(2**53 + 1)],
    "integer_beyond_64_bits": [lambda: 10**30],
    "integer_far_below_zero": [lambda: -(10**30)],
    "integer_enormous": [lambda: 1 << 20_000_000, lambda: -(1 << 20_000_000), lambda: Decimal("1E+9999999999")],
    "big_integer_small": [lambda: 3],
    "decimal": [lambda: Decimal("19.90")],
    "decimal_whole": [lambda: Decimal("19.00")],
    "decimal_custom": [lambda: Decimal("1.5")],
    "decimal_nan": [lambda: Decimal("NaN"), lambda: Decimal("sNaN")],
    "decimal_beyond_2_53": [lambda: Decimal("9007199254740993")],
    "decimal_enormous": [lambda: Decimal("1E+999999"), lambda: Decimal("-1E+999999")],
    "decimal_fraction_as_text": [lambda: Decimal("1.5")],
    "moment": [
        lambda: datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        lambda: datetime(2026, 1, 1, 0, 0, 0, 999_999, tzinfo=timezone.utc),
    ],
    "moment_naive": [lambda: datetime(2026, 1, 1)],
    "moment_day": [lambda: date(2026, 1, 1)],
    "moment_day_as_text": [lambda: date(2026, 1, 1)],
    "moment_last": [
        lambda: datetime.max.replace(tzinfo=timezone.utc),
        lambda: datetime.min.replace(tzinfo=timezone(timedelta(hours=23, minutes=59))),
        lambda: datetime(5139, 1, 1, tzinfo=timezone.utc),
    ],
    "uuid": [lambda: UUID("e26ef224-15c0-5956-8cbb-6eaab9bb7cab")],
    "enumeration": [lambda: Currency.EURO],
    "text_object": [lambda: OwnText("eur")],
    "record": [lambda: Page("https://a.example/")],
    "other_mapping": [
        lambda: MappingProxyType({"url": "https://a.example/"}),
        lambda: UserDict({"url": "https://a.example/"}),
    ],
    "other_list": [lambda: ("a", "b")],
    "absent": [lambda: None, lambda: "", lambda: (), lambda: MappingProxyType({})],
    "bytes": [lambda: b"jo@example.com", lambda: bytearray(b"jo@example.com")],
    "bytes_custom": [lambda: b"x"],
    "bytes_flag": [lambda: b"1"],
    "set": [lambda: {"a", "b"}, lambda: frozenset("ab")],
    "function": [lambda: len, lambda: lambda: None, lambda: Page],
    "object": [object, lambda: 1j, lambda: range(3), lambda: deque(["a"]), lambda: ...],
    "generator": [lambda: iter(["a"]), lambda: (text for text in "ab")],
    "not_an_event": [object, lambda: 1, lambda: [], lambda: None],
    "cycle": [cycle],
    "cycle_wide": [cycle_wide],
    "deep": [deep],
    "many": [lambda: [0] * 1_000_000],
    "shared": [shared],
    "endless": [Endless, lambda: Endless(inner=[]), lambda: [Endless(inner=0)] * 1_000_000],
}
NOT_IN_PYTHON = {
    "moment_invalid": "a datetime always holds a moment",
    "symbol": "there are no symbols",
}


def test_every_name_of_the_list_is_mapped_or_excused() -> None:
    assert set(VALUES) | set(NOT_IN_PYTHON) == set(CASES)


def placed(at: str, value: Any) -> Any:
    event = json.loads(json.dumps(LIST["event"]))
    if not at:
        return value
    *objects, name = at.split(".")
    place = event
    for key in objects:
        place = place.setdefault(key, {})
    place[name] = value
    return event


def found(body: bytes, at: str) -> Any:
    value = json.loads(body)
    for name in at.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def parameters() -> Iterator[Any]:
    for name, values in VALUES.items():
        for index, value in enumerate(values):
            yield pytest.param(name, value, id=f"{name}-{index}")


@pytest.mark.parametrize(("name", "value"), list(parameters()))
def test_host_value(name: str, value: Callable[[], Any]) -> None:
    case = CASES[name]
    client = Client(**LIST["options"])
    event = placed(case["at"], value())
    explanation = client.explain(event)
    enqueued(event, explanation.outcome)
    if "code" in case:
        told = {(problem.path, problem.code) for problem in explanation.problems}
        assert (case.get("path", case["at"]), case["code"]) in told
        return
    assert explanation.outcome == "ready"
    body = client.build(event)
    assert body is not None and found(body, case["at"]) == case["value"]


def enqueued(event: Any, outcome: str) -> None:
    """The outbox takes what is ready, and nothing else. Without a token nothing of it is sent."""
    if not isinstance(event, dict):
        return  # a list of events, which cannot be one
    with Client(**{"pixel_code": "C4A", **LIST["options"]}, outbox=OUTBOX.name + "/outbox.db") as client:
        before = client.stats().waiting
        try:
            told = client.enqueue(event).results[0].outcome
        except InvalidEvent:
            told = "refused"
        assert told == {"ready": "queued"}.get(outcome, outcome)
        assert client.stats().waiting - before == (told == "queued")


OUTBOX = TemporaryDirectory()


def test_what_the_callers_own_object_raises_comes_through() -> None:
    class Broken(UserDict[str, Any]):
        def items(self) -> Any:
            raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="the caller's own"):
        Client().build(Broken())


def test_a_dictionary_that_changes_under_the_walk_is_harmless() -> None:
    event: dict[str, Any] = dict(LIST["event"])

    class Growing(UserDict[str, Any]):
        def items(self) -> Any:
            event.update({f"key{n}": n for n in range(1_000)})
            return [("url", "https://a.example/")]

    event["page"] = Growing()
    try:
        Client(**LIST["options"]).build(event)
    except InvalidEvent:
        pytest.fail("the event was good when it was handed over")


@pytest.mark.parametrize("verb", [Client.track, Client.enqueue, Client.deliver])
@pytest.mark.parametrize("events", [lambda: repeat(LIST["event"]), lambda: count(), lambda: iter(str, None)])
def test_events_without_end_are_told_of(verb: Any, events: Callable[[], Any]) -> None:
    with pytest.raises(ConfigError) as raised:
        verb(Client(pixel_code="C4A", access_token="t", **LIST["options"]), events())
    assert (raised.value.code, raised.value.option) == ("invalid_argument", "events")


@pytest.mark.parametrize("blank", [None, "", " \t", (), {}])
def test_a_blank_region_is_none(blank: Any) -> None:
    assert normalize("phone", "+44 20 7946 0958", blank) == "+442079460958"
    assert hash("phone", "+44 20 7946 0958", blank) == hash("phone", "+442079460958")


@pytest.mark.parametrize(
    ("verb", "arguments", "code", "option"),
    [
        (normalize, ("phone", "1", "Atlantis"), "invalid_argument", "region"),
        (normalize, ("phone", "1", 49), "invalid_argument", "region"),
        (normalize, (None, "1"), "unknown_field", "field"),
        (hash, ("phone", "1", True), "invalid_argument", "region"),
        (hash, (5, "1"), "unknown_field", "field"),
        (event_id, (None, 1), "invalid_argument", "event"),
        (event_id, ("Purchase", 10**30), "invalid_argument", "key"),
        (event_id, ("Purchase", b"1"), "invalid_argument", "key"),
        (event_id, ("Purchase", "\ud800"), "invalid_argument", "key"),
        (describe, (None, {}), "unknown_format", "format"),
        (describe, ("magento", {}), "unknown_format", "format"),
    ],
)
def test_an_argument_that_is_none_has_the_code_of_every_language(verb: Any, arguments: Any, code: str, option: str) -> None:
    with pytest.raises(ConfigError) as raised:
        verb(*arguments)
    assert (raised.value.code, raised.value.option) == (code, option)
