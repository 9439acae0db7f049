"""Values that JSON has no word for, made plain. Called by the native walk for what it does not know itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from math import inf, nan
from numbers import Integral, Real
from os import PathLike
from uuid import UUID

TOO_LARGE = 1 << 63


def plain(value: object) -> object:
    """The value as a `str`, `int`, `float`, `bool`, `dict` or `list`; `NotImplemented` when it is none of these."""
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
    if isinstance(value, Mapping):
        return dict(value.items())
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: getattr(value, name) for name in fields}
    if isinstance(value, PathLike):
        return str(value)
    return _number(value)


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
