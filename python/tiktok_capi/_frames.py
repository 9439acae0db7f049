"""Reports of errors, as Sentry's, keep the local variables of every frame that an error passed. Ours keep no event there."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import ParamSpec

    P = ParamSpec("P")
    T = TypeVar("T")


def forgetting(verb: Callable[P, T]) -> Callable[P, T]:
    """A verb that raises leaves nothing of what it was given in the frames of this package."""

    @wraps(verb)
    def called(*given: P.args, **named: P.kwargs) -> T:
        try:
            return verb(*given, **named)
        except BaseException as error:
            _clear(error.__traceback__)
            raise
        finally:
            del given, named

    return called


def forgetting_awaited(verb: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """`forgetting` for what is awaited."""

    @wraps(verb)
    async def called(*given: P.args, **named: P.kwargs) -> T:
        try:
            return await verb(*given, **named)
        except BaseException as error:
            _clear(error.__traceback__)
            raise
        finally:
            del given, named

    return called


def _clear(traceback: TracebackType | None) -> None:
    """Empties the frames of this package that the error has left; the first is the one that is asking."""
    while traceback := traceback and traceback.tb_next:
        package = traceback.tb_frame.f_globals.get("__package__") or ""
        if package.partition(".")[0] == __package__:
            with suppress(RuntimeError):  # an error that was raised before, by a frame that still runs
                traceback.tb_frame.clear()
