"""Replays a file of `cargo xtask parity` through the C library, as JSON text: `c.py DRIVER FILE`, the driver being
tests/c/driver.c.
"""

import json
import subprocess
import sys

from cases import bare, compare

OK, INVALID_EVENT, WITHHELD = 0, 30, 31
OUTCOMES = {OK: "ready", INVALID_EVENT: "refused", WITHHELD: "withheld"}


def answers(cases):
    driver = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for case in cases:
        status, told = call(driver, "build", case)
        body = told.decode() if status == OK else None
        if status != INVALID_EVENT:
            told = call(driver, "explain", case)[1]
        yield {"outcome": OUTCOMES[status], "body": body, "problems": bare(json.loads(told)["problems"])}
    driver.stdin.close()
    assert driver.wait() == 0


def call(driver, verb, case):
    options, text = json.dumps(case["options"]).encode(), case["input_text"].encode()
    driver.stdin.write(b"%s %d %d -1\n%s%s" % (verb.encode(), len(options), len(text), options, text))
    driver.stdin.flush()
    status, length = map(int, driver.stdout.readline().split())
    return status, driver.stdout.read(length)


compare("C, JSON text", sys.argv[2], answers)
