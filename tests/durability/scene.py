"""What an injection has to do with: an outbox in a folder, a service, and the processes that put in and deliver."""

import time
from pathlib import Path

import doors
from actors import Drain, Producer, PROGRAM
from journal import Told

#: Calls after which a thread ends that nobody ended.
MOST = 1_000_000

#: Far above what is waited for, on a machine that is busy with other things.
PATIENCE = 60


class Scene:
    def __init__(self, folder, disk, service, chance, timeout):
        self.folder, self.service, self.chance = Path(folder), service, chance
        self.place = Path(disk) if disk else self.folder / "place"
        self.place.mkdir(exist_ok=True)
        self.outbox = str(self.place / "outbox.db")
        self.endpoint = f"http://127.0.0.1:{service.port}/"
        self.faults, self.aside = [], []
        self._told = Told(self.folder)
        self._timeout, self._actors, self._started = timeout, [], 0

    @property
    def running(self):
        return [actor for actor in self._actors if isinstance(actor, Producer) and not actor.was_killed]

    def produce(self, door="package", delivers=False, **more):
        """Starts a producer. The package can deliver what it puts in, and what others did."""
        usual = {"threads": 2, "calls": MOST, "pause": 0.04, "size": 600, "begin": [], "beside": "nothing", "asks": False}
        own = {"door": door, "outbox": self.outbox, "program": str(PROGRAM), "seed": self.chance.random()}
        limits = {"environment": {}, "ulimit": ""}
        sends = {"endpoint": self.endpoint if delivers else None, "timeout": self._timeout}
        name, journal = self._next()
        task = usual | limits | own | sends | {"name": name, "journal": journal} | more
        return self._started_one(Producer(task))

    def replace(self, producer):
        """Kills a producer and starts another in its place."""
        producer.kill()
        return self._started_one(producer.again(*self._next()))

    def drain(self):
        """Starts a program that delivers as long as the round goes on."""
        return self._started_one(Drain(self))

    def outboxes(self):
        """All files that hold events of the round."""
        return [path for path in (self.outbox, *self.aside) if Path(path).exists()]

    def told(self):
        return self._told.look()

    def until(self, is_so, what, patience=PATIENCE):
        """Waits until something is so, and tells when it does not become so."""
        end = time.monotonic() + patience
        while not is_so():
            if time.monotonic() > end:
                self.faults.append(f"in vain: {what}")
                return False
            time.sleep(0.01)
        return True

    def until_more(self, events):
        """Waits until so many more events are acknowledged."""
        enough = len(self.told().acknowledged) + events
        return self.until(lambda: len(self.told().acknowledged) >= enough, f"{events} more events acknowledged")

    def until_delivered(self, what):
        """Waits until everything that is acknowledged by now has arrived."""
        names = good(self.told().acknowledged)
        return self.until(lambda: names <= self.service.delivered(), what)

    def until_delivering(self, what):
        """Waits until more events arrive. Whether all do is looked at in the end: others may be in front."""
        before = len(self.service.delivered())
        return self.until(lambda: len(self.service.delivered()) > before, what)

    def end(self):
        """Ends all processes in order, with a service that is there again. Who delivers ends when nobody puts in any more."""
        self.service.calm()
        for producer in self.running:
            producer.say("end")
        ends = [actor.end() for actor in sorted(self._actors, key=lambda actor: isinstance(actor, Drain))]
        self.faults += [told for told in ends if told]
        self._actors.clear()

    def stop(self):
        """Ends what a round left that broke off."""
        for actor in self._actors:
            actor.process.kill()

    def _next(self):
        self._started += 1
        return f"p{self._started}", str(self.folder / f"p{self._started}.journal")

    def _started_one(self, actor):
        self._actors.append(actor)
        return actor


def good(names):
    """Those that the service takes."""
    return {name for name in names if not name.endswith("-bad")}
