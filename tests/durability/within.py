"""What is done to an outbox from within the process that uses it: limits, and others that open the same file."""

import importlib
import os
import resource
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

import doors
import tiktok_capi

#: What was taken away and is to be given back.
TAKEN = []

#: Bytes that a file may have where files are small: a little more than the 2 MiB that an outbox takes at least, so some hundred
#: events, and the journal.
SMALL = 2_400_000

#: A user whom no other process belongs to: what root runs is bound by no limit of processes.
NOBODY = 61_917


def begin(task):
    """Limits that hold from the first event on."""
    for each in task["begin"]:
        do(each)


def do(line):
    """Does what a line of standard input asks for."""
    LINES[line]()


def no_more_descriptors():
    """Opens until there are none left."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    with suppress(OSError):
        while True:
            TAKEN.append(os.open(os.devnull, os.O_RDONLY))


def descriptors_again():
    while TAKEN:
        os.close(TAKEN.pop())


def small_files():
    """No file may become larger, as by `ulimit -f`."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))


def no_more_threads():
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    TAKEN.append(resource.getrlimit(resource.RLIMIT_NPROC))
    resource.setrlimit(resource.RLIMIT_NPROC, (1, TAKEN[-1][1]))


def threads_again():
    resource.setrlimit(resource.RLIMIT_NPROC, TAKEN.pop())


DONE = (no_more_descriptors, descriptors_again, small_files, no_more_threads, threads_again)
LINES = {each.__name__: each for each in DONE}


def nothing(task):
    return lambda chance: None


def second_sqlite(task):
    """Python's own, which is another one than the library's, opens the file now and then, reads, and closes it."""

    def look(chance):
        if chance.random() > 0.2:
            return
        with closing(sqlite3.connect(task["outbox"], timeout=0.1)) as connection, suppress(sqlite3.OperationalError):
            connection.execute("SELECT count(*) FROM events").fetchone()

    return look


def second_library(task):
    """Another copy of the package, as two packages may bring along, looks into the outbox now and then and is closed."""
    copy = copied(task)

    def look(chance):
        if chance.random() > 0.2:
            return
        client = copy.Client(outbox=task["outbox"], pixel_code=doors.SOURCE)
        for verb in (client.stats, lambda: client.close(0)):
            with suppress(copy.OutboxError, tiktok_capi.OutboxError):
                verb()

    return look


def copied(task):
    """Under another name and from another file, or the system would take its native part for the one that is there."""
    folder = Path(f"{task['journal']}.copy")
    shutil.copytree(Path(tiktok_capi.__file__).parent, folder / "tiktok_capi_copied")
    sys.path.insert(0, str(folder))
    return importlib.import_module("tiktok_capi_copied")


BESIDE = {each.__name__: each for each in (nothing, second_sqlite, second_library)}
