"""A shop in Flask: the server reports a purchase, and so does the page's Pixel, with the same `event_id`.

pip install ../../python -r requirements.txt && flask --app shop run
"""

import os
import re
import secrets
import time

from flask import Flask, abort, g, redirect, render_template, request, url_for
from tiktok_capi import CapiError, event_id
from tiktok_capi.flask import Conversions
from werkzeug.middleware.proxy_fix import ProxyFix

PRODUCTS = {"shoe": ("Trail shoe", "89.90"), "socks": ("Running socks", "9.90")}

A_DAY = 24 * 60 * 60

app = Flask(__name__)
# Proxies of your own, which are believed about the visitor's address and about https.
proxies = int(os.environ.get("TRUSTED_PROXIES", "0"))
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)
# The token comes from TIKTOK_ACCESS_TOKEN. In a file, what was enqueued outlives the process: set TIKTOK_CAPI_OUTBOX.
app.config["TIKTOK_CAPI"] = {
    "pixel_code": os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX"),
    "default_region": "GB",
    "require_consent": True,
    "consent_cookie": "consent",  # of this shop's banner; for a consent tool see the option `consent_tool`
}
conversions = Conversions(app)

orders = {}  # when, and what; a real shop has a database


@app.get("/")
def products():
    return render_template("products.html", products=PRODUCTS)


@app.post("/consent")
def consent():
    # Another site's page may not answer for the visitor. Old browsers do not say whose page it was.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)
    choice, page = request.form.get("choice"), request.form.get("page", "")
    if choice not in ("granted", "denied"):
        abort(400)
    # Back to where the visitor was, whose address may still hold the ad's click id; only ever to a page of this shop.
    response = redirect(page if re.fullmatch(r"/(?![/\\])[!-~]*", page) else url_for("products"), 303)
    response.set_cookie("consent", choice, max_age=180 * A_DAY, secure=request.is_secure, samesite="Lax")
    return response


@app.post("/orders")
def order():
    sku, email = request.form["sku"], request.form["email"]
    if sku not in PRODUCTS:
        abort(404)
    name, price = PRODUCTS[sku]
    key = secrets.token_urlsafe(16)
    purchase = {
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
        conversions.enqueue(purchase)  # a local write; what the request tells of its visitor is laid under it
    except CapiError as error:  # a full outbox, say: the order stands, so the buyer must not see a failure and order again
        app.logger.error("a purchase is not reported: %s", error)  # codes and advice, and no value
    return redirect(url_for("thanks", key=key), 303)


@app.get("/thanks/<key>")
def thanks(key):
    if key not in orders:
        abort(404)
    placed_at, purchase = orders[key]
    # TikTok drops repeats for 48 hours. A page that is opened again later would count again, so the Pixel is told no more.
    return render_template("thanks.html", purchase=purchase if time.time() - placed_at < A_DAY else None)


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
        response.headers["Cache-Control"] = "private"  # a page differs by its visitor
    return response
