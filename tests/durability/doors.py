"""The ways in which an event is put into an outbox: by the package within this process, or by the program."""

import json
import os
import subprocess

#: Seconds for what waits when nobody puts in any more.
FLUSHING = 60

SOURCE, TOKEN = "C4ADURABLE", "t0ken-of-durability"


class Refused(Exception):
    """The outbox did not take it, and said so by a code."""


class Package:
    """The client of the Python package, which delivers as well where it is told an endpoint."""

    def __init__(self, task, module="tiktok_capi"):
        self._module = __import__(module)
        sends = {"endpoint": task["endpoint"], "access_token": TOKEN} if task["endpoint"] else {}
        patience = {"timeout": task["timeout"], "max_attempts": 1}
        self._client = self._module.Client(outbox=task["outbox"], pixel_code=SOURCE, **patience, **sends)

    def put(self, events):
        try:
            receipt = self._client.enqueue(events)
        except self._module.OutboxError as error:
            raise Refused(error.code) from None
        check(receipt.ok and all(result.outcome == "queued" for result in receipt.results))

    def ask(self):
        try:
            return told(self._client.stats())
        except self._module.OutboxError as error:
            raise Refused(error.code) from None

    def close(self):
        """A request that is under way has its time: its answer is heard."""
        try:
            self._client.flush(FLUSHING)
            return told(self._client.close(10))
        except self._module.OutboxError as error:
            return {"code": error.code}


class Program:
    """A process of the program for each call."""

    def __init__(self, task):
        self._outbox = task["outbox"]
        limit = ["sh", "-c", f'ulimit {task["ulimit"]} && exec "$@"', "sh"] if task["ulimit"] else []
        self._command, self._environment = [*limit, task["program"]], environment() | task["environment"]

    def put(self, events):
        options = {"options": {"outbox": self._outbox, "event_source_id": SOURCE}}
        answer = self._run(["call", "enqueue"], f"{json.dumps(options)}\n{json.dumps(events)}")
        if "code" in answer:
            raise Refused(answer["code"])
        check(answer["ok"] and all(result["outcome"] == "queued" for result in answer["results"]))

    def ask(self):
        return self._run(["outbox", "status", "--json", "--outbox", self._outbox], "")

    def close(self):
        return {}

    def _run(self, arguments, text):
        command, both = [*self._command, *arguments], {"capture_output": True, "text": True, "timeout": 120, "check": False}
        done = subprocess.run(command, input=text, env=self._environment, **both)
        check(done.returncode >= 0, f"ended by signal {-done.returncode}")
        check(done.stdout.startswith("{"), f"exit {done.returncode}")
        return json.loads(done.stdout)


DOORS = {"package": Package, "program": Program}


def check(is_so, otherwise="another receipt than all queued"):
    if not is_so:
        raise RuntimeError(otherwise)


def told(stats):
    return {"waiting": stats.waiting, "in_flight": stats.in_flight, "dead": stats.dead}


def environment():
    """This process's environment, without options of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
