"""What the tests share: the folders of the repository, a service that answers as it is told, and planted secrets."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest

import tiktok_capi
from tiktok_capi import Client

ROOT = Path(__file__).parents[2]
NOW = 1767225600
TOKEN = "canary-t0ken-4fe1"

Answer = tuple[int, dict[str, Any]]
ACCEPTED: Answer = (200, {"code": 0, "message": "OK", "request_id": "r1", "data": {}})


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests say everything themselves, whatever the machine has set."""
    for name in ("ACCESS_TOKEN", "EVENT_SOURCE_ID", "TEST_EVENT_CODE", "CAPI_ENDPOINT", "CAPI_OUTBOX"):
        monkeypatch.delenv(f"TIKTOK_{name}", raising=False)


class Service:
    """A loopback stand-in: it keeps what it got and answers what `answer` says."""

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any]], Answer] = lambda body: ACCEPTED
        self.bodies: list[dict[str, Any]] = []
        self.raw: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.arrived = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                body = json.loads(raw)
                service.raw.append(raw)
                service.bodies.append(body)
                service.headers.append({name.lower(): value for name, value in self.headers.items()})
                service.arrived.set()
                status, told = service.answer(body)
                answer = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away in the middle of an answer is part of the tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def client(self, **options: Any) -> Client:
        told = {"pixel_code": "C4A", "access_token": TOKEN, "endpoint": self.endpoint, "max_attempts": 1} | options
        return Client(**told)

    def sent(self) -> list[dict[str, Any]]:
        """All events that arrived, in order."""
        return [event for body in self.bodies for event in body["data"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


def event(**members: Any) -> dict[str, Any]:
    """The smallest web event without a problem, with other members."""
    told = {"event": "Contact", "event_id": "e1", "page": {"url": "https://shop.example/"}, "user": {"ttp": "t1"}}
    return told | members


def codes(problems: tuple[tiktok_capi.Problem, ...]) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in problems}


PROGRAM = os.environ.get("TIKTOK_CAPI_PROGRAM", str(ROOT / "target" / "debug" / "tiktok-capi"))

#: For waits that end as soon as what they wait for has happened.
PATIENCE = 120.0


class Sandbox:
    """The program's own, which checks as TikTok does what arrives."""

    def __init__(self, address: str) -> None:
        self.address = address

    def client(self, **options: Any) -> Client:
        return Client(
            **{"pixel_code": "C4A", "access_token": TOKEN, "endpoint": self.address, "max_attempts": 1} | options
        )

    def environment(self, **others: str) -> dict[str, str]:
        """What a program needs to send to it."""
        own = {"ACCESS_TOKEN": TOKEN, "EVENT_SOURCE_ID": "C4A", "CAPI_ENDPOINT": self.address}
        return {**os.environ, **{f"TIKTOK_{name}": value for name, value in own.items()}, **others}

    def seen(self) -> dict[str, Any]:
        with urlopen(f"{self.address}sandbox/events?limit=100000", timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    def ids(self) -> list[str]:
        """The ids of all events that arrived."""
        return [each["event_id"] for each in self.seen()["events"]]

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """What arrived, as soon as there are so many."""
        wait_until(lambda: len(self.seen()["events"]) >= count)
        told: list[dict[str, Any]] = self.seen()["events"]
        return told


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    command = [PROGRAM, "sandbox", "--port", "0", "--lifetime", "300", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Sandbox(process.stdout.readline().strip())
        process.terminate()


def wait_until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(command: list[str], port: int, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, from its first answer to its orderly end."""
    with subprocess.Popen([sys.executable, "-m", *command], **options) as process:
        try:
            wait_until(lambda: process.poll() is not None or answers(port))
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            yield process
            process.terminate()
            process.wait(PATIENCE)
        finally:
            process.kill()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


class Browser:
    """A visitor: it keeps its cookies and follows no redirect by itself."""

    def __init__(self, port: int, **headers: str) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.headers = {"User-Agent": "Mozilla/5.0", "X-Forwarded-For": "8.8.8.8"} | headers

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> Page:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = dict(self.headers)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = Page(answer.status, answer.msg.get_all("Set-Cookie") or [], answer.msg["Location"], answer.read())
        finally:
            connection.close()
        for cookie in page.set_cookie:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


class Page:
    """An answer."""

    def __init__(self, status: int, set_cookie: list[str], location: str | None, body: bytes) -> None:
        self.status = status
        self.set_cookie = set_cookie
        self.location = location
        self.path = urlsplit(location or "").path
        self.text = body.decode()
