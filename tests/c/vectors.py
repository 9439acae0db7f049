"""Runs every shared vector through the C library: `vectors.py DRIVER [ARGUMENT]...`, the driver being tests/c/driver.c.

Counts are asserted: a file or a case that nobody runs fails, as a wrong byte does.
"""

import http.server
import json
import pathlib
import subprocess
import sys
import threading

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "vectors"
OK, CONFIG, INVALID_EVENT, WITHHELD = 0, 20, 30, 31


class Driver:
    """The C program, and the answers that it gives."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def call(self, verb, options, document, nonce=None):
        texts = [compact(options), document, nonce]
        texts = [text.encode() if isinstance(text, str) else text for text in texts]
        lengths = " ".join(str(-1 if text is None else len(text)) for text in texts)
        stdin, stdout = self.process.stdin, self.process.stdout
        stdin.write(f"{verb} {lengths}\n".encode() + b"".join(text for text in texts if text))
        stdin.flush()
        status, length = map(int, stdout.readline().split())
        return status, stdout.read(length)

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


class Service(http.server.BaseHTTPRequestHandler):
    """Takes every request, and keeps its body."""

    bodies: list = []

    def do_POST(self):
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        answer = b'{"code":0,"message":"OK","request_id":"r1","data":{}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def described(case):
    if "input" in case:
        return compact(case["input"])
    if "input_text" in case:
        return case["input_text"]
    parts = case["input_repeat"]
    return parts["before"] + parts["piece"] * parts["times"] + parts["after"]


def told(problems):
    return [{name: problem[name] for name in ("path", "code", "severity")} for problem in problems]


def build(driver, case, _):
    status, answer = driver.call("build", case["options"], described(case))
    body = answer.decode() if status == OK else None
    if status == INVALID_EVENT:
        return {"outcome": "refused", "body": None, "problems": told(json.loads(answer)["problems"])}
    explanation = json.loads(driver.call("explain", case["options"], described(case))[1])
    outcome = {OK: "ready", WITHHELD: "withheld"}[status]
    assert explanation["outcome"] == outcome
    return {"outcome": outcome, "body": body, "problems": told(explanation["problems"])}


def explain(driver, case, _):
    status, answer = driver.call("explain", case["options"], described(case))
    told_of = json.loads(answer)
    coverage = told_of.get("coverage")
    assert status == OK and (coverage is None or coverage.pop("note"))
    event = case["event"]
    assert event is None or f'"event":{event},' in answer.decode()
    got = {"outcome": told_of["outcome"], "coverage": coverage, "problems": told(told_of["problems"])}
    return got | {"event": event if (told_of["event"] is None) == (event is None) else told_of["event"]}


def pixel(driver, case, _):
    status, answer = driver.call("pixel", case["options"], described(case), case["nonce"])
    assert status == OK
    return json.loads(answer)


def by_rule(verb):
    def run(driver, case, _):
        arguments = case["input"] | {"options": case["options"]}
        status, answer = driver.call(verb, {}, compact(arguments))
        answer = json.loads(answer)
        if status == CONFIG:
            return {"error": answer["code"]}
        got = {"error": None, "digest": answer.get("digest"), "problems": told(answer["problems"])}
        return got if verb == "hash" else got | {"text": answer.get("text")}

    return run


def event_id(driver, case, _):
    status, answer = driver.call("event_id", {}, described(case))
    answer = json.loads(answer)
    if status == CONFIG:
        return {"error": answer["option"], "text": None}
    return {"error": None, "text": answer["event_id"] if status == OK else status}


def context(driver, case, _):
    status, answer = driver.call("context", {}, described(case))
    return {"body": answer.decode() if status == OK else status}


def base_code(driver, case, _):
    status, answer = driver.call("base_code", {}, described(case))
    answer = json.loads(answer)
    return {"error": None, **answer} if status == OK else {"error": answer["option"]}


def describe(driver, case, _):
    payload, format = described(case), compact(case["format"])
    # A text is the payload's JSON, so that of a payload which is itself a text stands in quotation marks.
    given = [compact(payload)] if isinstance(case.get("input"), str) else [payload, compact(payload)]
    options = compact(case.get("options", {}))
    answers = [driver.call("describe", {}, f'{{"format":{format},"payload":{each},"options":{options}}}') for each in given]
    assert answers[0] == answers[-1]
    status, answer = answers[0]
    answer = json.loads(answer)
    assert status == (INVALID_EVENT if "error" in answer else OK)
    return {"events": answer.get("events", []), "problems": told(answer["problems"])}


def verify_shopify(driver, case, _):
    return verified(*driver.call("verify_shopify", {}, described(case)))


def verify_woocommerce(driver, case, _):
    return verified(*driver.call("verify_woocommerce", {}, described(case)))


def verified(status, answer):
    return {"valid": json.loads(answer)["valid"] if status == OK else status}


def options(driver, case, _):
    given = case["options"] | {case["input"]["name"]: case["input"]["value"]}
    status, answer = driver.call("open", given, "")
    if status == OK:
        return {"error": None, "nearest": None}
    answer = json.loads(answer)
    assert answer["option"] in (case["input"]["name"], "*")
    near = case["nearest"] if case["nearest"] and f"`{case['nearest']}`" in answer["hint"] else None
    return {"error": answer["code"], "nearest": near}


def visitor(driver, case, _):
    status, answer = driver.call("visitor", case["options"], described(case))
    answer = json.loads(answer)
    return {"error": None, "answer": answer} if status == OK else {"error": answer["option"], "answer": None}


def deliver(driver, case, endpoint):
    given = {"access_token": "t0ken", "endpoint": endpoint} | case["options"]
    text = described(case)
    answers = []
    # As a text of its own, alone and in a list, an event is what it is; a list as it stands is several.
    for events in [text if text.startswith("{") else compact(text), compact(text), compact([text])]:
        Service.bodies.clear()
        status, answer = driver.call("deliver", given, events)
        answer = json.loads(answer)
        problems = answer["problems"] if status == INVALID_EVENT else answer["results"][0]["problems"]
        assert len(Service.bodies) == bool(case["body"])
        body = Service.bodies[0].decode() if Service.bodies else None
        answers.append({"body": body, "problems": told(problems)})
    assert answers[0] == answers[1] == answers[2]
    return answers[0]


def body(driver, case, endpoint):
    Service.bodies.clear()
    given = {"access_token": "t0ken", "endpoint": endpoint} | case["options"]
    status, answer = driver.call("track", given, described(case))
    assert status == OK
    results = [result["outcome"] for result in json.loads(answer)["results"]]
    outcomes = ["ready" if outcome == "accepted" else outcome for outcome in results]
    assert len(Service.bodies) == bool(case["body"])
    return {"outcomes": outcomes, "body": Service.bodies[0].decode() if Service.bodies else None}


VERBS = {
    "build": build,
    "explain": explain,
    "pixel": pixel,
    "normalize": by_rule("normalize"),
    "hash": by_rule("hash"),
    "event_id": event_id,
    "context": context,
    "base_code": base_code,
    "describe": describe,
    "verify_shopify": verify_shopify,
    "verify_woocommerce": verify_woocommerce,
    "options": options,
    "visitor": visitor,
    "deliver": deliver,
    "body": body,
}


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    index = json.loads((FOLDER / "index.json").read_text("utf-8"))
    assert {path.name for path in FOLDER.glob("*.json")} == {"index.json", *index["files"]}
    driver = Driver(sys.argv[1:])
    ran, wrong = 0, []
    for name, count in index["files"].items():
        file = json.loads((FOLDER / name).read_text("utf-8"))
        assert file["count"] == count == len(file["cases"]), name
        for case in file["cases"]:
            ran += 1
            for member, got in VERBS[file["verb"]](driver, case, endpoint).items():
                if got != case.get(member):
                    wrong.append(f"{case['id']} {member}\n  expected {case.get(member)}\n  got      {got}")
    code = driver.close()
    print("\n".join(wrong[:20]))
    print(f"C: {ran} of {index['count']} vectors ran, {len(wrong)} wrong")
    sys.exit(bool(wrong or code or ran != index["count"]))


if __name__ == "__main__":
    main()
