"""A shop in FastAPI: the server reports a purchase, and so does the page's Pixel, with the same `event_id`.

pip install tiktok-capi -r requirements.txt && uvicorn shop:app
"""

import os
import secrets
from typing import Annotated, Literal

from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from tiktok_capi import Client, Event, event_id
from tiktok_capi.asgi import Conversions

PRODUCTS = {"shoe": ("Trail shoe", "89.90"), "socks": ("Running socks", "9.90")}

# The token comes from TIKTOK_ACCESS_TOKEN. In a file, what was enqueued outlives the process: set TIKTOK_CAPI_OUTBOX.
conversions = Conversions(
    Client(pixel_code=os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX"), default_region="GB"),
    trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", "0")),
    consent=lambda cookies: cookies.get("consent"),
)
app = FastAPI()
app.add_middleware(conversions.middleware)

orders: dict[str, Event] = {}  # a real shop has a database


@app.get("/")
def products() -> HTMLResponse:
    options = "".join(f'<option value="{sku}">{name}, {price} GBP' for sku, (name, price) in PRODUCTS.items())
    return page(f"""
        <form method="post" action="/orders">
          <select name="sku">{options}</select>
          <input name="email" type="email" required placeholder="E-mail">
          <button>Buy</button>
        </form>
        <form method="post" action="/consent">
          May we report purchases to TikTok?
          <button name="choice" value="granted">Yes</button> <button name="choice" value="denied">No</button>
        </form>""")


@app.post("/consent")
def consent(choice: Annotated[Literal["granted", "denied"], Form()]) -> RedirectResponse:
    response = RedirectResponse("/", status_code=303)
    response.set_cookie("consent", choice, max_age=180 * 24 * 3600, samesite="lax")
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
            "contents": [{"content_id": sku, "content_name": name, "price": price, "quantity": 1}],
        },
    }
    orders[key] = purchase
    await conversions.aenqueue(purchase)  # a local write; what the request tells of its visitor is laid under it
    return RedirectResponse(f"/thanks/{key}", status_code=303)


@app.get("/thanks/{key}")
def thanks(key: str) -> HTMLResponse:
    if key not in orders:
        raise HTTPException(404)
    return page("<h1>Thank you</h1>", purchase=orders[key])


def page(body: str, purchase: Event | None = None) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    # Empty where the visitor's consent does not allow it. The address is the sandbox's, or else TikTok's own.
    pixel = conversions.base_code(nonce=nonce, source=os.environ.get("TIKTOK_PIXEL_URL"))
    event = conversions.snippet(purchase, nonce=nonce) if purchase else ""
    policy = f"script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'"
    html = f"<!doctype html><title>Shop</title>{pixel}{body}{event}"
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})
