"""Asks the sandbox what arrived of the children in api/forks.c: `counted.py ENDPOINT`.

They write 6 times 20 events in each of three programs; every program uses the same ids, so each is counted once.
"""

import json
import sys
import urllib.request

WANTED = {f"f{child}-{event}" for child in range(6) for event in range(20)}


def main():
    with urllib.request.urlopen(f"{sys.argv[1]}/sandbox/events?channel=server&limit=10000") as answer:
        events = json.load(answer)["events"]
    counted = [event["event_id"] for event in events if event["standing"] == "counted"]
    missing = WANTED - set(counted)
    assert not missing, f"{len(missing)} events of children are missing"
    assert len(counted) == len(set(counted)), "an event was counted twice"
    print(f"{len(counted)} events counted, each once")


main()
