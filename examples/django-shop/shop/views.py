"""The shop: products, checkout, thanks, and the visitor's consent."""

from django import forms
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from tiktok_capi.django import track

from .conversions import purchase
from .models import PRODUCTS, Order

CONSENTS = {"granted": "Accept", "denied": "Decline", "opted_out": "Do not sell or share my data"}
CONSENT_SECONDS = 180 * 24 * 60 * 60


class Cart(forms.Form):
    """How many of each product."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for sku, product in PRODUCTS.items():
            label = f"{product['name']}, {product['price']} GBP"
            self.fields[sku] = forms.IntegerField(label=label, min_value=0, max_value=99, required=False)

    def lines(self):
        chosen = ((sku, self.cleaned_data[sku]) for sku in PRODUCTS)
        return [{"sku": sku, **PRODUCTS[sku], "quantity": quantity} for sku, quantity in chosen if quantity]


class Buyer(forms.Form):
    """Who buys."""

    email = forms.EmailField()
    phone = forms.CharField(required=False, max_length=40)


def products(request):
    return render(request, "products.html", {"cart": Cart()})


def checkout(request):
    cart = Cart(request.POST or request.GET)
    if not cart.is_valid() or not cart.lines():
        return redirect("products")
    buyer = Buyer(request.POST or None)
    if not buyer.is_valid():
        return render(request, "checkout.html", {"cart": cart, "lines": cart.lines(), "buyer": buyer})
    with transaction.atomic():
        order = Order.objects.create(**buyer.cleaned_data, lines=cart.lines())
        track(purchase(order))  # once this is committed: an order that is rolled back is no conversion
    return redirect("thanks", key=order.key)


def thanks(request, key):
    order = get_object_or_404(Order, key=key)
    # TikTok drops repeats for 48 hours. A page that is opened again later would count again, so the Pixel is told no more.
    return render(request, "thanks.html", {"order": order, "purchase": purchase(order) if order.is_new else None})


@require_POST
def consent(request):
    """Keeps what the visitor chose, and goes back to the page, whose address may still hold the ad's click id."""
    choice, page = request.POST.get("choice"), request.POST.get("page")
    if choice not in CONSENTS or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return HttpResponseBadRequest()
    response = redirect(page)
    kept = {"max_age": CONSENT_SECONDS, "secure": request.is_secure(), "samesite": "Lax"}
    response.set_cookie("consent", choice, **kept)
    return response


def consents(request):
    """What the banner offers, and what was chosen; a context processor."""
    return {"consents": CONSENTS, "consent": request.COOKIES.get("consent")}
