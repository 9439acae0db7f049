# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""System checks: each names the setting that is wrong and how to mend it. `manage.py tiktok_capi doctor` shows all."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from .. import Client, ConfigError, _native, base_code
from . import _settings

Check = Callable[[], list[CheckMessage]]

MIDDLEWARE = "tiktok_capi.django.middleware.TikTokCapiMiddleware"


def always(app_configs: object, **_: object) -> list[CheckMessage]:
    """What `check`, `runserver`, `migrate` and `test` look at."""
    return [message for _, check in ALWAYS for message in check()]


def before_deployment(app_configs: object, **_: object) -> list[CheckMessage]:
    """What `check --deploy` looks at as well."""
    return [message for _, check in BEFORE_DEPLOYMENT for message in check()]


def access_token() -> list[CheckMessage]:
    if _settings.has_own_client() or _settings.option("access_token", "TIKTOK_ACCESS_TOKEN"):
        return []
    hint = "Set TIKTOK_ACCESS_TOKEN in the environment to the token of Events Manager; in tests any text will do."
    return [Error("There is no access token.", hint, id="tiktok_capi.E001")]


def event_source() -> list[CheckMessage]:
    if _settings.has_own_client() or _settings.pixel_code():
        return []
    hint = "Set TIKTOK_CAPI['pixel_code'], or TIKTOK_EVENT_SOURCE_ID in the environment, as Events Manager shows it."
    return [Error("There is no pixel code.", hint, id="tiktok_capi.E002")]


def names_and_values() -> list[CheckMessage]:
    given = getattr(settings, "TIKTOK_CAPI", None) or {}
    if not isinstance(given, dict):
        return [Error("TIKTOK_CAPI is no dictionary.", "Write TIKTOK_CAPI = {...}.", id="tiktok_capi.E003")]
    return [*_unknown(given), *_impossible(given), *_refused(), *_unloadable()]


def functions() -> list[CheckMessage]:
    found = []
    for name in _settings.HOOKS:
        if not _leads_somewhere(name):
            hint = f"Set TIKTOK_CAPI['{name}'] to a function (`def`, not `async def`) or to its dotted path."
            found.append(Error(f"TIKTOK_CAPI['{name}'] leads to no plain function.", hint, id="tiktok_capi.E004"))
    return found


def outbox_is_writable() -> list[CheckMessage]:
    path = _outbox()
    if path is None or _is_writable(path):
        return []
    hint = "Set TIKTOK_CAPI['outbox'] to a file in a folder that exists and that the server's user may write to."
    return [Error(f"The outbox {path} cannot be written.", hint, id="tiktok_capi.E005")]


def outbox_is_kept() -> list[CheckMessage]:
    """In memory each worker has an outbox of its own, and loses it with its life."""
    if _made() is None or _outbox():
        return []
    hint = "Set TIKTOK_CAPI['outbox'] to a file that all workers share, such as BASE_DIR / 'tiktok.sqlite3'."
    message = "The outbox is in memory: what waits is lost when a worker is killed."
    return [Warning(message, hint, id="tiktok_capi.W001")]


def outbox_of_several_workers() -> list[CheckMessage]:
    return outbox_is_kept() if _workers() > 1 else []


def outbox_is_private() -> list[CheckMessage]:
    path = _outbox()
    public = [settings.MEDIA_ROOT, settings.STATIC_ROOT, *_static_folders()]
    if path is None or not any(Path(folder).absolute() in path.absolute().parents for folder in public if folder):
        return []
    hint = "Move TIKTOK_CAPI['outbox'] out of MEDIA_ROOT, STATIC_ROOT and STATICFILES_DIRS."
    return [Warning(f"The outbox {path} is in a folder that is served.", hint, id="tiktok_capi.W002")]


def live_pixel_while_debugging() -> list[CheckMessage]:
    if not settings.DEBUG or _is_rehearsal() or not (_settings.pixel_code() or _settings.has_own_client()):
        return []
    hint = (
        "While DEBUG is on, set TIKTOK_CAPI_ENDPOINT to the address of a sandbox (`cargo install --path crates/cli`, then "
        "`~/.cargo/bin/tiktok-capi sandbox`), or TIKTOK_TEST_EVENT_CODE to the code that Events Manager shows under Test Events."
    )
    return [Warning("DEBUG is on, and conversions go to the live pixel.", hint, id="tiktok_capi.W003")]


