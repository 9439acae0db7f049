"""`track`: on commit, with the visitor's context, and never a failure of the caller's."""

from __future__ import annotations

import asyncio
import logging
from collections import UserDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import AsyncClient, Client, RequestFactory
from django.utils.translation import gettext_lazy, override
from project import PURCHASE
from support import AGENT, AWAITED, HEADERS, VISITOR, Sandbox

from tiktok_capi import event_id
from tiktok_capi.django import client, describe, track, visitor
from tiktok_capi.django._visit import answering
from tiktok_capi.testing import assert_tracked

CAME = "/buy?ttclid=E.C.P.abc"


@pytest.mark.django_db(transaction=True)
def test_a_purchase_is_reported_once_it_is_committed(sandbox: Sandbox, configure: Any, client: Client) -> None:
    configure(endpoint=sandbox.address)
    answer = client.get(CAME, **VISITOR)
    (seen,) = sandbox.wait_for(1)
    assert answer.content.decode() == event_id("Purchase", "4711") == seen["event_id"]
    assert {"email", "ip_user_agent", "ttclid"} <= set(seen["match_keys"]) and seen["findings"] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_no_conversion(tiktok_outbox: list[Any], client: Client) -> None:
    client.get("/buy?undo=1", **VISITOR)
    assert tiktok_outbox == []
    client.get("/buy", **VISITOR)
    assert [each["event"] for each in tiktok_outbox] == ["Purchase"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_reported_before_the_outermost_commit(tiktok_outbox: list[Any]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            track("Purchase", key=1, **PURCHASE)
            track("Contact", on_commit=False)
        assert [each["event"] for each in tiktok_outbox] == ["Contact"]
    assert [each["event"] for each in tiktok_outbox] == ["Contact", "Purchase"]


def test_no_database_is_needed(tiktok_outbox: list[Any]) -> None:
    """pytest-django refuses every access to one here."""
    track("Contact")
    assert_tracked("Contact")


def test_an_asynchronous_view_reports_at_once(tiktok_outbox: list[Any]) -> None:
    answer = asyncio.run(AsyncClient().get("/contact?ttclid=E.C.P.abc", **AWAITED))
    tracked = assert_tracked("Contact", event_id=answer.content.decode(), ttclid="E.C.P.abc", ip="81.2.69.142")
    assert tracked["user"]["user_agent"] == AGENT


def test_the_shop_wins_over_the_request(tiktok_outbox: list[Any]) -> None:
    request = RequestFactory().get("/?ttclid=E.C.P.abc", **VISITOR)
    track(
        {"event": "Contact", "event_id": "e1", "user": {"ip": "8.8.8.8"}},
        request=request,
        properties={"value": Decimal("1.50"), "currency": "GBP"},
    )
    tracked = assert_tracked("Contact", event_id="e1", ip="8.8.8.8", ttclid="E.C.P.abc", value=1.5)
    assert tracked["page"] == {"url": "http://shop.example/?ttclid=E.C.P.abc", "referrer": HEADERS["referer"]}


def test_an_id_is_made_where_there_is_none(tiktok_outbox: list[Any]) -> None:
    made = [track("Contact"), track("Contact", event_id=""), track("Contact", event_id=" \ufeff ")]
    assert len({*made}) == 3 and [each["event_id"] for each in tiktok_outbox] == made
    assert {UUID(each).version for each in made} == {7}
    assert track("Contact", key=0) == event_id("Contact", 0)


@pytest.mark.django_db(transaction=True)
def test_the_id_that_is_told_is_the_one_that_is_sent(tiktok_outbox: list[Any]) -> None:
    with transaction.atomic():
        told = [track("Contact"), track("Contact", event_id=" e1 "), track("Contact", event_id=4711)]
    assert [each["event_id"] for each in tiktok_outbox] == told and told[1:] == ["e1", "4711"]


@pytest.mark.parametrize("unsent", [{"consent": "denied"}, {"event_time": "soon"}])
def test_the_id_of_what_is_not_sent_is_the_one_that_was_described(tiktok_outbox: list[Any], unsent: Any) -> None:
    told = [track("Contact", **unsent, **known) for known in ({"event_id": " e1 "}, {"key": 1}, {}, {"event_id": [1]})]
    assert told == ["e1", event_id("Contact", 1), "", ""] and tiktok_outbox == []


def test_an_order_may_be_paid_later(tiktok_outbox: list[Any]) -> None:
    """The context is kept with the order; the request that says that it is paid is not the visitor's."""
    kept = visitor(RequestFactory().get("/?ttclid=E.C.P.abc", **VISITOR))
    webhook = RequestFactory().post("/paid", headers={"host": "shop.example"}, REMOTE_ADDR="8.8.4.4")
    track("Purchase", key=1, visitor=kept, request=webhook, **PURCHASE)
    tracked = assert_tracked("Purchase", ip="81.2.69.142", ttclid="E.C.P.abc")
    assert tracked["page"]["url"].startswith("http://shop.example/?ttclid")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("cookie", "sent"), [("granted", 1), ("denied", 0), ("opted_out", 1), ("nonsense", 0), ("", 1)]
)
def test_the_banner_decides(tiktok_outbox: list[Any], client: Client, cookie: str, sent: int) -> None:
    client.cookies["consent"] = cookie
    assert client.get(CAME, **VISITOR).status_code == 200
    assert len(tiktok_outbox) == sent
    if cookie == "opted_out":
        assert tiktok_outbox[0]["limited_data_use"] and "user" not in tiktok_outbox[0]


@pytest.mark.django_db(transaction=True)
def test_without_a_choice_nothing_is_sent_where_consent_is_required(
    tiktok_outbox: list[Any], configure: Any, client: Client
) -> None:
    configure(require_consent=True)
    client.get(CAME, **VISITOR)
    assert tiktok_outbox == []


@pytest.mark.parametrize(
    ("wrong", "logged"),
    [({"event": "not a name"}, "invalid_event_name"), ({"event": "Contact", "consent": "maybe"}, "invalid_consent")],
)
def test_what_is_refused_is_logged_by_its_code(
    caplog: pytest.LogCaptureFixture, wrong: dict[str, Any], logged: str
) -> None:
    with caplog.at_level(logging.ERROR, "tiktok_capi.django"):
        assert track(wrong | {"event_id": "e1", "user": {"email": "canary@example.com"}}) == "e1"
    assert logged in caplog.text and "canary" not in caplog.text


@pytest.mark.parametrize("key", ["", " ", 1.5, True])
def test_a_key_that_is_none_never_fails_the_caller(
    tiktok_outbox: list[Any], caplog: pytest.LogCaptureFixture, key: Any
) -> None:
    assert track("Purchase", key=key, **PURCHASE) == "" and tiktok_outbox == []
    assert "invalid_argument" in caplog.text and "example" not in caplog.text


class Broken(UserDict[str, Any]):
    def __iter__(self) -> Any:
        raise LookupError("canary")


def test_what_the_callers_own_object_raises_never_fails_it(caplog: pytest.LogCaptureFixture) -> None:
    assert track(Broken(event="Contact")) == "" == track(None)  # type: ignore[arg-type]
    assert track("Contact", properties={"contents": [Broken()]}) == ""
    assert "LookupError" in caplog.text and "TypeError" in caplog.text and "canary" not in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_transaction", [True, False])
def test_a_client_that_cannot_be_made_never_fails_the_caller(
    configure: Any, caplog: pytest.LogCaptureFixture, in_transaction: bool
) -> None:
    def make() -> None:
        raise LookupError("canary")

    configure(CLIENT=make)
    with transaction.atomic() if in_transaction else nullcontext():
        assert track("Contact", key=1, visitor={}) == event_id("Contact", 1)
    assert "LookupError" in caplog.text and "canary" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_event_is_what_it_was_at_the_call(tiktok_outbox: list[Any]) -> None:
    lines: list[dict[str, Any]] = [{}]
    properties: dict[str, Any] = {"currency": "GBP", "contents": lines}
    with transaction.atomic():
        for number in (1, 2):
            properties["value"], lines[0]["content_id"] = number, f"sku-{number}"
            track("Purchase", key=number, properties=properties)
    told = [(each["properties"]["value"], each["properties"]["contents"][0]["content_id"]) for each in tiktok_outbox]
    assert told == [(1, "sku-1"), (2, "sku-2")]


@pytest.mark.django_db(transaction=True)
def test_the_time_of_an_event_is_that_of_the_call(configure: Any, tiktok_outbox: list[Any]) -> None:
    configure(now=1767225600)
    with transaction.atomic():
        track("Contact")
        track("Contact", event_time=1767225000)
        configure(now=1767225660)
    assert [each["event_time"] for each in tiktok_outbox] == [1767225600, 1767225000]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_transaction", [True, False])
def test_the_option_now_stands_in_for_the_clock(configure: Any, tiktok_outbox: list[Any], in_transaction: bool) -> None:
    configure(now=1767225600)
    with transaction.atomic() if in_transaction else nullcontext():
        track("Contact")
    assert tiktok_outbox[0]["event_time"] == 1767225600


def test_what_refers_to_itself_never_fails_the_caller(caplog: pytest.LogCaptureFixture) -> None:
    turn: list[Any] = []
    turn.extend([turn] * 10)
    assert track("Contact", properties={"contents": turn}) == "" and "too_deep" in caplog.text


def test_a_text_that_is_translated_late_is_translated_at_the_call(tiktok_outbox: list[Any]) -> None:
    with override("de"):
        track("Contact", properties={"description": gettext_lazy("Yes"), "contents": [{"content_name": gettext_lazy("No")}]})
    told = tiktok_outbox[0]["properties"]
    assert (told["description"], told["contents"][0]["content_name"]) == ("Ja", "Nein")


def test_a_thread_is_given_the_request(tiktok_outbox: list[Any]) -> None:
    """It inherits nothing: asked without one, `track` would not know whose event it is."""
    request = RequestFactory().get("/", headers=HEADERS | {"cookie": "consent=denied"})
    with answering(request), ThreadPoolExecutor(1) as threads:
        track("Contact")
        assert threads.submit(track, "Contact", request=request, key=1).result() == event_id("Contact", 1)
    assert tiktok_outbox == []


def test_what_fails_otherwise_is_logged_without_a_value(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise LookupError("canary")

    track("Contact", properties={"value": Broken()})
    track("Contact", consent=Broken())
    assert "canary" not in caplog.text


def test_now_waits_for_the_answer(sandbox: Sandbox, configure: Any, caplog: pytest.LogCaptureFixture) -> None:
    configure(endpoint=sandbox.address, DELIVERY="now")
    track("Contact", event_id="e1")
    assert [each["event_id"] for each in sandbox.events()] == ["e1"] and caplog.text == ""
    configure(endpoint=sandbox.address, DELIVERY="now", access_token="revoked-token")
    track("Contact", event_id="e2")
    assert "unauthorized" in caplog.text and "revoked-token" not in caplog.text


@pytest.mark.parametrize("odd", [float("nan"), object(), "\ud800", 10**30, Decimal("1.5"), {1: 2}])
def test_a_description_means_what_is_tracked(odd: Any) -> None:
    described = {"event": "Contact", "event_id": "e1", "user": {"ttp": "t"}, "properties": {"own": odd, "value": odd}}
    kept = visitor(RequestFactory().get("/", **VISITOR))
    told = client().explain(describe(described, visitor=kept))
    assert (told.event or {}).get("page") == {"url": "http://shop.example/", "referrer": HEADERS["referer"]}
    assert told.event == client().explain(described, visitor=kept).event


def test_a_description_takes_a_visitor_as_track_does(tiktok_outbox: list[Any]) -> None:
    known = client().visitor(url="https://shop.example/?ttclid=X", headers={"user-agent": AGENT}, consent="granted")
    told = describe("Contact", visitor=known)
    assert told == describe("Contact", visitor=known.told) == {"event": "Contact", **known.told}
    track("Contact", visitor=known)
    assert_tracked("Contact", ttclid="X")


def test_what_would_be_sent_can_be_seen() -> None:
    told = describe("Purchase", key="4711", **PURCHASE)
    shown = client().explain(told)
    assert shown.outcome == "ready" and told["event_id"] == event_id("Purchase", "4711")
    assert "jo@example.com" not in str(shown).lower()
