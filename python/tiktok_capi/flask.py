"""Flask.

    from flask import Flask
    from tiktok_capi.flask import Conversions

    app = Flask(__name__)
    app.config["TIKTOK_CAPI"] = {"pixel_code": "C4A...", "outbox": "/var/lib/shop/tiktok.db", "trusted_proxies": 1}
    conversions = Conversions(app)  # or Conversions() and init_app(app)

    @app.post("/orders")
    def order():
        conversions.enqueue({"event": "Purchase", "event_id": event_id("Purchase", number), ...})

In a template `{{ tiktok_pixel(nonce=nonce) }}` in the head loads the Pixel, and `{{ tiktok_event(purchase, nonce=nonce) }}`
writes the page's half with the same `event_id`.

Where Flask knows no request, an event goes as it is described: hand a thread the request's context with
`copy_current_request_context`, and a stream with `stream_with_context`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, has_request_context, request
from markupsafe import Markup

from . import _conversions, _request
from ._client import Client
from ._errors import ConfigError

if TYPE_CHECKING:
    from ._answers import Visitor
    from ._catalog import Consent
    from ._client import Described

NAME = "tiktok_capi"
SETTING = "TIKTOK_CAPI"


class Conversions(_conversions.Conversions):
    """The extension. It may serve several applications, each by its own `TIKTOK_CAPI`.

    `TIKTOK_CAPI` holds the client's options, and `trusted_proxies`: the number of proxies of your own in front of the
    application. Leave it at 0 when Werkzeug's `ProxyFix` has put the visitor's address into the request already.

    What the visitor chose is read as these options say (`consent_tool`, `consent_cookie`). Where none of them can,
    `consent` gets the request's cookies and says what the shop's own banner knows: `"granted"`, `"denied"`, `"opted_out"`,
    further signals (`{"google": {...}}`), or `None`.
    """

    def __init__(
        self, app: Flask | None = None, *, consent: Callable[[Mapping[str, str]], Consent] | None = None
    ) -> None:
        self.consent = consent
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Reads the settings of an application and joins its requests. Raises `ConfigError` for a wrong setting."""
        settings = app.config.get(SETTING)
        if not isinstance(settings, Mapping):
            raise ConfigError("missing_option", SETTING, "Set app.config['TIKTOK_CAPI'] to a dict of options.")
        options = dict(settings)
        given = options.pop("trusted_proxies", 0)
        proxies = _conversions.checked(given, self.consent, f"{SETTING}.trusted_proxies")
        app.extensions[NAME] = (Client(**options), proxies)
        app.after_request(self._set_cookies)
        app.jinja_env.globals.update(tiktok_pixel=self._head, tiktok_event=self._markup, tiktok_allowed=self.allowed)

    @property
    def client(self) -> Client:
        return self._of_application()[0]

    def _of_application(self) -> tuple[Client, int]:
        try:
            found: tuple[Client, int] = current_app.extensions[NAME]
        except KeyError:
            raise ConfigError("missing_option", SETTING, "Call init_app with this application first.") from None
        return found

    def visitor(self) -> Visitor | None:
        if not has_request_context():
            return None
        # Kept on the request itself, which a copy of its context for a thread and a streamed answer share.
        found: Visitor | None = getattr(request, NAME, None)
        if found is None:
            found = self._read()
            setattr(request, NAME, found)
        return found

    def _read(self) -> Visitor:
        client, trusted_proxies = self._of_application()
        return _request.read(
            client,
            request.headers.items(),
            url=request.url,
            remote_addr=request.remote_addr,
            trusted_proxies=trusted_proxies,
            consent=self.consent,
        )

    def _set_cookies(self, response: Response) -> Response:
        visitor = self.visitor()
        for cookie in visitor.cookies if visitor else ():
            response.headers.add("Set-Cookie", cookie["header"])
        return response

    def _head(self, nonce: str | None = None, source: str | None = None) -> Markup:
        return Markup(self.base_code(nonce=nonce, source=source))

    def _markup(self, event: Described, nonce: str | None = None) -> Markup:
        return Markup(self.snippet(event, nonce=nonce))
