"""The settings of the Django shop, with a fixed clock, an outbox beside its database, and a visitor who agreed."""

import os
from pathlib import Path

from shop.settings import *  # noqa: F403

TIKTOK_CAPI = {
    **TIKTOK_CAPI,  # noqa: F405
    "now": int(os.environ["DEMO_NOW"]),
    "outbox": Path(os.environ["SHOP_DATABASE"]).with_name("tiktok.sqlite3"),
    "consent": "granted",
}
