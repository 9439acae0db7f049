"""What one purchase costs, beside what people write by hand or install today. Run by run.sh.

Every way gets the same purchase (examples/purchase.json) and gives the bytes of a request's event. The rounds are
interleaved and the ratios are of medians of one run, so that a busy machine slows all of them alike. What is written by
hand here gives the same bytes as ours, which is asserted.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import ipaddress
import json
import math
import random
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson
import phonenumbers

from tiktok_capi import Client, _native

ROUNDS = 61
PURCHASE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "examples" / "purchase.json").read_text())
TEXT = json.dumps(PURCHASE).encode()


def rich() -> dict[str, Any]:
    """The purchase as a shop has it: money as Decimal, the time as datetime."""
    properties = PURCHASE["properties"]
    contents = [line | {"price": Decimal(str(line["price"]))} for line in properties["contents"]]
    properties = properties | {"value": Decimal(str(properties["value"])), "contents": contents}
    return PURCHASE | {"properties": properties, "event_time": datetime.fromisoformat(PURCHASE["event_time"])}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shortest(event: dict[str, Any]) -> dict[str, Any]:
    """The shortest code that gives the right event for this one purchase; for many others it gives a wrong digest."""
    user = dict(event["user"])
    user["email"] = [sha256(email.strip().lower()) for email in user["email"]]
    user["phone"] = sha256("+" + re.sub(r"\D", "", user["phone"]))
    user["external_id"] = [sha256(each.strip()) for each in user["external_id"]]
    for name in ("first_name", "last_name"):
        user[name] = sha256(re.sub(r"[^\w ]", "", user[name].strip().lower()))
    user["zip_code"] = sha256(user["zip_code"].strip().lower().replace(" ", "").replace("-", ""))
    seconds = int(datetime.fromisoformat(event["event_time"]).timestamp())
    return event | {"user": user, "event_time": seconds}


def careful(event: dict[str, Any]) -> dict[str, Any]:
    """The same with the rules that every event needs: Unicode, a real phone parser, addresses, redaction, money."""
    user, properties = dict(event["user"]), dict(event["properties"])
    emails = [unicodedata.normalize("NFC", email.strip()).lower() for email in user["email"]]
    user["email"] = [sha256(email) for email in emails if EMAIL.fullmatch(email)]
    number = phonenumbers.parse(user["phone"], user["country"].upper())
    if phonenumbers.is_possible_number(number):
        user["phone"] = sha256(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    user["external_id"] = [
        sha256(each.strip()) for each in user["external_id"] if each.strip().lower() not in PLACEHOLDERS
    ]
    for name in ("first_name", "last_name"):
        text = unicodedata.normalize("NFC", user[name].strip()).lower()
        user[name] = sha256(" ".join("".join(c for c in text if unicodedata.category(c)[0] != "P").split()))
    user["zip_code"] = sha256("".join(user["zip_code"].lower().replace("-", "").split()))
    address = ipaddress.ip_address(user["ip"].strip())
    if address.is_global:
        user["ip"] = str(address)
    page = {name: redacted(url) for name, url in event["page"].items()}
    properties["contents"] = [line | {"price": money(line["price"])} for line in properties["contents"]]
    properties |= {"value": money(properties["value"]), "currency": properties["currency"].strip().upper()}
    seconds = int(datetime.fromisoformat(event["event_time"]).timestamp())
    return event | {"user": user, "page": page, "properties": properties, "event_time": seconds}


EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
PLACEHOLDERS = {"", "null", "none", "nil", "undefined", "unknown", "n/a", "anonymous", "guest", "0", "-1", "-"}
PERSONAL = {"email", "e-mail", "mail", "phone", "tel", "name", "first_name", "last_name", "token", "password"}


def redacted(url: str) -> str:
    parts = urlsplit(url)
    pairs = (pair.partition("=") for pair in parts.query.split("&")) if parts.query else ()
    kept = (f"{name}={'redacted' if name.lower() in PERSONAL or '@' in value else value}" for name, _, value in pairs)
    return urlunsplit(parts._replace(query="&".join(kept)))


def money(value: float) -> float:
    if not math.isfinite(value) or value < 0:
        raise ValueError
    return int(value) if value == int(value) else value


def meta() -> Callable[[], object]:
    """Meta's own SDK, with its classes filled from the same purchase."""
    from facebook_business.adobjects.serverside.content import Content
    from facebook_business.adobjects.serverside.custom_data import CustomData
    from facebook_business.adobjects.serverside.event import Event
    from facebook_business.adobjects.serverside.user_data import UserData

    def build() -> object:
        user, properties = PURCHASE["user"], PURCHASE["properties"]
        contents = [
            Content(
                product_id=line["content_id"], quantity=line["quantity"], item_price=line["price"], brand=line["brand"]
            )
            for line in properties["contents"]
        ]
        data = CustomData(
            value=properties["value"], currency=properties["currency"], order_id=properties["order_id"],
            content_type=properties["content_type"], contents=contents,
        )  # fmt: skip
        person = UserData(
            emails=user["email"], phones=[user["phone"]], external_ids=user["external_id"],
            first_names=[user["first_name"]], last_names=[user["last_name"]], zip_codes=[user["zip_code"]],
            country_codes=[user["country"]], client_ip_address=user["ip"], client_user_agent=user["user_agent"],
            fbc=user["ttclid"], fbp=user["ttp"],
        )  # fmt: skip
        event = Event(
            event_name=PURCHASE["event"], event_time=1767265200, event_id=PURCHASE["event_id"], user_data=person,
            custom_data=data, event_source_url=PURCHASE["page"]["url"], referrer_url=PURCHASE["page"]["referrer"],
        )  # fmt: skip
        return json.dumps(event.normalize())

    return build


