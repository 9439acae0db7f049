"""What the verbs answer with. Nothing here shows an identifier or a message of TikTok's in its `repr` or `str`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from . import _errors

if TYPE_CHECKING:
    from ._catalog import Code, ConsentSignals, Event, Page, Severity, User

Outcome = Literal["accepted", "queued", "partly", "rejected", "refused", "withheld", "undelivered"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a described event, or worth knowing. It never holds a value, so it may be logged."""

    path: str
    """Where it is, as `user.phone[1]`; empty for the event as a whole."""
    code: Code
    """Which rule it is about; `python -m tiktok_capi codes` lists them all. A code is for ever."""
    severity: Severity
    hint: str
    """How to mend it."""

    def __str__(self) -> str:
        return f"{self.path or 'event'}: {self.code} ({self.severity}): {self.hint}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would be sent and why. Identifiers are masked, so it can be pasted into a ticket; `str` is for people."""

    outcome: Literal["ready", "refused", "withheld"]
    problems: tuple[Problem, ...]
    event: dict[str, Any] | None
    """The canonical event with masked identifiers, when it is ready."""
    coverage: dict[str, Any] | None
    """Which match keys there are, and our estimate of their coverage from 0 to 10. It is not TikTok's score."""
    json: str = field(repr=False)
    """The whole as canonical JSON."""
    _text: str = field(repr=False)

    @classmethod
    def _read(cls, text: str, for_people: str) -> Explanation:
        told = json.loads(text)
        problems = _problems(told["problems"])
        return cls(told["outcome"], problems, told["event"], told.get("coverage"), text, for_people)

    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Pixel:
    """What the page needs so that TikTok's Pixel reports the same conversion and the two are counted once."""

    identify: str | None = field(repr=False)
    """JSON argument of `ttq.identify`, when there is anything to identify by."""
    track: tuple[str, str, str] = field(repr=False)
    """JSON arguments of `ttq.track`: name, properties, and `{"event_id": ...}`."""
    script: str = field(repr=False)
    """The body of a `<script>` element, safe inside HTML."""
    html: str = field(repr=False)
    """The whole element, with the nonce when one was given."""


@dataclass(frozen=True, slots=True)
class BaseCode:
    """What a page has in its head to load the Pixel."""

    script: str = field(repr=False)
    """The body of a `<script>` element, safe inside HTML."""
    html: str = field(repr=False)
    """The whole element, with the nonce when one was given."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one event."""

    outcome: Outcome
    code: int | None
    """TikTok's code, when it gave one."""
    reason: str | None
    """Why it is undelivered, in one stable word."""
    may_have_arrived: bool
    """Whether TikTok may have it although nobody said so. Sending it again with the same id does no harm."""
    problems: tuple[Problem, ...]
    hint: str
    """What to look at; empty when there is nothing."""
    event: str | None
    event_id: str | None = field(repr=False)
    """The deduplication id, the generated one included; `None` when the event was not sent."""
    request_id: str | None
    """TikTok's id of the request that decided."""
    status: int | None
    """The HTTP status of a rejection."""
    api_message: str | None = field(repr=False)
    """What TikTok said in words. It may echo personal data: do not log it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the events of one call, in the caller's order."""

    ok: bool
    """Whether every event was accepted, queued, or withheld because its visitor did not consent."""
    results: tuple[Result, ...]
    request_ids: tuple[str, ...]
    """TikTok's ids of the requests that were answered, tries included."""
    requests: int
    """Requests that were made, tries included."""
    retry_after: int | None
    """Seconds that TikTok asked to wait when it was last asked in vain."""
    _error: dict[str, Any] | None = field(repr=False)

    @classmethod
    def _read(cls, text: str) -> Receipt:
        told = json.loads(text)
        results = tuple(Result(**result | {"problems": _problems(result["problems"])}) for result in told["results"])
        ids = tuple(told["request_ids"])
        return cls(told["ok"], results, ids, told["requests"], told["retry_after"], told["error"])

    @property
    def error(self) -> _errors.DeliveryError | None:
        """The worst that happened to an event that was handed over, as an exception that is not raised."""
        if self._error is None:
            return None
        kind = _ERRORS[self._error["code"]]
        return kind(
            self._error["events"], self._error["hint"], self._error["api_code"], self._error["request_id"], self
        )

    def raise_for_error(self) -> Receipt:
        """Raises `Unauthorized`, `RateLimited`, `Undelivered` or `Rejected` when an event did not arrive.

        Events that were refused before they were sent are not among these: see the `problems` of each result.
        """
        error = self.error
        if error is not None:
            raise error
        return self


