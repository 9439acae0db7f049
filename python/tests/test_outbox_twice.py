"""Other copies of SQLite in the process: Python's own, and that of a second copy of the package."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
from conftest import PATIENCE, TOKEN, Sandbox, Service, event

import tiktok_capi
from tiktok_capi import Client, OutboxError

PRODUCER = """
import sqlite3, sys, threading
from tiktok_capi import Client, OutboxError

path, name = sys.argv[1:]
client = Client(pixel_code="C4A", outbox=path)
over = threading.Event()

def look():
    while not over.is_set():
        try:
            connection = sqlite3.connect(path)
            connection.execute("SELECT count(*) FROM events").fetchone()
            connection.close()
        except sqlite3.Error:
            pass  # it believes that it is alone; what counts is that it harms nobody

def put(event):
    try:
        client.enqueue(event)
    except OutboxError as refused:
        if refused.code != "outbox_busy":  # as on a busy machine; then it is not kept, and is put in once more
            raise
        put(event)

looking = threading.Thread(target=look, daemon=True)
looking.start()
page, user = {"url": "https://shop.example/"}, {"ttp": "t1"}
for number in range(500):
    put({"event": "Contact", "event_id": f"{name}-{number}", "page": page, "user": user})
over.set()
looking.join()
"""


def rows_for_others(path: str) -> int:
    """What another process sees."""
    count = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM events').fetchone())"
    told = subprocess.run([sys.executable, "-c", count, path], check=True, capture_output=True, text=True)
    return int(told.stdout)


def test_who_reads_with_another_sqlite_takes_nothing_away(service: Service, tmp_path: Path) -> None:
    path = str(tmp_path / "outbox.db")
    with Client(pixel_code="C4A", outbox=path) as client:
        client.enqueue(event(event_id="before"))
        connection = sqlite3.connect(path)
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)
        connection.close()
        for number in range(100):
            client.enqueue(event(event_id=str(number)))
        assert rows_for_others(path) == 101
    with service.client(outbox=path) as client:
        assert client.flush(timeout=PATIENCE).waiting == 0
    assert {sent["event_id"] for sent in service.sent()} == {"before", *map(str, range(100))}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no locks that keep another copy off")
@pytest.mark.parametrize("is_made", [True, False])
def test_processes_that_read_like_that_all_the_time_lose_nothing(sandbox: Sandbox, tmp_path: Path, is_made: bool) -> None:
    path = str(tmp_path / "outbox.db")
    if is_made:
        with Client(pixel_code="C4A", outbox=path) as client:
            client.enqueue(event(event_id="first"))
    started = [[sys.executable, "-c", PRODUCER, path, f"p{number}"] for number in range(3)]
    producers = [subprocess.Popen(command, cwd=tmp_path) for command in started]
    assert [producer.wait(timeout=PATIENCE) for producer in producers] == [0, 0, 0]
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with sandbox.client(outbox=path) as client:
        assert client.flush(timeout=PATIENCE).waiting == 0
    assert set(sandbox.ids()) >= {f"p{producer}-{number}" for producer in range(3) for number in range(500)}


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Another copy of the package, as two installations in one process would be."""
    folder = tmp_path / "second"
    shutil.copytree(Path(tiktok_capi.__file__).parent, folder / "tiktok_capi")
    first = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "tiktok_capi"}
    for name in first:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(folder)
    second = importlib.import_module("tiktok_capi")
    sys.modules.update(first)
    assert second is not tiktok_capi and second.Client is not Client
    return second


@pytest.mark.skipif(sys.platform == "win32", reason="there is no lock by which it could be found")
def test_a_second_copy_of_the_package_is_refused_while_the_first_has_the_file(second: ModuleType, tmp_path: Path) -> None:
    path = str(tmp_path / "outbox.db")
    other = second.Client(pixel_code="C4A", access_token=TOKEN, outbox=path)
    with Client(pixel_code="C4A", outbox=path) as client:
        client.enqueue(event())
        with pytest.raises(OutboxError) as refused:
            other.enqueue(event(event_id="e2"))
        assert refused.value.code == "outbox_twice" and refused.value.path == path
        at_once = threading.Thread(target=client.enqueue, args=(event(event_id="e3"),))
        at_once.start()
        at_once.join()
    assert other.enqueue(event(event_id="e4")).ok
    assert rows_for_others(path) == 3