def test_code_in_production() -> list[CheckMessage]:
    if settings.DEBUG or not _settings.option("test_event_code", "TIKTOK_TEST_EVENT_CODE"):
        return []
    hint = "Remove TIKTOK_CAPI['test_event_code'] and TIKTOK_TEST_EVENT_CODE: test events are no conversions."
    return [Warning("A test event code is set in production.", hint, id="tiktok_capi.W004")]


def sandbox_in_production() -> list[CheckMessage]:
    if settings.DEBUG or not _settings.option("endpoint", "TIKTOK_CAPI_ENDPOINT"):
        return []
    hint = "Remove TIKTOK_CAPI['endpoint'] and TIKTOK_CAPI_ENDPOINT, unless a gateway of your own stands there."
    return [Warning("Conversions go to another address than TikTok's.", hint, id="tiktok_capi.W005")]


def proxies_in_sight() -> list[CheckMessage]:
    """Django was told of a proxy, and we were not."""
    told = ("SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
    return proxies() if any(getattr(settings, name, None) for name in told) else []


def proxies() -> list[CheckMessage]:
    if "TRUSTED_PROXIES" in (getattr(settings, "TIKTOK_CAPI", None) or {}):
        return []
    hint = (
        "Set TIKTOK_CAPI['TRUSTED_PROXIES'] to the number of proxies of your own in front of Django, 0 when there is "
        "none. Otherwise every visitor has the address of the proxy."
    )
    return [Warning("It is not said which proxies are trusted.", hint, id="tiktok_capi.W006")]


def middleware() -> list[CheckMessage]:
    if MIDDLEWARE in settings.MIDDLEWARE:
        return []
    hint = f"Add {MIDDLEWARE!r} to MIDDLEWARE."
    return [Warning("Without its middleware no click id is kept.", hint, id="tiktok_capi.W007")]


def uwsgi_threads() -> list[CheckMessage]:
    try:
        import uwsgi  # exists only inside of uWSGI
    except ImportError:
        return []
    given = {name.decode() if isinstance(name, bytes) else name for name in uwsgi.opt}
    if getattr(uwsgi, "has_threads", False) or given & {"enable-threads", "threads"}:
        return []
    hint = "Set `enable-threads = true` in uWSGI's configuration."
    return [Warning("uWSGI lets Python's threads run only while it answers a request.", hint, id="tiktok_capi.W008")]


def consent() -> list[CheckMessage]:
    """Where consent is required and nobody is asked for it, next to nothing is ever sent."""
    if not _settings.options().get("require_consent") or _settings.has_own_client() or _consent_sources():
        return []
    hint = (
        "Name your consent tool in TIKTOK_CAPI['consent_tool'], or your banner's cookie in TIKTOK_CAPI['CONSENT_COOKIE']. "
        "Where the tool keeps a TCF or GPP string, or each event has its own consent, nothing is to be done."
    )
    message = "Consent is required, and only the browser's signals tell of it."
    return [Warning(message, hint, id="tiktok_capi.W009")]


def consent_told() -> str:
    """Who tells what a visitor chose, for the doctor."""
    told = " and ".join([*_consent_sources(), "the browser's signals"])
    return f"is told by {told}. A cookie that cannot be read counts as denied, and its name is logged."


#: By the name under which the doctor shows them.
ALWAYS: list[tuple[str, Check]] = [
    ("access token", access_token),
    ("pixel code", event_source),
    ("names and values", names_and_values),
    ("functions", functions),
    ("outbox can be written", outbox_is_writable),
    ("outbox of several workers", outbox_of_several_workers),
    ("outbox is private", outbox_is_private),
    ("no live pixel while debugging", live_pixel_while_debugging),
    ("proxies that Django knows", proxies_in_sight),
    ("middleware", middleware),
    ("uWSGI's threads", uwsgi_threads),
]
BEFORE_DEPLOYMENT: list[tuple[str, Check]] = [
    ("outbox is kept", outbox_is_kept),
    ("no test event code", test_code_in_production),
    ("TikTok's address", sandbox_in_production),
    ("trusted proxies", proxies),
    ("consent", consent),
]


def _unknown(given: dict[str, Any]) -> list[CheckMessage]:
    """Names in capitals that are none of ours. The client tells those of the others."""
    wrong = [name for name in given if isinstance(name, str) and name.isupper() and name not in _settings.OWN]
    nearest = {name: get_close_matches(name, _settings.OWN, 1) or sorted(_settings.OWN) for name in wrong}
    return [
        Error(f"TIKTOK_CAPI has no {name!r}.", f"Perhaps {' or '.join(nearest[name])}.", id="tiktok_capi.E003")
        for name in wrong
    ]


def _impossible(given: dict[str, Any]) -> list[CheckMessage]:
    count, delivery = _settings.setting("TRUSTED_PROXIES"), _settings.setting("DELIVERY")
    wrong = []
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        wrong.append(("TRUSTED_PROXIES", "Give the number of your own proxies: 0, 1, 2 ..."))
    if delivery not in ("outbox", "now"):
        wrong.append(("DELIVERY", "Give 'outbox' or 'now'."))
    return [Error(f"TIKTOK_CAPI[{name!r}] is wrong.", hint, id="tiktok_capi.E003") for name, hint in wrong]


def _refused() -> list[CheckMessage]:
    """What the client says of its options. Making one does no I/O."""
    own = {name: value for name, value in _settings.options().items() if not str(name).isupper()}
    try:
        Client(**own)
    except ConfigError as error:
        return [Error(f"TIKTOK_CAPI[{error.option!r}]: {error.code}.", error.hint, id="tiktok_capi.E003")]
    return []


def _made() -> Client | None:
    """What the settings make. `None` where they make nothing, which is told by `names_and_values`, and for a client of the
    shop's own, whose options only it knows.
    """
    try:
        return None if _settings.has_own_client() else Client(**_settings.options())
    except ConfigError:
        return None


def _outbox() -> Path | None:
    """The file of the outbox."""
    made = _made()
    path = made and made._native.outbox
    return Path(path) if path else None


def _consent_sources() -> list[str]:
    """What of the settings tells of a visitor's consent. Of two cookies one counts: CONSENT_COOKIE, if no function is set."""
    asked, cookie = _settings.setting("CONSENT"), _settings.setting("CONSENT_COOKIE")
    if asked:
        return [*_consent_options(), "the function of TIKTOK_CAPI['CONSENT'] (in place of CONSENT_COOKIE)"]
    if _native.is_absent(cookie):
        return _consent_options()
    others = [each for each in _consent_options() if not each.startswith("consent_cookie ")]
    return [*others, f"the cookie {cookie!r} of CONSENT_COOKIE (in place of the option consent_cookie)"]


def _consent_options() -> list[str]:
    """What the client was told of it."""
    if _settings.has_own_client():
        return ["what the client of your own was told"]
    given = {name: value for name, value in _settings.options().items() if str(name).startswith("consent_")}
    return [f"{name} {value!r}" for name, value in given.items() if not _native.is_absent(value)]


def _unloadable() -> list[CheckMessage]:
    """What the Pixel's base code says of its own."""
    try:
        base_code(str(_settings.pixel_code() or "any"), source=_settings.setting("PIXEL_URL"))
    except ConfigError as error:
        name = "PIXEL_URL" if error.option == "source" else error.option
        return [Error(f"TIKTOK_CAPI[{name!r}]: {error.code}.", error.hint, id="tiktok_capi.E003")]
    return []


def _leads_somewhere(name: str) -> bool:
    try:
        found = _settings.hook(name)
    except (ImportError, ConfigError):
        return False
    return found is None or callable(found) or (name == "CLIENT" and isinstance(found, Client))


def _is_writable(path: Path) -> bool:
    if path.exists():
        return path.is_file() and os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
    return path.absolute().parent.is_dir() and os.access(path.absolute().parent, os.W_OK | os.X_OK)


def _is_rehearsal() -> bool:
    endpoint = _settings.option("endpoint", "TIKTOK_CAPI_ENDPOINT")
    return bool(endpoint or _settings.option("test_event_code", "TIKTOK_TEST_EVENT_CODE"))


def _workers() -> int:
    """As many as the servers' usual variable says."""
    text = os.environ.get("WEB_CONCURRENCY", "")
    return int(text) if text.isdecimal() else 1


def _static_folders() -> list[str]:
    """`STATICFILES_DIRS` holds folders, and pairs of a prefix and a folder."""
    return [each[1] if isinstance(each, (list, tuple)) else each for each in settings.STATICFILES_DIRS]
