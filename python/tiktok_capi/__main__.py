"""The program `tiktok-capi`, as `python -m tiktok_capi`: send files, drain an outbox, explain, hash."""

from __future__ import annotations

import signal
import sys

from ._native import run


def main() -> int:
    """Runs the program with the arguments of this process, and gives its exit code."""
    # Python's own handler waits for Python to run, which it does not before the program has ended.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["tiktok-capi", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
