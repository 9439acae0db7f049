"""FastAPI and Starlette, served by uvicorn and asked over HTTP; what they report arrives at the sandbox."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from conftest import PATIENCE, ROOT, Browser, Sandbox, Service, event, free_port, serving, wait_until
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tiktok_capi import Client, ConfigError, OutboxError, _request
from tiktok_capi.asgi import Conversions
from tiktok_capi.testing import assert_tracked, capture

LANDING = "/landing?ttclid=E.C.P.abc&utm_source=tiktok"


@contextmanager
def served(app: Any) -> Iterator[int]:
    """The application under uvicorn in a thread of this process, from start-up to shutdown."""
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    try:
        yield server.config.port
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


def fastapi(conversions: Conversions) -> Any:
    app = FastAPI()
    app.add_middleware(conversions.middleware)

    @app.get("/landing")
    async def landing() -> dict[str, Any]:
        return {"queued": (await conversions.aenqueue(event(page=None, user=None))).ok}

    @app.get("/in-a-thread")
    def in_a_thread() -> dict[str, Any]:
        return {"queued": conversions.enqueue([event(event_id="t1", user=None), b'{"event":"Contact"}']).ok}

    @app.get("/now")
    async def now() -> dict[str, Any]:
        return {"outcome": (await conversions.atrack(event(event_id="n1"))).results[0].outcome}

    @app.get("/pair")
    async def pair() -> dict[str, Any]:
        receipt, html = conversions.pair({"event": "Contact"}, nonce="n0nce")
        return {"event_id": receipt.results[0].event_id, "html": html, "allowed": conversions.allowed()}

    return app


def starlette(conversions: Conversions) -> Any:
    async def landing(request: Request) -> JSONResponse:
        return JSONResponse({"queued": (await conversions.aenqueue(event(page=None, user=None))).ok})

    return Starlette(routes=[Route("/landing", landing)], middleware=[Middleware(conversions.middleware)])  # type: ignore[arg-type]


def bare(conversions: Conversions) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while (message := await receive())["type"] != "lifespan.shutdown":
                await send({"type": f"{message['type']}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        receipt = await conversions.aenqueue(event(page=None, user=None))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps({"queued": receipt.ok}).encode()})

    return conversions.middleware(app)


@pytest.mark.parametrize("make", [fastapi, starlette, bare])
def test_what_a_request_tells_arrives_with_the_event(sandbox: Sandbox, make: Any) -> None:
    conversions = Conversions(sandbox.client(), trusted_proxies=1)
    with served(make(conversions)) as port:
        visitor = Browser(port, Referer="https://search.example/")
        page = visitor.get(LANDING)
        assert json.loads(page.text) == {"queued": True}
        assert [cookie.partition(";")[0] for cookie in page.set_cookie] == ["ttclid=E.C.P.abc"]
        assert visitor.get(LANDING).set_cookie == []
    first, _ = sandbox.wait_for(2)
    sent = first["data"]
    assert sent["user"] == {"ip": "8.8.8.8", "ttclid": "E.C.P.abc", "user_agent": "Mozilla/5.0"}
    assert sent["page"] == {"url": f"http://127.0.0.1:{port}{LANDING}", "referrer": "https://search.example/"}


def test_in_threads_now_and_in_a_pair(sandbox: Sandbox) -> None:
    conversions = Conversions(sandbox.client(), trusted_proxies=1)
    with served(fastapi(conversions)) as port:
        visitor = Browser(port)
        assert json.loads(visitor.get("/in-a-thread?ttclid=X").text) == {"queued": True}
        assert json.loads(visitor.get("/now").text) == {"outcome": "accepted"}
        told = json.loads(visitor.get("/pair").text)
        assert told["allowed"] and told["event_id"] in told["html"] and 'nonce="n0nce"' in told["html"]
    seen = sandbox.wait_for(4)
    assert {each["data"]["user"]["ip"] for each in seen} == {"8.8.8.8"}
    assert {each["data"]["user"]["ttclid"] for each in seen} == {"X"}
    assert told["event_id"] in sandbox.ids()


def test_who_denies_is_not_reported(sandbox: Sandbox) -> None:
    conversions = Conversions(sandbox.client(), consent=lambda cookies: cookies.get("consent"))
    with served(fastapi(conversions)) as port:
        visitor = Browser(port)
        visitor.cookies["consent"] = "denied"
        page = visitor.get(LANDING)
        assert json.loads(page.text) == {"queued": True} and page.set_cookie == []
        assert json.loads(visitor.get("/pair").text) == {"event_id": None, "html": "", "allowed": False}
        counts = conversions.client.stats().reasons
        assert counts == {"withheld.consent_denied": 2}
    assert sandbox.seen()["events"] == []


def test_shutdown_closes_the_client_and_leaves_the_loop_alone(service: Service) -> None:
    """The service does not answer before the loop has turned while the client was being closed."""
    turned = threading.Event()
    answered = service.answer

    def answer(body: dict[str, Any]) -> Any:
        assert turned.wait(PATIENCE)
        return answered(body)

    service.answer = answer
    conversions = Conversions(service.client(timeout=60))

    async def scenario() -> list[str]:
        conversions.enqueue(event())
        wait_until(service.arrived.is_set)
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        sent: list[str] = []

        async def receive() -> Any:
            return next(messages)

        async def send(message: Any) -> None:
            sent.append(message["type"])

        task = asyncio.ensure_future(bare(conversions)({"type": "lifespan"}, receive, send))
        while "lifespan.startup.complete" not in sent:
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        assert not task.done()
        turned.set()
        await task
        return sent

    assert asyncio.run(scenario()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert len(service.bodies) == 1
    with pytest.raises(OutboxError) as raised:
        conversions.enqueue(event())
    assert raised.value.code == "outbox_closed"


def test_a_shops_own_tests() -> None:
    conversions = Conversions(Client(pixel_code="C4A"), trusted_proxies=1)
    app = fastapi(conversions)
    with capture():
        for _ in range(2):  # the client is not closed for good by a first test
            with TestClient(app) as client:
                assert client.get(LANDING, headers={"X-Forwarded-For": "8.8.8.8"}).json() == {"queued": True}
        assert_tracked("Contact", ttclid="E.C.P.abc", ip="8.8.8.8")


def test_the_example(sandbox: Sandbox) -> None:
    port = free_port()
    command = ["uvicorn", "shop:app", "--port", str(port), "--log-level", "warning"]
    folder = ROOT / "examples" / "fastapi-shop"
    environment = sandbox.environment(TRUSTED_PROXIES="1", PYTHONDONTWRITEBYTECODE="1")
    with serving(command, port, cwd=folder, env=environment):
        buys(Browser(port))
        refuses(Browser(port))
        answers(Browser(port), Browser(port, **{"Sec-Fetch-Site": "cross-site"}))
        (sent,) = sandbox.wait_for(1)
    assert sent["findings"] == [] and {"email", "ttclid", "ip", "user_agent"} <= set(sent["data"]["user"])


def test_an_order_stands_though_it_cannot_be_reported(sandbox: Sandbox, tmp_path: Path) -> None:
    port = free_port()
    command = ["uvicorn", "shop:app", "--port", str(port), "--log-level", "warning"]
    environment = sandbox.environment(TIKTOK_CAPI_OUTBOX=str(tmp_path / "missing" / "outbox.db"), PYTHONDONTWRITEBYTECODE="1")
    with serving(command, port, cwd=ROOT / "examples" / "fastapi-shop", env=environment):
        stands(Browser(port))


def stands(visitor: Browser) -> None:
    """The outbox cannot be opened, and the buyer sees nothing of it."""
    assert visitor.post("/consent", choice="granted").status == 303
    bought = visitor.post("/orders", sku="shoe", email="jo@example.com")
    assert bought.status == 303 and "Thank you" in visitor.get(bought.path).text


def buys(visitor: Browser) -> None:
    """Comes from an ad, answers the banner, and buys."""
    landing = visitor.get("/?ttclid=E.C.P.abc")
    assert "<script" not in landing.text and landing.set_cookie == []  # nobody was asked yet
    (here,) = re.findall(r'name="page" value="([^"]*)"', landing.text)
    answered = visitor.post("/consent", choice="granted", page=here)
    assert (answered.status, answered.location) == (303, "/?ttclid=E.C.P.abc")
    assert "; Secure" not in answered.set_cookie[0]  # or a browser would not keep it here
    again = visitor.get(answered.location)
    assert "<script" in again.text and visitor.cookies["ttclid"] == "E.C.P.abc"
    bought = visitor.post("/orders", sku="shoe", email="jo@example.com")
    assert bought.status == 303
    thanks = visitor.get(bought.path)
    assert "ttq.track" in thanks.text and "jo@example.com" not in thanks.text
    assert visitor.post("/orders", sku="nothing", email="jo@example.com").status == 404


def answers(visitor: Browser, elsewhere: Browser) -> None:
    """The banner leads to no other site, is answered by none, and its cookie stays on https."""
    for page in ("//evil.example/", "/\\evil.example/", "/\t/evil.example/", "https://evil.example/"):
        assert visitor.post("/consent", choice="granted", page=page).location == "/"
    assert elsewhere.headers["Sec-Fetch-Site"] == "cross-site"
    assert elsewhere.post("/consent", choice="granted").status == 403 and elsewhere.cookies == {}
    visitor.headers |= {"Sec-Fetch-Site": "same-origin", "X-Forwarded-Proto": "https"}
    assert "; secure" in visitor.post("/consent", choice="denied").set_cookie[0].lower()


def refuses(visitor: Browser) -> None:
    assert visitor.post("/consent", choice="denied").status == 303
    assert visitor.get("/?ttclid=E.C.P.abc").set_cookie == []
    thanks = visitor.get(visitor.post("/orders", sku="shoe", email="no@example.com").path)
    assert thanks.status == 200 and "<script" not in thanks.text


async def answered(cookies: Any) -> Any:
    return "granted"


class Awaited:
    async def __call__(self, cookies: Any) -> Any:
        return "granted"


@pytest.mark.parametrize("consent", [answered, Awaited()])
def test_a_consent_that_would_have_to_be_awaited_is_refused_at_once(consent: Any) -> None:
    with pytest.raises(ConfigError) as raised:
        Conversions(Client(), consent=consent)
    assert (raised.value.code, raised.value.option) == ("invalid_option", "consent")


@pytest.mark.parametrize("consent", ["granted", "denied"])
def test_a_page_outside_of_the_middleware_has_no_pixel(caplog: pytest.LogCaptureFixture, consent: str) -> None:
    """Starlette makes the page of an error outside of what `add_middleware` has added."""
    conversions = Conversions(Client(pixel_code="C4A"), consent=lambda cookies: cookies.get("consent"))

    def page(status: int) -> HTMLResponse:
        return HTMLResponse(conversions.base_code() + conversions.snippet({"event": "Contact"}), status)

    async def broken(request: Request) -> HTMLResponse:
        raise LookupError

    async def good(request: Request) -> HTMLResponse:
        return page(200)

    async def mend(request: Request, error: Exception) -> HTMLResponse:
        return page(500)

    def site(**more: Any) -> Any:
        return Starlette(routes=[Route("/broken", broken), Route("/", good)], exception_handlers={Exception: mend}, **more)

    def scripts(app: Any, path: str) -> int:
        with TestClient(app, raise_server_exceptions=False, cookies={"consent": consent}) as visitor:
            return visitor.get(path).text.count("<script")

    inside = site(middleware=[Middleware(conversions.middleware)])
    shown = 2 if consent == "granted" else 0
    assert scripts(inside, "/") == shown and caplog.text == ""
    assert scripts(inside, "/broken") == 0 and "outside of a request" in caplog.text
    around = conversions.middleware(site())
    assert scripts(around, "/") == scripts(around, "/broken") == shown
    assert not conversions.allowed()


def one_page(conversions: Conversions) -> Any:
    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(conversions.base_code() + conversions.snippet({"event": "Contact", "event_id": "e1"}))

    return conversions.middleware(Starlette(routes=[Route("/", page)]))


@pytest.mark.parametrize("options", [{"strict": True}, {"strict": True, "event_source": "web"}, {}])
def test_strict_and_a_visitor_who_is_not_known_hide_no_pixel(caplog: pytest.LogCaptureFixture, options: Any) -> None:
    conversions = Conversions(Client(**{"pixel_code": "C4A"} | options))
    with TestClient(one_page(conversions), headers={"User-Agent": ""}, client=("testclient", 1)) as visitor:
        html = visitor.get("/").text
    assert "ttq.load" in html and ("ttq.track(" in html) is not options.get("strict", False)
    assert ("no_identifier" in caplog.text) is options.get("strict", False)  # the event itself is refused, and told


@pytest.mark.parametrize(
    ("options", "name"), [({}, "euconsent-v2"), ({"consent_cookie": "own"}, "own"), ({"consent_tool": "cookiebot"}, "CookieConsent")]
)
def test_a_consent_that_cannot_be_read_is_told_once_a_request_by_its_name(
    caplog: pytest.LogCaptureFixture, options: Any, name: str
) -> None:
    conversions = Conversions(Client(pixel_code="C4A", **options))
    with TestClient(one_page(conversions), cookies={name: "canary"}) as visitor:
        assert visitor.get("/?ttclid=X").text == "" and "ttclid" not in visitor.cookies
    (told,) = caplog.records
    assert told.levelname == "WARNING" and name in told.getMessage() and "canary" not in caplog.text


def test_the_visitor_of_an_order_can_be_kept(tiktok_outbox: list[Any]) -> None:
    conversions = Conversions(Client(pixel_code="C4A"))

    async def order(request: Request) -> JSONResponse:
        visitor = conversions.visitor()
        return JSONResponse(visitor and visitor.told)

    with TestClient(conversions.middleware(Starlette(routes=[Route("/order", order)]))) as browser:
        kept = browser.get("/order?ttclid=X").json()
    assert conversions.visitor() is None
    conversions.client.enqueue({"event": "Contact"}, visitor=kept)
    assert_tracked("Contact", ttclid="X")


def test_what_the_consent_tool_allows_is_done() -> None:
    conversions = Conversions(Client(pixel_code="C4A", consent_tool="cookieyes", require_consent=True))
    for answer, shown in (("yes", 2), ("no", 0)):
        with TestClient(one_page(conversions), cookies={"cookieyes-consent": f"action:yes,advertisement:{answer}"}) as visitor:
            assert visitor.get("/").text.count("<script") == shown


def test_a_pair_has_one_id_whoever_made_it(tiktok_outbox: list[Any]) -> None:
    conversions = Conversions(Client(pixel_code="C4A"))
    for described in (
        {"event": "Contact"},
        {"event": "Contact", "event_id": " e1 "},
        {"event": "Contact", "event_id": ["no id"]},
        b'{"event":"Contact","event_id":""}',
    ):
        receipt, html = conversions.pair(described)
        assert f'"event_id":"{receipt.results[0].event_id}"' in html
    assert tiktok_outbox[1]["event_id"] == "e1"


def test_an_object_of_the_shops_that_fails_costs_no_page(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(UserDict[str, Any]):
        def items(self) -> Any:
            raise LookupError("canary")

    conversions = Conversions(Client(pixel_code="C4A"))
    with _request.entered(_request.unread()):
        assert conversions.snippet(Broken()) == ""
    assert "LookupError" in caplog.text and "canary" not in caplog.text


@pytest.mark.parametrize("proxies", [-1, True, "1", 1.0, None])
def test_the_number_of_proxies_is_checked_at_once(proxies: Any) -> None:
    with pytest.raises(ConfigError) as raised:
        Conversions(Client(), trusted_proxies=proxies)
    assert (raised.value.code, raised.value.option) == ("invalid_option", "trusted_proxies")
