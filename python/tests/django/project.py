"""A small site for the tests: its settings, addresses and views in one module."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import cache_page

from tiktok_capi.django import event_html, pixel_html, track, visitor

SECRET_KEY = "for the tests"
ALLOWED_HOSTS = ["shop.example"]
ROOT_URLCONF = "project"
USE_TZ = True
INSTALLED_APPS = ["tiktok_capi.django"]
MIDDLEWARE = ["tiktok_capi.django.middleware.TikTokCapiMiddleware"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
    }
]
TIKTOK_CAPI = {
    "pixel_code": "C4ATEST",
    "access_token": "canary-t0ken-4fe1",
    "endpoint": "http://127.0.0.1:9/",
    "CONSENT_COOKIE": "consent",
    "TRUSTED_PROXIES": 1,
}

PURCHASE = {
    "user": {"email": " Jo@Example.com "},
    "properties": {
        "currency": "GBP",
        "value": "39.80",
        "content_type": "product",
        "description": "Trail shoe",
        "contents": [{"content_id": "sku-1", "price": "19.90", "quantity": 2}],
    },
}


def buy(request: HttpRequest) -> HttpResponse:
    """A purchase in a transaction, which is rolled back where the address asks for it."""
    with transaction.atomic():
        told = track("Purchase", key="4711", **PURCHASE)
        if "undo" in request.GET:
            transaction.set_rollback(True)
    return HttpResponse(told)


async def contact(request: HttpRequest) -> HttpResponse:
    return HttpResponse(track("Contact", key="c-1", user={"email": "jo@example.com"}))


def who(request: HttpRequest) -> HttpResponse:
    return JsonResponse(visitor())


async def who_awaited(request: HttpRequest) -> HttpResponse:
    return JsonResponse(visitor())


def page(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "page.html", {"purchase": {"event": "Purchase", "event_id": "p1", **PURCHASE}})


def head(request: HttpRequest) -> HttpResponse:
    return HttpResponse(pixel_html())


def without_request(request: HttpRequest) -> HttpResponse:
    """A page whose template knows no request."""
    return HttpResponse(pixel_html() + event_html({"event": "Purchase", "event_id": "p1", **PURCHASE}))


def part() -> str:
    """A part of a streamed page, which reports something too."""
    return pixel_html() + track("Contact", key="c-1", user={"email": "jo@example.com"})


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[str]:
        yield part()

    return StreamingHttpResponse(parts())


async def streamed_awaited(request: HttpRequest) -> StreamingHttpResponse:
    async def parts() -> AsyncIterator[str]:
        yield part()

    return StreamingHttpResponse(parts())


urlpatterns = [
    path("buy", buy),
    path("contact", contact),
    path("who", who),
    path("who-awaited", who_awaited),
    path("page", page),
    path("head", head),
    path("cached", cache_page(60)(page)),
    path("cached-without-request", cache_page(60)(without_request)),
    path("streamed", streamed),
    path("streamed-awaited", streamed_awaited),
]
