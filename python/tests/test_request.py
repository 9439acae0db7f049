"""The context of a request: what it tells is laid under what the shop describes."""

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
from conftest import event

from tiktok_capi import Client, _request
from tiktok_capi._request import current, entered, merged

CONTEXT: dict[str, Any] = {
    "user": {"ip": "8.8.8.8", "ttclid": "click"},
    "page": {"url": "https://shop.example/seen", "referrer": "https://search.example/"},
    "consent": {"gpc": True},
}
CLIENT = Client(pixel_code="C4A")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, CONTEXT),
        ({"user": {"ip": "1.1.1.1"}}, CONTEXT | {"user": {"ip": "1.1.1.1", "ttclid": "click"}}),
        ({"user": {"ip": None, "email": "a@b.de"}}, CONTEXT | {"user": CONTEXT["user"] | {"email": "a@b.de"}}),
        ({"user": None, "page": "", "consent": " "}, CONTEXT),
        ({"consent": {}}, CONTEXT),
        ({"consent": {"tcf": None, "google": {"ad_storage": " "}}}, CONTEXT),
        ({"consent": UserDict({"tcf": ""})}, CONTEXT),
        ({"consent": {"gpc": False}}, CONTEXT | {"consent": {"gpc": False}}),
        ({"page": {"url": "https://own.example/"}}, CONTEXT | {"page": CONTEXT["page"] | {"url": "https://own.example/"}}),
        ({"consent": "granted"}, CONTEXT | {"consent": "granted"}),
        ({"consent": {"tcf": "x"}}, CONTEXT | {"consent": {"tcf": "x"}}),
        ({"user": UserDict({"ip": "1.1.1.1"})}, CONTEXT | {"user": {"ip": "1.1.1.1", "ttclid": "click"}}),
        ({"user": "a mistake"}, CONTEXT | {"user": "a mistake"}),
    ],
)
def test_what_the_shop_says_wins(own: dict[str, Any], expected: dict[str, Any]) -> None:
    assert merged({"event": "Contact", **own}, CONTEXT) == {"event": "Contact", **expected}
    assert merged(json.dumps({"event": "Contact"}).encode(), CONTEXT) == {"event": "Contact", **CONTEXT}


@dataclass
class Contact:
    event: str = "Contact"
    user: dict[str, str] = field(default_factory=lambda: {"ip": "1.1.1.1"})


def test_a_record_is_completed_too() -> None:
    assert merged(Contact(), CONTEXT)["user"] == {"ip": "1.1.1.1", "ttclid": "click"}  # type: ignore[call-overload, index]


@pytest.mark.parametrize("broken", [b"{", b'{"event":"a","event":"b"}', b"[NaN]", b"\xff", b"[" * 100_000, "text", None, 5])
def test_what_is_no_event_is_left_to_the_core(broken: Any) -> None:
    assert merged(broken, CONTEXT) is broken


def test_numbers_of_a_json_text_stay_exact() -> None:
    text = b'{"event":"Contact","properties":{"value":12345678901234.56,"big":9007199254740993}}'
    before, after = (CLIENT.explain(each).problems for each in (text, merged(text, {"user": {"ttp": "t"}})))
    assert {problem.code for problem in before} - {"no_identifier"} == {problem.code for problem in after}


@pytest.mark.parametrize("digits", ["9" * 5000, "-" + "9" * 5000, "1e9999999999999999999"])
def test_a_number_without_end_does_not_escape_the_request(digits: str) -> None:
    told = merged(f'{{"event":"Contact","properties":{{"value":{digits}}}}}'.encode(), {"consent": "denied"})
    assert CLIENT.build(told) is None  # withheld


def test_the_context_is_that_of_the_request() -> None:
    assert current() is None
    with entered({"user": {"ttp": "outer"}}):
        with entered({"user": {"ttp": "inner"}}):
            assert current() == {"user": {"ttp": "inner"}}
            inherited = copy_context()
        assert current() == {"user": {"ttp": "outer"}}
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(current).result() is None
            assert threads.submit(inherited.run, current).result() == {"user": {"ttp": "inner"}}
    assert current() is None


def test_requests_at_once_do_not_see_each_other() -> None:
    async def request(n: int) -> Any:
        with entered({"user": {"ttp": str(n)}}):
            await asyncio.sleep(0.001)
            return (current() or {})["user"]["ttp"]

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(request(n) for n in range(50)))

    assert asyncio.run(all_of_them()) == [str(n) for n in range(50)]


LANDING = "https://shop.example/?ttclid=E.C.P.abc"


def read(client: Client = CLIENT, cookie: str = "", gpc: bool = False, **options: Any) -> dict[str, Any]:
    headers = [(b"cookie", cookie.encode())] + ([(b"sec-gpc", b"1")] if gpc else [])
    return _request.read(client, url=LANDING, headers=headers, remote_addr="8.8.8.8", **options)


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
    assert told.get("consent") == consent
    assert [each["name"] for each in told["cookies"]] == (["ttclid"] if is_set else [])


def test_signals_of_google_consent_mode_join_the_others() -> None:
    google = {"google": {"ad_storage": "denied"}}
    told = read(cookie="usprivacy=1YNN", consent=lambda cookies: google)  # type: ignore[arg-type]
    assert told["consent"] == {"us_privacy": "1YNN", **google} and told["cookies"] == []
    assert CLIENT.build(merged(event(), told)) is None


@pytest.mark.parametrize("blank", [{}, {"gpc": None}, {"gpc": " ", "google": {"ad_storage": None}}])
def test_blank_signals_of_the_shop_hide_none_of_the_browser(blank: Any) -> None:
    assert read(gpc=True, consent=lambda cookies: blank)["consent"] == {"gpc": True}
    assert "consent" not in read(consent=lambda cookies: blank)
    both = read(gpc=True, consent=lambda cookies: {**blank, "us_privacy": "1YNN"})
    assert both["consent"] == {"gpc": True, "us_privacy": "1YNN"}


def test_a_visitor_cannot_fail_an_order() -> None:
    told = read(cookie="__gpp=\xff\xfe; euconsent-v2=💥; own=\ud800".encode("utf-8", "surrogatepass").decode("latin-1"))
    assert CLIENT.build(merged(event(), told)) is None


def test_an_error_of_the_shops_own_function_serves_the_page(caplog: pytest.LogCaptureFixture) -> None:
    def broken(cookies: Any) -> Any:
        raise LookupError(f"canary {cookies}")

    with caplog.at_level(logging.INFO):
        assert read(cookie="own=canary", consent=broken) == {"consent": "denied"}
    assert "LookupError" in caplog.text and "canary" not in caplog.text
