"""Whom TLS trusts by the variables that Python's other programs follow. All of them, in every host: crates/client/tests/trust.rs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROGRAM, TOKEN, event

from tiktok_capi import Client, ConfigError

SERVICE = Path(PROGRAM).parent / "examples" / "private_service"
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A service whose certificate the authority in that folder signed."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([SERVICE, tmp_path], **pipes) as process:  # type: ignore[call-overload]
        yield process.stdout.readline().strip()
        process.stdin.close()


def client(address: str) -> Client:
    return Client(pixel_code="C4A", access_token=TOKEN, endpoint=address, max_attempts=1)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_private_authority_is_trusted(
    name: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client(address).track(event()).results[0].reason == "tls"
    monkeypatch.setenv(name, str(tmp_path if name == "SSL_CERT_DIR" else tmp_path / "authority.pem"))
    assert client(address).track(event()).ok


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_names_nothing_is_named(
    name: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "secret.pem"))
    with pytest.raises(ConfigError) as raised:
        client(address).track(event())
    assert (raised.value.code, raised.value.option) == ("invalid_option", name)
    assert "secret" not in str(raised.value)
