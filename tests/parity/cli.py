"""Replays a file of `cargo xtask parity` through the program, all events of the same options in one run: `cli.py PROGRAM
FILE`.
"""

import hashlib
import json
import subprocess
import sys
import uuid

from cases import bare, compare


def answers(cases):
    groups = {}
    for case in cases:
        groups.setdefault(json.dumps(case["options"], sort_keys=True), []).append(case)
    answered = {}
    for group in groups.values():
        answered |= run(group)
    return (answered[case["id"]] for case in cases)


def run(cases):
    # A whole value in the first line keeps a broken one from being taken for a value of several lines.
    texts = ["{}", *(case["input_text"] for case in cases)]
    command = [sys.argv[1], "build", *map(flag, cases[0]["options"].items())]
    done = subprocess.run(command, input="\n".join(texts).encode(), capture_output=True, check=False)
    problems = {number: [] for number in range(1, len(texts) + 1)}
    for line in done.stderr.splitlines():
        problem = json.loads(line)
        problems[problem["line"]].append(problem)
    bodies = done.stdout.decode().split("\n")
    assert len(bodies) == len(texts) + 1, f"{len(bodies)} lines: {done.stderr[-500:]}"
    return {case["id"]: answer(case, place, bodies[place], problems[place + 1]) for place, case in enumerate(cases, 1)}


def answer(case, place, body, problems):
    """The event at a place of a call has an id of its own; the cases are each the first of a call."""
    first, own = (generated(case["options"], at) for at in (0, place))
    assert own != first and first not in body
    return {"body": body.replace(own, first) or None, "problems": bare(problems)}


def flag(option):
    name, value = option
    text = value if isinstance(value, str) else json.dumps(value).strip("[]")
    return f"--{name.replace('_', '-')}={text}"


def generated(options, place):
    """The id that tests/vectors/README.md describes, computed independently."""
    digest = hashlib.sha256(bytes.fromhex(options["event_id_seed"]) + place.to_bytes(8, "big")).digest()
    whole = bytearray((options["now"] * 1000).to_bytes(6, "big") + digest[:10])
    whole[6] = whole[6] & 0x0F | 0x70
    whole[8] = whole[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(whole)))


compare("Program, JSON lines", sys.argv[2], answers)
