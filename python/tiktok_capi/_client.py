"""The client: a thin face over the native one, plus what only Python has (awaiting, Python's own objects)."""

from __future__ import annotations

from . import _native
from ._frames import forgetting, forgetting_awaited
from ._verbs import request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Any, Protocol

    from _typeshed import DataclassInstance
    from typing_extensions import Self, TypeAlias, Unpack

    from . import _answers
    from ._answers import Explanation, Pixel, Receipt, Stats, Visitor
    from ._catalog import Consent, Event, Options
    from ._verbs import Headers

    class Model(Protocol):
        """One of pydantic's."""

        def model_dump(self) -> dict[str, Any]: ...

    Described: TypeAlias = Event | Mapping[str, object] | DataclassInstance | Model | bytes
    Canonical: TypeAlias = bytes | bytearray | memoryview | str
    Known: TypeAlias = Visitor | Mapping[str, object]


class Client:
    """Describes and delivers conversions. One client serves all threads; it is cheap to make and does no I/O then.

    Options are keyword arguments, listed with their meaning in `tiktok_capi.Options`. What is not given comes
    from the environment, as `TIKTOK_ACCESS_TOKEN`. An unknown or wrong one raises `ConfigError`.

    An event is a mapping of TikTok's own names, a dataclass, a model of pydantic's, or its JSON text as `bytes`.

    In a `with` statement it is closed at the end. Nobody has to hold on to one that enqueued: clients of the same outbox
    share what delivers it, and at the end of the interpreter all of them together get two seconds.
    """

    __slots__ = ("_native",)

    def __init__(self, **options: Unpack[Options]) -> None:
        _load()
        self._native = _native.Client(options)

    def __repr__(self) -> str:
        # A client whose options were refused has no native half, and a debugger may show it all the same.
        return repr(getattr(self, "_native", None) or type(self))

    @property
    def pixel_code(self) -> str | None:
        """The pixel code, for `base_code`; `None` when there is none, or the event source is no web page."""
        return self._native.pixel_code

    @forgetting
    def visitor(
        self,
        *,
        url: str = "",
        headers: Headers = (),
        remote_addr: str | None = None,
        trusted_proxies: int = 0,
        consent: Consent = None,
        consent_cookie: str | None = None,
    ) -> Visitor:
        """Who is visiting, and what their consent allows: give it to the verbs that take a `visitor`. No network.

        The request is told as to `context`. `consent` is what the shop itself knows, and `consent_cookie` a cookie that holds
        it, in place of the option's. These, the consent tool (option `consent_tool`) and the browser's signals are put
        together; the most restrictive counts.

        Nothing that a browser wrote raises: consent that cannot be read counts as denied, and `unreadable` says whose it was.
        """
        parts = request(url, headers, remote_addr, trusted_proxies)
        said = {"consent": consent, "consent_cookie": consent_cookie}
        return _answers.Visitor._read(self._native.visitor({**parts, **said}))

    @forgetting
    def build(self, event: Described, *, visitor: Known | None = None) -> bytes | None:
        """The canonical bytes of one event as they would be sent; `None` when the visitor's consent withholds it.

        What the event leaves open is taken from the `visitor`. Raises `InvalidEvent` when it is refused. No network.
        """
        return self._native.build(event, _answers.known(visitor))

    @forgetting
    def explain(self, event: Described, *, visitor: Known | None = None) -> Explanation:
        """What would be sent and why, with every identifier masked. No network."""
        return _answers.Explanation._read(*self._native.explain(event, _answers.known(visitor)))

    @forgetting
    def pixel(self, event: Described, *, nonce: str | None = None, visitor: Known | None = None) -> Pixel | None:
        """The page's half of an event, with the same `event_id`; `None` when consent withholds it.

        `nonce` is the page's CSP nonce. Raises `InvalidEvent` when the event is refused. No network.
        """
        told = self._native.pixel(event, nonce, _answers.known(visitor))
        return None if told is None else _answers.Pixel(*told)

    @forgetting
    def track(self, events: Described | Iterable[Described], *, visitor: Known | None = None) -> Receipt:
        """Delivers one event, or any iterable of events, and tells what became of each.

        What an event leaves open is taken from the `visitor`: what `visitor` gave, or its `told` that was kept.
        Blocks until TikTok has answered or the tries are used up; other threads run meanwhile, and Ctrl-C ends it.
        Raises `InvalidEvent` when the one event is refused, and `ConfigError` when the token or the id of the event
        source is missing. Of a list no event raises, and no failed delivery does: see `Receipt.raise_for_error`.
        """
        return self._delivered(self._read(events, visitor))

    @forgetting_awaited
    async def atrack(self, events: Described | Iterable[Described], *, visitor: Known | None = None) -> Receipt:
        """Awaits `track`. The events are read at once; a cancelled task ends the sending."""
        return await self._adelivered(self._read(events, visitor))

    @forgetting
    def deliver(self, canonical: Canonical | Iterable[Canonical]) -> Receipt:
        """Delivers what `build` gave, of one event or of any iterable of them, maybe elsewhere and a while ago.

        The bytes, or the text that a queue made of them, are sent as they are, and not read by the rules once more. What is
        not canonical is refused, alone with `InvalidEvent`. Otherwise this is `track`.
        """
        return self._delivered(self._native.delivering(canonical))

    @forgetting_awaited
    async def adeliver(self, canonical: Canonical | Iterable[Canonical]) -> Receipt:
        """Awaits `deliver`. The bytes are taken at once; a cancelled task ends the sending."""
        return await self._adelivered(self._native.delivering(canonical))

    @forgetting
    def enqueue(self, events: Described | Iterable[Described], *, visitor: Known | None = None) -> Receipt:
        """Writes one event, or any iterable of events, to the outbox, and returns at once: no network.

        What a receipt calls `queued` is kept: in a file (option `outbox`) it outlives the process. It is delivered by a
        thread that the first `enqueue` of a process starts, or by `tiktok-capi outbox drain`.
        Raises `InvalidEvent` when the one event is refused, `ConfigError` when the id of the event source is missing or,
        for an outbox in memory, the token, and `OutboxError` when the outbox cannot take it; of a list no event raises.
        """
        return self._queued(self._read(events, visitor))

    @forgetting_awaited
    async def aenqueue(self, events: Described | Iterable[Described], *, visitor: Known | None = None) -> Receipt:
        """Awaits `enqueue`, for an outbox whose disk may be slow. The events are read at once."""
        return await self._aqueued(self._read(events, visitor))

    def flush(self, timeout: float = 10.0) -> Stats:
        """Waits until nothing waits in the outbox any more, or `timeout` seconds are over. Ctrl-C ends it."""
        return _answers.Stats._read(self._native.flush(timeout))

    async def aflush(self, timeout: float = 10.0) -> Stats:
        """Awaits `flush`. A cancelled task ends the wait."""
        from ._awaited import wait
        return _answers.Stats._read(await wait(lambda look: self._native.flush(timeout, look)))

    def close(self, timeout: float = 2.0) -> Stats:
        """Flushes for at most `timeout` seconds, and ends: what still waits stays in the file. Nothing can be enqueued then."""
        return _answers.Stats._read(self._native.close(timeout))

    async def aclose(self, timeout: float = 2.0) -> Stats:
        """Awaits `close`. A cancelled task ends the wait, and the client is closed all the same."""
        from ._awaited import wait
        return _answers.Stats._read(await wait(lambda look: self._native.close(timeout, look)))

    def stats(self) -> Stats:
        """What waits in the outbox, and what became of the rest."""
        return _answers.Stats._read(self._native.stats())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, events: Described | Iterable[Described], visitor: Known | None = None) -> _native.Sending:
        """Events as they are now, to be handed over at once or later."""
        return self._native.sending(events, _answers.known(visitor))

    def _delivered(self, sending: _native.Sending) -> Receipt:
        return _answers.Receipt._read(sending.run())

    async def _adelivered(self, sending: _native.Sending) -> Receipt:
        from ._awaited import run

        return _answers.Receipt._read(await run(sending.run, sending.cancel))

    def _queued(self, sending: _native.Sending) -> Receipt:
        return _answers.Receipt._read(sending.enqueue())

    async def _aqueued(self, sending: _native.Sending) -> Receipt:
        from ._awaited import run
        return _answers.Receipt._read(await run(sending.enqueue))


def _load() -> None:
    """With the first client and not at first use: a fork while another thread imports leaves the import's lock taken in the
    child, and at the end of the interpreter nothing can be imported any more. Not with the package: it would double the time.
    """
    global _answers
    from . import _answers, _values  # noqa: F401
