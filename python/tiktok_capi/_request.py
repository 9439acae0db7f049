"""Who is visiting by the web request that is being answered. Every framework's module stands on this.

A framework's middleware reads the request once (`read`), and enters the visitor for as long as the request lasts (`entered`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ._answers import Visitor
from ._errors import CapiError
from ._verbs import cookies

if TYPE_CHECKING:
    from ._catalog import Consent
    from ._client import Client

logger = logging.getLogger("tiktok_capi")

_current: ContextVar[Visitor | None] = ContextVar("tiktok_capi_request", default=None)

def current() -> Visitor | None:
    """The visitor whose request is being answered; `None` outside of one."""
    return _current.get()


@contextmanager
def entered(visitor: Visitor | None) -> Iterator[None]:
    """Makes them the current one. Tasks that are started inside inherit it, and calls that asyncio hands to a thread;
    a thread of the caller's own does not.
    """
    before = _current.get()
    _current.set(visitor)
    try:
        yield
    finally:
        _current.set(before)  # no reset by token: a framework may leave elsewhere than it entered


def read(
    client: Client,
    headers: Any,
    *,
    consent: Callable[[Mapping[str, str]], Consent] | None = None,
    **parts: Any,
) -> Visitor:
    """Reads a request, whose other `parts` are those of `Client.visitor`. It never raises: an error of ours is logged, and
    the page is served.

    `consent` gets the request's cookies and says what the shop's own banner knows: `granted`, `denied`, `opted_out`,
    further signals, or `None`.
    """
    try:
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        said = None if consent is None else consent(cookies(pairs))
        visitor = client.visitor(headers=pairs, consent=said, **parts)
    except Exception as error:
        # No text and no traceback: a function of the shop's may have put the visitor's cookies into them.
        logger.error("a request was not read: %s", type(error).__name__)
        return unread()
    if visitor.unreadable is not None:
        logger.warning("a request's consent cannot be read (%s), so it counts as denied", visitor.unreadable)
    return visitor


def unread() -> Visitor:
    """Of a request that could not be read: what its visitor wants is not known."""
    return Visitor({"consent": "denied"}, allowed=False, limited_data_use=False, cookies=(), unreadable=None)


def reason(error: Exception) -> str:
    """What may be logged: an error of ours has codes and advice and no value of the event; of another, its type is told."""
    return str(error) if isinstance(error, CapiError) else type(error).__name__


def is_awaited(function: object) -> bool:
    """Whether what it answers would have to be awaited."""
    return iscoroutinefunction(function) or iscoroutinefunction(getattr(function, "__call__", None))
