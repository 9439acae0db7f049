"""The shop's addresses."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.products, name="products"),
    path("checkout", views.checkout, name="checkout"),
    path("consent", views.consent, name="consent"),
    path("thanks/<uuid:key>", views.thanks, name="thanks"),
]
