"""Tests of your own: conversions are described for real and recorded instead of sent.

    from tiktok_capi.testing import assert_tracked, capture

    with capture():
        place_order()
    assert_tracked("Purchase", event_id=event_id("Purchase", "4711"), value=Decimal("39.80"), email="jo@example.com")

With pytest the fixture `tiktok_outbox` does the same for one test. Nothing leaves the process and no token is needed;
an event that would be refused raises as it does in production.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar, cast
from unittest.mock import patch

from ._answers import Problem, Receipt, Result, Stats
from ._catalog import Event, Page, User
from ._client import Client

if TYPE_CHECKING:
    from ._native import Sending

Test = TypeVar("Test", bound=Callable[..., Any])

__all__ = ["Captured", "assert_not_tracked", "assert_tracked", "capture", "outbox"]


class Captured(dict[str, Any]):
    """An event as it would have been sent: canonical names and values, identifiers hashed."""

    def __init__(self, body: bytes, client: Client) -> None:
        super().__init__(json.loads(body))
        self.client = client

    def __repr__(self) -> str:
        return f"<{self['event']} captured>"


#: What was captured, in order. `capture` empties it when it begins.
outbox: list[Captured] = []

#: Why what was described and not sent was not, in order: `withheld: consent_missing`.
_unsent: list[str] = []

_captures = 0


class capture:
    """Captures what every client of this process tracks, enqueues or delivers: `with capture():`, or `@capture()` above a function,
    an `async def` one included.
    """

    def __enter__(self) -> list[Captured]:
        self._inside = _capturing()
        return self._inside.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._inside.__exit__(*raised)

    def __call__(self, test: Test) -> Test:
        if iscoroutinefunction(test):

            async def awaited(*given: Any, **named: Any) -> Any:
                with capture():
                    return await test(*given, **named)

            return cast(Test, wraps(test)(awaited))

        def inside(*given: Any, **named: Any) -> Any:
            with capture():
                return test(*given, **named)

        return cast(Test, wraps(test)(inside))


@contextmanager
def _capturing() -> Iterator[list[Captured]]:
    global _captures
    if _captures == 0:
        outbox.clear()
        _unsent.clear()
    _captures += 1
    try:
        with patch.multiple(Client, **_REPLACED):
            yield outbox
    finally:
        _captures -= 1


def assert_tracked(event: str, **expected: Any) -> Captured:
    """Asserts that an event of this name was captured and holds what is expected, and gives the last such event.

    Members are named as they are described, and their values may be raw: they go through the same rules.
    `value=39.8`, `email="jo@example.com"`, `contents=[...]`; or whole parts, as `user={"email": ...}`.
    """
    named = [each for each in outbox if each["event"] == event]
    told = [sorted(_differences(each, expected)) for each in named]
    for each, differences in zip(reversed(named), reversed(told)):
        if not differences:
            return each
    if not named:
        others = ", ".join([*(each["event"] for each in outbox), *_unsent]) or "nothing"
        raise AssertionError(f"no {event} was tracked; there was: {others}")
    raise AssertionError(f"{event} was tracked, but differs in: {'; or '.join(map(', '.join, told))}")


def assert_not_tracked(event: str) -> None:
    """Asserts that no event of this name was captured."""
    assert not [each for each in outbox if each["event"] == event], f"{event} was tracked"


def _differences(found: Captured, expected: dict[str, Any]) -> set[str]:
    """The paths where the found event would change if it were described with what is expected."""
    described: dict[str, Any] = {**found, "consent": "granted"}
    paths: list[tuple[str, ...]] = []
    for name, value in expected.items():
        part = _part(name)
        if part is None and name in ("user", "page", "properties"):
            described[name] = {**described.get(name, {}), **value}
            paths += [(name, inner) for inner in value]
        elif part is None:
            described[name] = value
            paths.append((name,))
        else:
            described[part] = {**described.get(part, {}), name: value}
            paths.append((part, name))
    body = found.client.build(described)
    built = json.loads(body or b"{}")
    return {".".join(path) for path in paths if _at(built, path) != _at(found, path) or _at(found, path) is None}


def _part(name: str) -> str | None:
    """The part of an event that a member stands in; `None` for the event itself."""
    if name in Event.__annotations__:
        return None
    if name in User.__annotations__:
        return "user"
    return "page" if name in Page.__annotations__ else "properties"


def _at(event: dict[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = event
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _taken(client: Client, sending: Sending, outcome: Any) -> Receipt:
    results: list[Result] = []
    for unsent, body, problems in sending.built():
        told = None if body is None else Captured(body, client)
        if told is not None:
            outbox.append(told)
        else:
            _unsent.append(_why(unsent, problems))
        name, key = (told["event"], told["event_id"]) if told else (None, None)
        became: Any = unsent or outcome
        results.append(Result(became, None, None, False, problems, "", name, key, None, None, None))
    ok = not any(result.outcome == "refused" for result in results)
    return Receipt(ok, tuple(results), (), 0, None, None)


def _why(unsent: str | None, problems: tuple[Problem, ...]) -> str:
    """The outcome and the codes that decided it: those of consent, or the errors."""
    withheld = unsent == "withheld"
    codes = (each.code for each in problems if (each.path == "consent" if withheld else each.severity == "error"))
    return f"{unsent}: {', '.join(codes)}"


def _delivered(self: Client, sending: Sending) -> Receipt:
    return _taken(self, sending, "accepted")


async def _adelivered(self: Client, sending: Sending) -> Receipt:
    return _taken(self, sending, "accepted")


def _queued(self: Client, sending: Sending) -> Receipt:
    return _taken(self, sending, "queued")


async def _aqueued(self: Client, sending: Sending) -> Receipt:
    return _taken(self, sending, "queued")


def _settled(self: Client, timeout: float = 0.0) -> Stats:
    return Stats(0, 0, 0, 0, None, {}, {}, ())


async def _asettled(self: Client, timeout: float = 0.0) -> Stats:
    return _settled(self)


_REPLACED: dict[str, Any] = {
    "_delivered": _delivered,
    "_adelivered": _adelivered,
    "_queued": _queued,
    "_aqueued": _aqueued,
    "flush": _settled,
    "aflush": _asettled,
    "close": _settled,
    "aclose": _asettled,
    "stats": _settled,
}
