"""The application that the servers of test_servers.py run: it enqueues an event per request."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from tiktok_capi import Client

# The lease of a worker that dies is short, so that another takes over soon.
capi = Client(max_attempts=1, timeout=2)


def enqueue(name: str) -> None:
    told = capi.enqueue({
        "event": "Contact",
        "event_id": name,
        "user": {"ttp": "t"},
        "page": {"url": "https://shop.example/"},
    })
    assert told.ok
    with open(os.environ["JOURNAL"], "ab", buffering=0) as journal:
        journal.write(f"{name}\n".encode())  # acknowledged: from here on it may not be lost


if os.environ.get("WARM"):
    enqueue(f"loaded-{os.getpid()}")  # in the master, where the application is loaded before the workers are forked


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    asked = parse_qs(environ["QUERY_STRING"])
    enqueue(asked["id"][0])
    if "crash" in asked:
        os.kill(os.getpid(), signal.SIGKILL)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
