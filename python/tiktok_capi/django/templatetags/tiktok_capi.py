# mypy: disable-error-code="import-not-found, import-untyped, untyped-decorator"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""`{% load tiktok_capi %}`, `{% tiktok_pixel %}` in the head, and `{% tiktok_event purchase %}` where it happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template

from .._page import event_html, pixel_html

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template import Context
    from django.utils.safestring import SafeString

try:  # Django 6
    from django.middleware.csp import get_nonce
except ImportError:
    get_nonce = None

register = template.Library()


@register.simple_tag(takes_context=True)
def tiktok_pixel(context: Context) -> SafeString:
    """The Pixel's base code, with the page's CSP nonce. Nothing where the visitor's consent does not allow it."""
    request = _request(context)
    return pixel_html(request, nonce=_nonce(context, request))


@register.simple_tag(takes_context=True)
def tiktok_event(context: Context, event: str | Mapping[str, object], **members: Any) -> SafeString:
    """The Pixel's half of what `track` reported: the same event, so the same `event_id`."""
    request = _request(context)
    return event_html(event, request, nonce=_nonce(context, request), **members)


def _request(context: Context) -> HttpRequest | None:
    return getattr(context, "request", None) or context.get("request")


def _nonce(context: Context, request: HttpRequest | None) -> str | None:
    """Django 6's nonce, django-csp's, or one that the view gave."""
    own = get_nonce(request) if get_nonce and request else None
    found = (own, getattr(request, "csp_nonce", None), context.get("csp_nonce"))
    # A lazy nonce counts as false until somebody has asked for its text.
    return next((str(nonce) for nonce in found if nonce is not None), None) or None
