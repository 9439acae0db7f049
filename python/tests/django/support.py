"""What the tests share: a sandbox in TikTok's place, settings, and a visitor's request."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings as django_settings

ROOT = Path(__file__).parents[3]
PROGRAM = os.environ.get("TIKTOK_CAPI_PROGRAM", str(ROOT / "target" / "debug" / "tiktok-capi"))

#: For waits that end as soon as what they wait for has happened.
PATIENCE = 60.0

AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"
HEADERS = {
    "host": "shop.example",
    "user-agent": AGENT,
    "x-forwarded-for": "81.2.69.142",
    "referer": "https://shop.example/before",
}
#: A visitor who comes from an ad, through the site's one proxy, as the test client takes it.
VISITOR: Any = {"headers": HEADERS, "REMOTE_ADDR": "10.0.0.2"}
#: The same for the asynchronous one, whose host is `testserver`.
AWAITED: Any = {"headers": {name: value for name, value in HEADERS.items() if name != "host"}}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests say everything themselves, whatever the machine has set."""
    for name in ("ACCESS_TOKEN", "EVENT_SOURCE_ID", "TEST_EVENT_CODE", "CAPI_ENDPOINT", "CAPI_OUTBOX"):
        monkeypatch.delenv(f"TIKTOK_{name}", raising=False)
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)


class Sandbox:
    """The program's own, on a free port."""

    def __init__(self, address: str) -> None:
        self.address = address

    def events(self) -> list[dict[str, Any]]:
        with urlopen(f"{self.address}sandbox/events", timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)["events"]
        return found

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """All events, as soon as there are so many: what is enqueued is sent by a thread."""
        end = time.monotonic() + PATIENCE
        while len(events := self.events()) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(events) == count, events
        return events


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    command = [PROGRAM, "sandbox", "--port", "0", "--lifetime", "900"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Sandbox(process.stdout.readline().strip())
        process.terminate()


@pytest.fixture
def configure(settings: Any) -> Any:
    """Changes some of TIKTOK_CAPI for a test; `None` takes a name away."""

    def change(**changed: Any) -> None:
        told = {**django_settings.TIKTOK_CAPI, **changed}
        settings.TIKTOK_CAPI = {name: value for name, value in told.items() if value is not None}

    return change
