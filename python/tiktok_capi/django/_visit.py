# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The request that is being answered, and what it tells about its visitor."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from .. import _request, _values
from ._settings import client, hook, setting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .._catalog import Consent

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
    if request is None:
        return {}
    told = {name: part for name, part in read(request).items() if name != "cookies"}
    merged: Any = _request.merged(_extra(request), told) if told else {}
    return dict(merged)


def read(request: HttpRequest) -> dict[str, Any]:
    """What a request tells, the cookies to set included. Read once, and never an exception.

    Empty when it is not a visitor's, as the setting `REQUEST_FILTER` says.
    """
    told: dict[str, Any] | None = getattr(request, ATTRIBUTE, None)
    if told is None:
        told = _read(request)
        setattr(request, ATTRIBUTE, told)
    return told


@contextmanager
def answering(request: HttpRequest) -> Iterator[dict[str, Any]]:
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


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        wanted = hook("REQUEST_FILTER")
        if callable(wanted) and not wanted(request):
            return {}
        return _request.read(
            client(),
            url=request.build_absolute_uri(),
            headers=request.headers,
            remote_addr=request.META.get("REMOTE_ADDR"),
            trusted_proxies=setting("TRUSTED_PROXIES"),
            consent=lambda _: _consent(request),
        )
    except Exception as error:
        # A wrong setting, a function of the shop's, a host that is not allowed: the page is served, and no text is
        # logged, for it may hold what the visitor wrote.
        logger.error("a request was not read: %s; see `manage.py tiktok_capi doctor`", type(error).__name__)
        return {"consent": "denied"}  # what the visitor wants is not known


def _consent(request: HttpRequest) -> Consent:
    """What the visitor chose in the shop's own banner."""
    asked, name = hook("CONSENT"), setting("CONSENT_COOKIE")
    told: Any = asked(request) if callable(asked) else name and request.COOKIES.get(name)
    consent: Consent = told
    return consent


def _extra(request: HttpRequest) -> dict[str, Any]:
    """What the shop knows of the visitor. Asked only when there is an event, since it may need the session."""
    try:
        asked = hook("EXTRA")
        return dict(_values.copied(asked(request) or {})) if callable(asked) else {}
    except Exception as error:
        logger.error("TIKTOK_CAPI['EXTRA'] failed: %s", type(error).__name__)
        return {}
