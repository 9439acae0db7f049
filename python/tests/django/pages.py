"""The template tags: the Pixel's base code and the page's half of an event, under a CSP and by consent."""

from __future__ import annotations

import asyncio
import json
import re
import warnings
from collections import UserDict
from collections.abc import Callable
from io import BytesIO
from typing import Any

import django
import pytest
from django.http import FileResponse, HttpRequest
from django.template import Context, Template
from django.test import AsyncClient, Client, RequestFactory
from project import PURCHASE
from support import AWAITED, VISITOR

from tiktok_capi import Client as Capi
from tiktok_capi import event_id, hash
from tiktok_capi.django import client as capi
from tiktok_capi.django import event_html, pixel_html, visitor
from tiktok_capi.django.middleware import TikTokCapiMiddleware

HOSTILE = "</script><script>alert('1')//&amp;<!--\u2028"


def rendered(source: str, **context: Any) -> str:
    return Template("{% load tiktok_capi %}" + source).render(Context({"request": visit(), **context}))


def visit() -> HttpRequest:
    """A page's request, outside of the middleware."""
    return RequestFactory().get("/", **VISITOR)


def test_the_page_reports_what_the_server_reports(client: Client) -> None:
    html = client.get("/page", **VISITOR).content.decode()
    base, event = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert base.endswith('("https://analytics.tiktok.com/i18n/pixel/events.js","C4ATEST",{},false);')
    assert '{"event_id":"p1"}' in event and hash("email", "jo@example.com") in event and "jo@" not in html


def test_an_event_may_be_described_in_the_template() -> None:
    html = rendered("{% tiktok_event 'Contact' key=4711 user=user %}", user={"email": "jo@example.com"})
    assert json.dumps(event_id("Contact", 4711)) in html and str(hash("email", "jo@example.com")) in html


@pytest.mark.parametrize(
    ("cookie", "elements", "limited"),
    [("granted", 2, False), ("", 2, False), ("opted_out", 2, True), ("denied", 0, False), ("nonsense", 0, False)],
)
def test_consent_decides_what_is_rendered(client: Client, cookie: str, elements: int, limited: bool) -> None:
    client.cookies["consent"] = cookie
    answer = client.get("/page", **VISITOR)
    html = answer.content.decode()
    assert html.count("<script") == elements and ('{"limited_data_use":true}' in html) is limited
    assert ("ttq.identify" in html) is (elements == 2 and not limited)
    assert answer["Vary"] == "Cookie, Sec-GPC"


@pytest.mark.parametrize("path", ["/cached", "/cached-without-request"])
def test_no_cache_hands_one_visitors_page_to_another(client: Client, path: str) -> None:
    answer = client.get(path, **VISITOR)
    assert b"<script" in answer.content and answer["Vary"] == "Cookie, Sec-GPC"
    client.cookies["consent"] = "denied"
    assert b"<script" not in client.get(path, **VISITOR).content


@pytest.mark.parametrize("path", ["/streamed", "/streamed-awaited"])
@pytest.mark.parametrize(("cookie", "is_shown"), [("granted", True), ("denied", False)])
def test_a_streamed_page_knows_its_visitor(
    tiktok_outbox: list[Any], client: Client, path: str, cookie: str, is_shown: bool
) -> None:
    async def asked() -> bytes:
        browser = AsyncClient()
        browser.cookies["consent"] = cookie
        return b"".join([each async for each in await browser.get(path, **AWAITED)])

    client.cookies["consent"] = cookie
    # A server that cannot serve what is awaited makes a list of it, and the other way round; Django warns of it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = [b"".join(client.get(path, **VISITOR)), asyncio.run(asked())]
    assert [b"<script" in answer for answer in answers] == [is_shown] * 2
    assert [each["user"]["ip"] for each in tiktok_outbox] == ["81.2.69.142"] * (2 if is_shown else 0)


def test_a_file_is_left_to_the_server_to_send(rf: RequestFactory) -> None:
    file = FileResponse(BytesIO(b"a"))
    assert TikTokCapiMiddleware(lambda request: file)(rf.get("/")).file_to_stream is not None


def test_before_a_choice_there_is_no_pixel_where_one_is_required(configure: Any, client: Client) -> None:
    configure(require_consent=True)
    assert b"<script" not in client.get("/page", **VISITOR).content


