"""Does to outboxes what happens to them, and counts what was acknowledged and what arrived: `tests/durability/run.sh --help`.

Each round has an outbox of its own, processes that put in and deliver (the Python package and the program), a service that
writes down what it takes, and one injection of THE TABLE (`table.py`). What a producer was told is in its journal, which
outlives it. At the end the rest is delivered: every event that was acknowledged has arrived, once, or is a dead letter.

All injections have their turn at least once, and again as long as there is time. A seed chooses the moments, the sizes and the
answers; the machine has its part in them.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judge import Figures
from table import TABLE, unshare

HERE = Path(__file__).parent

#: Seconds for one round, in which nothing is waited for as long.
LONGEST = 900

#: Mounts a small disk for the round, and for nobody else. It is gone with it.
MOUNT = 'mount -t tmpfs -o size=2m tmpfs "$1" && shift && exec "$@"'


def main():
    arguments = parsed()
    left_out = {each.name: lack for each in TABLE if (lack := each.missing())}
    numbers = turns(arguments, left_out)
    print(f"seed {arguments.seed}", flush=True)
    sums = {each.name: [0, Figures()] for each in TABLE}
    lock = threading.Lock()

    def play(_):
        """One worker: takes a turn after the other."""
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            figures = played(arguments.seed, number)
            with lock:
                note(arguments.seed, number, figures, sums)

    with ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(play, range(arguments.jobs)))
    tell(arguments.seed, sums, left_out)


def parsed():
    parser = argparse.ArgumentParser(prog="tests/durability/run.sh", description=__doc__.partition(":")[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long rounds are begun, once each has had its turn")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[each.name for each in TABLE], help="these injections")
    parser.add_argument("--round", type=int, metavar="NUMBER", help="this round alone")
    parser.add_argument("--jobs", type=int, default=3, help="rounds at once")
    return parser.parse_args()


def turns(arguments, left_out):
    """The numbers of the rounds, as long as there is time."""
    if arguments.round is not None:
        yield arguments.round
        return
    end = time.monotonic() + arguments.seconds
    wanted = [at for at, each in enumerate(TABLE) if each.name in (arguments.only or [each.name]) and each.name not in left_out]
    for turn in range(1_000_000):
        for at in wanted:
            if turn and time.monotonic() > end:
                return
            yield turn * len(TABLE) + at


def played(seed, number):
    """The figures of a round, in a process of its own."""
    command = [sys.executable, HERE / "round.py", str(seed), str(number)]
    with tempfile.TemporaryDirectory(prefix="durability-") as disk:
        if TABLE[number % len(TABLE)].disk:
            command = ["unshare", unshare(), "sh", "-c", MOUNT, "sh", disk, *command, disk]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LONGEST, check=False)
    figures = Figures()
    if done.returncode == 0:
        figures.update(json.loads(done.stdout))
    else:
        figures["faults"].append(f"the round broke off ({done.returncode})")
    return figures


def note(seed, number, figures, sums):
    name = TABLE[number % len(TABLE)].name
    sums[name][0] += 1
    sums[name][1].add(figures)
    for fault in figures["faults"]:
        print(f"{name}: {fault} (again: tests/durability/run.sh --seed {seed} --round {number})", flush=True)


def tell(seed, sums, left_out):
    """The table, the line that sums it up, and the exit code."""
    heads = Figures.NAMES
    print(f"\n{'':24}{'rounds':>7}" + "".join(f"{head:>13}" for head in heads) + "  refused with")
    everything, rounds = Figures(), 0
    for name, (times, figures) in sums.items():
        if times:
            print(f"{name:25}{times:>7}" + "".join(f"{figures[head]:>13}" for head in heads) + f"  {refusals(figures)}")
        everything.add(figures)
        rounds += times
    for name, lack in left_out.items():
        print(f"LEFT OUT: {name} needs {lack}")
    said = ", ".join(f"{everything[head]} {'counted ' if head == 'twice' else ''}{head}" for head in heads)
    kinds, faults = len(sums) - len(left_out), len(everything["faults"])
    print(f"\nseed {seed}: {rounds} rounds of {kinds} injections: {said}; {faults} faults")
    sys.exit(1 if everything["faults"] else 0)


def refusals(figures):
    return ", ".join(f"{code} {number}" for code, number in sorted(figures["codes"].items()))


main()
