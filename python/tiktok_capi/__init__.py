"""Server-to-server conversions for TikTok's Events API 2.0.

    from tiktok_capi import Client, event_id

    capi = Client(pixel_code="C4A...", default_region="US")  # the token comes from TIKTOK_ACCESS_TOKEN
    receipt = capi.track({"event": "Purchase", "event_id": event_id("Purchase", "4711"), ...})
    receipt.raise_for_error()

Identifiers are given raw; they are normalised and hashed before anything leaves the process.
"""

from __future__ import annotations

from . import _process as _process
from ._client import Client
from ._errors import (
    CapiError,
    ConfigError,
    DeliveryError,
    InternalError,
    InvalidEvent,
    OutboxError,
    OutboxFull,
    RateLimited,
    Rejected,
    Unauthorized,
    Undelivered,
)
from ._native import __version__, event_id
from ._verbs import base_code, context, describe, hash, normalize, verify_shopify, verify_woocommerce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._answers import (
        BaseCode,
        Context,
        Description,
        Explanation,
        Pixel,
        Problem,
        Receipt,
        Result,
        SourceStats,
        Stats,
        Visitor,
    )
    from ._catalog import Content, Event, Options, Properties, User

__all__ = [
    "BaseCode",
    "CapiError",
    "Client",
    "ConfigError",
    "Content",
    "Context",
    "DeliveryError",
    "Description",
    "Event",
    "Explanation",
    "InternalError",
    "InvalidEvent",
    "Options",
    "OutboxError",
    "OutboxFull",
    "Pixel",
    "Problem",
    "Properties",
    "RateLimited",
    "Receipt",
    "Rejected",
    "Result",
    "SourceStats",
    "Stats",
    "Unauthorized",
    "Undelivered",
    "User",
    "Visitor",
    "__version__",
    "base_code",
    "context",
    "describe",
    "event_id",
    "hash",
    "normalize",
    "verify_shopify",
    "verify_woocommerce",
]

_ANSWERS = (
    "BaseCode",
    "Context",
    "Description",
    "Explanation",
    "Pixel",
    "Problem",
    "Receipt",
    "Result",
    "SourceStats",
    "Stats",
    "Visitor",
)
_TYPES = ("Content", "Event", "Options", "Properties", "User")


def __getattr__(name: str) -> object:
    """What only annotations and answers need is loaded at first use: it would double the time of an import."""
    if name in _ANSWERS:
        from . import _answers

        return getattr(_answers, name)
    if name in _TYPES:
        from . import _catalog

        return getattr(_catalog, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
