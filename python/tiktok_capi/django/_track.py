# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""`track`: a conversion of the visitor whose request is being answered, reported once the transaction is committed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.functional import Promise

from .. import CapiError, _request, _values, event_id
from ._settings import client, setting
from ._visit import visitor as _visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("tiktok_capi.django")


def track(
    event: str | Mapping[str, object],
    /,
    *,
    key: str | int | UUID | None = None,
    request: HttpRequest | None = None,
    visitor: Mapping[str, object] | None = None,
    using: str | None = None,
    on_commit: bool = True,
    **members: object,
) -> str:
    """Reports a conversion and returns its `event_id`, which the page's half must have, too.

    The event is a name with members (`track("Purchase", user=..., properties=...)`) or a mapping of TikTok's names.
    `key`, such as the order's number, makes the `event_id` by `tiktok_capi.event_id`. What the request tells about the
    visitor goes under what is described; `visitor` stands in for the request where there is none, as in a task.

    The event is read at the call: what is changed afterwards is not part of it. It is written to the outbox when the
    transaction of `using` is committed, and at once outside of one; a roll-back leaves nothing. A conversion that cannot be
    reported is logged by its codes and never fails the caller; the id is empty when there is no event to speak of.
    """
    with _logged():
        told = describe(event, key=key, request=request, visitor=visitor, **members)
        told["event_id"] = told.get("event_id") or str(uuid4())
        connection = transaction.get_connection(using)
        # Asked in this way, neither a view without a database nor an asynchronous one opens a connection.
        if on_commit and connection.in_atomic_block:
            if _request.absent(told.get("event_time")):
                with _logged():
                    told["event_time"] = client()._native.now  # it happens now, and not when it is committed
            connection.on_commit(partial(_deliver, told), robust=True)
        else:
            _deliver(told)
        return str(told["event_id"])
    return ""


def describe(
    event: str | Mapping[str, object],
    /,
    *,
    key: str | int | UUID | None = None,
    request: HttpRequest | None = None,
    visitor: Mapping[str, object] | None = None,
    **members: object,
) -> dict[str, Any]:
    """The event as `track` reports it, with raw identifiers: not for logs. `client().explain(...)` shows it masked."""
    told: dict[str, Any] = {"event": event} if isinstance(event, str) else dict(event)
    told.update(members)
    if key is not None:
        told["event_id"] = event_id(told.get("event", ""), key)
    known = _visitor(request) if visitor is None else dict(visitor)
    merged: Any = _values.copied(_request.merged(told, known), _plain)
    return dict(merged)


def reason(error: Exception) -> str:
    """What may be logged: an error of ours has codes and advice and no value of the event; of another, its type is told."""
    return str(error) if isinstance(error, CapiError) else type(error).__name__


def _plain(value: object) -> object:
    """A text that is translated late is translated now, for the visitor who is being answered."""
    return str(value) if isinstance(value, Promise) else _values.plain(value)


def _deliver(event: dict[str, Any]) -> None:
    with _logged():
        if setting("DELIVERY") == "now":
            client().track(event).raise_for_error()
        else:
            client().enqueue(event)


@contextmanager
def _logged() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        logger.error("a conversion is not reported: %s", reason(error))
