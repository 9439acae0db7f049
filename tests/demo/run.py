"""`make demo`: one purchase, reported by every language and by the page's Pixel, and counted once.

A Django shop and an Express shop sell the same to the same visitor; Rust, C and PHP report the same purchase from a file. The
sandbox stands in for TikTok. Run by `run.sh`, which builds what is used here. With `--stay` the shops and the sandbox go on
until Ctrl-C, to be clicked through.
"""

import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import purchase
from processes import ROOT, WORK, free_port, run, start, wait_for_port
from tap import Tap
from visitor import AGENT, Visitor

PROGRAM = ROOT / "target/debug/tiktok-capi"
PYTHON = ROOT / "target/packages/python/bin/python"
LIBRARY = ROOT / "target/packages/c/lib/libtiktok_capi.so.1"


def main():
    # Whoever ends this ends what it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.ExitStack() as running:
        sandbox = Sandbox(running)
        tap = Tap(sandbox.host)
        running.callback(tap.close)
        senders = Senders(running, sandbox, tap)
        event_id = run("event-id", [PROGRAM, "event-id", "Purchase", purchase.NUMBER], {})
        (WORK / "purchase.json").write_text(purchase.described(event_id))
        (WORK / "order.json").write_text(purchase.order())

        steps = [
            ("Rust", senders.rust),
            ("Python, in Django", senders.django),
            ("Pixel, on Django's thanks page", lambda: senders.pixel("django")),
            ("Node, in Express", senders.express),
            ("Pixel, on Express's thanks page", lambda: senders.pixel("express")),
            ("C", senders.c),
            ("PHP", senders.php),
        ]
        events, bodies = [], []
        for name, send in steps:
            print(f"  {name} …", flush=True)
            send()
            events = sandbox.wait_for(event_id, len(events) + 1)
            bodies.append(tap.take())
        print_table([name for name, _ in steps], events, bodies)
        check(events, bodies)
        print_outlook()
        if "--stay" in sys.argv:
            stay(sandbox, senders)


class Sandbox:
    """The program's own, on a free port."""

    def __init__(self, running):
        process = start(running, "sandbox", [PROGRAM, "sandbox", "--port", "0"], {}, stdout=subprocess.PIPE)
        self.host = process.stdout.readline().decode().strip().removeprefix("http://").rstrip("/")

    def wait_for(self, event_id, count):
        """The events of that id in the order of their arrival, as soon as there are so many."""
        for _ in range(1200):
            with urllib.request.urlopen(f"http://{self.host}/sandbox/events?event_id={event_id}", timeout=10) as answer:
                events = json.load(answer)["events"]
            if len(events) >= count:
                return events
            time.sleep(0.1)
        raise SystemExit(f"{len(events)} of {count} events arrived; see {WORK}/*.log")


