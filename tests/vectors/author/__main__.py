"""Writes the conformance vectors: `python3 tests/vectors/author [--check]`.

Needs the PyPI package `rfc8785`. With `--check` nothing is written; the exit code says whether the files are up to date.
"""

import importlib
import json
import pathlib
import pkgutil
import sys

import subjects
import vector

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def main():
    files = {name: written(module) for name, module in modules().items()}
    check_coverage()
    files["index.json"] = index()
    stale = [name for name, text in files.items() if not same(name, text)]
    if "--check" in sys.argv:
        sys.exit(f"not up to date: {', '.join(stale)}" if stale else 0)
    for name in stale:
        (FOLDER / name).write_text(files[name])
    print(f"{len(all_cases())} cases in {len(files) - 1} files, {len(stale)} files written")


def modules():
    names = sorted(each.name for each in pkgutil.iter_modules(subjects.__path__))
    return {f"{name}.json": importlib.import_module(f"subjects.{name}") for name in names}


def written(module):
    """One file: a head, then a case a line, so that a change of one case is a change of one line."""
    cases = module.CASES
    check_ids(cases, module)
    head = {
        "schema": "vectors-1",
        "verb": getattr(module, "VERB", "build"),
        "count": len(cases),
        "texts": sum("input" not in case for case in cases),
        "notes": getattr(module, "NOTES", {}),
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    return json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n"


def check_ids(cases, module):
    ids = [case["id"] for case in cases]
    twice = {each for each in ids if ids.count(each) > 1}
    assert not twice, f"{module.__name__}: {twice}"
    flags = {flag for case in cases for flag in case.get("flags", ())}
    assert flags == set(getattr(module, "NOTES", {})), f"{module.__name__}: flags {flags} and notes differ"


def check_coverage():
    built = [case for module in modules().values() if getattr(module, "VERB", "build") in ("build", "describe", "deliver") for case in module.CASES]
    told = {each["code"] for case in built for each in case["problems"]}
    missing = (vector.INFOS | vector.WARNINGS | vector.ERRORS) - told
    assert not missing, f"codes without a case: {missing}"


def index():
    counts = {name: len(module.CASES) for name, module in modules().items()}
    texts = [text for case in all_cases() for text in canonical_texts(case)]
    for text in texts:
        assert vector.canonical(json.loads(text)) == text, text
    return json.dumps({"schema": "vectors-1", "files": counts, "count": sum(counts.values()), "canonical_texts": len(texts)}, indent=2) + "\n"


def canonical_texts(case):
    """Every JSON text that a case expects; `jcs/check.mjs` looks at the same ones."""
    named = [case.get(name) for name in ("body", "event", "identify")]
    return [text for text in named + case.get("track", []) if text is not None]


def all_cases():
    return [case for module in modules().values() for case in module.CASES]


def same(name, text):
    path = FOLDER / name
    return path.exists() and path.read_text() == text


main()
