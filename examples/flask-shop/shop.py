"""A shop in Flask: the server reports a purchase, and so does the page's Pixel, with the same `event_id`.

pip install tiktok-capi -r requirements.txt && flask --app shop run
"""

import os
import secrets

from flask import Flask, abort, g, redirect, render_template, request, url_for
from tiktok_capi import event_id
from tiktok_capi.flask import Conversions

PRODUCTS = {"shoe": ("Trail shoe", "89.90"), "socks": ("Running socks", "9.90")}

app = Flask(__name__)
# The token comes from TIKTOK_ACCESS_TOKEN. In a file, what was enqueued outlives the process: set TIKTOK_CAPI_OUTBOX.
app.config["TIKTOK_CAPI"] = {
    "pixel_code": os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX"),
    "default_region": "GB",
    "trusted_proxies": int(os.environ.get("TRUSTED_PROXIES", "0")),
}
conversions = Conversions(app, consent=lambda cookies: cookies.get("consent"))

orders = {}  # a real shop has a database


@app.get("/")
def products():
    return render_template("products.html", products=PRODUCTS)


@app.post("/consent")
def consent():
    choice = request.form.get("choice")
    if choice not in ("granted", "denied"):
        abort(400)
    response = redirect(url_for("products"), 303)
    response.set_cookie("consent", choice, max_age=180 * 24 * 3600, samesite="Lax")
    return response


@app.post("/orders")
def order():
    sku, email = request.form["sku"], request.form["email"]
    if sku not in PRODUCTS:
        abort(404)
    name, price = PRODUCTS[sku]
    key = secrets.token_urlsafe(16)
    orders[key] = {
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
    conversions.enqueue(orders[key])  # a local write; what the request tells of its visitor is laid under it
    return redirect(url_for("thanks", key=key), 303)


@app.get("/thanks/<key>")
def thanks(key):
    if key not in orders:
        abort(404)
    return render_template("thanks.html", purchase=orders[key])


@app.context_processor
def page():
    """What every template may use."""
    nonce = g.setdefault("nonce", secrets.token_urlsafe(16))
    # The sandbox's Pixel, when there is one; else TikTok's own.
    return {"nonce": nonce, "pixel_source": os.environ.get("TIKTOK_PIXEL_URL")}


@app.after_request
def policy(response):
    if "nonce" in g:
        script = f"script-src 'nonce-{g.nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'"
        response.headers["Content-Security-Policy"] = script
    return response
