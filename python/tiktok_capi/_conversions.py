"""The verbs of a web application: a client whose events are completed by the request that is being answered."""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _request
from ._errors import CapiError, ConfigError
from ._native import is_one
from ._verbs import base_code

if TYPE_CHECKING:
    from ._answers import Pixel, Receipt
    from ._catalog import Consent
    from ._client import Client, Described

logger = logging.getLogger("tiktok_capi")

PAGE_VIEW = {"event": "Pageview", "event_id": "probe"}


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

    #: What the shop's own banner knows, by the request's cookies: `"granted"`, `"denied"`, signals, or `None`.
    consent: Callable[[Mapping[str, str]], Consent] | None = None

    @property
    @abstractmethod
    def client(self) -> Client:
        """The client that sends."""

    def enqueue(self, events: Described | Iterable[Described]) -> Receipt:
        """`Client.enqueue` with the request's context: a local write, no network. This is the one to use."""
        return self.client.enqueue(self._completed(events))

    def track(self, events: Described | Iterable[Described]) -> Receipt:
        """`Client.track` with the request's context: the visitor waits for TikTok."""
        return self.client.track(self._completed(events))

    def pixel(self, event: Described, *, nonce: str | None = None) -> Pixel | None:
        """`Client.pixel` with the request's context: the page's half; `None` when consent withholds the event."""
        return self.client.pixel(_request.merged(event, self._context()), nonce=nonce)

    def pair(self, event: Described, *, nonce: str | None = None) -> tuple[Receipt, str]:
        """Enqueues the server's half, and gives the page's half as a `<script>` element with the same `event_id`.

        The element is empty text when consent withholds the event. Raises what `enqueue` raises.
        """
        event = _request.merged(event, self._context())
        receipt = self.client.enqueue(event)
        sent = receipt.results[0].event_id
        if sent is None:
            return receipt, ""
        pixel = self.client.pixel({**(_request.members_of(event) or {}), "event_id": sent}, nonce=nonce)
        return receipt, "" if pixel is None else pixel.html

    def snippet(self, event: Described, *, nonce: str | None = None) -> str:
        """The page's half for a template: a `<script>` element, or empty text.

        A page is served whatever happens: an event that is refused is logged, by its codes.
        """
        try:
            pixel = self.pixel(event, nonce=nonce) if self._is_visit() else None
        except CapiError as error:
            logger.error("a page was served without its conversion: %s", error)
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
            view = self._page_view()
            if view is None:
                return ""
            return base_code(
                pixel_code or self.client.pixel_code or "",
                source=source,
                limited_data_use=view.get("limited_data_use") is True,
                hold_consent=hold_consent,
                nonce=nonce,
            ).html
        except CapiError as error:
            logger.error("a page was served without the Pixel: %s", error)
            return ""

    def allowed(self) -> bool:
        """Whether this visitor's consent lets the page load the Pixel."""
        try:
            return self._page_view() is not None
        except CapiError:
            return False

    def _page_view(self) -> dict[str, Any] | None:
        """What would be sent of a page view; `None` when consent withholds it, or nobody is known to visit."""
        if not self._is_visit():
            return None
        built = self.client.build(_request.merged(PAGE_VIEW, self._context()))
        told: dict[str, Any] | None = None if built is None else json.loads(built)
        return told

    def _is_visit(self) -> bool:
        if self._context() is not None:
            return True
        logger.warning("a page was served without the Pixel: it was made outside of a request that the middleware reads")
        return False

    def _context(self) -> _request.Context | None:
        """What the request that is being answered tells; `None` outside of one."""
        return _request.current()

    def _completed(self, events: Any) -> Any:
        """One event or each of several, completed."""
        context = self._context()
        if not context:
            return events
        if is_one(events):
            return _request.merged(events, context)
        return [_request.merged(event, context) for event in events]
