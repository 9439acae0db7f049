"""Ten things that new users do wrong (`tests/mistakes`), and what they are told."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from tiktok_capi import CapiError, Client, hash

MISTAKES = json.loads((pathlib.Path(__file__).parents[2] / "tests/mistakes/mistakes.json").read_text())


def test_there_are_ten() -> None:
    assert len(MISTAKES) == 10


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["id"])
def test_it_is_told_with_what_mends_it(mistake: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("TIKTOK_ACCESS_TOKEN", "TIKTOK_EVENT_SOURCE_ID"):
        monkeypatch.delenv(variable, raising=False)
    printed = _printed(mistake)
    for part in [mistake["code"], mistake["place"], *mistake["says"]]:
        assert part.strip("{}") in printed
    assert "canary" not in printed and "7946" not in printed
    if mistake["verb"] == "build":
        assert mistake["code"] in printed.splitlines()[1], "the error comes first"


def _printed(mistake: dict[str, Any]) -> str:
    """What the one who makes the mistake reads."""
    verb, options = mistake["verb"], mistake.get("options", {})
    if verb == "explain":
        return "\n".join(map(str, Client(**options).explain(mistake["event"]).problems))
    with pytest.raises(CapiError) as raised:
        if verb == "hash":
            hash(mistake["field"], mistake["value"])
        client = Client(**options)
        if verb == "build":
            client.build(mistake["event"])
        client.track({"event": "Contact"})
    return str(raised.value)
