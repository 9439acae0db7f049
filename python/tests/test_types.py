"""The types: this package and a program that uses it pass mypy --strict, pyright and stubtest; a wrong one does not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from conftest import ROOT

import tiktok_capi
from tiktok_capi import _catalog

HERE = Path(__file__).parent / "typing"
WRONG = {
    number for number, line in enumerate((HERE / "wrong.py").read_text().splitlines(), 1) if line.endswith("# wrong")
}


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a checker away from the sources, so that it sees what was installed."""
    return subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False)


def lines_told(output: str, mark: str) -> set[int]:
    return {int(line) for line in re.findall(rf"wrong\.py:(\d+):.*{mark}", output)}


def test_mypy_is_content(tmp_path: Path) -> None:
    sources = [str(ROOT / "python" / "tiktok_capi"), str(HERE / "right.py")]
    told = run("mypy", "--strict", "--cache-dir", str(tmp_path), *sources, cwd=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr


def test_mypy_sees_what_is_wrong(tmp_path: Path) -> None:
    told = run("mypy", "--strict", "--cache-dir", str(tmp_path), str(HERE / "wrong.py"), cwd=tmp_path)
    assert lines_told(told.stdout, "error:") == WRONG, told.stdout + told.stderr


def test_pyright_is_content_and_sees_what_is_wrong(tmp_path: Path) -> None:
    told = run(
        "pyright", "--pythonpath", sys.executable, str(HERE), str(Path(tiktok_capi.__file__).parent), cwd=tmp_path
    )
    assert "right.py:" not in told.stdout and "tiktok_capi/" not in told.stdout, told.stdout + told.stderr
    assert lines_told(told.stdout, "(?:error|warning)") == WRONG, told.stdout + told.stderr


def test_every_public_name_has_a_type(tmp_path: Path) -> None:
    told = run(
        "pyright", "--pythonpath", sys.executable, "--verifytypes", "tiktok_capi", "--ignoreexternal", "--outputjson",
        cwd=tmp_path,
    )  # fmt: skip
    symbols = json.loads(told.stdout)["typeCompleteness"]["symbols"]
    # What derives from Django's classes is as known as Django is, which is not installed here.
    bad = [
        each["name"]
        for each in symbols
        if each["isExported"] and not each["isTypeKnown"] and not each["name"].startswith("tiktok_capi.django.")
    ]
    assert len(symbols) > 100 and bad == []


def test_the_native_stub_tells_the_truth(tmp_path: Path) -> None:
    (tmp_path / "hooks").write_text("tiktok_capi\\._native\\.(_panic_for_test|__all__)\n")
    told = run("mypy.stubtest", "tiktok_capi._native", "--allowlist", "hooks", cwd=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("name", ["Event", "User", "Properties", "Content", "Options"])
def test_the_types_can_be_read_while_the_program_runs(name: str) -> None:
    assert typing.get_type_hints(getattr(_catalog, name))


def test_every_public_name_is_there() -> None:
    for name in tiktok_capi.__all__:
        assert getattr(tiktok_capi, name) is not None
    with pytest.raises(AttributeError):
        tiktok_capi.nothing  # noqa: B018
