"""What the web request that is being answered tells about its visitor. Every framework's module stands on this.

A framework's middleware reads the request once (`read`), enters what it read for as long as the request lasts
(`entered`), and what the shop describes meanwhile is laid over it (`merged`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from . import _values
from ._verbs import context, text

if TYPE_CHECKING:
    from ._catalog import Consent
    from ._client import Client, Described

    Context = dict[str, Any]
    Headers = Mapping[str, str | list[str]] | Iterable[tuple[str | bytes, str | bytes]]

logger = logging.getLogger("tiktok_capi")

_current: ContextVar[Context | None] = ContextVar("tiktok_capi_request", default=None)


def current() -> Context | None:
    """The context of the request that is being answered; `None` outside of one."""
    return _current.get()


@contextmanager
def entered(context: Context | None) -> Iterator[None]:
    """Makes it the current context. Tasks that are started inside inherit it, and calls that asyncio hands to a thread;
    a thread of the caller's own does not.
    """
    before = _current.get()
    _current.set(context)
    try:
        yield
    finally:
        _current.set(before)  # no reset by token: a framework may leave elsewhere than it entered


def merged(event: Described, context: Context | None) -> Described:
    """The event with what it leaves open taken from the context: what the shop says wins, member by member.

    The shop's `consent` replaces that of the request as a whole, unless it says nothing. A member that is absent
    (`None`, blank) is left open.
    An event that is no object is given back as it is, and the core says what is wrong with it.
    """
    members = members_of(event)
    if members is None or not context:
        return event
    for part in ("user", "page"):
        own, given = members_of(members.get(part)), context.get(part)
        if given and (own is not None or absent(members.get(part))):
            members[part] = given | {name: value for name, value in (own or {}).items() if not absent(value)}
    if _says_nothing(members.get("consent")) and "consent" in context:
        members["consent"] = context["consent"]
    return members


def read(
    client: Client,
    *,
    url: str,
    headers: Headers,
    remote_addr: str | None,
    trusted_proxies: int = 0,
    consent: Callable[[Mapping[str, str]], Consent] | None = None,
) -> Context:
    """Reads a request. It never raises: an error of ours is logged, and the page is served.

    `consent` gets the request's cookies and says what the shop's own banner knows: `granted`, `denied`, `opted_out`,
    further signals, or `None`. The most restrictive counts, as it does among signals. A consent that cannot be read
    counts as denied: it is the visitor's browser that wrote it, so it may not fail an order, and it is no permission.

    A cookie is to be set only when an event of this visitor may carry what is in it.
    """
    try:
        pairs: list[Any] = list(headers.items() if isinstance(headers, Mapping) else headers)
        told: Context = dict(context(url=url, headers=pairs, remote_addr=remote_addr, trusted_proxies=trusted_proxies))
        _ask(consent, pairs, told)
        _settle(client, told)
    except Exception as error:
        # No text and no traceback: a function of the shop's may have put the visitor's cookies into them.
        logger.error("a request was not read: %s", type(error).__name__)
        return {"consent": "denied"}  # what the visitor wants is not known
    return told


def _ask(consent: Callable[[Mapping[str, str]], Consent] | None, headers: list[Any], told: Context) -> None:
    """Adds what the shop knows of the visitor's consent."""
    if consent is None:
        return
    told.update(consent=_together(consent(cookies(headers)), told.get("consent")))
    if _says_nothing(told["consent"]):
        del told["consent"]


def _together(own: Any, signals: Any) -> Any:
    """The shop's answer beside the signals of the browser and of consent tools: the most restrictive counts."""
    if _says_nothing(own):
        return signals
    members = members_of(own)
    if members is not None:
        return {**(signals or {}), **{name: value for name, value in members.items() if not _says_nothing(value)}}
    return {**signals, "word": own} if signals else own


def cookies(headers: Iterable[tuple[str | bytes, Any]]) -> dict[str, str]:
    """The cookies of a request, the first of each name."""
    found: dict[str, str] = {}
    for name, value in headers:
        if text(name).lower() != "cookie":
            continue
        for line in value if isinstance(value, list) else [value]:
            for pair in text(line).split(";"):
                key, equals, each = pair.partition("=")
                if equals:
                    found.setdefault(key.strip(), each.strip().strip('"'))
    return found


def _settle(client: Client, told: Context) -> None:
    """Sees by an event of this visitor what may be done."""
    if "consent" not in told and "cookies" not in told:
        return
    probe = client.explain(merged({"event": "Pageview", "event_id": "probe"}, told))
    if any(problem.path == "consent" and problem.severity == "error" for problem in probe.problems):
        logger.warning("a request's consent cannot be read, so it counts as denied")
        told["consent"] = "denied"
    kept = (probe.event or {}).get("user", {})
    if "cookies" in told:
        told["cookies"] = [cookie for cookie in told["cookies"] if cookie["name"] in kept]


def is_awaited(function: object) -> bool:
    """Whether what it answers would have to be awaited."""
    return iscoroutinefunction(function) or iscoroutinefunction(getattr(function, "__call__", None))


def members_of(value: Any) -> dict[str, Any] | None:
    """An event's or a part's own members; `None` when it has none."""
    return _object(value) if isinstance(value, bytes) else _values.members(value)


def _object(text: bytes) -> dict[str, Any] | None:
    """A JSON text's object. One that Python reads more leniently than the core does is left to the core."""
    import json

    try:
        told = json.loads(
            text.decode(),
            parse_float=_number,
            parse_int=_number,
            parse_constant=_refuse,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _number(text: str) -> Decimal:
    """Exact: `float` rounds, and `int` takes no more than a few thousand digits."""
    try:
        return Decimal(text)
    except InvalidOperation:  # its exponent has more than 18 digits
        return Decimal("Infinity")


def _refuse(constant: str) -> None:
    raise ValueError("no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands there twice")
    return members


def absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def _says_nothing(consent: object, levels: int = 2) -> bool:
    """Whether it is absent, or signals that are all absent, those in Google's included."""
    members = members_of(consent) if levels else None
    if members is None:
        return absent(consent)
    return all(_says_nothing(value, levels - 1) for value in members.values())
