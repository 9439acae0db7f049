"""Ten things that new users do wrong (`tests/mistakes`), through the C library, and what they are told: `mistakes.py DRIVER`."""

import json
import pathlib
import sys

from vectors import Driver, compact

MISTAKES = json.loads((pathlib.Path(__file__).resolve().parents[1] / "mistakes/mistakes.json").read_text())


def printed(driver, mistake):
    """The text of the error; of `explain` the problems."""
    options, event = mistake.get("options", {}), compact(mistake.get("event", {"event": "Contact"}))
    if mistake["verb"] == "hash":
        event = compact({"field": mistake["field"], "value": mistake["value"]})
    verb = "build" if mistake["verb"] == "client" else mistake["verb"]
    _, answer = driver.call(verb, options, event)
    told = json.loads(answer)
    if verb == "explain":
        return "\n".join(f"{each['path']}: {each['code']}: {each['hint']}" for each in told["problems"])
    return told["message"]


def main(command):
    assert len(MISTAKES) == 10
    driver = Driver(command)
    for mistake in MISTAKES:
        told = printed(driver, mistake)
        for part in [mistake["code"], mistake["place"], *mistake["says"]]:
            assert part.strip("{}") in told, (mistake["id"], part, told)
        assert "canary" not in told and "7946" not in told, mistake["id"]
        if mistake["verb"] == "build":
            assert mistake["code"] in told.splitlines()[1], (mistake["id"], "the error comes first", told)
    assert driver.close() == 0
    print(f"{len(MISTAKES)} mistakes are told with what mends them")


if __name__ == "__main__":
    main(sys.argv[1:])
