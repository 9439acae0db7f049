"""What the interpreter has to be told: clients that enqueued are closed at its end, and what a fork means for them."""

from __future__ import annotations

import atexit
import os

from . import _native

#: Seconds that all clients together may take at the end of the interpreter.
AT_EXIT = 2.0

_enqueued: set[_native.Client] = set()


def keep(client: _native.Client) -> None:
    """Keeps what enqueues until it is closed, so that nobody has to hold on to a client until its events are delivered."""
    _enqueued.add(client)


def let_go(client: _native.Client) -> None:
    """It was closed."""
    _enqueued.discard(client)


@atexit.register
def _close() -> None:
    import time

    end = time.monotonic() + AT_EXIT
    while _enqueued:
        client = _enqueued.pop()
        try:
            client.close(max(0.0, end - time.monotonic()))
        except Exception:  # the program is over; what could not be delivered stays in the file
            pass


def _in_child() -> None:
    """What a parent enqueued stays the parent's. That no fork cuts a write in two the native half sees to by itself."""
    _enqueued.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
