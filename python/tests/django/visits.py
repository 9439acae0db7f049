"""The middleware: what is read of a request, which cookie is set, the three hooks, and that it never breaks a page."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory
from support import AGENT, AWAITED, HEADERS, VISITOR

from tiktok_capi import Client as Capi
from tiktok_capi import django
from tiktok_capi._request import current
from tiktok_capi.django.middleware import TikTokCapiMiddleware
from tiktok_capi.testing import assert_tracked

CAME = "/who?ttclid=E.C.P.a%2Fb%3D"


def test_a_request_is_read(client: Client) -> None:
    told = client.get(CAME, **VISITOR).json()
    assert told["user"] == {"ip": "81.2.69.142", "ttclid": "E.C.P.a/b=", "user_agent": AGENT}
    assert told["page"]["url"].startswith("http://shop.example/who") and "cookies" not in told
    assert django.visitor() == {}


def test_so_is_one_of_an_asynchronous_view() -> None:
    answer = asyncio.run(AsyncClient().get("/who-awaited?ttclid=E.C.P.abc", **AWAITED))
    assert json.loads(answer.content)["user"]["ttclid"] == "E.C.P.abc"
    assert answer.cookies["ttclid"].value == "E.C.P.abc"


def test_both_kinds_of_view_work_under_both_kinds_of_server(client: Client) -> None:
    assert client.get("/who-awaited?ttclid=E.C.P.abc", **VISITOR).json()["user"]["ttclid"] == "E.C.P.abc"
    answer = asyncio.run(AsyncClient().get(CAME, **AWAITED))
    assert json.loads(answer.content)["user"]["ttclid"] == "E.C.P.a/b="


def test_what_is_read_is_there_for_code_that_knows_no_django(rf: RequestFactory) -> None:
    found = []
    middleware = TikTokCapiMiddleware(lambda request: found.append(current()) or HttpResponse())
    middleware(rf.get(CAME, **VISITOR))
    assert found[0].told["user"]["ttclid"] == "E.C.P.a/b=" and current() is None


def test_requests_do_not_mix() -> None:
    async def both() -> list[Any]:
        return await asyncio.gather(*(AsyncClient().get(f"/who-awaited?ttclid=E.C.P.{n}", **AWAITED) for n in range(8)))

    told = [json.loads(answer.content)["user"]["ttclid"] for answer in asyncio.run(both())]
    assert told == [f"E.C.P.{n}" for n in range(8)]


def test_the_click_id_is_kept_and_comes_back_as_it_was(client: Client) -> None:
    answer = client.get(CAME, **VISITOR, secure=True)
    cookie = answer.cookies["ttclid"]
    assert (cookie["max-age"], cookie["samesite"], cookie["secure"]) == (2592000, "Lax", True)
    assert "ttclid=E.C.P.a/b=;" in cookie.OutputString() + ";"  # no quotes: the Pixel would take them for its own
    assert answer["Vary"] == "Cookie, Sec-GPC"
    assert client.get("/who", **VISITOR).json()["user"]["ttclid"] == "E.C.P.a/b="
    assert "ttclid" not in client.get(CAME, **VISITOR).cookies  # it has it already


@pytest.mark.parametrize(
    ("consent", "is_set"), [("granted", True), ("", True), ("denied", False), ("opted_out", False)]
)
def test_a_cookie_is_set_only_where_consent_allows(client: Client, consent: str, is_set: bool) -> None:
    client.cookies["consent"] = consent
    assert ("ttclid" in client.get(CAME, **VISITOR).cookies) is is_set


def test_no_cookie_before_a_choice_where_one_is_required(configure: Any, client: Client) -> None:
    configure(require_consent=True)
    assert "ttclid" not in client.get(CAME, **VISITOR).cookies
    client.cookies["consent"] = "granted"
    assert "ttclid" in client.get(CAME, **VISITOR).cookies


def test_what_consent_tools_leave_behind_is_read(client: Client) -> None:
    client.cookies["usprivacy"] = "1YYN"
    answer = client.get(CAME, headers=HEADERS | {"sec-gpc": "1"})
    assert answer.json()["consent"] == {"gpc": True, "us_privacy": "1YYN"} and "ttclid" not in answer.cookies


def google(request: HttpRequest) -> Any:
    """A consent tool's own cookie, as the hook CONSENT reads it."""
    allowed = request.COOKIES.get("tool")
    return allowed and {"google": {"ad_storage": allowed, "ad_user_data": allowed}}


