"""The client: a thin face over the native one, plus what only Python has (awaiting, Python's own objects)."""

from __future__ import annotations

from . import _native, _process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Any, Protocol

    from _typeshed import DataclassInstance
    from typing_extensions import Self, TypeAlias, Unpack

    from ._answers import Explanation, Pixel, Receipt, Stats
    from ._catalog import Event, Options

    class Model(Protocol):
        """One of pydantic's."""

        def model_dump(self) -> dict[str, Any]: ...

    Described: TypeAlias = Event | Mapping[str, object] | DataclassInstance | Model | bytes


class Client:
    """Describes and delivers conversions. One client serves all threads; it is cheap to make and does no I/O then.

    Options are keyword arguments, listed with their meaning in `tiktok_capi.Options`. What is not given comes
    from the environment, as `TIKTOK_ACCESS_TOKEN`. An unknown or wrong one raises `ConfigError`.

    An event is a mapping of TikTok's own names, a dataclass, a model of pydantic's, or its JSON text as `bytes`.

    In a `with` statement it is closed at the end. One that enqueued is closed when the interpreter ends, in at most
    two seconds.
    """

    __slots__ = ("_native",)

    def __init__(self, **options: Unpack[Options]) -> None:
        # Now and not at first use: a fork while another thread imports leaves the import's lock taken in the child.
        from . import _answers, _values  # noqa: F401

        self._native = _native.Client(options)

    def __repr__(self) -> str:
        # A client whose options were refused has no native half, and a debugger may show it all the same.
        return repr(getattr(self, "_native", None) or type(self))

    @property
    def pixel_code(self) -> str | None:
        """The pixel code, for `base_code`; `None` when there is none, or the event source is no web page."""
        return self._native.pixel_code

    def build(self, event: Described) -> bytes | None:
        """The canonical bytes of one event as they would be sent; `None` when the visitor's consent withholds it.

        Raises `InvalidEvent` when it is refused. No network.
        """
        return self._native.build(event)

    def explain(self, event: Described) -> Explanation:
        """What would be sent and why, with every identifier masked. No network."""
        from ._answers import Explanation

        return Explanation._read(*self._native.explain(event))

    def pixel(self, event: Described, *, nonce: str | None = None) -> Pixel | None:
        """The page's half of an event, with the same `event_id`; `None` when consent withholds it.

        `nonce` is the page's CSP nonce. Raises `InvalidEvent` when the event is refused. No network.
        """
        from ._answers import Pixel

        told = self._native.pixel(event, nonce)
        return None if told is None else Pixel(*told)

    def track(self, events: Described | Iterable[Described]) -> Receipt:
        """Delivers one event, or any iterable of events, and tells what became of each.

        Blocks until TikTok has answered or the tries are used up; other threads run meanwhile, and Ctrl-C ends it.
        Raises `InvalidEvent` when the one event is refused, and `ConfigError` when the token or the id of the event
        source is missing. Of a list no event raises, and no failed delivery does: see `Receipt.raise_for_error`.
        """
        from ._answers import Receipt

        return Receipt._read(self._native.sending(events).run())

    async def atrack(self, events: Described | Iterable[Described]) -> Receipt:
        """Awaits `track`. The events are read at once; a cancelled task ends the sending."""
        from ._answers import Receipt
        from ._awaited import run

        sending = self._native.sending(events)
        return Receipt._read(await run(sending.run, sending.cancel))

    def enqueue(self, events: Described | Iterable[Described]) -> Receipt:
        """Writes one event, or any iterable of events, to the outbox, and returns at once: no network.

        What a receipt calls `queued` is kept: in a file (option `outbox`) it outlives the process. It is delivered by a
        thread that the first `enqueue` of a process starts, or by `tiktok-capi outbox drain`.
        Raises `InvalidEvent` when the one event is refused, `ConfigError` when the id of the event source is missing or,
        for an outbox in memory, the token, and `OutboxError` when the outbox cannot take it; of a list no event raises.
        """
        from ._answers import Receipt

        _process.keep(self._native)
        return Receipt._read(self._native.sending(events).enqueue())

    async def aenqueue(self, events: Described | Iterable[Described]) -> Receipt:
        """Awaits `enqueue`, for an outbox whose disk may be slow. The events are read at once."""
        from ._answers import Receipt
        from ._awaited import run

        _process.keep(self._native)
        return Receipt._read(await run(self._native.sending(events).enqueue))

    def flush(self, timeout: float = 10.0) -> Stats:
        """Waits until nothing waits in the outbox any more, or `timeout` seconds are over. Ctrl-C ends it."""
        from ._answers import Stats

        _process.keep(self._native)
        return Stats._read(self._native.flush(timeout))

    async def aflush(self, timeout: float = 10.0) -> Stats:
        """Awaits `flush`. A cancelled task ends the wait."""
        from ._answers import Stats
        from ._awaited import wait

        _process.keep(self._native)
        return Stats._read(await wait(lambda look: self._native.flush(timeout, look)))

    def close(self, timeout: float = 2.0) -> Stats:
        """Flushes for at most `timeout` seconds, and ends: what still waits stays in the file. Nothing can be enqueued then."""
        from ._answers import Stats

        _process.let_go(self._native)
        return Stats._read(self._native.close(timeout))

    async def aclose(self, timeout: float = 2.0) -> Stats:
        """Awaits `close`. A cancelled task ends the wait, and the client is closed all the same."""
        from ._answers import Stats
        from ._awaited import wait

        _process.let_go(self._native)
        return Stats._read(await wait(lambda look: self._native.close(timeout, look)))

    def stats(self) -> Stats:
        """What waits in the outbox, and what became of the rest."""
        from ._answers import Stats

        return Stats._read(self._native.stats())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
