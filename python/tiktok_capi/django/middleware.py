# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The middleware, synchronous and asynchronous: reads who is visiting, and keeps the click id that an ad brought."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from ._page import decides_by_consent
from ._settings import setting
from ._visit import answering, read, streamed, streamed_awaited

if TYPE_CHECKING:
    from .. import Visitor


class TikTokCapiMiddleware:
    """Put it after the middleware that knows of proxies and security, before that which answers for the shop."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if iscoroutinefunction(self):
            return self._awaited(request)
        with answering(request) as visitor:
            response = self.get_response(request)
        return _finished(request, response, visitor)

    async def _awaited(self, request: HttpRequest) -> HttpResponseBase:
        if setting("REQUEST_FILTER") or setting("CONSENT"):
            await sync_to_async(read)(request)  # functions of the shop's, which may ask the database who is logged in
        with answering(request) as visitor:
            response = await self.get_response(request)
        return _finished(request, response, visitor)


def _finished(request: HttpRequest, response: HttpResponseBase, visitor: Visitor | None) -> HttpResponseBase:
    if response.streaming and getattr(response, "file_to_stream", None) is None:  # a file is left to the server to send
        keep: Any = streamed_awaited if response.is_async else streamed
        response.streaming_content = keep(request, response.streaming_content)
    cookies = visitor.cookies if visitor else ()
    for cookie in cookies:
        name, value = cookie["name"], cookie["value"]
        response.set_cookie(name, value, max_age=cookie["max_age"], secure=cookie["secure"], samesite="Lax")
        response.cookies[name].set(name, value, value)  # it is encoded already, and the Pixel reads no quotes
    if cookies or decides_by_consent(request):
        patch_vary_headers(response, ("Cookie", "Sec-GPC"))  # no cache may hand one visitor's page to another
    return response
