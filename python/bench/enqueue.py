"""What `enqueue` costs its caller, beside the queues of two well-known clients. Run by `run.sh enqueue`.

The same purchase goes to each, from one process and from four at once, 500 times a second from each; each call is timed. Ours is described, hashed, made
canonical and written to SQLite meanwhile; the others put a dictionary into a list of their process, which ends with it. All
deliver to a service on this machine while they are being measured.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CALLS = 1_000
ROUNDS = 5
EVERY = 0.002  #: Seconds from one call to the next: without a pause it would be the processor's queue that is measured.
PURCHASE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "examples" / "purchase.json").read_text())

Enqueue = Callable[[int], object]


def tiktok_capi(endpoint: str, outbox: str) -> Enqueue:
    from tiktok_capi import Client

    client = Client(pixel_code="C4A", access_token="t", endpoint=endpoint, outbox=outbox)
    return lambda n: client.enqueue(PURCHASE | {"event_id": f"{n}"})


def posthog(endpoint: str, _: str) -> Enqueue:
    from posthog import Posthog

    client = Posthog("key", host=endpoint)
    return lambda n: client.capture("Purchase", distinct_id=f"{n}", properties=PURCHASE)


def segment(endpoint: str, _: str) -> Enqueue:
    from segment.analytics.client import Client

    client = Client("key", host=endpoint)
    return lambda n: client.track(f"{n}", "Purchase", PURCHASE)


WAYS: dict[str, tuple[Callable[[str, str], Enqueue], str]] = {
    "tiktok_capi, a file": (tiktok_capi, "file"),
    "tiktok_capi, :memory:": (tiktok_capi, ":memory:"),
    "posthog": (posthog, ""),
    "segment-analytics-python": (segment, ""),
}


def measured(name: str, endpoint: str, outbox: str, start: Any, told: Any) -> None:
    """One process: its calls in microseconds."""
    logging.disable(logging.CRITICAL)
    enqueue = WAYS[name][0](endpoint, outbox)
    enqueue(-1)
    start.wait()
    times = []
    due = time.perf_counter()
    for n in range(CALLS):
        due += EVERY
        time.sleep(max(0.0, due - time.perf_counter()))
        started = time.perf_counter_ns()
        enqueue(n)
        times.append((time.perf_counter_ns() - started) / 1e3)
    told.put(times)


def times_of(name: str, processes: int, endpoint: str, folder: str) -> list[float]:
    """All calls of so many processes that begin at once."""
    spawn = multiprocessing.get_context("spawn")
    start, told = spawn.Barrier(processes), spawn.Queue()
    outbox = WAYS[name][1].replace("file", f"{folder}/{time.monotonic_ns()}.db")
    arguments = (name, endpoint, outbox, start, told)
    if outbox.endswith(".db"):
        tiktok_capi(endpoint, outbox)(-1)  # the file is there, as it is for all but the very first event of a shop
    running = [spawn.Process(target=measured, args=arguments) for _ in range(processes)]
    for each in running:
        each.start()
    times = [one for _ in running for one in told.get(timeout=120)]
    for each in running:
        each.join(0.2)
        each.kill()  # what it has not delivered is not measured
        each.join()
    return times


class Service(BaseHTTPRequestHandler):
    """Takes everything."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = b'{"code":0,"message":"OK","request_id":"r","data":{},"status":1,"success":true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            pass


def serve(told: Any) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.daemon_threads = True
    told.put(server.server_port)
    server.serve_forever()


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def main() -> None:
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    service = spawn.Process(target=serve, args=(told,), daemon=True)
    service.start()
    endpoint = f"http://127.0.0.1:{told.get(timeout=60)}"
    print(f"{f'medians of {ROUNDS} rounds of {CALLS} calls, µs':<44}{'p50':>9}{'p99':>9}{'most':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for processes in (1, 4):
            rounds: dict[str, list[list[float]]] = {name: [] for name in WAYS}
            for _ in range(ROUNDS):
                for name in WAYS:
                    rounds[name].append(times_of(name, processes, endpoint, folder))
            for name, each in rounds.items():
                shown = [statistics.median(percentile(times, share) for times in each) for share in (0.5, 0.99)]
                most = statistics.median(max(times) for times in each)
                count = f"{processes} process{'es' if processes > 1 else ''}"
                print(f"{name + ', ' + count:<44}{shown[0]:>9.1f}{shown[1]:>9.1f}{most:>11.1f}")
    print("aims: p50 at most 50 µs; p99 at most 1,000 µs with four processes on one file")
    service.kill()


if __name__ == "__main__":
    sys.exit(main())
