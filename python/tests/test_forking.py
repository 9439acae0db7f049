"""Children of a process that enqueues: nothing is lost, nothing counts twice, nothing hangs, and Python prints no warning."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import PATIENCE, TOKEN, Sandbox

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

#: What every script begins with. The lease of a process that dies is short, so that another takes over soon.
HEAD = f"""
import os, signal, sys, threading, time
from tiktok_capi import Client

def client(path=sys.argv[2]):
    return Client(pixel_code="C4A", access_token={TOKEN!r}, endpoint=sys.argv[1], outbox=path, max_attempts=1, timeout=2)

def enqueue(client, name, count=5):
    for n in range(count):
        told = client.enqueue({{"event": "Contact", "event_id": f"{{name}}-{{n}}", "user": {{"ttp": "t"}},
                               "page": {{"url": "https://shop.example/"}}}})
        assert told.ok

def fork(body, end=os._exit):
    child = os.fork()
    if child == 0:
        code = 9
        try:
            body()
            code = 0
        finally:
            end(code)
    return child

def wait(*children):
    for child in children:
        assert os.waitpid(child, 0)[1] in (0, signal.SIGKILL)
"""

SCRIPTS = {
    "exits-at-once": """
        capi = client()
        wait(*(fork(lambda: enqueue(capi, f"child{n}")) for n in range(4)))
        enqueue(capi, "parent")
        print(4 * 5 + 5)
        """,
    "ends-in-order": """
        capi = client()
        wait(*(fork(lambda: enqueue(capi, f"child{n}"), sys.exit) for n in range(4)))
        print(4 * 5)
        """,
    "parent-is-warm": """
        capi = client()
        enqueue(capi, "parent")
        wait(*(fork(lambda: enqueue(capi, f"child{n}")) for n in range(4)))
        enqueue(capi, "after")
        capi.close()
        print(4 * 5 + 5 + 5)
        """,
    "parent-is-closed": """
        capi = client()
        enqueue(capi, "parent")
        capi.close(10)
        wait(*(fork(lambda: enqueue(capi, f"child{n}")) for n in range(4)))
        print(4 * 5 + 5)
        """,
    "killed": """
        capi = client()
        def killed(n):
            enqueue(capi, f"child{n}")
            os.kill(os.getpid(), signal.SIGKILL)
        wait(*(fork(lambda: killed(n)) for n in range(4)))
        enqueue(capi, "parent")
        print(4 * 5 + 5)
        """,
    "grandchildren": """
        capi = client()
        enqueue(capi, "parent")
        def child():
            enqueue(capi, "child")
            wait(fork(lambda: enqueue(capi, "grandchild")))
            enqueue(capi, "child-after")
        wait(fork(child))
        print(4 * 5)
        """,
    "while-threads-write": """
        capi = client()
        stop = threading.Event()
        counts = [0] * 4
        def write(thread):
            while not stop.is_set():
                enqueue(capi, f"thread{thread}-{counts[thread]}", 1)
                counts[thread] += 1
        threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for thread in threads: thread.start()
        for n in range(25):
            wait(fork(lambda: enqueue(capi, f"child{n}", 2)))
        stop.set()
        for thread in threads: thread.join()
        capi.close()
        print(sum(counts) + 25 * 2)
        """,
    "memory": """
        capi = client(":memory:")
        enqueue(capi, "parent")
        def child():
            enqueue(capi, "child")
            assert capi.close(10).waiting == 0
        wait(fork(child), fork(child))
        enqueue(capi, "after")
        assert capi.close(10).waiting == 0
        print(3 * 5)
        """,
    "a-new-file-by-all-at-once": """
        def files(barrier):
            for n in range(20):
                os.write(barrier, b".")
                while os.fstat(barrier).st_size < 6 * (n + 1): time.sleep(0)
                enqueue(Client(pixel_code="C4A", outbox=f"{sys.argv[2]}-{n}"), str(os.getpid()), 1)
        with open("barrier", "ab", 0) as file:
            wait(*(fork(lambda: files(file.fileno())) for _ in range(6)))
        for n in range(20):
            assert client(f"{sys.argv[2]}-{n}").flush(30).waiting == 0
        print(6)
        """,
    "async-threads": """
        import asyncio
        capi = client()
        async def later(name):
            assert (await capi.aenqueue({"event": "Contact", "event_id": name, "user": {"ttp": "t"},
                                         "page": {"url": "https://shop.example/"}})).ok
        asyncio.run(later("parent"))
        wait(*(fork(lambda: asyncio.run(later(f"child{n}"))) for n in range(3)))
        print(1 + 3)
        """,
}
MULTIPROCESSING = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

def work(n):
    enqueue(client(), f"work{n}")

if __name__ == "__main__":
    ways = multiprocessing.get_context(sys.argv[3])
    if warm := sys.argv[4] == "warm":
        capi = client()
        enqueue(capi, "parent")
    processes = [ways.Process(target=work, args=(n,)) for n in range(3)]
    for each in processes: each.start()
    for each in processes: each.join()
    assert [each.exitcode for each in processes] == [0] * 3
    with ProcessPoolExecutor(2, mp_context=ways) as pool:
        list(pool.map(work, range(3, 6)))
    print(6 * 5 + 5 * warm)
"""


def run(sandbox: Sandbox, folder: Path, script: str, *arguments: str) -> str:
    """Runs a script to its end, and then delivers what it has left. Gives what Python said."""
    outbox = str(folder / "outbox.db")
    (folder / "script.py").write_text(HEAD + dedent(script))
    command = [sys.executable, "-W", "always", str(folder / "script.py"), sandbox.address, outbox, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=folder)
    assert told.returncode == 0, told.stderr
    expected = int(told.stdout)
    with sandbox.client(outbox=outbox) as client:
        assert client.flush(PATIENCE).waiting == 0
    counts = sandbox.seen()["counts"]
    assert counts["counted"] == expected, counts
    return told.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_fork(sandbox: Sandbox, tmp_path: Path, name: str) -> None:
    told = run(sandbox, tmp_path, SCRIPTS[name])
    if name not in WARNED:
        assert told == ""


#: From 3.12 on Python counts the threads of the process, native ones too, and warns when there is more than one. In these one
#: of ours, which delivers what the parent enqueued or has only just been ended, or one of the script's is there at the fork.
WARNED = {"parent-is-warm", "parent-is-closed", "grandchildren", "while-threads-write", "memory", "async-threads"}


@pytest.mark.parametrize("warm", ["cold", "warm"])
@pytest.mark.parametrize("way", ["fork", "spawn", "forkserver"])
def test_multiprocessing(sandbox: Sandbox, tmp_path: Path, way: str, warm: str) -> None:
    told = run(sandbox, tmp_path, MULTIPROCESSING, way, warm)
    if warm == "cold":
        assert told == ""
