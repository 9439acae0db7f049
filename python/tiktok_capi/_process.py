"""What the interpreter has to be told: clients whose outbox is at work are closed at its end, and what a fork means for them."""

from __future__ import annotations

import atexit
import os

from . import _native

#: Seconds that all clients together may take at the end of the interpreter.
AT_EXIT = 2.0

_working: set[_native.Client] = set()


def keep(client: _native.Client) -> None:
    """Keeps what enqueues or flushes until it is closed: nobody has to hold on to a client until its events are delivered,
    and none is closed by being forgotten, when it would hold up every thread.
    """
    _working.add(client)


def let_go(client: _native.Client) -> None:
    """It was closed."""
    _working.discard(client)


@atexit.register
def _close() -> None:
    import time

    end = time.monotonic() + AT_EXIT
    while _working:
        client = _working.pop()
        try:
            client.close(max(0.0, end - time.monotonic()))
        except Exception:  # the program is over; what could not be delivered stays in the file
            pass


def _in_child() -> None:
    """What a parent enqueued stays the parent's. That no fork cuts a write in two the native half sees to by itself."""
    _working.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