def test_strict_and_a_visitor_who_is_not_known_hide_no_pixel(
    configure: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    configure(strict=True)
    unknown: Any = {"headers": {"host": "shop.example"}, "REMOTE_ADDR": ""}
    (base,) = re.findall(r"<script>(.*?)</script>", client.get("/head", **unknown).content.decode(), re.DOTALL)
    assert "ttq.load" in base
    assert event_html("Contact", RequestFactory().get("/", **unknown)) == "" and "no_identifier" in caplog.text


def test_a_page_asks_the_shop_only_for_its_events(configure: Any, client: Client) -> None:
    asked: list[str] = []
    configure(EXTRA=lambda request: asked.append(request.path))
    assert b"<script" in client.get("/head", **VISITOR).content and asked == []


def test_a_page_that_is_made_outside_of_a_request_has_nothing_and_a_warning_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outside: list[Callable[[], str]] = [
        pixel_html,
        lambda: event_html("Contact", key=1),
        lambda: event_html("Contact", key=1, visitor=visitor()),
        lambda: rendered("{% tiktok_pixel %}", request=None),
        lambda: rendered("{% tiktok_event 'Contact' key=1 %}", request=None),
    ]
    for page in outside:
        caplog.clear()
        assert page() == ""
        (told,) = caplog.records
        assert told.levelname == "WARNING" and "outside of a request" in told.getMessage()


def test_a_request_that_is_given_makes_the_page_a_visitors(caplog: pytest.LogCaptureFixture) -> None:
    assert pixel_html(visit()) and event_html("Contact", visit(), key=1) and caplog.text == ""


def test_a_page_of_an_order_may_have_the_visitor_that_was_kept(caplog: pytest.LogCaptureFixture) -> None:
    told = event_html("Contact", key=1, visitor={"consent": "denied"})
    assert told == "" != event_html("Contact", key=1, visitor={"consent": "granted"})
    assert event_html("Contact", key=1, visitor=capi().visitor(consent="granted")) and caplog.text == ""


def test_a_request_that_is_no_visit_has_no_pixel(configure: Any, client: Client) -> None:
    configure(REQUEST_FILTER=lambda request: False)
    assert b"<script" not in client.get("/page", **VISITOR).content


def test_the_sandbox_may_stand_in_for_the_pixel(configure: Any) -> None:
    configure(PIXEL_URL="http://127.0.0.1:8787/i18n/pixel/events.js")
    assert '"http://127.0.0.1:8787/i18n/pixel/events.js"' in pixel_html(visit())


def test_a_client_of_the_shops_own_has_a_pixel(configure: Any) -> None:
    configure(pixel_code=None, CLIENT=Capi(pixel_code="OWN"))
    assert '"OWN"' in pixel_html(visit())


@pytest.mark.parametrize("wrong", [{"pixel_code": HOSTILE}, {"PIXEL_URL": HOSTILE}])
def test_what_cannot_be_loaded_costs_no_page(configure: Any, caplog: pytest.LogCaptureFixture, wrong: Any) -> None:
    configure(**wrong)
    assert pixel_html(visit()) == ""
    assert "invalid_argument" in caplog.text and "alert" not in caplog.text


@pytest.mark.parametrize(
    "without",
    [
        {},
        {"pixel_code": " "},
        {"event_source": "crm", "event_source_id": "777"},
        {"CLIENT": Capi(event_source="offline", event_source_id="777")},
    ],
)
def test_without_a_pixel_code_there_is_no_pixel_and_each_page_tells_it(
    configure: Any, caplog: pytest.LogCaptureFixture, without: Any
) -> None:
    configure(**{"pixel_code": None} | without)
    assert pixel_html(visit()) == pixel_html(visit()) == ""
    told = [(record.levelname, "invalid_argument" in record.getMessage()) for record in caplog.records]
    assert told == [("ERROR", True)] * 2


def test_the_pixel_code_may_come_from_the_environment(configure: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOK_EVENT_SOURCE_ID", "FROM-ENV")
    configure(pixel_code=None)
    assert '"FROM-ENV"' in pixel_html(visit())


def test_nothing_ends_the_script_early() -> None:
    described = {"event": "Contact", "event_id": HOSTILE, "properties": {"description": HOSTILE}}
    html = event_html(described, visit(), nonce='"><b>')
    assert html.count("</script>") == 1 and "<b>" not in html and "\u2028" not in html
    assert pixel_html(visit(), nonce='"><b>').startswith('<script nonce="&quot;&gt;&lt;b&gt;">')


def test_an_event_that_is_refused_costs_no_page(caplog: pytest.LogCaptureFixture) -> None:
    assert event_html({"event": "not a name", "user": {"email": "canary@example.com"}}, visit()) == ""
    assert "invalid_event_name" in caplog.text and "canary" not in caplog.text


class Broken(UserDict[str, Any]):
    def __iter__(self) -> Any:
        raise LookupError("canary")


@pytest.mark.parametrize("event", [None, b'{"event":"Contact"}', 5, Broken(event="Contact")])
def test_what_is_no_event_costs_no_page(caplog: pytest.LogCaptureFixture, event: Any) -> None:
    assert rendered("{% tiktok_event event %}", event=event) == ""
    assert "without its conversion" in caplog.text and "canary" not in caplog.text


def nonces(client: Client) -> tuple[str, list[str]]:
    answer = client.get("/page", **VISITOR)
    (allowed,) = re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"])
    return allowed, re.findall(r'<script nonce="([^"]+)">', answer.content.decode())


def test_django_csps_nonce(settings: Any, client: Client) -> None:
    settings.MIDDLEWARE = ["csp.middleware.CSPMiddleware", *settings.MIDDLEWARE]
    from csp.constants import NONCE, STRICT_DYNAMIC

    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [NONCE, STRICT_DYNAMIC]}}
    allowed, used = nonces(client)
    assert used == [allowed, allowed]


@pytest.mark.skipif(django.VERSION < (6, 0), reason="Django 6 brings a CSP of its own")
def test_djangos_own_nonce(settings: Any, client: Client) -> None:
    from django.utils.csp import CSP

    settings.MIDDLEWARE = ["django.middleware.csp.ContentSecurityPolicyMiddleware", *settings.MIDDLEWARE]
    settings.SECURE_CSP = {"script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC]}
    allowed, used = nonces(client)
    assert used == [allowed, allowed]


def test_a_nonce_that_the_view_gives() -> None:
    assert '<script nonce="n0nce">' in rendered("{% tiktok_pixel %}", csp_nonce="n0nce")
    assert "<script>" in rendered("{% tiktok_event 'Contact' %}", csp_nonce="")


def test_other_template_engines_have_functions() -> None:
    html = event_html("Purchase", visit(), key=1, **PURCHASE)
    assert html.__html__() == str(html) and event_id("Purchase", 1) in html
