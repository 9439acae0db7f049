"""The shop's settings. What concerns conversions is at the end."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("SECRET_KEY", "for this machine only")
DEBUG = "SECRET_KEY" not in os.environ
ALLOWED_HOSTS = ["shop.example", "localhost", "127.0.0.1"]

INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "shop.middleware.conversions",
]
ROOT_URLCONF = "shop.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "shop.conversions.page"]},
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE", BASE_DIR / "shop.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

# How many proxies of your own stand before Django. Only they are believed about the visitor's address.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The access token is no setting: the library reads it from TIKTOK_ACCESS_TOKEN.
TIKTOK_PIXEL_CODE = os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX")
TIKTOK_PIXEL_URL = os.environ.get("TIKTOK_PIXEL_URL", "https://analytics.tiktok.com/i18n/pixel/events.js")
TIKTOK_CAPI = {"pixel_code": TIKTOK_PIXEL_CODE, "default_region": "GB"}