@pytest.mark.parametrize("hook", ["visits.google", google])
def test_a_consent_tool_of_another_kind(configure: Any, client: Client, hook: Any) -> None:
    configure(CONSENT=hook, require_consent=True)
    assert "consent" not in client.get(CAME, **VISITOR).json()
    client.cookies["tool"] = "granted"
    answer = client.get(CAME, **VISITOR)
    assert answer.json()["consent"]["google"]["ad_storage"] == "granted" and "ttclid" in answer.cookies
    client.cookies["tool"] = "denied"
    client.cookies["ttclid"] = ""
    assert "ttclid" not in client.get(CAME, **VISITOR).cookies


def test_some_requests_are_no_visits(configure: Any, client: Client) -> None:
    configure(REQUEST_FILTER=lambda request: request.path != "/who", EXTRA=lambda request: {"user": {"ttp": "t1"}})
    answer = client.get(CAME, **VISITOR)
    assert answer.json() == {} and "ttclid" not in answer.cookies


def test_what_the_shop_knows_goes_into_every_event(configure: Any, client: Client) -> None:
    configure(EXTRA=lambda request: {"user": {"external_id": "u-1", "ip": "8.8.8.8"}})
    told = client.get(CAME, **VISITOR).json()
    assert told["user"]["external_id"] == "u-1" and told["user"]["ip"] == "8.8.8.8" and told["user"]["ttclid"]


class Level(Enum):
    GOLD = "gold"


def test_what_the_shop_knows_can_be_kept_as_json(configure: Any, client: Client) -> None:
    key, day = UUID("e26ef224-15c0-5956-8cbb-6eaab9bb7cab"), date(2026, 1, 1)
    configure(EXTRA=lambda request: {"user": {"external_id": [key]}, "properties": {"since": day, "level": Level.GOLD}})
    told = django.visitor(RequestFactory().get("/", **VISITOR))
    assert json.loads(json.dumps(told))["user"]["external_id"] == [str(key)]
    assert django.describe("Contact", visitor=told)["user"]["external_id"] == [str(key)]
    assert told["properties"] == {"since": "2026-01-01", "level": "gold"}


def test_every_member_that_the_shop_knows_goes_under_its_events(configure: Any, tiktok_outbox: list[Any]) -> None:
    extra = {"user": {"external_id": "u-1"}, "properties": {"shop": "north", "value": 5}, "limited_data_use": True}
    configure(EXTRA=lambda request: extra)
    request = RequestFactory().get("/?ttclid=X", **VISITOR)
    django.track("Contact", request=request, properties={"value": 1, "currency": "GBP"}, user={"ip": "8.8.8.8"})
    told = assert_tracked("Contact", external_id="u-1", ttclid="X", ip="8.8.8.8", value=1, limited_data_use=True)
    assert told["properties"]["shop"] == "north"
    html = django.event_html("Contact", request, key=1, properties={"currency": "GBP"})
    assert '"shop":"north"' in html and '"value":5' in html


@pytest.mark.parametrize("extra", [[1], "text", 5])
def test_what_is_no_object_adds_nothing(configure: Any, tiktok_outbox: list[Any], extra: Any, caplog: Any) -> None:
    configure(EXTRA=lambda request: extra)
    request = RequestFactory().get("/?ttclid=X", **VISITOR)
    django.track("Contact", request=request)
    assert_tracked("Contact", ttclid="X")
    assert "EXTRA" in caplog.text


@pytest.mark.parametrize(
    ("changed", "cookie", "is_sent"),
    [
        ({"consent_tool": "onetrust"}, "OptanonConsent=groups=C0004%3A1", True),
        ({"consent_tool": "onetrust"}, "OptanonConsent=groups=C0004%3A0", False),
        ({"consent_tool": "onetrust", "consent_category": "C0002"}, "OptanonConsent=groups=C0002%3A1", True),
        ({"consent_cookie": "own", "CONSENT_COOKIE": None}, "own=granted", True),
        ({"consent_cookie": "own", "CONSENT_COOKIE": None}, "own=denied", False),
        ({"consent_tool": "onetrust"}, "consent=denied; OptanonConsent=groups=C0004%3A1", False),
    ],
)
def test_the_clients_options_name_who_tells_of_consent(
    configure: Any, tiktok_outbox: list[Any], changed: Any, cookie: str, is_sent: bool
) -> None:
    configure(require_consent=True, **changed)
    request = RequestFactory().get("/", headers=HEADERS | {"cookie": cookie})
    django.track("Contact", request=request)
    assert bool(django.pixel_html(request)) is bool(tiktok_outbox) is is_sent


