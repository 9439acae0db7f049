# mypy: disable-error-code="import-not-found, import-untyped, misc"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The app: its checks, and what must be told when a server starts, since servers run no checks."""

from __future__ import annotations

import logging

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import setting_changed

logger = logging.getLogger("tiktok_capi.django")


class TikTokCapiConfig(AppConfig):
    """`"tiktok_capi.django"` in INSTALLED_APPS."""

    name = "tiktok_capi.django"
    label = "tiktok_capi"
    verbose_name = "TikTok conversions"

    def ready(self) -> None:
        from . import _settings, checks

        setting_changed.connect(_settings.forget, dispatch_uid="tiktok_capi")
        register(checks.always, "tiktok_capi")
        register(checks.before_deployment, "tiktok_capi", deploy=True)
        for found in checks.uwsgi_threads():
            logger.warning("%s: %s %s", found.id, found.msg, found.hint)
