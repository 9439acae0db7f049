"""Asks the sandbox what arrived of the children in api.c: `counted.py ENDPOINT`.

Children write 6 times 20 events in each of three programs; every program uses the same ids, and so each is counted once.
"""

import json
import sys
import urllib.request

WANTED = {f"f{child}-{event}" for child in range(6) for event in range(20)}


def main():
    counted = []
    after = 0
    while True:
        url = f"{sys.argv[1]}/sandbox/events?channel=server&after={after}&limit=1000"
        with urllib.request.urlopen(url) as answer:
            events = json.load(answer)["events"]
        if not events:
            break
        counted += [event["event_id"] for event in events if event["standing"] == "counted"]
        after = max(event["number"] for event in events)
    missing = WANTED - set(counted)
    assert not missing, f"{len(missing)} events of children are missing"
    assert len(counted) == len(set(counted)), "an event was counted twice"
    print(f"{len(counted)} events counted, each once")


main()
