# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The page's half: the Pixel's base code, and an event with the `event_id` that the server reports."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from .. import base_code
from .._request import reason
from ._settings import client, setting
from ._track import named
from ._visit import answered, read
from ._visit import visitor as _visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .. import Visitor
    from .._client import Known

logger = logging.getLogger("tiktok_capi.django")

NOTHING: SafeString = mark_safe("")

#: A request whose page shows or hides the Pixel by its visitor's consent.
DECIDES = "_tiktok_capi_decides"


def pixel_html(request: HttpRequest | None = None, *, nonce: str | None = None) -> SafeString:
    """The Pixel's base code as a `<script>` element; empty when the visitor's consent withholds it.

    For people who opted out it is loaded with TikTok's limited data use. Without a request the visitor is the one who is
    being answered; where nobody is, as in a thread of your own, it is empty and a warning says so: give the request there.
    """
    request = request or answered()
    told = str(nonce) if nonce is not None else None  # Django's own nonce is made when it is asked for
    try:
        known = _known(request)
        if known is None or not known.allowed:
            return NOTHING
        code = client().pixel_code or ""
        made = base_code(code, source=setting("PIXEL_URL"), limited_data_use=known.limited_data_use, nonce=told)
    except Exception as error:
        logger.error("a page is served without the Pixel: %s", reason(error))
        return NOTHING
    return mark_safe(made.html)


def event_html(
    event: str | Mapping[str, object],
    request: HttpRequest | None = None,
    *,
    nonce: str | None = None,
    key: str | int | UUID | None = None,
    visitor: Known | None = None,
    **members: Any,
) -> SafeString:
    """The Pixel's copy of an event as a `<script>` element; empty when the visitor's consent withholds it.

    It takes what `track` takes; where neither a request nor a visitor is known, it is empty and a warning says so. An event
    that is refused is logged by its codes, and the page is served.
    """
    request = request or answered()
    try:
        is_kept = request is None and visitor  # an empty one is what `visitor()` tells outside of a request: nobody's
        if not is_kept and _known(request) is None:
            return NOTHING
        told = named(event, key, members)
        pixel = client().pixel(told, nonce=nonce, visitor=_visitor(request) if visitor is None else visitor)
    except Exception as error:
        logger.error("a page is served without its conversion: %s", reason(error))
        return NOTHING
    return mark_safe(pixel.html) if pixel else NOTHING


def decides_by_consent(request: HttpRequest) -> bool:
    """Whether the page that was made differs by its visitor's consent."""
    return getattr(request, DECIDES, False)


def _known(request: HttpRequest | None) -> Visitor | None:
    """Who sees the page, which from here on differs by it; `None` when it is nobody who visits, or nobody is known."""
    if request is None:
        logger.warning("a page is served without the Pixel: it was made outside of a request")
        return None
    setattr(request, DECIDES, True)
    request._cache_update_cache = False  # of Django's cache middleware: `cache_page` stores before `Vary` is there
    return read(request)
