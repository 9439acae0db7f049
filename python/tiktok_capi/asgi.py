"""FastAPI, Starlette, Litestar, Quart and whatever else speaks ASGI.

    from tiktok_capi import Client, event_id
    from tiktok_capi.asgi import Conversions

    conversions = Conversions(Client(pixel_code="C4A...", outbox="/var/lib/shop/tiktok.db"), trusted_proxies=1)
    app = FastAPI()
    app.add_middleware(conversions.middleware)

    @app.post("/orders")
    async def order(...):
        await conversions.aenqueue({"event": "Purchase", "event_id": event_id("Purchase", number), ...})

The middleware reads each request once, sets the click id's cookie where the visitor's consent allows it, and closes the
client when the server shuts down. It imports no framework.

A page that is made outside of the middleware has no Pixel. Starlette makes that of an error there, so where it shall have
one, put the middleware around the whole application: `app = conversions.middleware(app)`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import _conversions, _request
from ._client import Client
from ._errors import CapiError
from ._frames import forgetting_awaited

if TYPE_CHECKING:
    from ._answers import Receipt, Visitor
    from ._catalog import Consent
    from ._client import Described

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Conversions(_conversions.Conversions):
    """A client for an ASGI application. See `tiktok_capi.asgi`.

    `trusted_proxies` is the number of proxies of your own in front of the application. Leave it at 0 when the server
    has put the visitor's address into the request already, as uvicorn's `--proxy-headers` does.

    What the visitor chose is read as the client's options say (`consent_tool`, `consent_cookie`). Where none of them can,
    `consent` gets the request's cookies and says what the shop's own banner knows: `"granted"`, `"denied"`, `"opted_out"`,
    further signals (`{"google": {...}}`), or `None`.

    Raises `ConfigError` for a wrong `trusted_proxies`, and for a `consent` that is a coroutine function.
    """

    def __init__(
        self,
        client: Client,
        *,
        trusted_proxies: int = 0,
        consent: Callable[[Mapping[str, str]], Consent] | None = None,
    ) -> None:
        self._trusted_proxies = _conversions.checked(trusted_proxies, consent)
        self._client = client
        self.consent = consent

    @property
    def client(self) -> Client:
        return self._client

    @forgetting_awaited
    async def aenqueue(self, events: Described | Iterable[Described]) -> Receipt:
        """Awaits `enqueue`, for an outbox whose disk may be slow: the loop goes on meanwhile."""
        return await self.client.aenqueue(events, visitor=self.visitor())

    @forgetting_awaited
    async def atrack(self, events: Described | Iterable[Described]) -> Receipt:
        """Awaits `track`."""
        return await self.client.atrack(events, visitor=self.visitor())

    def middleware(self, app: Application) -> Application:
        """The application with this middleware around it, for `add_middleware` or by hand."""

        async def around(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                await app(scope, receive, self._closing(send))
            elif scope["type"] in ("http", "websocket"):
                visitor = self._read(scope)
                with _request.entered(visitor):
                    await app(scope, receive, _setting(visitor, send))
            else:
                await app(scope, receive, send)

        return around

    def _read(self, scope: Scope) -> Visitor:
        return _request.read(
            self.client,
            scope["headers"],
            url=_url(scope),
            remote_addr=(scope.get("client") or (None,))[0],
            trusted_proxies=self._trusted_proxies,
            consent=self.consent,
        )

    def _closing(self, send: Send) -> Send:
        """Closes the client between the application's own shutdown and the end of the server."""

        async def told(message: Message) -> None:
            if message["type"] in ("lifespan.shutdown.complete", "lifespan.shutdown.failed"):
                try:
                    await self.client.aclose()
                except CapiError as error:
                    _conversions.logger.error("the client was not closed: %s", error)
            await send(message)

        return told


def _setting(visitor: Visitor, send: Send) -> Send:
    """Adds the cookies to the head of the answer."""
    if not visitor.cookies:
        return send

    async def told(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            own = ((b"set-cookie", cookie["header"].encode("ascii")) for cookie in visitor.cookies)
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await send(message)

    return told


def _url(scope: Scope) -> str:
    """The address that was asked for, as the browser has it."""
    names = dict(scope["headers"])
    host = names.get(b"host", b"").decode("latin-1") or _address(scope.get("server"))
    scheme = {"ws": "http", "wss": "https"}.get(scope.get("scheme", "http"), scope.get("scheme", "http"))
    raw = scope.get("raw_path")
    path = raw.decode("latin-1") if raw else quote(scope["path"])
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{scheme}://{host}{path}" + (f"?{query}" if query else "")


def _address(server: Any) -> str:
    return f"{server[0]}:{server[1]}" if server else ""
