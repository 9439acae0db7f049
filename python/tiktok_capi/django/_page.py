# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The page's half: the Pixel's base code, and an event with the `event_id` that the server reports."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from .. import InvalidEvent, base_code
from ._settings import client, setting
from ._track import describe, reason
from ._visit import answered, read, visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("tiktok_capi.django")

NOTHING: SafeString = mark_safe("")

#: A request whose page shows or hides the Pixel by its visitor's consent.
DECIDES = "_tiktok_capi_decides"


def pixel_html(request: HttpRequest | None = None, *, nonce: str | None = None) -> SafeString:
    """The Pixel's base code as a `<script>` element; empty when the visitor's consent withholds it.

    For people who opted out it is loaded with TikTok's limited data use. Without a request the visitor is the one who is
    being answered; in a thread of your own nobody is, so give the request there.
    """
    request = request or answered()
    if not _is_visit(request):
        return NOTHING
    told = str(nonce) if nonce is not None else None  # Django's own nonce is made when it is asked for
    try:
        code, view = client().pixel_code, _page_view(request)
        if code is None or view is None:
            return NOTHING
        is_limited = view.get("limited_data_use") is True
        made = base_code(code, source=setting("PIXEL_URL"), limited_data_use=is_limited, nonce=told)
    except Exception as error:
        logger.error("a page is served without the Pixel: %s", reason(error))
        return NOTHING
    return mark_safe(made.html)


def event_html(
    event: str | Mapping[str, object],
    request: HttpRequest | None = None,
    *,
    nonce: str | None = None,
    **members: Any,
) -> SafeString:
    """The Pixel's copy of an event as a `<script>` element; empty when the visitor's consent withholds it.

    It takes what `track` takes. An event that is refused is logged by its codes, and the page is served.
    """
    request = request or answered()
    if not _is_visit(request):
        return NOTHING
    try:
        pixel = client().pixel(describe(event, request=request, **members), nonce=nonce)
    except Exception as error:
        logger.error("a page is served without its conversion: %s", reason(error))
        return NOTHING
    return mark_safe(pixel.html) if pixel else NOTHING


def decides_by_consent(request: HttpRequest) -> bool:
    """Whether the page that was made differs by its visitor's consent."""
    return getattr(request, DECIDES, False)


def _page_view(request: HttpRequest | None) -> dict[str, Any] | None:
    """What the core makes of a page view of this visitor; `None` when it withholds it or refuses the consent."""
    known = {"event": "Pageview", "event_id": "probe", "page": {"url": "https://shop.example/"}}
    try:
        built = client().build(known | {"consent": visitor(request).get("consent")})
    except InvalidEvent:
        return None
    told: dict[str, Any] | None = None if built is None else json.loads(built)
    return told


def _is_visit(request: HttpRequest | None) -> bool:
    """Whether there may be a Pixel at all; from here on the page differs by its visitor's consent."""
    if request is None:
        return True
    setattr(request, DECIDES, True)
    request._cache_update_cache = False  # of Django's cache middleware: `cache_page` stores before `Vary` is there
    return bool(read(request))
