"""The file is moved, deleted or replaced under processes that use it, while nothing is delivered: it holds all there is."""

import os
import shutil
import signal
from pathlib import Path

#: The file, its log, and the index of that.
FILES = ("", "-wal", "-shm")


def file_moved(scene):
    """With its log, as who makes room for a new one does."""
    harm(scene, lambda: aside(scene, FILES))


def file_alone_moved(scene):
    """And its log is left where it is."""
    harm(scene, lambda: aside(scene, FILES[:1]))


def folder_moved(scene):
    """And an empty one is there, as after a deployment."""

    def move():
        os.rename(scene.place, scene.folder / "aside")
        scene.place.mkdir()
        scene.aside.append(str(scene.folder / "aside/outbox.db"))

    harm(scene, move)


def replaced_by_copy(scene):
    """The same files with the same bytes, and they are others."""

    def replace():
        for end in FILES:
            shutil.copy(f"{scene.outbox}{end}", scene.folder / "copy")
            os.replace(scene.folder / "copy", f"{scene.outbox}{end}")

    harm(scene, replace)


def deleted(scene):
    harm(scene, lambda: remove(scene, FILES))


def log_deleted(scene):
    harm(scene, lambda: remove(scene, FILES[1:]))


def harm(scene, do):
    """Whoever uses the file stands still meanwhile, goes on with what it has open, and is killed."""
    scene.service.is_down = True
    producers = [scene.produce(delivers=True), scene.produce()]
    scene.until_more(100)
    for producer in producers:
        producer.signal(signal.SIGSTOP)
    scene.until(lambda: all(producer.stands_still() for producer in producers), "producers that stand still")
    do()
    for producer in producers:
        producer.signal(signal.SIGCONT)
    scene.produce("program")
    begun = len(scene.told().begun)
    scene.until(lambda: len(scene.told().begun) > begun + 100, "more events put in, or refused")
    for producer in producers:
        producer.kill()


def aside(scene, ends):
    for end in ends:
        os.rename(f"{scene.outbox}{end}", f"{scene.place}/aside.db{end}")
    scene.aside.append(f"{scene.place}/aside.db")


def remove(scene, ends):
    for end in ends:
        Path(f"{scene.outbox}{end}").unlink()
