"""The cases of a file of `cargo xtask parity`, and what the replays that are written in Python tell about them."""

import json
import sys

SHOWN = 5  # differences; one cause gives many


def read(path):
    """The head of the file and its cases. Lines end with LF alone: texts hold other characters that end lines."""
    with open(path, "rb") as file:
        head, *cases = map(json.loads, file)
    return head, cases


def bare(problems):
    """What all languages tell alike."""
    return [{name: problem[name] for name in ("path", "code", "severity")} for problem in problems]


def compare(name, path, answers):
    """Prints how many cases came out alike, and ends the program. `answers` gives members of each case in order."""
    head, cases = read(path)
    ran, wrong = 0, []
    for case, answer in zip(cases, answers(cases), strict=True):
        ran += 1
        expected = {member: case[member] for member in answer}
        if answer != expected:
            wrong.append(f"case {case['id']}\n  expected {expected}\n  got      {answer}")
    values = sum(case["is_value"] for case in cases)
    print(f"{name}: {ran} of {head['count']} events, {len(wrong)} differ")
    print("\n".join(wrong[:SHOWN]), end="")
    sys.exit(bool(wrong or (ran, values) != (head["count"], head["values"])))