class Senders:
    """Five languages. The shops get the purchase by a visitor's checkout, the others find it in a file."""

    def __init__(self, running, sandbox, tap):
        self.running = running
        self.visitors = {}
        self.environment = {
            "TIKTOK_CAPI_ENDPOINT": tap.address,
            "TIKTOK_ACCESS_TOKEN": "demo-token",
            "TIKTOK_EVENT_SOURCE_ID": "C4ADEMOSHOP",
            "TIKTOK_PIXEL_URL": f"http://{sandbox.host}/i18n/pixel/events.js",
            "TRUSTED_PROXIES": "1",
            "DEMO_NOW": str(purchase.NOW),
        }

    def rust(self):
        run("rust", [ROOT / "target/debug/examples/purchase", WORK / "purchase.json"], self.environment)

    def c(self):
        run("c", [WORK / "purchase", WORK / "purchase.json"], self.environment)

    def php(self):
        command = ["php", "-d", "ffi.enable=1", ROOT / "examples/php-shop/purchase.php", WORK / "order.json"]
        run("php", command, self.environment | {"TIKTOK_CAPI_LIBRARY": str(LIBRARY)})

    def django(self):
        folder, port = ROOT / "examples/django-shop", free_port()
        environment = self.environment | {
            "DJANGO_SETTINGS_MODULE": "django_settings",
            "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "tests/demo")]),
            "SHOP_DATABASE": str(WORK / "shop.sqlite3"),
        }
        (WORK / "shop.sqlite3").unlink(missing_ok=True)  # the first order of all is the one that the others know
        manage = [PYTHON, folder / "manage.py"]
        run("django-migrate", [*manage, "migrate", "--verbosity", "0"], environment)
        start(self.running, "django", [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"], environment)
        self.buy("django", port)

    def express(self):
        port = free_port()
        environment = self.environment | {"PORT": str(port)}
        start(self.running, "express", ["node", ROOT / "tests/demo/express.mjs"], environment)
        self.buy("express", port)

    def buy(self, shop, port):
        wait_for_port(port)
        self.visitors[shop] = Visitor(port)
        self.visitors[shop].buy(purchase.CART, purchase.BUYER)

    def pixel(self, shop):
        """Lets the thanks page run. A browser would run no script without the nonce, so that is looked at first."""
        visitor = self.visitors[shop]
        nonce = re.search(r"'nonce-([^']+)'", visitor.policy)[1]
        scripts = re.findall(r"<script\b[^>]*>", visitor.html)
        expect(len(scripts) == 2 and all(f'nonce="{nonce}"' in each for each in scripts), f"the scripts: {scripts}")
        page = {"url": visitor.url, "html": visitor.html, "cookies": visitor.cookies}
        given = json.dumps(page | {"userAgent": AGENT, "event": "Purchase"})
        run(f"pixel-{shop}", ["node", ROOT / "tests/demo/pixel.mjs"], {}, given)


def print_table(names, events, bodies):
    print(f"\nOne purchase of {purchase.TOTAL} {purchase.CURRENCY}, reported {len(events)} times:\n")
    print(f"  {'':34}{'request body':>12}   {'SHA-256':16}   sandbox")
    for name, event, body in zip(names, events, bodies, strict=True):
        size, digest = (f"{len(body)} bytes", hashlib.sha256(body).hexdigest()[:16]) if body else ("", "")
        print(f"  {name:34}{size:>12}   {digest:16}   {standing(event)}")


def standing(event):
    """`counted`, or what became of it in relation to another event, as `merged`."""
    told = event["standing"]
    return told if isinstance(told, str) else next(iter(told))


def check(events, bodies):
    """Fails unless the demonstration shows what it promises."""
    sent = [body for body in bodies if body]
    for number, body in enumerate(sent, 1):
        (WORK / f"body-{number}.json").write_bytes(body)
    expect(len(sent) == 5 and len(set(sent)) == 1, f"the bodies differ; compare {WORK}/body-*.json")
    print("\nThe five bodies are the same, byte for byte.")
    standings = [standing(event) for event in events]
    counts = {name: standings.count(name) for name in ("counted", "merged", "duplicate")}
    expect(standings[0] == "counted" and counts == {"counted": 1, "merged": 1, "duplicate": 5}, f"{standings}")
    print("The purchase counts once: the first report is counted, the Pixel's is merged into it, repeats are dropped.")
    findings = [finding for event in events for finding in event["findings"]]
    expect(findings == [], f"the sandbox finds {findings}")
    print("The sandbox finds nothing wrong with any of the reports.")


def expect(is_so, otherwise):
    if not is_so:
        raise SystemExit(f"not as it should be: {otherwise}")


def print_outlook():
    folder = WORK.relative_to(ROOT)
    print(f"\nWhere to look: {folder}/body-1.json has what was sent, {folder}/*.log what each said, examples/ the shops.")
    print("`tests/demo/run.sh --stay` keeps the shops and the sandbox's page open.")


def stay(sandbox, senders):
    print(f"\nsandbox  http://{sandbox.host}/")
    for shop, visitor in senders.visitors.items():
        print(f"{shop:8} http://localhost:{visitor.port}/")
    print("Ctrl-C ends it.", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)


main()
