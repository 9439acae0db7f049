"""Values that JSON has no word for, made plain. Called by the native walk for what it does not know itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import islice
from math import inf, nan
from numbers import Integral, Real
from os import PathLike
from typing import Any
from uuid import UUID

TOO_LARGE = 1 << 63

#: What a framework has beside them, and what makes it plain.
MADE_PLAIN: dict[type, Callable[[Any], object]] = {}


def plain(value: object, most: int) -> object:
    """The value as a `str`, `int`, `float`, `bool`, `dict` or `list`; `NotImplemented` when it is none of these.

    No more than `most` members are asked for: a mapping may have no end.
    """
    for kind, make in MADE_PLAIN.items():
        if isinstance(value, kind):
            return make(value)
    while isinstance(value, Enum):
        value = value.value
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (bool, dict, list, tuple)) or value is None:
        return value
    if isinstance(value, date):  # a datetime is one, and the core tells naive ones
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, PathLike):
        return str(value)
    own = _members(value, most)
    return _number(value) if own is None else own


def _members(value: object, most: int) -> dict[Any, Any] | None:
    """A mapping's members, or a record's: a dataclass, or a model of pydantic's. `None` when it has none."""
    if isinstance(value, Mapping):
        return dict(islice(value.items(), most))
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: getattr(value, name) for name in fields}
    dump = getattr(type(value), "model_dump", None)
    return None if dump is None else dict(dump(value))


def _number(value: object) -> object:
    """The numbers of other packages, such as NumPy's, and of the standard library."""
    if isinstance(value, Integral):
        return int.__int__(int(value))
    if isinstance(value, Real):
        try:
            return float.__float__(float(value))
        except OverflowError:
            return inf
    return NotImplemented


def _decimal(value: Decimal) -> int | float:
    """A number without a fraction is an integer (`19.00` is 19), exact as far as JSON's numbers are."""
    if not value.is_finite():
        return nan
    if value.adjusted() > 18:
        return TOO_LARGE
    return int(value) if value == value.to_integral_value() else float(value)
