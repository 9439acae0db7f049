"""docs/error-reports.md: what a tool that reports errors finds, by Sentry's own library and by Django's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from conftest import ROOT, TOKEN, event
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from tiktok_capi import Client

GUIDE = (ROOT / "docs" / "error-reports.md").read_text("utf-8")
WHOLE, SOME = re.findall(r"```python\n(import sentry_sdk\n.*?)```", GUIDE, re.DOTALL)
CUSTOMER = {"email": "canary.person@example.com", "first_name": "Canaria"}


class Kept(Transport):
    """Keeps the reports that would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.reports.append(envelope.get_event())


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Sentry as the guide's block sets it up, but for where it sends to."""
    kept, init = Kept(), sentry_sdk.init
    own: Any = lambda **given: init("https://key@sentry.example/1", transport=kept, default_integrations=False, **given)  # noqa: E731
    monkeypatch.setattr(sentry_sdk, "init", own)
    yield kept
    init()


def order(block: str, name: str) -> None:
    """Runs a block of the guide, and then a shop's function that fails."""
    exec(block, {"__name__": name})
    shop: dict[str, Any] = {"__name__": name, "Client": Client, "event": event, "TOKEN": TOKEN}
    exec(SHOP, shop)
    try:
        shop["order"](CUSTOMER)
    except Exception as error:
        sentry_sdk.capture_exception(error)


SHOP = """
def order(customer):
    Client(pixel_code="C4A", access_token=TOKEN).track(event(user=customer, event="canary person"))
"""


def frames(report: Any) -> list[Any]:
    """All but those of this file."""
    found = [frame for error in report["exception"]["values"] for frame in error["stacktrace"]["frames"]]
    return [frame for frame in found if frame["module"] != __name__]


def test_our_frames_show_nothing_however_sentry_is_set_up(kept: Kept) -> None:
    order("import sentry_sdk\nsentry_sdk.init()", "shop.orders")
    found = frames(kept.reports[0])
    assert any("canary" in str(frame.get("vars")) for frame in found if frame["module"] == "shop.orders")
    ours = [frame for frame in found if frame["module"].startswith("tiktok_capi")]
    assert ours and "canary" not in str(ours)


@pytest.mark.parametrize(("block", "name"), [(WHOLE, "shop.orders"), (WHOLE, "elsewhere"), (SOME, "shop.orders")])
def test_the_guides_settings_keep_a_customer_out(kept: Kept, block: str, name: str) -> None:
    order(block, name)
    found = frames(kept.reports[0])
    assert name in [frame["module"] for frame in found] and "canary" not in str(found)


def test_the_guides_function_leaves_other_modules_as_they_are(kept: Kept) -> None:
    order(SOME, "elsewhere")
    assert "canary" in str(frames(kept.reports[0]))
