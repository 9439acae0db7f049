"""THE TABLE of injections: what is done, what it may come to, and what it needs."""

import subprocess
import sys
from typing import NamedTuple

from injections import clock, disk, lock, moved, process, processes

#: Seconds for one request: what undisturbed clients never need, and what makes a lease short enough to be waited for.
AMPLE, SHORT = 20, 0.5

#: How the service answers, each as often as it is named. What takes longer than a request may is for short ones.
STEADY = ["fine"] * 10 + ["maintained"]
ROUGH = ["fine"] * 20 + ["maintained", "busy", "silent", "slow"]


class Injection(NamedTuple):
    act: object
    """What is done to the scene of a round."""
    refusals: frozenset = frozenset()
    """Codes by which `enqueue` may refuse, besides that of a file that somebody holds; by any other it may not."""
    copies: bool = False
    """Whether an event may be sent again after TikTok said that it has it: who heard that could not write it down in time."""
    deaths: frozenset = frozenset()
    """Reasons for which events may be given up, besides those that the service does not take."""
    missing: object = lambda: None
    """What this machine lacks for it."""
    disk: bool = False
    """Whether the outbox lies on a small disk of its own."""

    @property
    def name(self):
        return f"{self.act.__module__.rpartition('.')[2]}.{self.act.__name__}"

    @property
    def timeout(self):
        return SHORT if self.copies else AMPLE

    @property
    def moods(self):
        return ROUGH if self.copies else STEADY


def codes(*names):
    return frozenset(names)


def no_linux():
    return None if sys.platform == "linux" else "Linux"


def no_faketime():
    return None if clock.library() else "libfaketime (Debian: apt-get install faketime)"


def no_small_disk():
    return None if unshare() else "the right to mount a small disk"


def unshare():
    """The arguments of `unshare` by which a disk may be mounted, seen by nobody else."""
    for flags in ("-m", "-rm"):
        probe = ["unshare", flags, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        try:
            if subprocess.run(probe, capture_output=True, timeout=60, check=False).returncode == 0:
                return flags
        except OSError:
            return None
    return None


#: An event that may have arrived is given up where the clock says that it is too old; nobody knows how old it is.
OLD = codes("expired")

#: Who waits too long for a file is told. A machine that is busy with other things holds it up as well.
BUSY = codes("outbox_busy")

FULL = codes("outbox_full")

#: Who notices before anything is acknowledged may say that it cannot be kept there.
MOVED = codes("outbox_moved")

TABLE = [
    Injection(processes.nothing),
    Injection(processes.killed, copies=True),
    Injection(processes.stopped, copies=True),
    Injection(lock.held, copies=True),
    Injection(disk.full, copies=True, refusals=FULL, missing=no_small_disk, disk=True),
    Injection(disk.file_size, copies=True, refusals=FULL),
    Injection(moved.file_moved, copies=True, refusals=MOVED),
    Injection(moved.file_alone_moved, copies=True, refusals=MOVED),
    Injection(moved.folder_moved, copies=True, refusals=MOVED),
    Injection(moved.replaced_by_copy, copies=True, refusals=MOVED),
    Injection(moved.deleted, copies=True, refusals=MOVED),
    Injection(moved.log_deleted, copies=True, refusals=MOVED),
    Injection(clock.jumps, copies=True, deaths=OLD, missing=no_faketime),
    Injection(clock.set_back, deaths=OLD, missing=no_faketime),
    Injection(process.second_sqlite),
    Injection(process.second_library, refusals=codes("outbox_twice")),
    Injection(process.no_thread, missing=no_linux),
    Injection(process.no_descriptor, refusals=codes("outbox_unavailable")),
]