def test_a_consent_that_cannot_be_read_is_told_once_a_request_by_its_name(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.cookies["consent"] = "canary"
    answer = client.get("/page?ttclid=X", **VISITOR)
    assert b"<script" not in answer.content and "ttclid" not in answer.cookies
    (told,) = [record for record in caplog.records if record.name.startswith("tiktok_capi")]
    assert told.levelname == "WARNING" and "(consent)" in told.getMessage() and "canary" not in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hook", ["REQUEST_FILTER", "CONSENT"])
def test_a_function_of_the_shops_may_ask_the_database(
    tiktok_outbox: list[Any], configure: Any, caplog: pytest.LogCaptureFixture, hook: str
) -> None:
    def asks(request: HttpRequest) -> Any:
        with connection.cursor() as cursor:  # as `request.user` does
            cursor.execute("SELECT 'granted'")
            return cursor.fetchone()[0]

    configure(**{hook: asks})
    asyncio.run(AsyncClient().get("/contact?ttclid=X", **AWAITED))
    assert [each["user"]["ttclid"] for each in tiktok_outbox] == ["X"] and caplog.text == ""


async def awaited(request: HttpRequest) -> str:
    return "granted"


@pytest.mark.parametrize("hook", ["CONSENT", "REQUEST_FILTER", "EXTRA"])
def test_a_function_that_would_have_to_be_awaited_is_not_called(
    configure: Any, client: Client, caplog: pytest.LogCaptureFixture, hook: str
) -> None:
    configure(**{hook: awaited})
    assert client.get("/who", **VISITOR).json().get("consent") == (None if hook == "EXTRA" else "denied")
    assert ("invalid_option" if hook == "EXTRA" else "ConfigError") in caplog.text


def test_a_request_is_read_once(configure: Any, client: Client) -> None:
    asked: list[str] = []
    configure(CONSENT=lambda request: asked.append(request.path))
    client.get("/page", **VISITOR)
    assert asked == ["/page"]


def test_the_shop_is_asked_only_when_there_is_an_event(configure: Any, client: Client) -> None:
    asked: list[str] = []
    configure(EXTRA=lambda request: asked.append(request.path))
    client.get("/nowhere", **VISITOR)
    assert asked == []
    client.get("/who", **VISITOR)
    assert asked == ["/who"]


def test_a_client_of_the_shops_own(configure: Any) -> None:
    own = Capi(pixel_code="OWN", access_token="t")
    configure(CLIENT=own)
    assert django.client() is own
    configure(CLIENT=lambda: own)
    assert django.client() is own is django.client()


def test_all_threads_share_one_client(configure: Any) -> None:
    made: list[Capi] = []

    def make() -> Capi:
        made.append(Capi())
        time.sleep(0.05)  # so that all threads are there before there is one
        return made[0]

    configure(CLIENT=make)
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: django.client(), range(8)))
    assert found == {made[0]} and len(made) == 1


@pytest.mark.parametrize("hook", ["CONSENT", "REQUEST_FILTER", "EXTRA"])
def test_a_page_is_served_though_a_function_of_the_shops_fails(
    configure: Any, client: Client, caplog: pytest.LogCaptureFixture, hook: str
) -> None:
    def broken(request: HttpRequest) -> None:
        raise LookupError("canary")

    configure(**{hook: broken})
    answer = client.get(CAME, **VISITOR)
    assert answer.status_code == 200 and ("ttclid" in answer.cookies) is (hook == "EXTRA")
    assert "LookupError" in caplog.text and "canary" not in caplog.text


def test_a_page_is_served_though_a_setting_is_wrong(
    configure: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    configure(pixel_cod="C4A")
    with caplog.at_level(logging.ERROR):
        assert client.get(CAME, **VISITOR).status_code == 200
    assert "ConfigError" in caplog.text
    assert client.get("/page", **VISITOR).status_code == 200


def test_a_host_that_is_not_allowed_is_djangos_affair(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/who", headers=HEADERS | {"host": "canary.example"})
    assert answer.status_code == 200 and answer.json() == {"consent": "denied"}
    told = [record.getMessage() for record in caplog.records if record.name.startswith("tiktok_capi")]
    assert told and "canary" not in "".join(told)
