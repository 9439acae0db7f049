"""The shop: products, checkout, thanks."""

from functools import partial

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from . import conversions
from .models import PRODUCTS, Order


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
        # An order that is rolled back is no conversion.
        transaction.on_commit(partial(conversions.report, order, request.visitor))
    return redirect("thanks", key=order.key)


def thanks(request, key):
    order = get_object_or_404(Order, key=key)
    pixel = conversions.pixel(order, request.visitor, request.csp_nonce)
    return render(request, "thanks.html", {"order": order, "pixel": pixel})
