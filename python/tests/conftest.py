"""What the tests share: the folders of the repository, a service that answers as it is told, and planted secrets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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