_ERRORS: dict[str, type[_errors.DeliveryError]] = {
    error.code: error for error in (_errors.Unauthorized, _errors.RateLimited, _errors.Undelivered, _errors.Rejected)
}


@dataclass(frozen=True, slots=True)
class SourceStats:
    """An event source of the outbox."""

    event_source: str
    event_source_id: str
    test: bool
    """Whether its events go to Events Manager's test events."""
    waiting: int
    """Events that wait for it."""
    state: Literal["open", "down", "unauthorized"]
    """`down` while TikTok does not answer as it should; `unauthorized` while it refuses the token."""
    next_try_seconds: int | None
    """How long until it is tried again, when it is not open."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What the outbox holds, and what became of what it held."""

    waiting: int
    """Events that wait for delivery, with those that are being sent."""
    in_flight: int
    """Events that a process is sending, or was sending when it died."""
    dead: int
    """Events that are not sent again unless somebody asks for it; `tiktok-capi outbox dead` lists them."""
    bytes: int
    """Bytes of all of them."""
    oldest_seconds: int | None
    """How long the event that is next in line has waited."""
    counts: dict[str, int]
    """Events by outcome since the outbox was made; one is `undelivered` once for each request that settled nothing."""
    reasons: dict[str, int]
    """The same by outcome and code or reason, as `rejected.40002`."""
    sources: tuple[SourceStats, ...]
    """Each event source, with the state of its deliveries."""
    left_behind: int = 0
    """How many events only this process holds, since somebody moved or deleted the file while it was in use."""
    thread: Literal["running", "failed"] | None = None
    """The thread of this process that delivers; `failed` where the system let none start, `None` where none was needed."""

    @classmethod
    def _read(cls, text: str) -> Stats:
        told = json.loads(text)
        return cls(**told | {"sources": tuple(SourceStats(**source) for source in told["sources"])})


class Description(list["Event"]):
    """The events of a payload. Its `repr` shows how many they are, and nobody's data."""

    problems: tuple[Problem, ...]
    """Why there are none; what of the payload is in none of them (`left_out`)."""

    @classmethod
    def _read(cls, text: str) -> Description:
        told = json.loads(text)
        description = cls(told["events"])
        description.problems = _problems(told["problems"])
        return description

    def __repr__(self) -> str:
        events = "event" if len(self) == 1 else "events"
        return f"Description({len(self)} {events}, problems={self.problems!r})"


class Cookie(TypedDict):
    """A cookie that the answer to a request should set; `header` is the value of `Set-Cookie`."""

    name: str
    value: str
    max_age: int
    secure: bool
    header: str


class Context(TypedDict, total=False):
    """What a request tells about the visitor. The first three fit into an event as they are."""

    user: User
    page: Page
    consent: ConsentSignals
    cookies: list[Cookie]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is visiting: what one request tells, and what the visitor's consent allows. Its `repr` shows nothing personal."""

    told: dict[str, Any] = field(repr=False)
    """What goes under an event: `user`, `page` and `consent`. It is personal, and fit to be kept as JSON, as with an order."""
    allowed: bool
    """Whether events of this visitor are sent, and so whether a page may load the Pixel: by consent alone."""
    limited_data_use: bool
    """Whether the Pixel is loaded with limited data use, as for people who opted out."""
    cookies: tuple[Cookie, ...] = field(repr=False)
    """What the answer should set."""
    unreadable: str | None
    """Whose consent could not be read, and so counts as denied: a cookie's name, or `consent` for what the shop said."""

    @classmethod
    def _read(cls, text: str) -> Visitor:
        told = json.loads(text)
        return cls(
            told["visitor"], told["allowed"], told["limited_data_use"], tuple(told["cookies"]), told["unreadable"]
        )


def known(visitor: Visitor | Mapping[str, object] | None) -> Mapping[str, object] | None:
    """What goes under an event, of a visitor or of what was kept of one."""
    return visitor.told if isinstance(visitor, Visitor) else visitor


def _problems(told: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in told)
