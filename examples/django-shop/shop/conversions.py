"""What TikTok is told: who is visiting, what a purchase is, and how it is sent. The rest of the shop knows nothing of it."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.utils.safestring import mark_safe
from tiktok_capi import CapiError, Client, context, event_id

logger = logging.getLogger(__name__)

capi = Client(**settings.TIKTOK_CAPI)

# Nobody waits for TikTok. A thread is started with the first event, and what is being sent ends before the process does.
sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="conversions")


def visitor(request):
    """What the request tells about its visitor: click id, the Pixel's cookie, address, browser, page, consent."""
    return context(
        url=request.build_absolute_uri(),
        headers=request.headers,
        remote_addr=request.META["REMOTE_ADDR"],
        trusted_proxies=settings.TRUSTED_PROXIES,
    )


def purchase(order, visitor):
    """The purchase as both halves report it: the server when it is made, the Pixel on the thanks page."""
    contents = [
        {"content_id": line["sku"], "content_name": line["name"], "price": line["price"], "quantity": line["quantity"]}
        for line in order.lines
    ]
    return {
        "event": "Purchase",
        "event_id": event_id("Purchase", order.number),
        "user": {**visitor.get("user", {}), "email": order.email, "phone": order.phone},
        "page": visitor.get("page"),
        "consent": visitor.get("consent"),
        "properties": {
            "currency": order.currency,
            "value": order.total,
            "content_type": "product",
            "contents": contents,
            "order_id": order.number,
        },
    }


def report(order, visitor):
    """Sends the server's half."""
    sender.submit(_send, purchase(order, visitor))


def _send(event):
    try:
        capi.track(event).raise_for_error()
    except CapiError as error:
        logger.warning("conversion not reported: %s", error)  # codes and advice; no error holds a value


def pixel(order, visitor, nonce):
    """The page's half, as a script element; empty where the visitor's consent does not allow it, or cannot be read."""
    try:
        told = capi.pixel(purchase(order, visitor), nonce=nonce)
    except CapiError as error:
        logger.warning("conversion not shown to the Pixel: %s", error)
        told = None
    return mark_safe(told.html if told else "")


def page(request):
    """What every template may use."""
    return {"pixel_code": settings.TIKTOK_PIXEL_CODE, "pixel_url": settings.TIKTOK_PIXEL_URL}
