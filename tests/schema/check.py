"""Checks that `catalog.json` says what the core does: `python3 tests/schema/check.py`.

Needs the PyPI package `jsonschema`. Every vector that the core takes without a doubt must fit the schema, and every
vector with a problem that a schema can see must not.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Problems that show in the kinds and forms of values. The others need the core: whether a number is a phone, for one.
VISIBLE = {
    "wrong_type", "invalid_number", "naive_time", "time_in_milliseconds", "invalid_event_name",
    "unknown_value", "invalid_digest",
}

WRONG = {
    "no event": {},
    "event is a number": {"event": 1},
    "misspelt identifier": {"event": "Contact", "user": {"emial": "jo@example.com"}},
    "e-mail without @": {"event": "Contact", "user": {"email": "jo.example.com"}},
    "too many phones": {"event": "Contact", "user": {"phone": ["+442079460958"] * 21}},
    "short digest": {"event": "Contact", "user": {"external_id": {"sha256": "abc"}}},
    "time in milliseconds": {"event": "Contact", "event_time": 1767225600000},
    "date of Excel": {"event": "Contact", "event_time": 46023},
    "time without offset": {"event": "Contact", "event_time": "2026-01-31T12:00:00"},
    "relative address": {"event": "Contact", "page": {"url": "/thanks"}},
    "negative price": {"event": "Purchase", "properties": {"contents": [{"price": -1}]}},
    "thousands mark": {"event": "Purchase", "properties": {"value": "1,000"}},
    "beyond 2^53": {"event": "Purchase", "properties": {"order_id": 9007199254740993}},
    "unknown word": {"event": "Contact", "user": {"att_status": "MAYBE"}},
    "text for a flag": {"event": "Contact", "limited_data_use": "yes"},
    "list for an object": {"event": "Contact", "user": []},
}


def main():
    schema = json.loads((ROOT / "catalog.json").read_text())
    Draft202012Validator.check_schema(schema)
    fits = Draft202012Validator(schema).is_valid
    known = choices(schema)
    right = {**examples(), **{case["id"]: plain(case["input"], known) for case in cases() if is_undoubted(case)}}
    wrong = {**WRONG, **{case["id"]: plain(case["input"], known) for case in cases() if is_visible(case)}}
    failed = [f"refused: {name}" for name, event in right.items() if not fits(event)]
    failed += [f"accepted: {name}" for name, event in wrong.items() if fits(event)]
    if len(right) < 500:
        failed.append("not read: most vectors")
    print(*failed, sep="\n", end="\n" if failed else "")
    print(f"schema: {len(right)} right and {len(wrong)} wrong events")
    print(f"{len(right) + len(wrong) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


def examples():
    files = {path.name: json.loads(path.read_text()) for path in sorted((ROOT / "examples").glob("*.json"))}
    return {name: event for name, event in files.items() if isinstance(event, dict) and "event" in event}


def cases():
    """Vectors of whole events that are given as JSON values, not as text."""
    for path in sorted((ROOT / "tests/vectors").glob("*.json")):
        file = json.loads(path.read_text())
        if file.get("verb") == "build":
            yield from (case for case in file["cases"] if isinstance(case.get("input"), dict))


def is_undoubted(case):
    return case["outcome"] == "ready" and not any(each["severity"] == "warning" for each in case["problems"])


def is_visible(case):
    return any(each["code"] in VISIBLE for each in case["problems"])


def choices(schema):
    """The words of each field that has a list of them, by the name of the field."""
    definitions = schema["$defs"]
    fields = [field for each in definitions.values() for field in each.get("properties", {}).items()]
    return {name: {word.lower(): word for word in words(field, definitions)} for name, field in fields}


def words(field, definitions):
    rule = definitions[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    lists = [each.get("enum", ()) for each in (rule, *rule.get("anyOf", ()))]
    return [word for each in lists for word in each if isinstance(word, str)]


def plain(value, choices, name=None):
    """The event as the schema asks for it: nothing absent but `null`, words of a list in their own case."""
    if isinstance(value, dict):
        return {key: plain(each, choices, key) for key, each in value.items() if not is_absent(each)}
    if isinstance(value, list):
        return [plain(each, choices, name) for each in value if not is_absent(each)]
    if isinstance(value, str):
        value = value.replace("\ufeff", " ")  # white space in the expressions of a schema (ECMA-262), not in Python's
        return choices.get(name, {}).get(value.strip().lower(), value)
    return value


def is_absent(value):
    return value is None or value == [] or value == {} or isinstance(value, str) and not value.replace("\ufeff", "").strip()


if __name__ == "__main__":
    main()
