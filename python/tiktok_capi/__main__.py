"""The program `tiktok-capi`, as `python -m tiktok_capi`: send files, drain an outbox, explain, hash.

The package is left without a web server. `pip install 'tiktok-capi[sandbox]'` brings the whole program, which does the work then.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module

from ._native import __version__, run

#: The commands that only the whole program has.
_WHOLE = ("run", "sandbox")


def main() -> int:
    """Runs the program with the arguments of this process, and gives its exit code."""
    try:
        whole = import_module("tiktok_capi_program")
    except ImportError:
        return _own(f"tiktok-capi[sandbox]=={__version__}")
    if whole.__version__ != __version__:
        return _own(f"tiktok-capi-program=={__version__}")
    code: int = whole.main()
    return code


def _own(lacking: str) -> int:
    """The package's own program, or what to install for a command that it has not."""
    command = "".join(sys.argv[1:2])
    if command in _WHOLE:
        print(f"error: `{command}` is a command of the whole program: pip install '{lacking}'", file=sys.stderr)
        return 2
    # Python's own handler waits for Python to run, which it does not before the program has ended.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["tiktok-capi", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
