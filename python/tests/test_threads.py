"""Threads, processes, signals and tasks around a send."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import trio
from conftest import ACCEPTED, PATIENCE, TOKEN, Answer, Service, event, wait_until

from tiktok_capi import _awaited

#: Far above what is aimed at, so that a busy machine does not fail: what is to be told apart takes 20 seconds.
SOON = 8.0
SLOW = 20.0


def echoing(body: dict[str, Any]) -> Answer:
    """Answers with the first event's id, so that mixed up answers are seen."""
    return 200, {"code": 0, "message": "OK", "request_id": body["data"][0]["event_id"], "data": {}}


class Held:
    """An answer that waits until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def __call__(self, body: dict[str, Any]) -> Answer:
        self.let_go.wait(SLOW)
        return ACCEPTED


@pytest.mark.parametrize("main", [True, False], ids=["main-thread", "other-thread"])
def test_other_threads_run_while_one_sends(service: Service, main: bool) -> None:
    service.answer = held = Held()
    client = service.client(timeout=SLOW)
    helper = threading.Thread(target=lambda: (service.arrived.wait(SLOW), held.let_go.set()))
    helper.start()
    if main:
        receipt = client.track(event())
    else:
        with ThreadPoolExecutor(1) as threads:
            receipt = threads.submit(client.track, event()).result(SLOW)
    helper.join()
    assert receipt.ok  # with the lock held the helper could not have let it go


def test_one_client_serves_many_threads(service: Service) -> None:
    service.answer = echoing
    client = service.client()
    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda n: client.track(event(event_id=f"e{n}")), range(64)))
    assert [receipt.request_ids for receipt in receipts] == [(f"e{n}",) for n in range(64)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_children_of_a_warm_client_get_their_own_answers(service: Service) -> None:
    service.answer = echoing
    client = service.client(timeout=SLOW)
    assert client.track(event(event_id="parent")).request_ids == ("parent",)
    asyncio.run(client.atrack(event(event_id="parent")))
    children = []
    for n in range(6):
        child = os.fork()
        if child == 0:
            try:
                own = f"child-{n}"
                good = all(client.track(event(event_id=own)).request_ids == (own,) for _ in range(3))
                awaited = asyncio.run(client.atrack(event(event_id=own)))
                os._exit(0 if good and awaited.request_ids == (own,) else 1)
            finally:
                os._exit(2)
        children.append(child)
    assert client.track(event(event_id="after")).request_ids == ("after",)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6


SEND = """
import signal, sys, time
from tiktok_capi import Client
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is started with Ctrl-C ignored
client = Client(pixel_code="C4A", access_token={token!r}, endpoint={endpoint!r}, timeout=60, max_attempts={attempts})
print("sending", flush=True)
try:
    client.track({{"event": "Contact", "event_id": "e1"}})
except KeyboardInterrupt:
    print("interrupted", time.time(), flush=True)
else:
    print("not interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently there")
@pytest.mark.parametrize("while_", ["waiting for the answer", "waiting for the next try"])
def test_ctrl_c_ends_a_send(service: Service, while_: str) -> None:
    if while_ == "waiting for the answer":
        service.answer = held = Held()
    else:
        service.answer, held = lambda body: (500, {"code": 50000, "message": "", "request_id": "r"}), None
    script = SEND.format(token=TOKEN, endpoint=service.endpoint, attempts=10)
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert service.arrived.wait(SLOW)
        sent = time.time()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=SLOW)
    finally:
        child.kill()
        if held is not None:
            held.let_go.set()
    last = out.splitlines()[-1].split()
    assert last[0] == "interrupted", (out, err)
    assert float(last[1]) - sent < SOON
    assert TOKEN not in out + err


