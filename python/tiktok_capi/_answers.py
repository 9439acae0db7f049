"""What the verbs answer with. Nothing here shows an identifier or a message of TikTok's in its `repr` or `str`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from . import _errors

if TYPE_CHECKING:
    from ._catalog import Code, ConsentSignals, Page, Severity, User

Outcome = Literal["accepted", "partly", "rejected", "refused", "withheld", "undelivered"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a described event, or worth knowing. It never holds a value, so it may be logged."""

    path: str
    """Where it is, as `user.phone[1]`; empty for the event as a whole."""
    code: Code
    """Which rule it is about; docs/codes.md lists them all. A code is for ever."""
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
    """Whether every event was accepted, or withheld because its visitor did not consent."""
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


def _problems(told: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in told)
