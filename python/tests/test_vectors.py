"""The shared vectors: the same cases that every other language runs, from the same files."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import ROOT, TOKEN, Service

from tiktok_capi import (
    Client,
    ConfigError,
    InvalidEvent,
    Problem,
    _native,
    base_code,
    context,
    describe,
    event_id,
    hash,
    normalize,
    verify_shopify,
    verify_woocommerce,
)

FOLDER = ROOT / "tests" / "vectors"
INDEX = json.loads((FOLDER / "index.json").read_text("utf-8"))
FILES = {name: json.loads((FOLDER / name).read_text("utf-8")) for name in INDEX["files"]}
CASES = [pytest.param(file["verb"], case, id=case["id"]) for file in FILES.values() for case in file["cases"]]


def test_every_file_and_case_is_here() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {"index.json", *FILES}
    for name, file in FILES.items():
        assert INDEX["files"][name] == file["count"] == len(file["cases"]), name
    assert INDEX["count"] == len(CASES)


@pytest.fixture(scope="module")
def shared_service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


@pytest.mark.parametrize(("verb", "case"), CASES)
def test_vector(verb: str, case: dict[str, Any], shared_service: Service) -> None:
    shared_service.raw.clear()
    VERBS[verb](case, shared_service)


def test_a_description_is_tracked_as_it_is_and_shows_nobodys_data(shared_service: Service) -> None:
    shared_service.raw.clear()
    sample = (ROOT / "tests" / "payloads" / "woocommerce.json").read_bytes()
    description = describe("woocommerce", sample)
    client = Client(access_token=TOKEN, endpoint=shared_service.endpoint, pixel_code="C4A", now=1767225600)
    assert client.track(description).ok
    assert client.track(describe("ga4", {"event": "refund"})).ok
    assert len(shared_service.raw) == 1 and b'"event":"Purchase"' in shared_service.raw[0]
    assert repr(description) == str(description) and repr(description).startswith("Description(1 event, problems=(Problem(")
    assert "example.com" not in repr(description) and {problem.code for problem in description.problems} == {"left_out"}


def told(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"path": p.path, "code": p.code, "severity": p.severity} for p in problems]


def described(case: dict[str, Any]) -> Any:
    """The event as a Python value, or as bytes of JSON where a value cannot say it."""
    if "input" in case:
        return case["input"]
    if "input_text" in case:
        return case["input_text"].encode()
    parts = case["input_repeat"]
    return (parts["before"] + parts["piece"] * parts["times"] + parts["after"]).encode()


def build(case: dict[str, Any], _: Service) -> None:
    client = Client(**case["options"])
    event = described(case)
    try:
        body = client.build(event)
        explanation = client.explain(event)
        outcome, problems = explanation.outcome, explanation.problems
    except InvalidEvent as error:
        body, outcome, problems = None, "refused", error.problems
    assert (outcome, told(problems)) == (case["outcome"], case["problems"])
    assert body == (case["body"].encode() if case["body"] is not None else None)


def explain(case: dict[str, Any], _: Service) -> None:
    explanation = Client(**case["options"]).explain(case["input"])
    assert (explanation.outcome, told(explanation.problems)) == (case["outcome"], case["problems"])
    coverage = explanation.coverage and {name: value for name, value in explanation.coverage.items() if name != "note"}
    assert coverage == case["coverage"]
    assert explanation.event == (json.loads(case["event"]) if case["event"] else None)
    assert case["event"] is None or f'"event":{case["event"]},' in explanation.json


def pixel(case: dict[str, Any], _: Service) -> None:
    pixel = Client(**case["options"]).pixel(case["input"], nonce=case["nonce"])
    assert pixel is not None
    assert (pixel.identify, pixel.track) == (case["identify"], tuple(case["track"]))
    assert (pixel.script, pixel.html) == (case["script"], case["html"])


def by_rule(public: Callable[..., str | None], native: Callable[..., Any], expected: str) -> Callable[..., None]:
    def run(case: dict[str, Any], _: Service) -> None:
        given = case["input"]
        arguments = given["field"], given["value"], given.get("region")
        if case["error"]:
            with pytest.raises(ConfigError) as raised:
                public(*arguments)
            assert raised.value.code == case["error"]
            return
        try:
            text, digest, problems = native(*arguments, case["options"])
            if set(case["options"]) == {"now"}:
                assert public(*arguments) == {"text": text, "digest": digest}[expected]
        except InvalidEvent as error:
            text, digest, problems = None, None, error.problems
        assert (text, digest, told(problems)) == (case["text"], case["digest"], case["problems"])

    return run


def deterministic_id(case: dict[str, Any], _: Service) -> None:
    if case["error"]:
        with pytest.raises(ConfigError) as raised:
            event_id(**case["input"])
        assert (raised.value.code, raised.value.option) == (case["code"], case["error"])
        return
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert event_id(**case["input"]) == case["text"]
    expected = [[UserWarning, problem["code"]] for problem in case["problems"]]
    assert [[each.category, str(each.message).split()[1]] for each in warned] == expected


def request_parts(case: dict[str, Any], _: Service) -> None:
    assert _native.context(case["input"]) == case["body"]
    if is_ordinary(case["input"]):
        assert context(**case["input"]) == json.loads(case["body"])


def visit(case: dict[str, Any], _: Service) -> None:
    client, given = Client(**case["options"]), case["input"]
    if case["error"]:
        with pytest.raises(ConfigError) as raised:
            client._native.visitor(given)
        assert (raised.value.code, raised.value.option) == ("invalid_argument", case["error"])
        return
    assert json.loads(client._native.visitor(given)) == case["answer"]
    event, parts = given.get("event"), {name: value for name, value in given.items() if name != "event"}
    if is_ordinary({name: value for name, value in parts.items() if not name.startswith("consent")}):
        told = client.visitor(**parts)
        answer = case["answer"]
        assert (told.told, told.allowed, told.limited_data_use) == (
            answer["visitor"],
            answer["allowed"],
            answer["limited_data_use"],
        )
        assert (list(told.cookies), told.unreadable) == (answer["cookies"], answer["unreadable"])
        assert event is None or json.loads(_native.under(told.told, event)) == answer["event"]


def deliver(case: dict[str, Any], service: Service) -> None:
    client = Client(access_token=TOKEN, endpoint=service.endpoint, **case["options"])
    canonical = described(case)
    if case["problems"]:
        with pytest.raises(InvalidEvent) as raised:
            client.deliver(canonical)
        assert told(raised.value.problems) == case["problems"]
        assert told(client.deliver([canonical]).results[0].problems) == case["problems"] and service.raw == []
        return
    assert client.deliver(canonical).ok and client.deliver([canonical]).ok
    assert service.raw == [case["body"].encode()] * 2


def loader(case: dict[str, Any], _: Service) -> None:
    given = case["input"]
    if case["error"]:
        with pytest.raises(ConfigError) as raised:
            _native.base_code(given)
        assert (raised.value.code, raised.value.option) == (case["code"], case["error"])
        return
    assert json.loads(_native.base_code(given)) == {"html": case["html"], "script": case["script"]}
    made = base_code(**given)
    assert (made.script, made.html) == (case["script"], case["html"])


def payload(case: dict[str, Any], _: Service) -> None:
    given = described(case)
    as_text = given if isinstance(given, bytes) else json.dumps(given)
    for each in (given, as_text) if isinstance(given, dict) else (as_text,):
        try:
            found = describe(case["format"], each, **case.get("options", {}))
            events, problems = list(found), found.problems
        except InvalidEvent as error:
            events, problems = [], error.problems
        assert (events, told(problems)) == (case["events"], case["problems"])


def signature(verify: Callable[[str, str | bytes, str | None], bool]) -> Callable[[dict[str, Any], Service], None]:
    def run(case: dict[str, Any], _: Service) -> None:
        secret, body, header = (case["input"][name] for name in ("secret", "body", "header"))
        assert verify(secret, body, header) is case["valid"]
        assert verify(secret, body.encode(), header) is case["valid"]

    return run


def is_ordinary(parts: Any) -> bool:
    """Whether the parts are such as the signature of `context` takes; the others are for the native half alone."""
    known = {"url": str, "headers": dict, "remote_addr": str, "trusted_proxies": int}
    if not isinstance(parts, dict) or not all(isinstance(value, known.get(name, ())) for name, value in parts.items()):
        return False
    return all(isinstance(value, (str, list)) for value in parts.get("headers", {}).values())


def option(case: dict[str, Any], _: Service) -> None:
    options = case["options"] | {case["input"]["name"]: case["input"]["value"]}
    if case["error"] is None:
        Client(**options)
        with pytest.raises(ConfigError) as raised:  # what is taken was read: what no option takes is not
            Client(**options | {case["input"]["name"]: {"x": 1}})
        assert (raised.value.code, raised.value.option) == ("invalid_option", case["input"]["name"])
        return
    with pytest.raises(ConfigError) as raised:
        Client(**options)
    assert raised.value.code == case["error"]
    assert raised.value.option in (case["input"]["name"], "*")
    assert (f"`{case['nearest']}`" in raised.value.hint) == (case["nearest"] is not None)


def body(case: dict[str, Any], service: Service) -> None:
    client = Client(access_token=TOKEN, endpoint=service.endpoint, **case["options"])
    receipt = client.track(case["input"])
    outcomes = ["ready" if result.outcome == "accepted" else result.outcome for result in receipt.results]
    assert outcomes == case["outcomes"]
    assert service.raw == ([case["body"].encode()] if case["body"] else [])


VERBS: dict[str, Callable[[dict[str, Any], Service], None]] = {
    "build": build,
    "explain": explain,
    "pixel": pixel,
    "normalize": by_rule(normalize, _native.normalize, "text"),
    "hash": by_rule(hash, _native.hash, "digest"),
    "event_id": deterministic_id,
    "context": request_parts,
    "visitor": visit,
    "deliver": deliver,
    "base_code": loader,
    "describe": payload,
    "verify_shopify": signature(verify_shopify),
    "verify_woocommerce": signature(verify_woocommerce),
    "options": option,
    "body": body,
}
