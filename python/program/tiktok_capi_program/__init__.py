"""The whole program `tiktok-capi`, the sandbox and its page included, as a file of this package that needs nothing else.

    tiktok-capi-program sandbox         or: python -m tiktok_capi_program sandbox

The package `tiktok-capi` hands its own command `tiktok-capi` over to it where both are of one version.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

__version__ = metadata.version("tiktok-capi-program")

#: The file. It may be copied anywhere.
PROGRAM = Path(__file__).parent / ("tiktok-capi.exe" if sys.platform == "win32" else "tiktok-capi")


def main() -> int:
    """Becomes the program, with the arguments of this process. Where a process cannot, it gives the program's exit code."""
    arguments = [str(PROGRAM), *sys.argv[1:]]
    if sys.platform != "win32":
        os.execv(PROGRAM, arguments)
    # Ctrl-C goes to both: the program decides, and this waits for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(arguments)
