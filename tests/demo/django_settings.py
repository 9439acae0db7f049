"""The settings of the Django shop, with a fixed clock."""

import os

from shop.settings import *  # noqa: F403

TIKTOK_CAPI = {**TIKTOK_CAPI, "now": int(os.environ["DEMO_NOW"])}  # noqa: F405
