"""Planted identifiers and the token are in nothing that could be shown, logged or traced."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import subprocess
import sys
import traceback
from collections import UserDict
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from conftest import TOKEN, Service, event

from tiktok_capi import CapiError, Client, ConfigError, InternalError, _native, context, describe, event_id, hash, normalize
from tiktok_capi.asgi import Conversions

PLANTED = {
    "email": "canary.person@example.com",
    "phone": "+1 213 555 0142",
    "external_id": "canary-customer-77",
    "first_name": "Canaria",
    "ip": "203.0.113.7x-canary",
    "ttclid": "E.C.P.canary-click",
}
WORDS = ("canary", "Canary", "Canaria", "CANARIA", "5550142", "555 0142", TOKEN)


def is_clean(*shown: object) -> None:
    text = "\n".join(f"{each!r} {each}" for each in shown)
    assert [word for word in WORDS if word in text] == []


def test_answers_are_clean(service: Service) -> None:
    service.answer = lambda body: (200, {"code": 40002, "message": "bad canary.person@example.com", "request_id": "r"})
    client = service.client()
    described = event(user=PLANTED, event_id="canary-order-1")
    receipt = client.track(described)
    is_clean(client, receipt, receipt.results, receipt.error)
    assert receipt.results[0].api_message == "bad canary.person@example.com"  # reachable on purpose
    is_clean(client.pixel(described))
    is_clean(client.explain(event(user=PLANTED)))
    is_clean(client.explain(event(user=PLANTED)).json)


ERRORS: dict[str, Callable[[], Any]] = {
    "refused": lambda: Client(strict=True).build(event(user=PLANTED | {"email": "canary at example"})),
    "unknown key": lambda: Client(strict=True).build(event(user={"canary.person@example.com": 1})),
    "broken json": lambda: Client().build(b'{"user": "canary.person@example.com'),
    "unknown option": lambda: Client(**{TOKEN: "x"}),  # type: ignore[misc]
    "wrong option": lambda: Client(access_token=f"{TOKEN} with a space"),
    "wrong endpoint": lambda: Client(endpoint=f"http://canary:{TOKEN}@tiktok.example/"),
    "wrong proxy": lambda: Client(proxy=f"nonsense://canary:{TOKEN}"),
    "wrong value": lambda: normalize("email", "canary at example"),
    "refused by the outbox": lambda: Client(pixel_code="C4A", access_token=TOKEN).enqueue(
        event(user=PLANTED, event="canary person")
    ),
    "no outbox": lambda: Client(pixel_code="C4A", access_token=TOKEN, outbox="/nowhere/outbox.db").enqueue(
        event(user=PLANTED)
    ),
    "wrong region": lambda: hash("phone", "5550142", "canary"),
    "wrong field": lambda: hash("canary", "x"),  # type: ignore[arg-type]
    "wrong key": lambda: event_id("Purchase", ["canary"]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_clean(name: str) -> None:
    with pytest.raises(CapiError) as raised:
        ERRORS[name]()
    error = raised.value
    is_clean(error, error.args, vars(error))
    own = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in own.stack if "tiktok_capi" in frame.filename]
    if isinstance(error, ConfigError) and "option" in name:
        is_clean(*(frame.locals for frame in ours))
    assert pickle.loads(pickle.dumps(error)).args == error.args


class Raising(UserDict[str, Any]):
    """An object of the caller's own that raises in the middle of the walk."""

    def items(self) -> Any:
        raise LookupError("the caller's own")


def shop() -> Client:
    return Client(pixel_code="C4A", access_token=TOKEN, outbox="/nowhere/outbox.db")


