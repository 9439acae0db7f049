"""What a round came to: what was acknowledged has arrived, once, or is in the dead letters."""

import collections
import json
import sqlite3
from contextlib import closing

import actors
from scene import good
from table import BUSY

#: How often the rest is delivered before it is given up. Leases of processes that died end meanwhile.
TRIES = 8


class Figures(dict):
    """Numbers of one round, or of many together."""

    NAMES = ("acknowledged", "delivered", "rejected", "told", "refused", "copies", "waiting", "lost", "twice")

    def __init__(self):
        super().__init__({name: 0 for name in self.NAMES}, codes={}, faults=[])

    def add(self, other):
        for name in self.NAMES:
            self[name] += other[name]
        self["codes"] = dict(collections.Counter(self["codes"]) + collections.Counter(other["codes"]))
        self["faults"] += other["faults"]


def judge(scene, injection):
    """Delivers the rest of an outbox and counts. Whatever the injection does not excuse is a fault."""
    dead, waiting = rest(scene)
    told, taken = scene.told(), scene.service.taken
    figures = Figures()
    unlucky = {name: reason for name, reason in dead.items() if name not in taken and reason != "rejected"}
    figures.update(
        acknowledged=len(told.acknowledged),
        delivered=len(told.acknowledged & set(taken)),
        rejected=len(told.acknowledged & {name for name, reason in dead.items() if reason == "rejected"}),
        told=len(unlucky),
        refused=len(told.refused),
        copies=sum(len(copies) - 1 for copies in taken.values()),
        waiting=len(waiting),
        lost=len(told.acknowledged - set(taken) - set(dead) - waiting),
        twice=sum(counts_twice(copies, injection) for copies in taken.values()),
        codes=dict(told.codes()),
        faults=[*scene.faults, *faults(scene, injection, told, dead)],
    )
    for name in ("waiting", "lost", "twice"):
        if figures[name]:
            figures["faults"].append(f"{figures[name]} {name}")
    return figures


def faults(scene, injection, told, dead):
    """What is wrong besides."""
    for code, number in told.codes().items():
        if code not in injection.refusals | BUSY:
            yield f"{number} refused with {code}"
    reasons = collections.Counter(reason for name, reason in dead.items() if reason != "rejected" or name in good(dead))
    for reason, number in reasons.items():
        if reason not in injection.deaths:
            yield f"{number} dead as {reason}"
    kept = [name for name in told.refused if name in scene.service.taken or name in dead]
    if kept:
        yield f"{len(kept)} kept though refused"
    foreign = [name for name in scene.service.taken if name not in told.begun]
    if foreign:
        yield f"{len(foreign)} that nobody put in"
    for broken, number in collections.Counter(told.broken).items():
        yield f"{number} times {broken}"


def counts_twice(copies, injection):
    """Two copies differ, or one was sent although TikTok had said that it has the event, and nothing excuses it."""
    texts = {json.dumps(copy.event, sort_keys=True) for copy in copies}
    requests = {copy.request for copy in copies}
    again = any(copy.was_answered for copy in copies[:-1]) and not injection.copies
    return len(texts) > 1 or len(requests) < len(copies) or again


def rest(scene):
    """Delivers what is left in all files of the round. Gives the reasons of the dead letters by name, and what still waits."""
    dead, waiting = {}, set()
    for outbox in scene.outboxes():
        deliver(scene, outbox)
        _, lines, _ = actors.ask(scene, "export", outbox=outbox)
        dead |= {letter["data"]["event_id"]: letter["reason"] for letter in map(json.loads, lines.splitlines())}
        with closing(sqlite3.connect(outbox)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check").fetchone()
            waiting |= {name for (name,) in connection.execute("SELECT event_id FROM events")}
        if said != "ok":
            scene.faults.append("the file is damaged")
    return dead, waiting


def deliver(scene, outbox):
    for _ in range(TRIES):
        code, out, error = actors.ask(scene, "drain", "--now", "--max-attempts", "1", "--timeout", "15", outbox=outbox)
        if code in (0, 3):
            return
    scene.faults.append(f"drain ends with {code}: {out.strip()} {error.strip()}")
