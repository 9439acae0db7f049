"""End to end against the sandbox, which checks as TikTok does what arrives."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.request import urlopen

import pytest
from conftest import ROOT, TOKEN, event

from tiktok_capi import Client, Unauthorized, event_id

PROGRAM = os.environ.get("TIKTOK_CAPI_PROGRAM", str(ROOT / "target" / "debug" / "tiktok-capi"))


class Sandbox:
    def __init__(self, address: str) -> None:
        self.address = address

    def client(self, **options: Any) -> Client:
        return Client(
            **{"pixel_code": "C4A", "access_token": TOKEN, "endpoint": self.address, "max_attempts": 1} | options
        )

    def seen(self) -> dict[str, Any]:
        with urlopen(f"{self.address}sandbox/events", timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    command = [PROGRAM, "sandbox", "--port", "0", "--lifetime", "120", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Sandbox(process.stdout.readline().strip())
        process.terminate()


def purchase() -> dict[str, Any]:
    described = {
        "event": "Purchase",
        "event_id": event_id("Purchase", 4711),
        "user": {"email": " Jo@Example.com ", "phone": "020 7946 0958", "phone_region": "GB", "ip": "81.2.69.142"},
        "properties": {
            "currency": "gbp",
            "value": Decimal("138.70"),
            "content_type": "product",
            "contents": [{"content_id": 1, "price": Decimal("138.70"), "quantity": 1, "content_name": "Shoe"}],
        },
    }
    return event(**described)


def test_what_is_sent_is_what_tiktok_asks_for(sandbox: Sandbox) -> None:
    client = sandbox.client()
    assert client.track(purchase()).raise_for_error().ok
    assert client.track([purchase(), event()]).ok  # the purchase once more, as after a lost answer
    seen = sandbox.seen()
    assert [each["standing"] for each in seen["events"]] == ["counted", {"duplicate": 1}, "counted"]
    assert [each["findings"] for each in seen["events"][:2]] == [[], []]
    assert {"email", "phone"} <= set(seen["events"][0]["match_keys"])


def test_a_wrong_token_is_told(sandbox: Sandbox) -> None:
    receipt = sandbox.client(access_token="another").track(event())
    assert type(receipt.error) is Unauthorized and sandbox.seen()["counts"]["accepted"] == 0


def test_a_thousand_and_one_events_are_two_requests(sandbox: Sandbox) -> None:
    receipt = sandbox.client().track(event(event_id=f"e{n}") for n in range(1_001))
    assert receipt.ok and receipt.requests == len(receipt.request_ids) == 2
    assert [result.event_id for result in receipt.results] == [f"e{n}" for n in range(1_001)]
