# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""`track`: a conversion of the visitor whose request is being answered, reported once the transaction is committed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from .. import Client, _answers, _native, _values, event_id
from .._frames import forgetting
from .._request import reason
from ._settings import client, setting
from ._visit import visitor as _visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .._client import Known

logger = logging.getLogger("tiktok_capi.django")

# A text that is translated late is translated at the call, for the visitor who is being answered.
_values.MADE_PLAIN[Promise] = str


def track(
    event: str | Mapping[str, object],
    /,
    *,
    key: str | int | UUID | None = None,
    request: HttpRequest | None = None,
    visitor: Known | None = None,
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
    reported is logged by its codes and never fails the caller. Of one that is not sent, the id is that which was described;
    it is empty where there was none, since the page has no half of it either.
    """
    known = ""
    with _logged():
        told = named(event, key, members)
        known = "" if key is None else told["event_id"]
        capi = client()
        sending = capi._read(told, _visitor(request) if visitor is None else visitor)
        known = sending.event_id or ""
        connection = transaction.get_connection(using)
        # Asked in this way, neither a view without a database nor an asynchronous one opens a connection.
        if on_commit and connection.in_atomic_block:
            connection.on_commit(partial(_hand_over, capi, sending), robust=True)
        else:
            _hand_over(capi, sending)
    return known


@forgetting
def describe(
    event: str | Mapping[str, object],
    /,
    *,
    key: str | int | UUID | None = None,
    request: HttpRequest | None = None,
    visitor: Known | None = None,
    **members: object,
) -> dict[str, Any]:
    """The event as `track` reports it, with raw identifiers: not for logs. `client().explain(...)` shows it masked."""
    known = _visitor(request) if visitor is None else _answers.known(visitor)
    told: dict[str, Any] = json.loads(_native.under(known, named(event, key, members)))
    return told


def named(event: str | Mapping[str, object], key: str | int | UUID | None, members: dict[str, Any]) -> dict[str, Any]:
    """The event by TikTok's names, as it was told here."""
    told: dict[str, Any] = {"event": event} if isinstance(event, str) else dict(event)
    told.update(members)
    if key is not None:
        told["event_id"] = event_id(told.get("event", ""), key)
    return told


def _hand_over(capi: Client, sending: _native.Sending) -> None:
    with _logged():
        if setting("DELIVERY") == "now":
            capi._delivered(sending).raise_for_error()
        else:
            capi._queued(sending)


@contextmanager
def _logged() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        logger.error("a conversion is not reported: %s", reason(error))
