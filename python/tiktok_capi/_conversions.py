"""The verbs of a web application: a client whose events are completed by the request that is being answered."""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from . import _native, _request
from ._errors import ConfigError
from ._frames import forgetting
from ._verbs import base_code

if TYPE_CHECKING:
    from ._answers import Pixel, Receipt, Visitor
    from ._catalog import Consent
    from ._client import Client, Described

logger = logging.getLogger("tiktok_capi")


def checked(
    trusted_proxies: object, consent: Callable[[Mapping[str, str]], Consent] | None, setting: str = "trusted_proxies"
) -> int:
    """The number of proxies. Raises `ConfigError` when it is none, and for a `consent` that would have to be awaited."""
    if not isinstance(trusted_proxies, int) or isinstance(trusted_proxies, bool) or trusted_proxies < 0:
        raise ConfigError("invalid_option", setting, "Give a number of proxies, 0 or more.")
    if _request.is_awaited(consent):
        raise ConfigError("invalid_option", "consent", "Give a plain function: `def`, not `async def`.")
    return trusted_proxies


class Conversions(ABC):
    """Describes conversions of the visitor whose request is being answered.

    What the request tells (click id, the Pixel's cookie, address, browser, page, consent) goes under what is
    described: what the shop says wins. Outside of a request an event goes as it is described, and a page has no Pixel:
    nobody knows what its visitor allows.
    """

    #: What no option of the client's can tell of the visitor's choice, by the request's cookies: `"granted"`, `"denied"`,
    #: signals, or `None`.
    consent: Callable[[Mapping[str, str]], Consent] | None = None

    @property
    @abstractmethod
    def client(self) -> Client:
        """The client that sends."""

    def visitor(self) -> Visitor | None:
        """The visitor whose request is being answered; `None` outside of one.

        Keep its `told` with an order that is paid later, and hand it to `client.enqueue(..., visitor=...)` then.
        """
        return _request.current()

    @forgetting
    def enqueue(self, events: Described | Iterable[Described]) -> Receipt:
        """`Client.enqueue` for the request's visitor: a local write, no network. This is the one to use."""
        return self.client.enqueue(events, visitor=self.visitor())

    @forgetting
    def track(self, events: Described | Iterable[Described]) -> Receipt:
        """`Client.track` for the request's visitor, who waits for TikTok."""
        return self.client.track(events, visitor=self.visitor())

    @forgetting
    def pixel(self, event: Described, *, nonce: str | None = None) -> Pixel | None:
        """`Client.pixel` for the request's visitor: the page's half; `None` when consent withholds the event."""
        return self.client.pixel(event, nonce=nonce, visitor=self.visitor())

    @forgetting
    def pair(self, event: Described, *, nonce: str | None = None) -> tuple[Receipt, str]:
        """Enqueues the server's half, and gives the page's half as a `<script>` element with the same `event_id`.

        The element is empty text when consent withholds the event. Raises what `enqueue` raises.
        """
        receipt = self.enqueue(event)
        sent = receipt.results[0].event_id
        if sent is None:
            return receipt, ""
        visitor = self.visitor()
        told = json.loads(_native.under({} if visitor is None else visitor.told, event))
        pixel = self.client.pixel({**told, "event_id": sent}, nonce=nonce)
        return receipt, "" if pixel is None else pixel.html

    def snippet(self, event: Described, *, nonce: str | None = None) -> str:
        """The page's half for a template: a `<script>` element, or empty text.

        A page is served whatever happens: an event that is refused is logged, by its codes and without a value.
        """
        try:
            pixel = self.pixel(event, nonce=nonce) if self._seen() else None
        except Exception as error:
            logger.error("a page was served without its conversion: %s", _request.reason(error))
            return ""
        return "" if pixel is None else pixel.html

    def base_code(
        self,
        *,
        nonce: str | None = None,
        pixel_code: str | None = None,
        source: str | None = None,
        hold_consent: bool = False,
    ) -> str:
        """The Pixel's base code for the head of a page: a `<script>` element, or empty text when consent withholds it.

        It loads the client's pixel, with limited data use for people who opted out. `source` is another address of the
        Pixel's script, as a sandbox's. A page is served whatever happens: what is wrong is logged.
        """
        try:
            visitor = self._seen()
            if visitor is None or not visitor.allowed:
                return ""
            return base_code(
                pixel_code or self.client.pixel_code or "",
                source=source,
                limited_data_use=visitor.limited_data_use,
                hold_consent=hold_consent,
                nonce=nonce,
            ).html
        except Exception as error:
            logger.error("a page was served without the Pixel: %s", _request.reason(error))
            return ""

    def allowed(self) -> bool:
        """Whether this visitor's consent lets the page load the Pixel."""
        visitor = self._seen()
        return visitor is not None and visitor.allowed

    def _seen(self) -> Visitor | None:
        """The visitor that a page is made for."""
        visitor = self.visitor()
        if visitor is None:
            logger.warning(
                "a page was served without the Pixel: it was made outside of a request that the middleware reads"
            )
        return visitor
