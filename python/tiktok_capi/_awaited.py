"""Threads of our own for what is awaited: a send never takes one from the loop's default executor."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event, Lock
from typing import Any, TypeVar

T = TypeVar("T")

#: Sends that run at once; the others wait for their turn.
SENDS = 16

_lock = Lock()
_threads: ThreadPoolExecutor | None = None


async def run(call: Callable[[], T], cancel: Callable[[], None] | None = None) -> T:
    """Makes a call on a thread, under asyncio or trio. When the task is cancelled, so is the call, if it can be."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return await _run_in_trio(call, cancel or _nothing)
    try:
        return await loop.run_in_executor(_executor(), call)
    except asyncio.CancelledError:
        (cancel or _nothing)()
        raise


async def wait(call: Callable[[Callable[[], None]], T]) -> T:
    """Makes a call that waits. It calls the function that it gets now and then, which raises once the task is cancelled."""
    cancelled = Event()

    def look() -> None:
        if cancelled.is_set():
            raise CancelledError

    return await run(lambda: call(look), cancelled.set)


async def _run_in_trio(call: Callable[[], T], cancel: Callable[[], None]) -> T:
    trio: Any = sys.modules.get("trio")
    if trio is None:
        raise RuntimeError("this can be awaited under asyncio or trio; elsewhere call the plain verb in a thread")
    try:
        told: T = await trio.to_thread.run_sync(call, abandon_on_cancel=True)
        return told
    except trio.Cancelled:
        cancel()
        raise


def _nothing() -> None:
    """For a call that nothing can cancel."""


def _executor() -> ThreadPoolExecutor:
    global _threads
    with _lock:
        if _threads is None:
            _threads = ThreadPoolExecutor(SENDS, thread_name_prefix="tiktok-capi")
        return _threads


def _forget() -> None:
    """A forked child has none of its parent's threads."""
    global _lock, _threads
    _lock, _threads = Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
