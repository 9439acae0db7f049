"""Another program holds the file, as a backup does."""

import sqlite3
from contextlib import closing

import actors

WAITERS = 64

#: Seconds in which everybody who waits is to be told, of whom each has two: far more than that, and far less than the 128 that
#: it takes where each waits for the one before.
SOON = 25


def held(scene):
    """Each of many threads is told in time, whoever asks how it is is answered, and it goes on afterwards."""
    scene.produce(threads=WAITERS, pause=1, asks=True)
    scene.produce("program")
    scene.produce(delivers=True)
    scene.until_more(100)
    with closing(sqlite3.connect(scene.outbox, isolation_level=None, timeout=60)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = scene.told().asked
        scene.until(lambda: threads_told(scene) >= WAITERS, f"{WAITERS} threads told in {SOON} s", SOON)
        scene.until(lambda: scene.told().asked > asked, "an answer to who asks how it is", SOON)
        if actors.ask(scene, "status", "--json")[0] != 0:
            scene.faults.append("status is not answered")
        other.execute("ROLLBACK")
    scene.until_more(100)


def threads_told(scene):
    """Threads of the first producer that were refused something."""
    return len({name.split("-")[1] for name in scene.told().refused if name.startswith("p1-")})
