"""docs/error-reports.md: what Django's own report of an error shows of a view that is written as the guide says."""

from __future__ import annotations

import re
import sys
from typing import Any

from django.test import RequestFactory
from django.views.debug import ExceptionReporter
from support import ROOT

GUIDE = (ROOT / "docs" / "error-reports.md").read_text("utf-8")
VIEW = re.search(r"```python\n(from django\.views.*?)```", GUIDE, re.DOTALL)
PLANTED = "canary.person@example.com"


def report(source: str, settings: Any) -> str:
    settings.DEBUG = False
    shop: dict[str, Any] = {"__name__": "shop"}
    exec(source, shop)
    request = RequestFactory().post("/checkout", {"email": PLANTED})
    try:
        shop["checkout"](request)
    except LookupError:
        return ExceptionReporter(request, *sys.exc_info(), is_email=True).get_traceback_html()
    raise AssertionError("the till is open")


def test_the_decorators_of_the_guide_hide_a_customer(settings: Any) -> None:
    assert VIEW is not None
    assert PLANTED not in report(VIEW[1], settings)
    assert PLANTED in report(re.sub(r"^@.*$", "", VIEW[1], flags=re.MULTILINE), settings)
