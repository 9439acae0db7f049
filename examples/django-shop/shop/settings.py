"""The shop's settings. What concerns conversions is at the end."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("SECRET_KEY", "for this machine only")
DEBUG = "SECRET_KEY" not in os.environ
ALLOWED_HOSTS = ["shop.example", "localhost", "127.0.0.1"]

INSTALLED_APPS = ["tiktok_capi.django", "shop"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tiktok_capi.django.middleware.TikTokCapiMiddleware",
]
ROOT_URLCONF = "shop.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "shop.views.consents"]},
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

# The Pixel's scripts run by their nonce; what it reports goes to where it comes from.
PIXEL_URL = os.environ.get("TIKTOK_PIXEL_URL", "https://analytics.tiktok.com/i18n/pixel/events.js")
PIXEL_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(PIXEL_URL))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "script-src": [NONCE, STRICT_DYNAMIC],
        "connect-src": [SELF, PIXEL_ORIGIN],
        "img-src": [SELF, PIXEL_ORIGIN],
        "object-src": [NONE],
        "base-uri": [NONE],
    }
}

# How many proxies of your own stand before Django. Only they are believed about the visitor's address.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The access token is no setting: the library reads it from TIKTOK_ACCESS_TOKEN.
TIKTOK_CAPI = {
    "pixel_code": os.environ.get("TIKTOK_EVENT_SOURCE_ID", "C4ASANDBOX"),
    "default_region": "GB",
    "require_consent": True,
    "outbox": os.environ.get("TIKTOK_CAPI_OUTBOX", BASE_DIR / "tiktok.sqlite3"),
    "CONSENT_COOKIE": "consent",
    "PIXEL_URL": PIXEL_URL,
    "TRUSTED_PROXIES": TRUSTED_PROXIES,
}
