"""The words in which cases of the verb `describe` are written: a payload of a format, and the events that it tells of."""

import copy
import json
import pathlib
import uuid

from vector import Repeat, Text, member, told

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "payloads"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://business-api.tiktok.com/open_api/v1.3/event/track/")


def payload(name):
    """One of the samples in tests/payloads."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def shared_id(event, key):
    """The id that a page can compute too (rules 4)."""
    return str(uuid.uuid5(NAMESPACE, f"{event}:{key}"))


def case(format, id, given, events, *problems, flags, left=(), **options):
    """One payload: its events with the paths of what is `left` out of them, or the problems that say why there are none."""
    assert isinstance(given, (Text, Repeat)) or json.loads(json.dumps(given)) == given
    told_beside = ("foreign_digest", "left_out")
    assert events or (not left and any(problem.split(" ")[-1] not in told_beside for problem in problems)), id
    name = format.replace("_", "-")
    problems = [*problems, *(f"{path} left_out" for path in left)]
    return {"id": f"describe-{name}-{id}", "flags": list(flags), "format": format, member(given): given, "events": events, "problems": told(problems)} | ({"options": options} if options else {})


def without(given, *names):
    return {name: value for name, value in given.items() if name not in names}


def changed(given, changes):
    """A copy with other members, each by its place, as `{"billing_address.phone": None}`."""
    given = copy.deepcopy(given)
    for place, value in changes.items():
        *path, last = place.split(".")
        inner = given
        for name in path:
            inner = inner[int(name)] if isinstance(inner, list) else inner.setdefault(name, {})
        inner[int(last) if isinstance(inner, list) else last] = value
    return given
