# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The settings of the dictionary `TIKTOK_CAPI`, and the one client that is made of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from .. import Client, ConfigError, _native
from .._request import is_awaited

#: Names in lower case are the client's options. These, in capitals, are Django's side of it, with their defaults.
OWN: dict[str, Any] = {
    "TRUSTED_PROXIES": 0,  # proxies of your own in front of Django: only they are believed about an address
    "CONSENT_COOKIE": None,  # the cookie of your banner, in place of the client's option `consent_cookie`
    "CONSENT": None,  # in its place, what a function of yours knows: request -> that word, signals, or None
    "PIXEL_URL": "https://analytics.tiktok.com/i18n/pixel/events.js",  # or a sandbox's
    "DELIVERY": "outbox",  # or "now": the caller waits for TikTok
    "REQUEST_FILTER": None,  # whether a request is a visitor's: request -> bool
    "EXTRA": None,  # members of an event that every event of a request gets: request -> mapping
    "CLIENT": None,  # a client of your own, or what makes it
}
HOOKS = ("CONSENT", "REQUEST_FILTER", "EXTRA", "CLIENT")

_lock = Lock()
_client: Client | None = None


def setting(name: str) -> Any:
    """One of the settings in capitals."""
    return _given().get(name, OWN[name])


def options() -> dict[str, Any]:
    """What the client is made of."""
    return {name: value for name, value in _given().items() if name not in OWN}


def option(name: str, environment: str) -> Any:
    """An option of the client as it takes it: the setting, else the environment's variable. A blank one is none."""
    found = (options().get(name), os.environ.get(environment))
    return next((value for value in found if not _native.is_absent(value)), None)


def pixel_code() -> str | None:
    """The id of the event source, under either of its names."""
    code: str | None = options().get("pixel_code")
    return option("event_source_id", "TIKTOK_EVENT_SOURCE_ID") if _native.is_absent(code) else code


def hook(name: str) -> Callable[..., Any] | Client | None:
    """A function of the shop's, given as such or by its dotted path.

    Raises `ConfigError` for a coroutine function: what it knows is needed where nothing can be awaited.
    """
    given = setting(name)
    found: Callable[..., Any] | Client | None = import_string(given) if isinstance(given, str) else given
    if is_awaited(found):
        raise ConfigError("invalid_option", f"TIKTOK_CAPI.{name}", "Give a plain function: `def`, not `async def`.")
    return found


def has_own_client() -> bool:
    """Whether the client is of the shop's own, whose options only it knows."""
    return setting("CLIENT") is not None


def client() -> Client:
    """The client of this process, made at the first call. All threads share it.

    Raises `ConfigError` when an option is unknown or wrong.
    """
    global _client
    if _client is None:
        with _lock:
            _client = _client or _made()
    return _client


def _made() -> Client:
    own = hook("CLIENT")
    if own is None:
        return Client(**options())
    return own if isinstance(own, Client) else own()


def forget(*, setting: str, **_: object) -> None:
    """Makes the next call read the settings anew. A receiver of Django's signal `setting_changed`, which tests send."""
    global _client
    if setting == "TIKTOK_CAPI":
        with _lock:
            _client = None


def _given() -> dict[str, Any]:
    told = getattr(settings, "TIKTOK_CAPI", None)
    return told if isinstance(told, dict) else {}
