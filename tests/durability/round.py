"""One round: `round.py SEED NUMBER [DISK]` prints its figures as JSON. What it starts ends with it."""

import json
import random
import sys
import tempfile

from judge import judge
from scene import Scene
from service import Service
from table import TABLE


def main():
    seed, number, *disk = sys.argv[1:]
    chance = random.Random(f"{seed}-{number}")
    injection = TABLE[int(number) % len(TABLE)]
    with tempfile.TemporaryDirectory(prefix="durability-") as folder, Service(chance, injection.moods) as service:
        scene = Scene(folder, disk[0] if disk else None, service, chance, injection.timeout)
        try:
            injection.act(scene)
            scene.end()
            print(json.dumps(judge(scene, injection)))
        finally:
            scene.stop()


if __name__ == "__main__":
    main()
