"""End to end against the sandbox, which checks as TikTok does what arrives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conftest import Sandbox, event

from tiktok_capi import Unauthorized, event_id

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
