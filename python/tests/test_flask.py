"""Flask, served by Werkzeug and asked over HTTP; what it reports arrives at the sandbox."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, ROOT, TOKEN, Browser, Sandbox, event, free_port, serving
from flask import Flask, copy_current_request_context, render_template_string, stream_with_context
from test_asgi import LANDING, answers, buys, refuses, stands
from werkzeug.serving import make_server

from tiktok_capi import ConfigError
from tiktok_capi.flask import Conversions
from tiktok_capi.testing import Captured, assert_tracked


def shop(conversions: Conversions, **settings: Any) -> Flask:
    app = Flask(__name__)
    app.config["TIKTOK_CAPI"] = {"pixel_code": "C4A", "access_token": TOKEN, "trusted_proxies": 1, **settings}
    conversions.init_app(app)

    @app.get("/landing")
    def landing() -> dict[str, Any]:
        return {"ok": conversions.enqueue(event(page=None, user=None)).ok}

    @app.get("/thanks")
    def thanks() -> str:
        return render_template_string("<p>{{ tiktok_event({'event': 'Contact', 'event_id': 'e1'}, nonce='n0nce') }}</p>")

    @app.get("/head")
    def head() -> str:
        return render_template_string("{{ tiktok_pixel(nonce='n0nce') }}")

    @app.get("/mistake")
    def mistake() -> str:
        return render_template_string("<p>{{ tiktok_event({'event': none}) }}</p>")

    @app.get("/broken")
    def broken() -> str:
        raise LookupError

    @app.get("/streamed")
    def streamed() -> Any:
        def parts() -> Iterator[str]:
            yield "a"
            yield str(conversions.enqueue(event(event_id="streamed", user=None)).ok)

        return stream_with_context(parts()), 200

    return app


@contextmanager
def served(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()


def test_what_a_request_tells_arrives_with_the_event(sandbox: Sandbox) -> None:
    conversions = Conversions()
    app = shop(conversions, endpoint=sandbox.address)
    with served(app) as port:
        visitor = Browser(port, Referer="https://search.example/")
        page = visitor.get(LANDING)
        assert page.text.split() == ['{"ok":true}']
        assert [cookie.partition(";")[0] for cookie in page.set_cookie] == ["ttclid=E.C.P.abc"]
        assert visitor.get(LANDING).set_cookie == []
        with app.app_context():
            assert conversions.client.close(PATIENCE).waiting == 0
    sent = sandbox.wait_for(2)[0]["data"]
    assert sent["user"] == {"ip": "8.8.8.8", "ttclid": "E.C.P.abc", "user_agent": "Mozilla/5.0"}
    assert sent["page"] == {"url": f"http://127.0.0.1:{port}{LANDING}", "referrer": "https://search.example/"}


def test_the_page_gets_the_same_id(tiktok_outbox: list[Captured], caplog: pytest.LogCaptureFixture) -> None:
    with served(shop(Conversions())) as port:
        visitor = Browser(port)
        page = visitor.get("/thanks").text
        assert '<script nonce="n0nce">' in page and '{"event_id":"e1"}' in page
        assert loads(visitor.get("/head").text) == ',"C4A",{},false);'
        assert visitor.get("/mistake").text == "<p></p>" and "missing_field" in caplog.text
        assert visitor.get("/streamed?ttclid=X").text == "aTrue"
        assert_tracked("Contact", event_id="streamed", ttclid="X")
        assert visitor.get("/broken").status == 500
    with served(shop(Conversions(consent=lambda cookies: "denied"))) as port:
        visitor = Browser(port)
        assert visitor.get("/thanks").text == "<p></p>" and visitor.get(LANDING).set_cookie == []
        assert visitor.get("/head").text == ""
    with served(shop(Conversions(consent=lambda cookies: "opted_out"))) as port:
        assert loads(Browser(port).get("/head").text) == ',"C4A",{"limited_data_use":true},false);'
    with served(shop(Conversions(), pixel_code="C4A C4B")) as port:
        assert Browser(port).get("/head").text == "" and "pixel_code: invalid_argument" in caplog.text
    assert len(tiktok_outbox) == 1


def test_the_context_ends_with_the_request(tiktok_outbox: list[Captured]) -> None:
    conversions = Conversions()
    app = shop(conversions)
    client = app.test_client()
    assert client.get(LANDING).json == {"ok": True}
    assert_tracked("Contact", ttclid="E.C.P.abc")
    with app.app_context():  # outside of a request, as in a command
        assert conversions.enqueue(event(user=None)).ok
    assert "user" not in tiktok_outbox[1]


def test_a_copy_of_the_requests_context_is_the_visitors(tiktok_outbox: list[Captured]) -> None:
    conversions = Conversions(consent=lambda cookies: cookies.get("consent"))
    app = shop(conversions)

    @app.get("/copied")
    def copied() -> str:
        @copy_current_request_context
        def report() -> None:
            conversions.enqueue(event(user=None))

        thread = threading.Thread(target=report)
        thread.start()
        thread.join(PATIENCE)
        return ""

    client = app.test_client()
    client.get("/copied?ttclid=X")
    assert_tracked("Contact", ttclid="X")
    client.set_cookie("consent", "denied")
    client.get("/copied")
    assert len(tiktok_outbox) == 1


def test_who_answers_before_the_view_asks_the_visitor_too() -> None:
    app = Flask(__name__)
    app.config["TIKTOK_CAPI"] = {"pixel_code": "C4A"}

    @app.before_request
    def closed() -> str:
        return render_template_string("{{ tiktok_pixel() }}")

    conversions = Conversions(app, consent=lambda cookies: cookies.get("consent"))
    client = app.test_client()
    answer = client.get("/?ttclid=X")
    assert "<script" in answer.text and "ttclid=X" in answer.headers["Set-Cookie"]
    client.set_cookie("consent", "denied")
    assert client.get("/").text == ""
    with app.app_context():  # nobody is known to visit
        assert conversions.base_code() == "" == render_template_string("{{ tiktok_event({'event': 'Contact'}) }}")


def test_strict_and_a_visitor_who_is_not_known_hide_no_pixel(caplog: pytest.LogCaptureFixture) -> None:
    client = shop(Conversions(), strict=True).test_client()
    unknown: Any = {"headers": {"User-Agent": ""}, "environ_base": {"REMOTE_ADDR": ""}}
    assert loads(client.get("/head", **unknown).text) == ',"C4A",{},false);'
    assert client.get("/thanks", **unknown).text == "<p></p>" and "no_identifier" in caplog.text  # it is refused, and told


@pytest.mark.parametrize(
    ("options", "name"), [({}, "__gpp"), ({"consent_cookie": "own"}, "own"), ({"consent_tool": "onetrust"}, "OptanonConsent")]
)
def test_a_consent_that_cannot_be_read_is_told_once_a_request_by_its_name(
    caplog: pytest.LogCaptureFixture, options: Any, name: str
) -> None:
    client = shop(Conversions(), **options).test_client()
    client.set_cookie(name, "canary")
    assert client.get("/head?ttclid=X").text == "" and client.get_cookie("ttclid") is None
    (told,) = [record for record in caplog.records if record.name == "tiktok_capi"]
    assert told.levelname == "WARNING" and name in told.getMessage() and "canary" not in caplog.text


def test_a_request_is_read_once() -> None:
    asked: list[str] = []
    conversions = Conversions(consent=lambda cookies: asked.append("consent"))
    client = shop(conversions).test_client()
    client.get("/thanks")
    assert asked == ["consent"]


def test_a_consent_that_would_have_to_be_awaited_is_refused_at_once() -> None:
    async def consent(cookies: Any) -> Any:
        return "granted"

    with pytest.raises(ConfigError) as raised:
        shop(Conversions(consent=consent))
    assert (raised.value.code, raised.value.option) == ("invalid_option", "consent")


def loads(html: str) -> str:
    """What of the base code's arguments comes behind the script's address."""
    head, address, rest = html.partition('"https://analytics.tiktok.com/i18n/pixel/events.js"')
    assert head.startswith('<script nonce="n0nce">(function') and address
    return rest.removesuffix("</script>")


def test_two_applications_have_a_client_each(tiktok_outbox: list[Captured]) -> None:
    conversions = Conversions()
    apps = [shop(conversions, pixel_code=code) for code in ("C4A", "C4B")]
    for app in apps:
        with app.app_context():
            assert app.config["TIKTOK_CAPI"]["pixel_code"] in repr(conversions.client)


@pytest.mark.parametrize(
    ("settings", "code", "option"),
    [
        (None, "missing_option", "TIKTOK_CAPI"),
        ({"pixel_cod": "C4A"}, "unknown_option", "pixel_cod"),
        ({"trusted_proxies": "1"}, "invalid_option", "TIKTOK_CAPI.trusted_proxies"),
        ({"trusted_proxies": -1}, "invalid_option", "TIKTOK_CAPI.trusted_proxies"),
    ],
)
def test_a_wrong_setting_is_told_at_the_start(settings: Any, code: str, option: str) -> None:
    app = Flask(__name__)
    app.config["TIKTOK_CAPI"] = settings
    with pytest.raises(ConfigError) as raised:
        Conversions(app)
    assert (raised.value.code, raised.value.option) == (code, option)
    with app.app_context(), pytest.raises(ConfigError):
        Conversions().enqueue(event())


def test_the_example(sandbox: Sandbox) -> None:
    port = free_port()
    command = ["flask", "--app", "shop", "run", "--port", str(port), "--no-reload"]
    folder = ROOT / "examples" / "flask-shop"
    environment = sandbox.environment(TRUSTED_PROXIES="1", PYTHONDONTWRITEBYTECODE="1")
    with serving(command, port, cwd=folder, env=environment):
        buys(Browser(port))
        refuses(Browser(port))
        answers(Browser(port), Browser(port, **{"Sec-Fetch-Site": "cross-site"}))
        (sent,) = sandbox.wait_for(1)
    assert sent["findings"] == [] and {"email", "ttclid", "ip", "user_agent"} <= set(sent["data"]["user"])


def test_an_order_stands_though_it_cannot_be_reported(sandbox: Sandbox, tmp_path: Path) -> None:
    port = free_port()
    command = ["flask", "--app", "shop", "run", "--port", str(port), "--no-reload"]
    environment = sandbox.environment(TIKTOK_CAPI_OUTBOX=str(tmp_path / "missing" / "outbox.db"), PYTHONDONTWRITEBYTECODE="1")
    with serving(command, port, cwd=ROOT / "examples" / "flask-shop", env=environment):
        stands(Browser(port))
