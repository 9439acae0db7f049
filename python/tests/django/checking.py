"""The system checks: each finds what is wrong, names the setting, and is silent otherwise."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks

from tiktok_capi import Client
from tiktok_capi.django import client

SANDBOX = "http://127.0.0.1:9/"


def ids(*, deploy: bool = False) -> set[str]:
    found = [message for message in run_checks(tags=["tiktok_capi"], include_deployment_checks=deploy)]
    assert all(message.hint for message in found)
    return {message.id.removeprefix("tiktok_capi.") for message in found}


@pytest.fixture
def good(configure: Any, tmp_path: Path) -> Any:
    """Settings that nobody finds fault with."""
    configure(outbox=tmp_path / "tiktok.sqlite3", endpoint=None)
    return configure


def test_good_settings(good: Any) -> None:
    assert ids(deploy=True) == set()


def test_no_token(good: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    good(access_token=None)
    assert ids() == {"E001"}
    monkeypatch.setenv("TIKTOK_ACCESS_TOKEN", "t")
    assert ids() == set()


def test_no_pixel_code(good: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    good(pixel_code=None)
    assert ids() == {"E002"}
    monkeypatch.setenv("TIKTOK_EVENT_SOURCE_ID", "C4A")
    assert ids() == set()


@pytest.mark.parametrize("blank", ["", " ", " \ufeff\n", None])
def test_a_blank_option_is_none_as_the_client_has_it(good: Any, monkeypatch: pytest.MonkeyPatch, blank: Any) -> None:
    good(**dict.fromkeys(["access_token", "pixel_code", "endpoint", "test_event_code", "CONSENT_COOKIE"], blank))
    assert ids(deploy=True) == {"E001", "E002"}
    monkeypatch.setenv("TIKTOK_ACCESS_TOKEN", "t")
    monkeypatch.setenv("TIKTOK_EVENT_SOURCE_ID", "C4A")
    assert ids(deploy=True) == set()
    monkeypatch.setenv("TIKTOK_ACCESS_TOKEN", " ")
    monkeypatch.setenv("TIKTOK_EVENT_SOURCE_ID", " ")
    assert ids(deploy=True) == {"E001", "E002"}


def test_a_client_of_the_shops_own_has_its_own_token_and_code(good: Any) -> None:
    good(access_token=None, pixel_code=None, CLIENT=lambda: None)
    assert ids() == set()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"pixel_cod": "C4A"}, "pixel_cod"),
        ({"timeout": "soon"}, "timeout"),
        ({"TRUSTED_PROXYS": 1}, "TRUSTED_PROXYS"),
        ({"TRUSTED_PROXIES": "1"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": True}, "TRUSTED_PROXIES"),
        ({"DELIVERY": "later"}, "DELIVERY"),
        ({"PIXEL_URL": "//analytics.tiktok.com/events.js"}, "PIXEL_URL"),
        ({"pixel_code": "C4A C4B"}, "pixel_code"),
        ({"outbox": 5}, "outbox"),
        ({"timeout": True}, "timeout"),
        ({"consent_tool": "onetrst"}, "consent_tool"),
        ({"consent_category": "C0004"}, "consent_category"),
    ],
)
def test_a_name_or_a_value_is_wrong(good: Any, wrong: dict[str, Any], named: str) -> None:
    good(**wrong)
    (found,) = run_checks(tags=["tiktok_capi"])
    assert found.id == "tiktok_capi.E003" and repr(named) in found.msg


def test_no_dictionary(settings: Any) -> None:
    settings.TIKTOK_CAPI = "C4A"
    assert "E003" in ids(deploy=True)


@pytest.mark.parametrize("name", ["CONSENT", "REQUEST_FILTER", "EXTRA", "CLIENT"])
def test_a_function_that_is_not_there(good: Any, name: str) -> None:
    good(**{name: "project.nothing"})
    assert ids() == {"E004"}
    good(**{name: "project.buy"})
    assert ids() == set()


async def awaited(request: object) -> None:
    pass


@pytest.mark.parametrize("name", ["CONSENT", "REQUEST_FILTER", "EXTRA", "CLIENT"])
def test_a_function_that_would_have_to_be_awaited(good: Any, name: str) -> None:
    good(**{name: awaited})
    assert ids() == {"E004"}


@pytest.mark.parametrize("name", ["EXTRA", "CLIENT"])
def test_a_function_that_is_none(good: Any, name: str) -> None:
    good(**{name: {"user": {}}})
    assert ids() == {"E004"}


def test_a_client_in_place_of_a_function(good: Any) -> None:
    good(CLIENT=Client())
    assert ids() == set()


@pytest.mark.parametrize("path", ["missing/tiktok.sqlite3", ".", "file/tiktok.sqlite3"])
def test_an_outbox_that_cannot_be_written(good: Any, tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    good(outbox=tmp_path / path)
    assert ids() == {"E005"}
    good(outbox=str(tmp_path / path))
    assert ids() == {"E005"}


def test_an_outbox_in_memory(good: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    good(outbox=None)
    assert ids() == set() and ids(deploy=True) == {"W001"}
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    assert ids() == {"W001"}
    monkeypatch.setenv("TIKTOK_CAPI_OUTBOX", "/nowhere/tiktok.sqlite3")
    assert ids() == {"E005"}


@pytest.mark.parametrize("spelt", [":memory:", " :memory: "])
def test_what_is_in_memory_the_client_says(good: Any, spelt: str) -> None:
    good(outbox=spelt)
    assert ("W001" in ids(deploy=True)) is (client()._native.outbox is None)


def test_consent_that_nobody_asks_for(good: Any) -> None:
    good(require_consent=True)
    assert ids(deploy=True) == set()
    good(require_consent=True, CONSENT_COOKIE=None)
    assert ids() == set() and ids(deploy=True) == {"W009"}
    for asks in ({"consent_tool": "onetrust"}, {"consent_cookie": "own"}, {"CONSENT": "project.buy"}):
        good(require_consent=True, CONSENT_COOKIE=None, **asks)
        assert ids(deploy=True) == set()
    good(CONSENT_COOKIE=None)
    assert ids(deploy=True) == set()


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT", "STATICFILES_DIRS"])
def test_an_outbox_that_is_served(good: Any, settings: Any, tmp_path: Path, name: str) -> None:
    setattr(settings, name, [("shop", str(tmp_path))] if name == "STATICFILES_DIRS" else str(tmp_path))
    assert ids() == {"W002"}


def test_a_live_pixel_while_debugging(good: Any, settings: Any) -> None:
    settings.DEBUG = True
    assert ids() == {"W003"}
    good(endpoint=SANDBOX)
    assert ids(deploy=True) == set()
    good(endpoint=None, test_event_code="TEST1")
    assert ids(deploy=True) == set()


def test_what_is_for_tests_in_production(good: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOK_TEST_EVENT_CODE", "TEST1")
    good(endpoint=SANDBOX)
    assert ids() == set() and ids(deploy=True) == {"W004", "W005"}


def test_trusted_proxies(good: Any, settings: Any) -> None:
    good(TRUSTED_PROXIES=None)
    assert ids() == set() and ids(deploy=True) == {"W006"}
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ids() == {"W006"}
    good(TRUSTED_PROXIES=0)
    assert ids(deploy=True) == set()


def test_no_middleware(good: Any, settings: Any) -> None:
    settings.MIDDLEWARE = []
    assert ids() == {"W007"}


@pytest.mark.parametrize(
    ("uwsgi", "found"),
    [
        ({"opt": {}}, {"W008"}),
        ({"opt": {b"master": True}, "has_threads": 0}, {"W008"}),
        ({"opt": {}, "has_threads": 1}, set()),
        ({"opt": {"enable-threads": True}}, set()),
        ({"opt": {b"threads": b"2"}}, set()),
    ],
)
def test_uwsgi_without_threads(
    good: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, uwsgi: dict[str, Any], found: set[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uwsgi", SimpleNamespace(**uwsgi))
    assert ids() == found
    with caplog.at_level(logging.WARNING, "tiktok_capi.django"):
        apps.get_app_config("tiktok_capi").ready()  # a server runs no checks, so it is told here
    assert ("tiktok_capi.W008" in caplog.text) is bool(found)
