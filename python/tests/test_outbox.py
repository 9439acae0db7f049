"""The outbox: what `enqueue` acknowledges is kept, delivered, counted, and closed in time."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, TOKEN, Sandbox, Service, codes, event, wait_until
from test_threads import SLOW, SOON, Held

from tiktok_capi import Client, ConfigError, InvalidEvent, OutboxError, OutboxFull, Stats, _awaited


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "outbox.db")


def test_what_is_enqueued_arrives(service: Service) -> None:
    with service.client() as client:
        receipt = client.enqueue(event(user={"email": " Jo@Example.com "}))
        assert receipt.ok and receipt.raise_for_error() is receipt and receipt.requests == 0
        (result,) = receipt.results
        assert (result.outcome, result.code, result.event, result.event_id) == ("queued", None, "Contact", "e1")
        stats = client.flush()
    assert isinstance(stats, Stats) and (stats.waiting, stats.in_flight, stats.dead) == (0, 0, 0)
    assert stats.counts == {"queued": 1, "accepted": 1}
    assert [(each.event_source, each.event_source_id, each.state) for each in stats.sources] == [("web", "C4A", "open")]
    built = Client(now=service.sent()[0]["event_time"]).build(event(user={"email": "jo@example.com"}))
    assert built is not None and built in service.raw[0]


def test_a_list_never_raises_for_one_event(service: Service) -> None:
    with service.client() as client:
        receipt = client.enqueue(
            each for each in (event(), event(event=None), b"{", "text", None, event(consent="denied"), event(event_id="e2"))
        )
        outcomes = [result.outcome for result in receipt.results]
        assert outcomes == ["queued", "refused", "refused", "refused", "refused", "withheld", "queued"]
        assert not receipt.ok and receipt.error is None
        assert client.enqueue([]).results == ()
        reasons = client.flush().reasons
    assert reasons["withheld.consent_denied"] == 1 and reasons["refused.missing_field"] >= 1
    assert [sent["event_id"] for sent in service.sent()] == ["e1", "e2"]


def test_one_bad_event_raises_and_nothing_is_kept(service: Service) -> None:
    with service.client() as client:
        with pytest.raises(InvalidEvent) as raised:
            client.enqueue(event(event=None))
        assert ("event", "missing_field") in codes(raised.value.problems)
        with pytest.raises(LookupError):
            client.enqueue(one[1] for one in (event(), {}))  # type: ignore[index]
        assert client.flush().waiting == 0
    assert service.bodies == []


def test_a_missing_option_is_told(path: str) -> None:
    for options, missing in (({"access_token": TOKEN}, "event_source_id"), ({"pixel_code": "C4A"}, "access_token")):
        with pytest.raises(ConfigError) as raised:
            Client(**options).enqueue(event())  # type: ignore[arg-type]
        assert (raised.value.code, raised.value.option) == ("missing_option", missing)
    assert Client(pixel_code="C4A", outbox=path).enqueue(event()).ok  # another process delivers it


def test_a_full_outbox_raises_and_keeps_what_it_has(path: str) -> None:
    client = Client(pixel_code="C4A", outbox=path, max_events=2)
    assert client.enqueue([event(), event()]).ok
    with pytest.raises(OutboxFull) as raised:
        client.enqueue(event())
    error = raised.value
    assert isinstance(error, OutboxError) and (error.code, error.path) == ("outbox_full", path) and error.hint in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is OutboxFull and (again.code, again.path, again.hint) == (error.code, path, error.hint)
    assert client.stats().waiting == 2


def test_what_is_wrong_with_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 4_096)
    for name, code in (("photo.jpg", "outbox_foreign"), ("no/folder.db", "outbox_unavailable")):
        path = str(tmp_path / name)
        for call in (lambda client: client.enqueue(event()), Client.stats, Client.flush):
            with pytest.raises(OutboxError) as raised:
                call(Client(pixel_code="C4A", access_token=TOKEN, outbox=path))  # type: ignore[no-untyped-call]
            assert (raised.value.path, raised.value.code) == (path, code)
            assert type(raised.value) is OutboxError


def test_a_closed_client_takes_nothing_any_more(service: Service) -> None:
    client = service.client()
    assert client.close() == client.close() == Stats(0, 0, 0, 0, None, {}, {}, ())
    with pytest.raises(OutboxError) as raised:
        client.enqueue(event())
    assert raised.value.code == "outbox_closed"
    assert client.track(event()).ok


def test_the_file_outlives_a_killed_process(service: Service, path: str) -> None:
    script = (
        "import os, signal\nfrom tiktok_capi import Client\n"
        f"client = Client(pixel_code='C4A', outbox={path!r})\n"
        f"assert all(client.enqueue({event()!r} | {{'event_id': str(n)}}).ok for n in range(50))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, timeout=PATIENCE)
    assert (told.returncode, told.stderr) == (-signal.SIGKILL, b"")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with service.client(outbox=path) as client:
        assert client.flush(PATIENCE).waiting == 0
    assert {sent["event_id"] for sent in service.sent()} == {str(n) for n in range(50)}


def test_the_end_of_a_program_delivers_and_is_bounded(service: Service, path: str) -> None:
    script = (
        "import time\nfrom tiktok_capi import Client\n"
        f"def report(): Client(pixel_code='C4A', access_token={TOKEN!r}, endpoint={service.endpoint!r}, timeout=60"
        ", **{options}).enqueue({event!r})\n"
        "report()\nprint(time.time())\n"
    )
    command = [sys.executable, "-I", "-W", "error", "-c"]
    run = {"capture_output": True, "text": True, "timeout": PATIENCE}
    told = subprocess.run([*command, script.format(options={}, event=event())], **run)  # type: ignore[call-overload]
    assert (told.returncode, told.stderr) == (0, "") and [sent["event_id"] for sent in service.sent()] == ["e1"]
    service.answer = held = Held()
    told = subprocess.run([*command, script.format(options={"outbox": path}, event=event(event_id="e2"))], **run)  # type: ignore[call-overload]
    held.let_go.set()
    assert (told.returncode, told.stderr) == (0, "") and time.time() - float(told.stdout) < SOON
    with service.client(outbox=path) as client:
        assert client.stats().waiting == 1


AT_THE_END = """
from tiktok_capi import Client
class Shop:
    def __init__(self):
        self.client = Client(pixel_code="C4A", access_token={token!r}, endpoint={endpoint!r}, outbox={path!r})
    def __del__(self):
        print(self.client.enqueue({event!r}).results[0].outcome, self.client.pixel({event!r}) is not None)
        print(self.client.visitor(consent="denied").allowed, self.client.close(60).waiting)
