"""What can go wrong. No exception shows a value of an event, an option's value, the token, or a message of TikTok's."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._answers import Problem, Receipt


class CapiError(Exception):
    """Everything that this package raises. Errors are told apart by class and by `code`; a code is for ever."""

    code: str = "error"

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)


class InvalidEvent(CapiError, ValueError):
    """The event cannot be sent, or the value is not one of its field. `problems` says where and why."""

    code = "invalid_event"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        gravest_first = sorted(self.problems, key=lambda problem: ("error", "warning", "info").index(problem.severity))
        return "\n".join(["the event is refused", *(f"- {problem}" for problem in gravest_first)])


class ConfigError(CapiError):
    """An option or an argument is unknown, wrong or missing. `option` names it, `hint` says how to mend it."""

    def __init__(self, code: str, option: str, hint: str) -> None:
        super().__init__(code, option, hint)
        self.code = code
        self.option = option
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.option}: {self.code}: {self.hint}"


class DeliveryError(CapiError):
    """Events were handed over and did not all arrive. `receipt` says which, `hint` what to look at."""

    code = "delivery_error"

    def __init__(self, events: int, hint: str, api_code: int | None, request_id: str | None, receipt: Receipt) -> None:
        super().__init__(events, hint, api_code, request_id, receipt)
        self.events = events
        self.hint = hint
        self.api_code = api_code
        self.request_id = request_id
        self.receipt = receipt

    def __str__(self) -> str:
        code = "" if self.api_code is None else f" (TikTok's code {self.api_code})"
        events = "event" if self.events == 1 else "events"
        return f"{self.events} {events} {self.code}{code}: {self.hint}"


class Rejected(DeliveryError):
    """TikTok refuses the events. Sending them again does not help."""

    code = "rejected"


class Unauthorized(DeliveryError):
    """TikTok refuses the token, or its right on the event source."""

    code = "unauthorized"


class RateLimited(DeliveryError):
    """TikTok was still throttling after the last try."""

    code = "rate_limited"


class Undelivered(DeliveryError):
    """No answer, or none that settles it, after the last try. The same events may be sent again."""

    code = "undelivered"


class OutboxError(CapiError):
    """The outbox cannot do what it was asked. `path` names its file, `hint` says how to mend it.

    `code` is `outbox_full`, `outbox_damaged`, `outbox_newer`, `outbox_foreign`, `outbox_unavailable`, `outbox_busy`,
    `outbox_remote`, `outbox_twice`, `outbox_moved` or `outbox_closed`.
    """

    def __init__(self, code: str, path: str, hint: str) -> None:
        super().__init__(code, path, hint)
        self.code = code
        self.path = path
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.path}: {self.code}: {self.hint}"


class OutboxFull(OutboxError):
    """The outbox, or the disk that it is on, takes no more. What it holds is sound and is being delivered."""


class InternalError(CapiError):
    """A bug of this package. Nothing of what was being handled is in the message."""

    code = "internal_error"

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        return "internal error; please report it with the line on standard error that names the place"
