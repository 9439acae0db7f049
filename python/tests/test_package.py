"""What is shipped: the README's blocks run, and the source distribution holds what building needs."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TOKEN, Service

import tiktok_capi

README = (ROOT / "python" / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_every_block_of_the_readme_runs(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TIKTOK_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("TIKTOK_CAPI_ENDPOINT", service.endpoint)
    assert len(BLOCKS) == README.count("\n```") / 2 and {language for language, _ in BLOCKS} == {"python"}
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, (_, block) in enumerate(BLOCKS, 1):
        written = block.replace("/var/lib/shop", str(tmp_path))
        exec(compile(written, f"README.md, block {number}", "exec"), names)
    assert names["app"].test_client().post("/contact").text.startswith("<script>")
    with names["app"].app_context():
        names["conversions"].client.close()
    assert [sent["event"] for sent in service.sent()] == ["Purchase"] + ["Contact"] * 8
    told = capsys.readouterr().out
    assert "queued\n" in told and "'accepted': 1" in told
    assert "event_time naive_time error" in told and "accepted" in told and "unknown_field" in told
    assert names["html"].startswith("<script nonce=") and len(names["set_cookie"]) == 1 and "ttq.load" in names["head"]


def test_the_version_is_the_workspaces() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)
    assert version is not None and tiktok_capi.__version__ == metadata.version("tiktok-capi") == version[1]


def test_the_package_needs_nothing_else() -> None:
    assert [need for need in metadata.requires("tiktok-capi") or [] if "extra ==" not in need] == []


def test_an_import_loads_no_more_than_it_must() -> None:
    heavy = ("asyncio", "flask", "pytest", "dataclasses", "decimal", "json", "threading", "uuid", "tiktok_capi._catalog")
    script = (
        "import sys; before = set(sys.modules); import tiktok_capi; "
        f"print([name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    told = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_source_distribution_holds_what_building_needs(tmp_path: Path) -> None:
    subprocess.run(["maturin", "sdist", "--out", str(tmp_path)], cwd=ROOT / "python", check=True)
    (archive,) = tmp_path.iterdir()
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    needed = {
        "PKG-INFO",
        "Cargo.lock",
        "Cargo.toml",
        "pyproject.toml",
        "bindings/python/Cargo.toml",
        "bindings/python/src/lib.rs",
        "crates/client/src/lib.rs",
        "crates/core/src/lib.rs",
        "crates/cli/src/lib.rs",
    }
    assert needed <= names, needed - names
    for name in ("py.typed", "_native.pyi", "_catalog.py", "__init__.py"):
        assert any(path.endswith(f"tiktok_capi/{name}") for path in names), name
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pyc"))]
