"""A process that puts events in and keeps a journal of it: `producer.py TASK`, the task being JSON.

It goes on until its standard input says `end` or is closed. Then it closes its client, and writes down what that said. Other
lines of standard input are what is done to it from within (`within.py`).
"""

import json
import random
import sys
import threading
import time
from contextlib import suppress

import doors
import within
from journal import ACKNOWLEDGED, ASKED, BEGUN, BROKEN, END, OVER, REFUSED, Journal

#: Seconds after which somebody who was refused comes again.
REFUSED_PAUSE = 0.2

#: Seconds between two questions of how the outbox is.
ASKING = 0.02


def main():
    task = json.loads(sys.argv[1])
    producer = Producer(task)
    threads = [threading.Thread(target=producer.put, args=(number,)) for number in range(task["threads"])]
    threads.append(threading.Thread(target=producer.ask))
    for thread in threads:
        thread.start()
    within.begin(task)
    producer.go.set()
    for line in sys.stdin:
        if line == "end\n":
            break
        within.do(line.strip())
    producer.over.set()
    for thread in threads:
        thread.join()
    producer.journal.write(END, json.dumps(producer.door.close()))


class Producer:
    def __init__(self, task):
        self.task, self.journal = task, Journal(task["journal"])
        self.door = doors.DOORS[task["door"]](task)
        self.beside = within.BESIDE[task["beside"]](task)
        self.go, self.over = threading.Event(), threading.Event()

    def put(self, thread):
        """What one thread does. It may not start another: the process may not be allowed to."""
        chance = random.Random(f"{self.task['seed']}-{thread}")
        self.go.wait()
        for call in range(self.task["calls"]):
            if self.over.wait(self.task["pause"] * chance.random()):
                return
            names = [f"{self.task['name']}-{thread}-{call}-{n}{kind(chance)}" for n in range(chance.randint(1, 3))]
            self.put_in([event(name, chance, self.task["size"]) for name in names], names)
            self.journal.write(OVER, str(call))
            self.beside(chance)

    def put_in(self, events, names):
        self.journal.write(BEGUN, *names)
        try:
            self.door.put(events)
        except doors.Refused as refused:
            self.journal.write(REFUSED, *(f"{name} {refused}" for name in names))
            self.over.wait(REFUSED_PAUSE)
        except Exception as broken:  # whatever it is, it is not a refusal, and has to be told
            self.journal.write(BROKEN, f"{type(broken).__name__}: {broken}".replace("\n", " "))
        else:
            self.journal.write(ACKNOWLEDGED, *names)

    def ask(self):
        self.go.wait()
        while self.task["asks"] and not self.over.wait(ASKING):
            with suppress(doors.Refused):
                self.door.ask()
                self.journal.write(ASKED, f"{time.monotonic():.3f}")


def kind(chance):
    """One in a hundred is an event that the service does not take."""
    return "-bad" if chance.random() < 0.01 else ""


def event(name, chance, size):
    return {
        "event": "Purchase",
        "event_id": name,
        "page": {"url": "https://shop.example/"},
        "user": {"email": f"{name}@example.com"},
        "properties": {"currency": "EUR", "value": "19.9", "description": "x" * chance.randint(1, size)},
    }


if __name__ == "__main__":
    main()
