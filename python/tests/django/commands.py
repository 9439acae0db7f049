"""`manage.py tiktok_capi`: the doctor, a test event, and the outbox."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from support import Sandbox

from tiktok_capi import CapiError, Client
from tiktok_capi.django import client, track


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("tiktok_capi", *arguments, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def kept(configure: Any, sandbox: Sandbox, tmp_path: Path) -> Any:
    """An outbox in a file, and a sandbox to deliver to."""

    def change(**changed: Any) -> None:
        configure(**{"outbox": tmp_path / "tiktok.sqlite3", "endpoint": sandbox.address} | changed)

    change()
    return change


def test_the_doctor_looks_at_everything(kept: Any, settings: Any) -> None:
    settings.DEBUG = True
    lines = told("doctor").splitlines()
    assert sum(line.startswith("ok") for line in lines) == 16 and "waiting: 0" in lines


@pytest.mark.parametrize(
    ("changed", "told_of"),
    [
        ({}, ["'consent'"]),
        ({"CONSENT_COOKIE": None}, []),
        ({"consent_tool": "onetrust", "consent_category": "C0002"}, ["'onetrust'", "'C0002'", "'consent'"]),
        ({"CONSENT": "project.buy"}, ["['CONSENT']", "in place of CONSENT_COOKIE"]),
        ({"consent_cookie": "other", "CONSENT_COOKIE": " "}, ["'other'"]),
        ({"consent_cookie": "other", "CONSENT": "project.buy"}, ["'other'", "['CONSENT']"]),
        ({"CLIENT": Client}, ["client of your own", "'consent'"]),
    ],
)
def test_the_doctor_says_who_tells_of_consent(kept: Any, changed: Any, told_of: list[str]) -> None:
    kept(**changed)
    (line,) = [line for line in told("doctor").splitlines() if line.startswith("consent")]
    assert all(name in line for name in [*told_of, "signals", "denied", "logged"])


def test_the_doctor_says_which_of_two_cookies_counts(kept: Any) -> None:
    kept(consent_cookie="other")
    (line,) = [line for line in told("doctor").splitlines() if line.startswith("consent")]
    assert "'consent'" in line and "in place of the option consent_cookie" in line and "'other'" not in line


def test_the_doctor_says_what_is_wrong(kept: Any, capsys: pytest.CaptureFixture[str]) -> None:
    kept(access_token=None, TRUSTED_PROXIES=None)
    with pytest.raises(CommandError) as raised:
        call_command("tiktok_capi", "doctor", no_color=True)
    assert raised.value.returncode == 1
    out = capsys.readouterr().out
    assert "(tiktok_capi.E001)" in out and "TIKTOK_ACCESS_TOKEN" in out and "(tiktok_capi.W006)" in out


def test_the_doctor_never_shows_a_token(kept: Any) -> None:
    assert "canary" not in told("doctor")


def test_a_test_event_is_sent(kept: Any, sandbox: Sandbox) -> None:
    assert "ViewContent: accepted" in told("send_test")
    assert "Contact: accepted" in told("send_test", "--event", "Contact", "--code", "TEST1")
    found = sandbox.events()
    assert {each["event"] for each in found} == {"ViewContent", "Contact"}
    assert [each["test_event_code"] for each in found if each["event"] == "Contact"] == ["TEST1"]


def test_a_real_event_is_sent_only_on_demand(kept: Any) -> None:
    kept(endpoint=None)
    with pytest.raises(CommandError, match="--code"):
        told("send_test")


def test_what_tiktok_refuses_is_told(kept: Any) -> None:
    kept(access_token="revoked-token")
    with pytest.raises(CommandError) as raised:
        told("send_test")
    assert "unauthorized" in str(raised.value) and "revoked-token" not in str(raised.value)


def test_what_waits_is_delivered(kept: Any, sandbox: Sandbox) -> None:
    track("Contact", event_id="e1")
    shown = json.loads(told("drain", "--timeout", "20", "--json"))
    assert shown["waiting"] == 0 and [each["event_id"] for each in sandbox.events()] == ["e1"]
    assert json.loads(told("status", "--json"))["counts"]["accepted"] == 1
    assert "waiting: 0" in told("status")


def test_what_cannot_be_delivered_in_time_is_told(kept: Any) -> None:
    kept(endpoint="http://127.0.0.1:9/")
    track("Contact")
    with pytest.raises(CommandError, match="1 still wait"):
        told("drain", "--timeout", "0.2")
    assert client().stats().waiting == 1


@pytest.mark.parametrize("verb", ["drain", "status"])
def test_an_outbox_in_the_memory_of_others_cannot_be_seen(verb: str) -> None:
    with pytest.raises(CommandError, match="outbox"):
        told(verb)


def test_a_client_of_the_shops_own(configure: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    own = {"pixel_code": "OWN", "access_token": "t", "endpoint": sandbox.address}
    configure(CLIENT=Client(**own))
    with pytest.raises(CommandError, match="outbox"):
        told("status")
    configure(CLIENT=Client(**own, outbox=tmp_path / "tiktok.sqlite3"))
    track("Contact", event_id="e1")
    assert json.loads(told("drain", "--json"))["waiting"] == 0 and "waiting: 0" in told("status")
    assert "waiting: 0" in told("doctor")
    with pytest.raises(CommandError, match="test_event_code"):
        told("send_test", "--code", "TEST1")
    assert "ViewContent: accepted" in told("send_test", "--live")


@pytest.mark.parametrize("timeout", ["-1", "nan"])
def test_a_time_that_is_none_is_refused(kept: Any, timeout: str) -> None:
    with pytest.raises(CommandError, match="invalid_argument"):
        told("drain", "--timeout", timeout)


def test_a_wrong_option_is_told_like_any_error(kept: Any) -> None:
    kept(pixel_cod="C4A")
    with pytest.raises(CommandError, match="pixel_cod"):
        told("status")
    with pytest.raises(CapiError):
        client()