def pytt() -> Callable[[], object]:
    """The other TikTok package on PyPI; it takes one e-mail address, phone and external id."""
    from pytt_events.context import Ad, Context, Page, User
    from pytt_events.event import Event
    from pytt_events.properties import Content, Properties

    def build() -> object:
        user, properties = PURCHASE["user"], PURCHASE["properties"]
        contents = [
            Content(**{name: line[name] for name in ("content_id", "content_name", "price", "quantity")})
            for line in properties["contents"]
        ]
        person = User(
            external_id=user["external_id"][0], email=user["email"][0], phone_number=user["phone"], ttp=user["ttp"]
        )
        context = Context(
            user_agent=user["user_agent"],
            ip=user["ip"],
            user=person,
            page=Page(**PURCHASE["page"]),
            ad=Ad(callback=user["ttclid"]),
        )
        told = {name: properties[name] for name in ("currency", "value", "description", "content_type")}
        event = Event(
            pixel_code="C4A", event="CompletePayment", event_id=PURCHASE["event_id"], timestamp=PURCHASE["event_time"],
            context=context, properties=Properties(**told, contents=contents),
        )  # fmt: skip
        return json.dumps(event.normalize_data(), sort_keys=True, default=str)

    return build


def by_json(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


def by_orjson(event: dict[str, Any]) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_SORT_KEYS)


def ways() -> dict[str, Callable[[], object]]:
    client, shop = Client(now=1767265200), rich()
    same = {
        "tiktok_capi build(dict)": lambda: client.build(PURCHASE),
        "tiktok_capi, Decimal and datetime": lambda: client.build(shop),
        "tiktok_capi build(JSON bytes)": lambda: client.build(TEXT),
        "hashlib + json, shortest": lambda: by_json(shortest(PURCHASE)),
        "hashlib + json, by the rules": lambda: by_json(careful(PURCHASE)),
        "hashlib + orjson, shortest": lambda: by_orjson(shortest(PURCHASE)),
        "hashlib + orjson, by the rules": lambda: by_orjson(careful(PURCHASE)),
    }
    results = {name: way() for name, way in same.items()}
    assert len(set(results.values())) == 1, results
    given: dict[str, Callable[[], object]] = {**same, "of ours: walking the dict": lambda: _native.context(PURCHASE)}
    for name, make in {"facebook-business": meta, "pytt-events-api": pytt}.items():
        try:
            given[name] = make()
            given[name]()
        except Exception as error:  # a package that does not run here is told, and the others are measured
            given.pop(name, None)
            print(f"{name}: left out, {type(error).__name__}", file=sys.stderr)
    return given


def medians(given: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Microseconds of processor time a call: what else the machine does is left out as far as that goes."""
    calls = {name: max(1, int(0.002 / once(way))) for name, way in given.items()}
    times: dict[str, list[float]] = {name: [] for name in given}
    order = list(given.items())
    for _ in range(ROUNDS):
        random.shuffle(order)
        for name, way in order:
            started = time.process_time()
            for _ in range(calls[name]):
                way()
            times[name].append((time.process_time() - started) / calls[name])
    return {name: statistics.median(each) * 1e6 for name, each in times.items()}


def once(way: Callable[[], object]) -> float:
    way()
    started = time.perf_counter()
    for _ in range(20):
        way()
    return (time.perf_counter() - started) / 20


REQUESTS = ["requests", "urllib3", "certifi", "idna", "charset-normalizer"]
META = ["facebook-business", "six", "curlify", "pycountry", "aiohttp", *REQUESTS]
PYTT = ["pytt-events-api", "pydantic", "phonenumbers", "email-validator", "dnspython", *REQUESTS]

#: What is imported, and which packages that needs on the disk.
MODULES = {
    "tiktok_capi": ("from tiktok_capi import Client, InvalidEvent, event_id", ["tiktok-capi"]),
    "facebook-business": ("from facebook_business.adobjects.serverside.event import Event", META),
    "pytt-events-api": ("from pytt_events.event import Event", PYTT),
    "orjson": ("import orjson", ["orjson"]),
}


def import_time(statement: str) -> float:
    """Milliseconds of an import in a fresh interpreter, the interpreter's own start left out."""
    script = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True) for _ in range(11)]
    return statistics.median(float(run.stdout) for run in runs) * 1e3


def installed(packages: list[str]) -> float:
    """Megabytes of the installed files, compiled bytecode left out."""
    size = 0
    for package in packages:
        try:
            files = importlib.metadata.files(package) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        size += sum(
            Path(str(file.locate())).stat().st_size
            for file in files
            if file.suffix != ".pyc" and Path(str(file.locate())).exists()
        )
    return size / 1e6


def main() -> None:
    told = medians(ways())
    ours = told["tiktok_capi build(dict)"]
    print(f"{'one purchase, medians of ' + str(ROUNDS) + ' rounds':<40}{'µs':>9}{'× ours':>9}")
    for name, each in told.items():
        print(f"{name:<40}{each:>9.2f}{each / ours:>9.2f}")
    print("aims: hashlib + json 5, hashlib + orjson 2, facebook-business 15, pytt-events-api 40")
    print(f"\n{'':<40}{'import ms':>9}{'MB':>9}")
    for name, (statement, packages) in MODULES.items():
        print(f"{name:<40}{import_time(statement):>9.1f}{installed(packages):>9.1f}")


if __name__ == "__main__":
    main()
