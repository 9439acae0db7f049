# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The request that is being answered, and what it tells about its visitor."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from .. import _native, _request
from ._settings import client, hook, setting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .. import Visitor

logger = logging.getLogger("tiktok_capi.django")

#: Where a request keeps what was read of it.
ATTRIBUTE = "tiktok_capi"

_answered: ContextVar[HttpRequest | None] = ContextVar("tiktok_capi_django_request", default=None)


def answered() -> HttpRequest | None:
    """The request that is being answered; `None` outside of one, as in a thread of the shop's own."""
    return _answered.get()


def visitor(request: HttpRequest | None = None) -> dict[str, Any]:
    """What is known of the visitor: `user`, `page` and `consent` as an event takes them, fit for a `JSONField`.

    Keep it with an order that is paid later, in another request or in a task, and give it to `track(visitor=...)`.
    Without a request it is the one that is being answered; empty outside of one. A thread that the view starts is outside:
    give it the request, or what this returns.
    """
    request = request or answered()
    known = None if request is None else read(request)
    if request is None or known is None:
        return {}
    told: dict[str, Any] = json.loads(_native.under(known.told, _extra(request).encode()))
    return told


def read(request: HttpRequest) -> Visitor | None:
    """Who is visiting. Read once, and never an exception.

    `None` when the request is not a visitor's, as the setting `REQUEST_FILTER` says.
    """
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, _read(request))
    told: Visitor | None = getattr(request, ATTRIBUTE)
    return told


@contextmanager
def answering(request: HttpRequest) -> Iterator[Visitor | None]:
    """Makes the request the current one, for asyncio's tasks that are started meanwhile, too; a plain thread begins without."""
    before = _answered.get()
    _answered.set(request)
    try:
        with _request.entered(told := read(request)):
            yield told
    finally:
        _answered.set(before)  # no reset by token: an asynchronous view may be left in another context


def streamed(request: HttpRequest, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of an answer, each made while the request is the current one: the server asks for them after the middleware."""
    while True:
        with answering(request):
            part = next(parts, None)
        if part is None:
            return
        yield part


async def streamed_awaited(request: HttpRequest, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """`streamed` for an asynchronous answer."""
    while True:
        with answering(request):
            part = await anext(parts, None)
        if part is None:
            return
        yield part


def _read(request: HttpRequest) -> Visitor | None:
    try:
        wanted = hook("REQUEST_FILTER")
        if callable(wanted) and not wanted(request):
            return None
        asked = hook("CONSENT")
        return _request.read(
            client(),
            request.headers,
            url=request.build_absolute_uri(),
            remote_addr=request.META.get("REMOTE_ADDR"),
            trusted_proxies=setting("TRUSTED_PROXIES"),
            consent=(lambda _: asked(request)) if callable(asked) else None,
            consent_cookie=None if callable(asked) else setting("CONSENT_COOKIE"),
        )
    except Exception as error:
        # A wrong setting, a function of the shop's, a host that is not allowed: the page is served, and no text is
        # logged, for it may hold what the visitor wrote.
        logger.error("a request was not read: %s; see `manage.py tiktok_capi doctor`", type(error).__name__)
        return _request.unread()


def _extra(request: HttpRequest) -> str:
    """What the shop knows of the visitor, as JSON. Asked only when there is an event, since it may need the session."""
    try:
        asked = hook("EXTRA")
        return _native.under(asked(request), {}) if callable(asked) else "{}"
    except Exception as error:
        logger.error("TIKTOK_CAPI['EXTRA'] failed: %s", _request.reason(error))
        return "{}"
