"""Conversions of a Django shop: described in a view, reported once the transaction is committed.

    INSTALLED_APPS += ["tiktok_capi.django"]
    MIDDLEWARE += ["tiktok_capi.django.middleware.TikTokCapiMiddleware"]
    TIKTOK_CAPI = {"pixel_code": "C4A...", "outbox": BASE_DIR / "tiktok.sqlite3", "TRUSTED_PROXIES": 1}

    from tiktok_capi.django import track

    track("Purchase", key=order.number, user={"email": order.email}, properties={"currency": "GBP", "value": total})

`manage.py check` tells what is wrong with the settings, and `manage.py tiktok_capi --help` what there is to run. The package's page on
PyPI has the guide: settings, templates, consent.
"""

from __future__ import annotations

from ._page import event_html, pixel_html
from ._settings import client
from ._track import describe, track
from ._visit import visitor

__all__ = ["client", "describe", "event_html", "pixel_html", "track", "visitor"]
