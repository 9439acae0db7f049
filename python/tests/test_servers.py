"""Under the servers that shops run: gunicorn, uWSGI and Celery fork, kill and replace workers, and no event is lost."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from conftest import PATIENCE, Sandbox, answers, free_port, wait_until

SHOP = Path(__file__).parent / "servers"
REQUESTS = 60

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

GUNICORN = ["-m", "gunicorn", "shop:application", "--no-control-socket", "--workers", "2", "--graceful-timeout", "5", "--bind"]
UWSGI = ["--master", "--processes", "2", "--module", "shop", "--need-app", "--disable-logging", "--die-on-term"]
SERVERS = {
    "gunicorn-sync": [sys.executable, *GUNICORN, "127.0.0.1:{port}"],
    "gunicorn-sync-preload": [sys.executable, *GUNICORN, "127.0.0.1:{port}", "--preload"],
    "gunicorn-sync-preload-warm": [sys.executable, *GUNICORN, "127.0.0.1:{port}", "--preload"],
    "gunicorn-gthread": [sys.executable, *GUNICORN, "127.0.0.1:{port}", "--threads", "4"],
    "gunicorn-gthread-preload": [sys.executable, *GUNICORN, "127.0.0.1:{port}", "--threads", "4", "--preload"],
    "gunicorn-max-requests": [sys.executable, *GUNICORN, "127.0.0.1:{port}", "--max-requests", "7"],
    "uwsgi": ["uwsgi", *UWSGI, "--http-socket", "127.0.0.1:{port}"],
    "uwsgi-warm": ["uwsgi", *UWSGI, "--http-socket", "127.0.0.1:{port}"],
    "uwsgi-threads": ["uwsgi", *UWSGI, "--http-socket", "127.0.0.1:{port}", "--enable-threads", "--threads", "4"],
    "uwsgi-lazy": ["uwsgi", *UWSGI, "--http-socket", "127.0.0.1:{port}", "--lazy-apps"],
}


# In the master of a warm one runs a thread of ours that delivers what it enqueued, and Python warns of threads at a fork.
@contextmanager
def running(command: list[str], sandbox: Sandbox, outbox: Path, **variables: str) -> Iterator[Popen[bytes]]:
    """A server in a folder of its own, to its orderly end."""
    program = Path(sys.executable).parent / command[0]
    warnings = {"PYTHONWARNINGS": "always", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(SHOP)}
    own = {"TIKTOK_CAPI_OUTBOX": str(outbox), "JOURNAL": f"{outbox}.journal"}
    environment = sandbox.environment(**own, **warnings, **variables)
    with Popen([program, *command[1:]], env=environment, cwd=SHOP, stderr=PIPE, stdout=PIPE) as process:
        # What it writes is read all the time, so that it is never held up by a full pipe.
        with ThreadPoolExecutor(2) as readers:
            told = [readers.submit(stream.read) for stream in (process.stdout, process.stderr) if stream]
            try:
                yield process
                process.terminate()
                process.wait(PATIENCE)
            finally:
                process.kill()
                output = b"".join(each.result() for each in told).decode("utf-8", "replace")
    assert "panicked" not in output and ("multi-threaded" not in output or "WARM" in variables), output


def ask(port: int, name: str, crash: bool = False) -> str:
    """Which process answered; empty when none did."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/?id={name}" + ("&crash=1" if crash else ""))
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def both_workers_answer(port: int, visitors: ThreadPoolExecutor) -> None:
    """uWSGI that is told to end while it replaces a worker forgets the new one, and waits for it for ever."""
    names, seen = count(), set[str]()

    def asked() -> bool:
        seen.update(visitors.map(lambda _: ask(port, f"again-{next(names)}"), range(4)))
        return len(seen - {""}) >= 2

    wait_until(asked)


def nothing_is_lost(sandbox: Sandbox, outbox: Path) -> int:
    """What the server has left is delivered, as by `tiktok-capi outbox drain`; what was acknowledged counts once."""
    with sandbox.client(outbox=str(outbox)) as client:
        assert client.flush(PATIENCE).waiting == 0
    acknowledged = Path(f"{outbox}.journal").read_text().split()
    counted = [each["event_id"] for each in sandbox.seen()["events"] if each["standing"] == "counted"]
    assert set(acknowledged) <= set(counted) and len(counted) == len(set(counted))
    return len(acknowledged)


@pytest.mark.parametrize("name", SERVERS)
def test_web_server(sandbox: Sandbox, tmp_path: Path, name: str) -> None:
    port, outbox = free_port(), tmp_path / "outbox.db"
    command = [part.format(port=port) for part in SERVERS[name]]
    warm = {"WARM": "1"} if "warm" in name else {}
    with running(command, sandbox, outbox, **warm) as process:
        wait_until(lambda: process.poll() is not None or answers(port))
        with ThreadPoolExecutor(8) as visitors:
            told = list(visitors.map(lambda n: ask(port, f"e{n}", crash=n % 20 == 10), range(REQUESTS)))
            if command[0] == "uwsgi":
                both_workers_answer(port, visitors)
    assert nothing_is_lost(sandbox, outbox) >= sum(map(bool, told)) > REQUESTS / 2


def test_celery(sandbox: Sandbox, tmp_path: Path) -> None:
    outbox, broker = tmp_path / "outbox.db", tmp_path / "broker"
    broker.mkdir()
    worker = [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--pool", "prefork", "--concurrency", "2"]
    sender = f"from tasks import report\nfor n in range({REQUESTS}): report.delay(f'e{{n}}')"
    with running([sys.executable, "-c", sender], sandbox, outbox, BROKER=str(broker)) as process:
        assert process.wait(PATIENCE) == 0
    quiet = ["--loglevel", "error", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with running([*worker, *quiet], sandbox, outbox, BROKER=str(broker)) as process:
        # As many tasks as ran: a folder is no broker that keeps its word when two workers look at once.
        wait_until(lambda: process.poll() is not None or not list(broker.glob("*.msg")))
    assert nothing_is_lost(sandbox, outbox) > REQUESTS / 2
