"""pytest's half of `tiktok_capi.testing`; an entry point of this package makes it known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .testing import Captured


@pytest.fixture
def tiktok_outbox() -> Iterator[list[Captured]]:
    """Captures every conversion of the test instead of sending it. See `tiktok_capi.testing`."""
    from .testing import capture

    with capture() as outbox:
        yield outbox
