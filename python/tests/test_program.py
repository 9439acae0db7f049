"""The command line that the wheel brings: the same program, as a script and as a module."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE, PROGRAM, ROOT, Sandbox, Service, event

import tiktok_capi
from tiktok_capi import Client, event_id, hash

SCRIPT = str(Path(sys.executable).parent / "tiktok-capi")
WAYS = {"script": [SCRIPT], "module": [sys.executable, "-m", "tiktok_capi"]}


def run(*command: str, given: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("way", WAYS)
def test_it_is_the_program(way: str, tmp_path: Path) -> None:
    def told(*arguments: str, given: bytes = b"") -> str:
        answer = run(*WAYS[way], *arguments, given=given, cwd=tmp_path)
        assert (answer.returncode, answer.stderr) == (0, b"")
        return answer.stdout.decode().strip()

    assert tiktok_capi.__version__ in told("--version")
    assert told("event-id", "Purchase", "4711") == event_id("Purchase", "4711")
    assert told("hash", "email", "-", given=" Jo@Example.com ".encode()) == hash("email", "jo@example.com")
    assert told("hash", "email", "jö@example.com") == hash("email", "jö@example.com")
    body = told("build", "--now", "1767225600", given=json.dumps(event()).encode())
    assert body.encode() == Client(now=1767225600).build(event())
    assert run(*WAYS[way], "no-such-command", cwd=tmp_path).returncode == 2
    assert run(*WAYS[way], "build", given=b"{", cwd=tmp_path).returncode == 3


def test_it_has_every_command_but_those_of_the_sandbox() -> None:
    ours, theirs = (commands(program) for program in (SCRIPT, PROGRAM))
    assert {"send", "build", "outbox"} <= ours and theirs - ours <= {"run", "sandbox"}


def test_what_only_the_whole_program_has_says_how_to_get_it() -> None:
    for command in ("sandbox", "run"):
        told = run(SCRIPT, command)
        assert told.returncode == 2 and f"'tiktok-capi[sandbox]=={tiktok_capi.__version__}'".encode() in told.stderr


@pytest.mark.parametrize("version", [tiktok_capi.__version__, "0.0.0"])
def test_the_whole_program_does_the_work_where_it_is_of_this_version(version: str, tmp_path: Path) -> None:
    package = tmp_path / "tiktok_capi_program"
    shutil.copytree(ROOT / "python" / "program" / package.name, package)
    (package / "tiktok-capi").symlink_to(PROGRAM)
    about = tmp_path / f"{package.name}-{version}.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text(f"Metadata-Version: 2.4\nName: tiktok-capi-program\nVersion: {version}\n")
    inside = [sys.executable, "-c", "import os; print(os.environ['TIKTOK_CAPI_ENDPOINT'])"]
    told = run(SCRIPT, "run", "--port", "0", "--", *inside, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    if version == tiktok_capi.__version__:
        assert told.returncode == 0 and told.stdout.startswith(b"http://127.0.0.1:"), told.stderr
    else:
        assert told.returncode == 2 and b"'tiktok-capi-program==" in told.stderr


def commands(program: str) -> set[str]:
    told = run(program, "--help").stdout.decode().partition("Commands:\n")[2].partition("\n\n")[0]
    return {line.split()[0] for line in told.splitlines() if line.startswith("  ") and line[2] != " "}


def test_it_sends_and_drains(sandbox: Sandbox, tmp_path: Path) -> None:
    outbox = str(tmp_path / "outbox.db")
    environment = sandbox.environment(TIKTOK_CAPI_OUTBOX=outbox)
    told = run(SCRIPT, "send", copied("purchases.ndjson", tmp_path), env=environment, cwd=tmp_path)
    before = len(sandbox.ids())
    assert (told.returncode, before) == (0, 2), told.stderr
    Client(pixel_code="C4A", outbox=outbox).enqueue(event(event_id="kept"))
    told = run(SCRIPT, "outbox", "drain", env=environment)
    assert told.returncode == 0 and sandbox.ids()[before:] == ["kept"], told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently there")
def test_ctrl_c_ends_it(service: Service, tmp_path: Path) -> None:
    import threading

    held = threading.Event()
    service.answer = lambda body: (held.wait(PATIENCE), (500, {}))[1]
    options = ["--pixel-code", "C4A", "--endpoint", service.endpoint]
    command = [SCRIPT, "send", copied("purchase.json", tmp_path), *options]
    with subprocess.Popen(command, env={"TIKTOK_ACCESS_TOKEN": "t"}, stderr=subprocess.DEVNULL) as process:
        try:
            assert service.arrived.wait(PATIENCE)
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == -signal.SIGINT
        finally:
            process.kill()
            held.set()


def copied(name: str, folder: Path) -> str:
    """An example in a folder where the program may keep its progress beside it."""
    return str(shutil.copy(ROOT / "examples" / name, folder))
