"""Replays a file of `cargo xtask parity` through the Python package, as dictionaries: `python.py FILE`."""

import json
import sys

from cases import compare

from tiktok_capi import Client, InvalidEvent


def answers(cases):
    clients = {}
    for case in cases:
        options, text = json.dumps(case["options"]), case["input_text"]
        if options not in clients:
            clients[options] = Client(**case["options"])
        yield answer(clients[options], json.loads(text) if case["is_value"] else text.encode())


def answer(client, event):
    try:
        body = client.build(event)
        explanation = client.explain(event)
        outcome, problems = explanation.outcome, explanation.problems
    except InvalidEvent as error:
        body, outcome, problems = None, "refused", error.problems
    told = [{"path": p.path, "code": p.code, "severity": p.severity} for p in problems]
    return {"outcome": outcome, "body": body and body.decode(), "problems": told}


compare("Python, dictionaries", sys.argv[1], answers)
