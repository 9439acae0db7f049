# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The page's half: the Pixel's base code, and an event with the `event_id` that the server reports."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .. import CapiError, InvalidEvent
from ._settings import client, pixel_code, setting
from ._track import describe
from ._visit import read, visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("tiktok_capi.django")

NOTHING: SafeString = mark_safe("")

#: A request whose page shows or hides the Pixel by its visitor's consent.
DECIDES = "_tiktok_capi_decides"

# What events.js finds when it is loaded: a queue with the Pixel's methods, and the pixels with their address, the time
# and their options under `_i`, `_t` and `_o` (events-api.md, section 7).
BASE_CODE = """\
(function (window, document, name, source, code, options) {
  window.TiktokAnalyticsObject = name
  var ttq = window[name] = window[name] || []
  if (ttq.load) return
  ttq.methods = ['page', 'track', 'identify', 'instances', 'debug', 'on', 'off', 'once', 'ready', 'alias', 'group',
    'enableCookie', 'disableCookie', 'holdConsent', 'revokeConsent', 'grantConsent']
  function defer(queue) {
    ttq.methods.forEach(function (method) {
      queue[method] = function () { queue.push([method].concat(Array.prototype.slice.call(arguments))) }
    })
    return queue
  }
  ttq._i = ttq._i || {}
  ttq._t = ttq._t || {}
  ttq._o = ttq._o || {}
  ttq.instance = function (id) { return defer(ttq._i[id] || []) }
  ttq.load = function (id, given) {
    ttq._i[id] = []
    ttq._i[id]._u = source
    ttq._t[id] = Date.now()
    ttq._o[id] = given || {}
    var script = document.createElement('script')
    script.async = true
    script.nonce = (document.currentScript || {}).nonce
    script.src = source + '?sdkid=' + encodeURIComponent(id) + '&lib=' + name
    document.head.appendChild(script)
  }
  defer(ttq)
  ttq.load(code, options)
  ttq.page()
})(window, document, 'ttq', %s, %s, %s)"""


def pixel_html(request: HttpRequest | None = None, *, nonce: str | None = None) -> SafeString:
    """The Pixel's base code as a `<script>` element; empty when the visitor's consent withholds it.

    For people who opted out it is loaded with TikTok's limited data use.
    """
    code, probe = pixel_code(), _allowed(request) if _is_visit(request) else None
    if not code or probe is None:
        return NOTHING
    options = {"limited_data_use": True} if probe.get("limited_data_use") else {}
    script = BASE_CODE % (_in_html(setting("PIXEL_URL")), _in_html(code), _in_html(options))
    return format_html("<script{}>{}</script>", _attribute(nonce), mark_safe(script))


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
    if not _is_visit(request):
        return NOTHING
    try:
        pixel = client().pixel(describe(event, request=request, **members), nonce=nonce)
    except CapiError as error:
        logger.error("a page is served without its conversion: %s", error)
        return NOTHING
    return mark_safe(pixel.html) if pixel else NOTHING


def decides_by_consent(request: HttpRequest) -> bool:
    """Whether the page that was made differs by its visitor's consent."""
    return getattr(request, DECIDES, False)


def _allowed(request: HttpRequest | None) -> dict[str, Any] | None:
    """What the core makes of a page view of this visitor; `None` when it withholds it or refuses the consent."""
    known = {"event": "Pageview", "event_id": "probe", "page": {"url": "https://shop.example/"}}
    try:
        built = client().build(known | {"consent": visitor(request).get("consent")})
    except InvalidEvent:
        return None
    except CapiError as error:
        logger.error("a page is served without the Pixel: %s", error)
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


def _attribute(nonce: str | None) -> SafeString:
    return format_html(' nonce="{}"', nonce) if nonce else NOTHING


def _in_html(value: object) -> str:
    """JSON in which nothing can end the script element or open a comment."""
    return json.dumps(value).translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&"})
