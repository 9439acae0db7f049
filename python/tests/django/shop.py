"""examples/django-shop as its visitors see it: real HTTP, a server process, and a sandbox in TikTok's place."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from support import PATIENCE, ROOT, Sandbox

from tiktok_capi import event_id

SHOP = ROOT / "examples" / "django-shop"


class Server:
    """The shop in a process of its own."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        (folder / "local.py").write_text(
            "from pathlib import Path\n"
            "from shop.settings import *\n"
            "TIKTOK_CAPI = {**TIKTOK_CAPI, 'outbox': Path(__file__).parent / 'tiktok.sqlite3'}\n"
        )
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "local",
            "PYTHONPATH": os.pathsep.join([str(SHOP), str(folder), os.environ.get("PYTHONPATH", "")]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SHOP_DATABASE": str(folder / "shop.sqlite3"),
            "TIKTOK_ACCESS_TOKEN": "canary-t0ken-4fe1",
            "TIKTOK_CAPI_ENDPOINT": sandbox.address,
            "TIKTOK_PIXEL_URL": f"{sandbox.address}i18n/pixel/events.js",
            "TRUSTED_PROXIES": "1",
        }
        self.manage("migrate", "--verbosity", "0")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, SHOP / "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        self.log = (folder / "server.log").open("w+")
        self.process = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        self._listens()

    def _listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.said())

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, SHOP / "manage.py", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()


@pytest.fixture
def server(sandbox: Sandbox, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, sandbox)
    yield server
    server.close()


class Visitor:
    """A browser without scripts, behind the shop's proxy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.html = self.path = self.policy = ""

    def open(self, path: str, form: dict[str, Any] | None = None) -> None:
        headers = {
            "Host": "shop.example",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0",
            "X-Forwarded-For": "81.2.69.142",
            "X-Forwarded-Proto": "https",
            "Referer": f"https://shop.example{self.path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("POST" if form else "GET", path, form and urlencode(form), headers)
        answer = connection.getresponse()
        self.html = answer.read().decode()
        connection.close()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}
        if answer.status == 302:
            there = urlsplit(answer.headers["Location"])
            return self.open(there.path + (f"?{there.query}" if there.query else ""))
        assert answer.status == 200, self.html
        self.path, self.policy = path, answer.headers["Content-Security-Policy"]

    def submit(self, path: str, **given: str) -> None:
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.html))
        self.open(path, hidden | given)

    def buy(self, consent: str | None) -> None:
        """Comes from an ad, answers the banner, and buys."""
        self.open("/?ttclid=E.C.P.abc")
        assert "<script" not in self.html and "ttclid" not in self.cookies  # nobody was asked yet
        if consent:
            self.submit("/consent", choice=consent)
        self.open("/checkout?shoe=1&socks=2")
        self.submit("/checkout", email=" Jo@Example.com", phone="020 7946 0958")
        assert "Order 1001" in self.html


def test_a_purchase_is_told_by_server_and_pixel(server: Server, sandbox: Sandbox) -> None:
    visitor = Visitor(server.port)
    visitor.buy("granted")
    (seen,) = sandbox.wait_for(1)
    assert seen["event_id"] == event_id("Purchase", "1001") and seen["findings"] == []
    assert {"email", "phone", "ip_user_agent", "ttclid"} <= set(seen["match_keys"])
    assert visitor.cookies["ttclid"] == "E.C.P.abc"
    assert json.dumps({"event_id": seen["event_id"]}, separators=(",", ":")) in visitor.html
    (nonce,) = re.findall(r"'nonce-([^']+)'", visitor.policy)
    assert re.findall(r"<script\b[^>]*>", visitor.html) == [f'<script nonce="{nonce}">'] * 2
    assert json.loads(server.manage("tiktok_capi", "status", "--json"))["counts"]["accepted"] == 1


def test_a_page_that_is_opened_days_later_counts_nothing(server: Server) -> None:
    visitor = Visitor(server.port)
    visitor.buy("granted")
    assert "ttq.track(" in visitor.html
    ago = "timezone.now() - timedelta(days=2)"
    server.manage(
        "shell",
        "--command",
        "from datetime import timedelta; from django.utils import timezone; from shop.models import Order; "
        f"Order.objects.update(placed_at={ago})",
    )
    visitor.open(visitor.path)
    assert "ttq.load(" in visitor.html and "ttq.track(" not in visitor.html and "Order 1001" in visitor.html


@pytest.mark.parametrize("consent", ["denied", None])
def test_who_does_not_agree_is_not_reported(server: Server, sandbox: Sandbox, consent: str | None) -> None:
    visitor = Visitor(server.port)
    visitor.buy(consent)
    assert "<script" not in visitor.html and "ttclid" not in visitor.cookies
    shown = json.loads(server.manage("tiktok_capi", "drain", "--json"))
    assert shown["waiting"] == 0 and sandbox.events() == []
    assert shown["counts"] == {"withheld": 1}


def test_who_opted_out_is_reported_without_identifiers(server: Server, sandbox: Sandbox) -> None:
    visitor = Visitor(server.port)
    visitor.buy("opted_out")
    (seen,) = sandbox.wait_for(1)
    assert seen["match_keys"] == [] and "ttclid" not in visitor.cookies
    assert "ttq.identify(" not in visitor.html and '{"limited_data_use":true}' in visitor.html


def test_the_banner_leads_nowhere_else(server: Server) -> None:
    visitor = Visitor(server.port)
    visitor.open("/")
    with pytest.raises(AssertionError):
        visitor.submit("/consent", choice="granted", page="https://elsewhere.example/")
    with pytest.raises(AssertionError):
        visitor.submit("/consent", choice="perhaps")
    assert "consent" not in visitor.cookies


def test_nobody_finds_fault_with_the_shop(server: Server) -> None:
    assert server.manage("tiktok_capi", "doctor").count("ok ") == 16
    assert "canary" not in server.said() and "jo@example" not in server.said().lower()