shop = Shop()
"""


def test_what_ends_with_the_program_may_enqueue(service: Service, path: str) -> None:
    """Nothing can be imported any more then."""
    script = AT_THE_END.format(token=TOKEN, endpoint=service.endpoint, path=path, event=event())
    command = [sys.executable, "-I", "-W", "error", "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (told.stdout.split(), told.stderr) == (["queued", "True", "False", "0"], "")
    assert [sent["event_id"] for sent in service.sent()] == ["e1"]


WAIT = """
import signal, time
from tiktok_capi import Client
signal.signal(signal.SIGINT, signal.default_int_handler)
client = Client(pixel_code="C4A", access_token={token!r}, endpoint={endpoint!r}, timeout=60, outbox={path!r})
try:
    client.enqueue({{"event": "Contact", "event_id": "e1"}})
    client.{verb}(60)
except KeyboardInterrupt:
    print("interrupted", time.time(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently there")
@pytest.mark.parametrize("verb", ["flush", "close"])
def test_ctrl_c_ends_a_wait(service: Service, path: str, verb: str) -> None:
    service.answer = held = Held()
    script = WAIT.format(token=TOKEN, endpoint=service.endpoint, path=path, verb=verb)
    with subprocess.Popen([sys.executable, "-I", "-c", script], stdout=subprocess.PIPE, text=True) as child:
        try:
            assert service.arrived.wait(SLOW)
            sent = time.time()
            child.send_signal(signal.SIGINT)
            out, _ = child.communicate(timeout=PATIENCE)
        finally:
            child.kill()
            held.let_go.set()
    told = out.split()
    assert told[0] == "interrupted" and float(told[1]) - sent < SOON


@pytest.mark.parametrize("main", [True, False], ids=["main-thread", "other-thread"])
def test_other_threads_run_while_one_waits(service: Service, main: bool) -> None:
    service.answer = held = Held()
    client = service.client(timeout=SLOW)
    client.enqueue(event())
    helper = threading.Thread(target=lambda: (service.arrived.wait(SLOW), held.let_go.set()))
    helper.start()
    if main:
        stats = client.close(SLOW)
    else:
        with ThreadPoolExecutor(1) as threads:
            stats = threads.submit(client.close, SLOW).result(PATIENCE)
    helper.join()
    assert stats.waiting == 0  # with the lock held the helper could not have let it go


@pytest.mark.parametrize("timeout", [0, 0.01])
def test_a_wait_ends_in_time(service: Service, timeout: float) -> None:
    service.answer = held = Held()
    client = service.client(timeout=60)
    client.enqueue(event())
    started = time.monotonic()
    assert client.flush(timeout).waiting == 1 and client.close(timeout).waiting == 1
    assert time.monotonic() - started < SOON
    held.let_go.set()


@pytest.mark.parametrize("timeout", [-1, -0.001, float("nan"), float("-inf"), True, "5", None])
@pytest.mark.parametrize("verb", ["flush", "close"])
def test_a_time_that_is_none_is_refused(service: Service, verb: str, timeout: Any) -> None:
    client = service.client()
    with pytest.raises(ConfigError) as raised:
        getattr(client, verb)(timeout)
    assert (raised.value.code, raised.value.option) == ("invalid_argument", "timeout")


@pytest.mark.parametrize("name", ["timeout", "connect_timeout", "max_age"])
def test_a_flag_is_no_number_of_seconds(name: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Client(**{name: True})  # type: ignore[misc]
    assert (raised.value.code, raised.value.option) == ("invalid_option", name)


def test_infinity_is_a_time(service: Service) -> None:
    client = service.client()
    client.enqueue(event())
    assert client.flush(float("inf")).waiting == 0 and client.close(float("inf")).waiting == 0


@pytest.mark.parametrize("verb", ["aflush", "aclose"])
def test_a_cancelled_task_ends_a_wait(service: Service, verb: str) -> None:
    """Its thread ends too, or it would hold up the end of the program."""
    service.answer = held = Held()
    client = service.client(timeout=SLOW)
    client.enqueue(event())

    async def scenario() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(getattr(client, verb)(SLOW), 0.2)

    asyncio.run(scenario())
    threads = _awaited._executor()
    threads.shutdown(wait=False)
    _awaited._forget()
    wait_until(lambda: not any(thread.is_alive() for thread in threads._threads))
    assert not held.let_go.is_set()  # the service has not answered yet
    held.let_go.set()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts what Linux tells")
def test_a_client_for_each_request_is_collected(service: Service, path: str) -> None:
    service.answer = held = Held()
    script = (
        "import gc, os, time, weakref\nfrom pathlib import Path\nfrom tiktok_capi import Client\n"
        "def threads(): return sum(p.joinpath('comm').read_text() == 'tiktok-capi\\n' for p in Path('/proc/self/task').iterdir())\n"
        "longest = 0.0\n"
        "for n in range(200):\n"
        f"    client = Client(pixel_code='C4A', access_token={TOKEN!r}, endpoint={service.endpoint!r}, timeout=60, outbox={path!r})\n"
        f"    client.enqueue({event()!r} | {{'event_id': str(n)}})\n"
        "    began = time.perf_counter()\n"
        "    del client\n"
        "    longest = max(longest, time.perf_counter() - began)\n"
        "print(threads() <= 2, len(os.listdir('/proc/self/fd')) < 30, longest < 1, flush=True)\n"
        "input()\n"
    )
    told = subprocess.Popen(
        [sys.executable, "-I", "-W", "error", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert told.stdout is not None and told.stdout.readline() == "True True True\n"
    held.let_go.set()
    told.communicate("\n", timeout=PATIENCE)
    assert told.returncode == 0
    with service.client(outbox=path) as client:
        assert client.flush(PATIENCE).waiting == 0
    assert {sent["event_id"] for sent in service.sent()} == {str(n) for n in range(200)}


def test_many_threads_and_tasks_share_a_client(service: Service, path: str) -> None:
    client = service.client(outbox=path)

    async def scenario() -> None:
        told = await asyncio.gather(*(client.aenqueue(event(event_id=f"task-{n}")) for n in range(100)))
        assert all(receipt.ok for receipt in told)
        assert (await client.aflush(PATIENCE)).waiting == 0

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda n: client.enqueue(event(event_id=f"thread-{n}")), range(200)))
        assert all(receipt.ok for receipt in told)
        asyncio.run(scenario())
        asyncio.run(client.aclose())
    assert len(service.sent()) == len({sent["event_id"] for sent in service.sent()}) == 300


def test_two_clients_share_a_file(sandbox: Sandbox, path: str) -> None:
    with sandbox.client(outbox=path) as one, sandbox.client(outbox=path, pixel_code="C4B") as other:
        for n in range(20):
            one.enqueue(event(event_id=f"one-{n}"))
            other.enqueue(event(event_id=f"other-{n}"))
        assert other.flush(PATIENCE).waiting == 0
    assert sorted(sandbox.ids()) == sorted([f"one-{n}" for n in range(20)] + [f"other-{n}" for n in range(20)])
    sources = {each["event_id"].split("-")[0]: each["event_source_id"] for each in sandbox.seen()["events"]}
    assert sources == {"one": "C4A", "other": "C4B"}


def test_a_rejected_event_is_dead_and_counted(service: Service, path: str) -> None:
    service.answer = lambda body: (200, {"code": 40002, "message": "no", "request_id": "r", "data": {}})
    with service.client(outbox=path) as client:
        client.enqueue(event())
        wait_until(lambda: client.flush().dead == 1)
        assert client.stats().reasons["rejected.40002"] == 1


def test_the_file_holds_no_raw_identifier(service: Service, path: str) -> None:
    from test_canary import PLANTED, WORDS

    service.answer = lambda body: (500, {"code": 50000, "message": "canary", "request_id": "r", "data": {}})
    with service.client(outbox=path) as client:
        told: Any = client.enqueue(event(user=PLANTED | {"ttclid": "E.C.P.plain"}))
        assert told.ok
        wait_until(lambda: service.bodies)
    written = b"".join(each.read_bytes() for each in Path(path).parent.iterdir())
    assert b"Contact" in written and [word for word in WORDS if word.encode() in written] == []


def test_nothing_of_it_is_shown(service: Service, path: str) -> None:
    from test_canary import PLANTED, is_clean

    with service.client(outbox=path) as client:
        receipt = client.enqueue(event(user=PLANTED, event_id="canary-order-1"))
        is_clean(client, receipt, receipt.results, client.flush(), json.dumps(client.stats().counts))
        with pytest.raises(InvalidEvent) as raised:
            client.enqueue(event(user=PLANTED, event="canary person"))
        is_clean(raised.value, raised.value.args, vars(raised.value))
