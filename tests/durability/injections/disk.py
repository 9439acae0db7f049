"""There is no more room."""

import actors
import within

#: Bytes of which `ulimit -f` counts the blocks.
BLOCK = 512

#: Calls that are refused before it is believed to be full.
REFUSED = 20


def full(scene):
    """A small disk is filled. Delivery goes on and makes room, and every verb that cannot do its work says why."""
    scene.produce(size=7_000, pause=0)
    scene.produce("program", size=7_000)
    until_full(scene)
    code, _, error = actors.ask(scene, "status", "--json")
    if code != 0 and "outbox_full" not in error:
        scene.faults.append("status says nothing of a full disk")
    scene.chance.choice([scene.drain, lambda: scene.produce(delivers=True, size=7_000)])()
    scene.until_delivered("delivered from a full disk")
    scene.until_more(20)


def file_size(scene):
    """Files may become no larger than so much."""
    scene.produce(begin=["small_files"], size=7_000, pause=0)
    scene.produce("program", ulimit=f"-f {within.SMALL // BLOCK}", size=7_000)
    until_full(scene)
    scene.chance.choice([scene.drain, lambda: scene.produce(delivers=True, begin=["small_files"], size=7_000)])()
    scene.until_delivered("delivered from a file that may not grow")
    scene.until_more(20)


def until_full(scene):
    scene.until(lambda: scene.told().codes()["outbox_full"] >= REFUSED, "a full disk")
