"""A shop in FastAPI: the server reports a purchase, and so does the page's Pixel, with the same `event_id`.

pip install ../../python -r requirements.txt && uvicorn shop:app
"""

import logging
import os
import re
import secrets
import time
from html import escape
from typing import Annotated, Literal

from fastapi import FastAPI, Form, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from tiktok_capi import CapiError, Client, Event, event_id
from tiktok_capi.asgi import Conversions

PRODUCTS = {"shoe": ("Trail shoe", "89.90"), "socks": ("Running socks", "9.90")}
A_DAY = 24 * 60 * 60

# The token comes from TIKTOK_ACCESS_TOKEN. In a file, what was enqueued outlives the process: set TIKTOK_CAPI_OUTBOX.
conversions = Conversions(
    Client(
        pixel_code=os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX"),
        default_region="GB",
        require_consent=True,
        consent_cookie="consent",  # of this shop's banner; for a consent tool see the option `consent_tool`
    ),
    trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", "0")),
)
logger = logging.getLogger(__name__)
app = FastAPI()
app.add_middleware(conversions.middleware)

orders: dict[str, tuple[float, Event]] = {}  # when, and what; a real shop has a database


@app.get("/")
def products(request: Request) -> HTMLResponse:
    here = escape(f"{request.url.path}?{request.url.query}")
    options = "".join(f'<option value="{sku}">{name}, {price} GBP' for sku, (name, price) in PRODUCTS.items())
    return page(f"""
        <form method="post" action="/orders">
          <select name="sku">{options}</select>
          <input name="email" type="email" required placeholder="E-mail">
          <button>Buy</button>
        </form>
        <form method="post" action="/consent">
          <input type="hidden" name="page" value="{here}">
          May we report purchases to TikTok?
          <button name="choice" value="granted">Yes</button> <button name="choice" value="denied">No</button>
        </form>""")


@app.post("/consent")
def consent(
    request: Request,
    choice: Annotated[Literal["granted", "denied"], Form()],
    page: Annotated[str, Form()] = "/",
    sec_fetch_site: Annotated[str, Header()] = "same-origin",  # old browsers do not say whose page it was
) -> RedirectResponse:
    if sec_fetch_site != "same-origin":  # another site's page may not answer for the visitor
        raise HTTPException(403)
    # Back to where the visitor was, whose address may still hold the ad's click id; only ever to a page of this shop.
    response = RedirectResponse(page if re.fullmatch(r"/(?![/\\])[!-~]*", page) else "/", status_code=303)
    is_secure = request.url.scheme == "https"
    response.set_cookie("consent", choice, max_age=180 * A_DAY, secure=is_secure, samesite="lax")
    return response


@app.post("/orders")
async def order(sku: Annotated[str, Form()], email: Annotated[str, Form()]) -> RedirectResponse:
    if sku not in PRODUCTS:
        raise HTTPException(404)
    name, price = PRODUCTS[sku]
    key = secrets.token_urlsafe(16)
    purchase: Event = {
        "event": "Purchase",
        "event_id": event_id("Purchase", key),
        "user": {"email": email},
        "properties": {
            "currency": "GBP",
            "value": price,
            "content_type": "product",
            "description": name,
            "contents": [{"content_id": sku, "content_name": name, "price": price, "quantity": 1}],
        },
    }
    orders[key] = (time.time(), purchase)
    try:
        await conversions.aenqueue(purchase)  # a local write; what the request tells of its visitor is laid under it
    except CapiError as error:  # a full outbox, say: the order stands, so the buyer must not see a failure and order again
        logger.error("a purchase is not reported: %s", error)  # codes and advice, and no value
    return RedirectResponse(f"/thanks/{key}", status_code=303)


@app.get("/thanks/{key}")
def thanks(key: str) -> HTMLResponse:
    if key not in orders:
        raise HTTPException(404)
    placed_at, purchase = orders[key]
    # TikTok drops repeats for 48 hours. A page that is opened again later would count again, so the Pixel is told no more.
    return page("<h1>Thank you</h1>", purchase=purchase if time.time() - placed_at < A_DAY else None)


def page(body: str, purchase: Event | None = None) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    # Empty where the visitor's consent does not allow it. The address is the sandbox's, or else TikTok's own.
    pixel = conversions.base_code(nonce=nonce, source=os.environ.get("TIKTOK_PIXEL_URL"))
    event = conversions.snippet(purchase, nonce=nonce) if purchase else ""
    policy = f"script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'"
    html = f"<!doctype html><title>Shop</title>{pixel}{body}{event}"
    # A page differs by its visitor.
    return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "private"})
