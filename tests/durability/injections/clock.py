"""The machine's clock is set while the outbox is used. The processes see the clock of a file (libfaketime)."""

import glob
import os
from pathlib import Path

PLACES = ("/usr/lib/*", "/usr/lib", "/usr/local/lib")

FORWARD, BACK = ["+90s", "+2h", "+3d", "+400d"], ["-90s", "-2h", "-3d", "-400d"]


def library():
    """Where libfaketime is; nothing where it is not installed."""
    return next((path for place in PLACES for path in glob.glob(f"{place}/faketime/libfaketimeMT.so.1")), None)


class Clock:
    """A clock that can be set, for processes that are started under it. The one that does not jump is left alone."""

    def __init__(self, scene):
        self._file = scene.folder / "clock"
        self.set("+0")
        self.environment = {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, offset):
        new = Path(f"{self._file}.new")
        new.write_text(f"{offset}\n")
        os.replace(new, self._file)


def jumps(scene):
    """It is set forward and back again and again, with requests under way."""
    clock = Clock(scene)
    scene.produce(delivers=True, environment=clock.environment)
    scene.produce("program", environment=clock.environment)
    scene.drain()
    for _ in range(4):
        scene.until_more(scene.chance.randint(20, 60))
        clock.set(scene.chance.choice([*FORWARD, *BACK, "+0"]))
    scene.until_more(20)
    clock.set("+0")


def set_back(scene):
    """It is set back while the service is down. The end of that is noticed all the same."""
    clock = Clock(scene)
    scene.produce(delivers=True, environment=clock.environment)
    scene.until_more(20)
    scene.service.is_down = True
    asked = scene.service.requests
    scene.until(lambda: scene.service.requests > asked + 1, "a service that is down is asked")
    clock.set(scene.chance.choice(BACK))
    scene.until_more(20)
    scene.service.is_down = False
    scene.until_delivering("delivered after the clock was set back")
