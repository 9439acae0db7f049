"""Processes that end or stop at any moment."""

import signal

#: Processes killed in a round.
KILLS = 4

#: Seconds that a request of the process has which is stopped during it: far more than it takes to put everything in before.
AWAKE = 3


def nothing(scene):
    """What all others are compared with."""
    scene.produce(delivers=True)
    scene.produce("program")
    scene.drain()
    scene.until_more(200)


def killed(scene):
    """`kill -9`, half of the times while an answer is waited for. Others go on."""
    scene.produce(delivers=True)
    scene.produce(delivers=True)
    scene.produce("program")
    for kill in range(KILLS):
        if kill % 2:
            scene.service.hold()
            scene.until(scene.service.is_held.is_set, "a request under way")
        scene.until_more(scene.chance.randint(1, 60))
        scene.replace(scene.chance.choice(scene.running))
        scene.service.let_go.set()


def stopped(scene):
    """A process sleeps over its lease with a request under way, and comes back with an answer while its heir goes on."""
    scene.service.hold()
    sleeper = scene.produce(delivers=True, calls=20, pause=0, timeout=AWAKE)
    scene.until(scene.service.is_held.is_set, "a request under way")
    scene.until(lambda: scene.told().calls >= 40, "everything is put in: a process that sleeps within a change holds the file")
    sleeper.signal(signal.SIGSTOP)
    held = scene.service.held
    scene.produce(delivers=True)
    scene.produce("program")
    # Whether all of it is, is looked at in the end: what is answered badly goes behind what others put in meanwhile.
    scene.until(lambda: any(len(scene.service.taken[name]) > 1 for name in held), "what a sleeper had is sent by another")
    scene.service.let_go.set()
    sleeper.signal(signal.SIGCONT)
    scene.until_more(50)