REFUSED = event(user=PLANTED, event="canary person")
REQUEST: Any = {"url": "https://shop.example/?ttclid=canary", "headers": {"cookie": "_ttp=canary"}}
FAILING: dict[str, Callable[[], Any]] = {
    **{name: lambda verb=name: getattr(shop(), verb)(REFUSED, visitor={"user": PLANTED}) for name in ("build", "pixel", "track")},
    "explain": lambda: shop().explain(event(user=PLANTED, page=Raising()), visitor={"user": PLANTED}),
    "walk": lambda: shop().build(event(user=PLANTED, page={"own": [Raising()]})),
    "no id": lambda: Client().track([event(user=PLANTED)] * 2),
    "no outbox": lambda: shop().enqueue(event(user=PLANTED), visitor={"user": PLANTED}),
    "no visitor": lambda: shop().track(event(user=PLANTED), visitor="canary"),  # type: ignore[arg-type]
    "deliver": lambda: shop().deliver('{"user": "canary"}'),
    "visitor": lambda: shop().visitor(**REQUEST, consent=Raising(PLANTED)),
    "request": lambda: shop().visitor(**REQUEST | {"headers": [("cookie", "canary"), None]}),
    "context": lambda: context(**REQUEST | {"headers": [("cookie", "canary"), None]}),
    "normalize": lambda: normalize("email", "canary at example"),
    "hash": lambda: hash("phone", "canary", "canary"),
    "describe": lambda: describe("shopify", "canary"),
    "atrack": lambda: asyncio.run(shop().atrack(REFUSED)),
    "aenqueue": lambda: asyncio.run(shop().aenqueue(event(user=PLANTED))),
    "adeliver": lambda: asyncio.run(shop().adeliver('{"user": "canary"}')),
    "conversions": lambda: Conversions(shop()).enqueue(event(user=PLANTED)),
    "pair": lambda: Conversions(shop()).pair(REFUSED),
    "conversions awaited": lambda: asyncio.run(Conversions(shop()).atrack(REFUSED)),
}


def frames(error: BaseException | None) -> Iterator[FrameType]:
    while error is not None:
        yield from (frame for frame, _ in traceback.walk_tb(error.__traceback__))
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", FAILING)
def test_reports_of_an_error_find_no_event_in_our_frames(name: str) -> None:
    with pytest.raises((CapiError, LookupError, TypeError)) as raised:
        FAILING[name]()
    found = list(frames(raised.value))
    ours = [frame for frame in found if frame.f_globals["__name__"].startswith("tiktok_capi")]
    assert ours and any(REFUSED is value or "canary" in repr(value) for frame in found for value in frame.f_locals.values())
    is_clean(*(value for frame in ours for value in frame.f_locals.values()))


def test_a_panic_becomes_an_ordinary_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InternalError) as raised:
        getattr(_native, "_panic_for_test")("canary.person@example.com")
    is_clean(raised.value, *capfd.readouterr())
    assert isinstance(raised.value, Exception) and raised.value.code == "internal_error"
    assert Client().build(event()) is not None


def test_a_client_cannot_be_written_down(service: Service) -> None:
    client = service.client()
    with pytest.raises(TypeError) as raised:
        pickle.dumps(client)
    is_clean(raised.value)
    assert copy.copy(client).track(event()).ok
    is_clean([getattr(client, name) for name in dir(client) if not callable(getattr(client, name))])


def test_nothing_is_logged(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.NOTSET):
        service.client().track(event(user=PLANTED))
    is_clean(caplog.text, *capfd.readouterr())


@pytest.mark.parametrize("verb", ["track", "enqueue"])
def test_no_logger_of_the_environment_shows_anything(service: Service, verb: str) -> None:
    script = (
        "from tiktok_capi import Client\n"
        f"Client(pixel_code='C4A', access_token={TOKEN!r}, endpoint={service.endpoint!r})"
        f".{verb}({event(user=PLANTED)!r})"
    )
    environment = {"RUST_LOG": "trace", "RUST_BACKTRACE": "1", "PATH": ""}
    told = subprocess.run(
        [sys.executable, "-I", "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert (told.stdout, told.stderr) == ("", "")
