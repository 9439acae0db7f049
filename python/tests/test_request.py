"""The visitor of a request: read once, laid under what the shop describes, and never in the way of a page."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import UserDict
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import Service, event

from tiktok_capi import Client, ConfigError, InvalidEvent, Visitor, _request
from tiktok_capi._request import current, entered

CLIENT = Client(pixel_code="C4A")
LANDING = "https://shop.example/?ttclid=E.C.P.abc"


def visitor(**told: Any) -> Visitor:
    return Visitor(told, allowed=True, limited_data_use=False, cookies=(), unreadable=None)


KNOWN = visitor(user={"ip": "8.8.8.8", "ttclid": "click"}, page={"url": "https://shop.example/seen"})


@dataclass
class Contact:
    event: str = "Contact"
    event_id: str = "e1"
    user: dict[str, str] = field(default_factory=lambda: {"ip": "1.1.1.1"})


@pytest.mark.parametrize(
    "described",
    [
        {"event": "Contact", "event_id": "e1", "user": {"ip": "1.1.1.1"}},
        {"event": "Contact", "event_id": "e1", "user": UserDict({"ip": "1.1.1.1", "ttclid": None}), "page": " "},
        b'{"event": "Contact", "event_id": "e1", "user": {"ip": "1.1.1.1", "ttclid": "\\ufeff"}}',
        Contact(),
    ],
)
def test_every_verb_lays_the_visitor_under_every_shape_of_event(service: Service, described: Any) -> None:
    client = service.client(now=1767225600)
    expected = client.build(event(user={"ip": "1.1.1.1", "ttclid": "click"}, page=KNOWN.told["page"]))
    for known in (KNOWN, KNOWN.told, UserDict(KNOWN.told)):
        assert client.build(described, visitor=known) == expected
        assert "click" not in str(client.explain(described, visitor=known)) and client.pixel(described, visitor=known)
        assert client.track(described, visitor=known).ok and client.track([described], visitor=known).ok
        assert client.enqueue(described, visitor=known).ok and client.enqueue([described], visitor=known).ok
        assert asyncio.run(client.atrack(described, visitor=known)).ok
        assert asyncio.run(client.aenqueue([described], visitor=known)).ok
    assert client.close(60).waiting == 0
    assert len(service.sent()) == 18 and all(each == service.sent()[0] for each in service.sent())
    assert expected is not None and json.loads(expected) == service.sent()[0]


def test_what_the_visitor_denies_is_withheld_unless_the_event_says_otherwise() -> None:
    denied = visitor(consent="denied")
    for absent in (event(), event(consent={"google": {"ad_storage": " "}}), event(consent={}), event(consent=UserDict(tcf=""))):
        assert CLIENT.build(absent, visitor=denied) is None is CLIENT.pixel(absent, visitor=denied)
        assert CLIENT.explain(absent, visitor=denied).outcome == "withheld"
    assert CLIENT.build(event(consent="granted"), visitor=denied) is not None


@pytest.mark.parametrize("wrong", ["denied", b'{"consent":"denied"}', [KNOWN.told], 5, True])
def test_a_visitor_that_is_none_is_told_and_not_dropped(wrong: Any) -> None:
    for verb in (CLIENT.build, CLIENT.explain, CLIENT.pixel, CLIENT.track, CLIENT.enqueue):
        with pytest.raises(ConfigError) as raised:
            verb(event(), visitor=wrong)  # type: ignore[operator]
        assert (raised.value.code, raised.value.option) == ("invalid_argument", "visitor")


@pytest.mark.parametrize("broken", [b"{", b'{"event":"a","event":"b"}', b"[NaN]", b"\xff", b"[" * 100_000, "text", None, 5])
def test_what_is_no_event_is_refused_as_ever(broken: Any) -> None:
    codes = []
    for known in (None, KNOWN):
        with pytest.raises(InvalidEvent) as raised:
            CLIENT.build(broken, visitor=known)
        codes.append([problem.code for problem in raised.value.problems])
    assert codes[0] == codes[1]


def test_a_visitor_shows_nothing_personal() -> None:
    told = CLIENT.visitor(url=LANDING, headers={"Cookie": "usprivacy=canary; _ttp=canary"}, remote_addr="8.8.8.8")
    assert repr(told) == str(told) == "Visitor(allowed=False, limited_data_use=False, unreadable='usprivacy')"


def test_a_visitor_is_told_by_the_shop_too() -> None:
    assert CLIENT.visitor(consent="denied").told == {"consent": "denied"}
    assert not CLIENT.visitor(headers=[(b"cookie", b"own=denied")], consent_cookie="own").allowed
    assert Client(consent_cookie="own").visitor(headers={"Cookie": ["own=opted_out"]}).limited_data_use
    for odd in (True, 1, ["granted"], object(), "perhaps"):
        told = CLIENT.visitor(consent=odd)  # type: ignore[arg-type]
        assert (told.allowed, told.unreadable) == (False, "consent")


@pytest.mark.parametrize(
    ("options", "cookie", "allowed", "unreadable"),
    [
        ({"consent_tool": "onetrust"}, "OptanonConsent=groups=C0004%3A1", True, None),
        ({"consent_tool": "onetrust"}, "OptanonConsent=groups=C0004%3A0", False, None),
        ({"consent_tool": "onetrust"}, "OptanonConsent=nonsense", False, "OptanonConsent"),
        ({"consent_tool": "klaro", "consent_category": "tiktok"}, "klaro=%7B%22tiktok%22%3Atrue%7D", True, None),
        ({"consent_cookie": "own"}, "own=granted", True, None),
        ({"consent_cookie": "own"}, "own=nonsense", False, "own"),
        ({"consent_cookie": "own", "require_consent": True}, "", False, None),
    ],
)
def test_the_options_of_the_client_name_who_tells_of_consent(
    caplog: pytest.LogCaptureFixture, options: Any, cookie: str, allowed: bool, unreadable: str | None
) -> None:
    told = read(Client(**options), cookie)
    assert (told.allowed, told.unreadable) == (allowed, unreadable)
    assert [record.levelname for record in caplog.records] == (["WARNING"] if unreadable else [])
    assert (unreadable or "") in caplog.text and "nonsense" not in caplog.text


def test_the_visitor_is_that_of_the_request() -> None:
    outer, inner = visitor(user={"ttp": "outer"}), visitor(user={"ttp": "inner"})
    assert current() is None
    with entered(outer):
        with entered(inner):
            assert current() is inner
            inherited = copy_context()
        assert current() is outer
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(current).result() is None
            assert threads.submit(inherited.run, current).result() is inner
    assert current() is None


def test_requests_at_once_do_not_see_each_other() -> None:
    async def request(n: int) -> Any:
        with entered(visitor(n=n)):
            await asyncio.sleep(0.001)
            told = current()
            return told and told.told["n"]

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(request(n) for n in range(50)))

    assert asyncio.run(all_of_them()) == list(range(50))


def read(client: Client = CLIENT, cookie: str = "", gpc: bool = False, **options: Any) -> Visitor:
    headers = [(b"cookie", cookie.encode())] + ([(b"sec-gpc", b"1")] if gpc else [])
    return _request.read(client, headers, url=LANDING, remote_addr="8.8.8.8", **options)


@pytest.mark.parametrize(
    ("cookie", "gpc", "options", "consent", "is_set"),
    [
        ("", False, {}, None, True),
        ("", True, {}, {"gpc": True}, False),
        ("", True, {"opt_out_mode": "limited_data_use"}, {"gpc": True}, True),
        ("", False, {"require_consent": True}, None, False),
        ("", False, {"consent": "denied"}, None, False),
        ("own=denied", False, {}, "denied", False),
        ("own=granted", False, {"require_consent": True}, "granted", True),
        ("own=granted", True, {}, {"gpc": True, "word": "granted"}, False),
        ("own=granted; usprivacy=1YNN", False, {"require_consent": True}, {"us_privacy": "1YNN", "word": "granted"}, True),
        ("own=opted_out; usprivacy=1YNN", False, {}, {"us_privacy": "1YNN", "word": "opted_out"}, False),
        ("own=denied", True, {}, {"gpc": True, "word": "denied"}, False),
        ("own=nonsense", True, {}, "denied", False),
        ("usprivacy=1YNN", False, {"require_consent": True}, {"us_privacy": "1YNN"}, False),
        ("own=nonsense", False, {}, "denied", False),
        ("own=", False, {}, None, True),
        ("euconsent-v2=nonsense", False, {}, "denied", False),
        ("usprivacy=1YNN", False, {}, {"us_privacy": "1YNN"}, True),
    ],
)
def test_the_cookie_of_the_click_id_follows_the_consent(
    cookie: str, gpc: bool, options: dict[str, Any], consent: Any, is_set: bool
) -> None:
    told = read(Client(**options), cookie, gpc, consent=lambda cookies: cookies.get("own"))
    assert told.told.get("consent") == consent
    assert [each["name"] for each in told.cookies] == (["ttclid"] if is_set else [])


def test_signals_of_google_consent_mode_join_the_others() -> None:
    google = {"google": {"ad_storage": "denied"}}
    told = read(cookie="usprivacy=1YNN", consent=lambda cookies: google)  # type: ignore[arg-type]
    assert told.told["consent"] == {"us_privacy": "1YNN", **google} and told.cookies == ()
    assert CLIENT.build(event(), visitor=told) is None


@pytest.mark.parametrize("blank", [{}, {"gpc": None}, {"gpc": " ", "google": {"ad_storage": None}}])
def test_blank_signals_of_the_shop_hide_none_of_the_browser(blank: Any) -> None:
    assert read(gpc=True, consent=lambda cookies: blank).told["consent"] == {"gpc": True}
    assert "consent" not in read(consent=lambda cookies: blank).told
    both = read(gpc=True, consent=lambda cookies: {**blank, "us_privacy": "1YNN"})
    assert both.told["consent"] == {"gpc": True, "us_privacy": "1YNN"}


def test_a_visitor_cannot_fail_an_order() -> None:
    told = read(cookie="__gpp=\xff\xfe; euconsent-v2=💥; own=\ud800".encode("utf-8", "surrogatepass").decode("latin-1"))
    assert CLIENT.build(event(), visitor=told) is None


def test_an_error_of_the_shops_own_function_serves_the_page(caplog: pytest.LogCaptureFixture) -> None:
    def broken(cookies: Any) -> Any:
        raise LookupError(f"canary {cookies}")

    with caplog.at_level(logging.INFO):
        told = read(cookie="own=canary", consent=broken)
    assert (told.told, told.allowed, told.cookies) == ({"consent": "denied"}, False, ())
    assert "LookupError" in caplog.text and "canary" not in caplog.text


def test_a_function_of_the_shops_is_asked_about_the_first_cookie_of_each_name() -> None:
    asked: list[Any] = []
    read(cookie='own="a b"; other=; own=second; nothing', consent=asked.append)
    assert asked == [{"own": "a b", "other": ""}]