def test_atrack_leaves_the_loop_alone(service: Service) -> None:
    service.answer = held = Held()
    client = service.client(timeout=SLOW)

    async def scenario() -> int:
        task = asyncio.ensure_future(client.atrack(event()))
        turns = 0
        while not task.done():
            await asyncio.sleep(0.005)
            turns += 1
            if turns == 20:
                held.let_go.set()
        assert (await task).ok
        return turns

    assert asyncio.run(scenario()) >= 20


def test_many_tasks_at_once(service: Service) -> None:
    service.answer = echoing
    client = service.client()

    async def scenario() -> list[tuple[str, ...]]:
        receipts = await asyncio.gather(*(client.atrack(event(event_id=f"e{n}")) for n in range(40)))
        return [receipt.request_ids for receipt in receipts]

    assert asyncio.run(scenario()) == [(f"e{n}",) for n in range(40)]


def test_what_waits_for_a_thread_was_read_at_its_call(service: Service) -> None:
    """Sixteen are under way; the seventeenth has the time of its call, not that at which a thread is free."""
    service.answer = held = Held()
    client = service.client(timeout=SLOW)

    async def scenario() -> tuple[int, int]:
        running = [asyncio.ensure_future(client.atrack(event())) for _ in range(16)]
        while len(service.bodies) < 16:
            await asyncio.sleep(0.005)
        began = int(time.time())
        late = asyncio.ensure_future(client.atrack(event(event_id="late")))
        await asyncio.sleep(0)
        ended = int(time.time())
        await asyncio.sleep(1.2)
        held.let_go.set()
        assert all(receipt.ok for receipt in await asyncio.gather(*running, late))
        return began, ended

    began, ended = asyncio.run(scenario())
    times = {each["event_id"]: each["event_time"] for each in service.sent()}
    assert began <= times["late"] <= ended


def test_a_cancelled_task_ends_its_send(service: Service) -> None:
    service.answer = held = Held()
    client = service.client(timeout=SLOW)

    async def scenario() -> None:
        task = asyncio.ensure_future(client.atrack(event()))
        while not service.arrived.is_set():
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    started = time.monotonic()
    asyncio.run(scenario())
    while any(thread.name.startswith("tiktok-capi") and is_busy(thread) for thread in threading.enumerate()):
        assert time.monotonic() - started < SOON
        time.sleep(0.01)
    held.let_go.set()


def test_trio_awaits_as_asyncio_does(service: Service) -> None:
    client = service.client()

    async def scenario() -> None:
        assert (await client.atrack(event(event_id="t"))).ok
        body = client.build(event(event_id="d"))
        assert body is not None and (await client.adeliver(body)).ok
        assert (await client.aenqueue(event(event_id="q"))).ok
        assert (await client.aflush(PATIENCE)).waiting == (await client.aclose(PATIENCE)).waiting == 0

    trio.run(scenario)
    assert {sent["event_id"] for sent in service.sent()} == {"t", "d", "q"}


def test_what_trio_cancels_ends() -> None:
    started, cancelled = threading.Event(), threading.Event()
    ended: list[bool] = []

    def call() -> None:
        started.set()
        ended.append(cancelled.wait(SLOW))

    async def scenario() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_awaited.run, call, cancelled.set)
            while not started.is_set():
                await trio.sleep(0.005)
            nursery.cancel_scope.cancel()

    trio.run(scenario)
    wait_until(lambda: ended)
    assert ended == [True]


def test_elsewhere_nothing_is_awaited(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError):
        service.client().atrack(event()).send(None)
    monkeypatch.delitem(sys.modules, "trio")
    with pytest.raises(RuntimeError):
        service.client().atrack(event()).send(None)
    assert service.bodies == []


def is_busy(thread: threading.Thread) -> bool:
    """Whether a thread of the pool is in a send: then the innermost Python frame is not that of the queue."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and frame.f_code.co_name == "run"


def test_a_bad_event_is_told_to_whoever_awaits(service: Service) -> None:
    from tiktok_capi import InvalidEvent

    with pytest.raises(InvalidEvent):
        asyncio.run(service.client().atrack({}))
    assert service.bodies == []
