"""Tests of a shop: what is tracked is captured, with Django's test cases and with pytest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, SimpleTestCase, TestCase
from project import PURCHASE
from support import VISITOR

from tiktok_capi import event_id
from tiktok_capi.django import track
from tiktok_capi.testing import assert_not_tracked, assert_tracked, capture, outbox


class InATestCase(TestCase):
    def test_commits_are_captured(self) -> None:
        with capture(), self.captureOnCommitCallbacks(execute=True) as callbacks:
            self.client.get("/buy", **VISITOR)
        assert len(callbacks) == 1
        assert_tracked(
            "Purchase", event_id=event_id("Purchase", "4711"), value=Decimal("39.80"), email="jo@example.com"
        )

    def test_without_a_commit_nothing_is_tracked(self) -> None:
        with capture():
            self.client.get("/buy", **VISITOR)
            assert_not_tracked("Purchase")

    @capture()
    def test_what_is_rolled_back_is_not_there(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            self.client.get("/buy?undo=1", **VISITOR)
        assert outbox == []


class WithoutADatabase(SimpleTestCase):
    @capture()
    def test_what_is_tracked_at_once(self) -> None:
        track("Contact", user={"email": "jo@example.com"})
        assert_tracked("Contact", email="jo@example.com")


@pytest.mark.django_db
def test_with_pytest(tiktok_outbox: list[Any], client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/buy", **VISITOR)
    assert_tracked("Purchase", **PURCHASE)
    assert len(tiktok_outbox) == 1


def test_no_settings_for_sending_are_needed(tiktok_outbox: list[Any], settings: Any) -> None:
    settings.TIKTOK_CAPI = {}
    track("Contact")
    assert_tracked("Contact")
