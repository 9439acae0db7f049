# mypy: disable-error-code="import-not-found, import-untyped, misc"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""`manage.py tiktok_capi doctor | send_test | drain | status`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import django
from django.core.checks import CheckMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from .... import CapiError, Client, Receipt, __version__
from ... import _settings, checks


class Command(BaseCommand):
    help = "Looks after conversions: what is set wrongly, whether TikTok takes an event, and what waits in the outbox."
    requires_system_checks: list[str] = []  # the doctor shows them itself

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("doctor", help="look at every setting and say how to mend what is wrong")
        test = verbs.add_parser("send_test", help="send one event now and tell what TikTok says")
        test.add_argument("--event", default="ViewContent", help="its name (default: ViewContent)")
        test.add_argument("--code", help="the code that Events Manager shows under Test Events")
        test.add_argument("--live", action="store_true", help="send it as a real event, without a test event code")
        drain = verbs.add_parser("drain", help="deliver what waits; for cron, or before a machine goes")
        drain.add_argument("--timeout", type=float, default=60.0, help="seconds at most (default: 60)")
        status = verbs.add_parser("status", help="what waits, what became of the rest, and why")
        for each in (drain, status):
            each.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, verb)(**options)
        except CapiError as error:
            raise CommandError(str(error)) from None

    def doctor(self, **_: object) -> None:
        self.stdout.write(f"tiktok-capi {__version__}, Django {django.get_version()}\n\n")
        errors = sum(self._looked_at(name, check()) for name, check in (*checks.ALWAYS, *checks.BEFORE_DEPLOYMENT))
        self.stdout.write(f"\nconsent  {checks.consent_told()}\n")
        if errors:
            raise CommandError(f"{errors} to be mended")
        if _is_in_sight():
            self.stdout.write("\noutbox")
            self.status(json=False)

    def send_test(self, *, event: str, code: str | None, live: bool, **_: object) -> None:
        if not (code or live or checks._is_rehearsal()):
            raise CommandError(
                "this would be a real event. Copy the code from Events Manager, Test Events, and give it as --code; "
                "or say --live"
            )
        capi = _with_code(code) if code is not None else _settings.client()
        receipt = capi.track(
            {
                "event": event,
                "event_id": f"test-{uuid4()}",
                "user": {"external_id": "tiktok-capi-test"},
                "page": {"url": "https://shop.example/"},
                "consent": "granted",
            }
        )
        self._told(receipt)

    def drain(self, *, timeout: float, **options: Any) -> None:
        _shared()
        stats = _settings.client().flush(timeout)
        self._shown(stats, **options)
        if stats.waiting:
            raise CommandError(f"{stats.waiting} still wait")

    def status(self, **options: Any) -> None:
        _shared()
        self._shown(_settings.client().stats(), **options)

    def _looked_at(self, name: str, found: list[CheckMessage]) -> bool:
        """Prints a line, and tells whether something is an error."""
        if not found:
            self.stdout.write(f"{self.style.SUCCESS('ok'.ljust(8))} {name}")
        for message in found:
            style, word = (self.style.ERROR, "error") if message.is_serious() else (self.style.WARNING, "warning")
            self.stdout.write(f"{style(word.ljust(8))} {name}: {message.msg} ({message.id})")
            self.stdout.write(f"{'':8} {message.hint}")
        return any(message.is_serious() for message in found)

    def _told(self, receipt: Receipt) -> None:
        (result,) = receipt.results
        for problem in result.problems:
            self.stdout.write(str(problem))
        self.stdout.write(f"{result.event}: {result.outcome}, request {result.request_id}")
        receipt.raise_for_error()

    def _shown(self, stats: Any, *, json: bool, **_: object) -> None:
        told = asdict(stats)
        self.stdout.write(_json(told) if json else "\n".join(_lines(told)))


def _with_code(code: str) -> Client:
    if _settings.has_own_client():
        raise CommandError(
            "TIKTOK_CAPI['CLIENT'] makes the client: give it the option test_event_code there, and say --live instead of --code"
        )
    options = _settings.options()
    options["test_event_code"] = code
    return Client(**options)


def _shared() -> None:
    if not _is_in_sight():
        raise CommandError("the outbox is in the workers' memory; make TIKTOK_CAPI['outbox'] a file to see it here")


def _is_in_sight() -> bool:
    """Whether this process sees what the workers put in."""
    return _settings.client()._native.outbox is not None


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, sort_keys=True)


def _lines(told: dict[str, Any]) -> list[str]:
    return [f"{name}: {value}" for name, value in told.items() if value not in (None, {}, [], ())]
