"""What the interpreter has to be told: at its end what was enqueued gets a little time, and no client has to be kept for that."""

from __future__ import annotations

import atexit

from . import _native

#: Seconds that all outboxes together may take at the end of the interpreter.
AT_EXIT = 2.0


@atexit.register
def _end() -> None:
    try:
        _native.end(AT_EXIT)
    except Exception:  # the program is over; what could not be delivered stays in the file
        pass
