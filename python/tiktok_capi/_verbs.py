"""The verbs that need no client: what people use by hand, in templates and in data pipelines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import _native
from ._frames import forgetting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from typing_extensions import TypeAlias

    from ._answers import BaseCode, Context, Description
    from ._catalog import Field, HashedField

    Headers: TypeAlias = Mapping[str, str | list[str]] | Iterable[tuple[str | bytes, str | bytes]]
    Format = Literal["shopify", "ga4", "segment", "woocommerce", "events_api_1", "ga4_mp", "shopify_graphql", "meta"]
    Handling = Literal["skip", "send"]


@forgetting
def normalize(field: Field, value: object, region: str | None = None) -> str | None:
    """The canonical text of one value of a field, as `"email"` or `"properties.currency"`.

    `None` when the value is absent (blank), or is a digest already. `region` (`"GB"`) says where a phone number
    without country code is read. For an identifier this is personal data in the clear, fit only for whoever gave it.

    Raises `InvalidEvent` when the field's rule refuses the value.
    """
    return _native.normalize(field, value, region)[0]


@forgetting
def hash(field: HashedField, value: object, region: str | None = None) -> str | None:
    """The SHA-256 digest of one identifier exactly as it is sent, or `None` when the value is absent.

    Raises `InvalidEvent` when the field's rule refuses the value.
    """
    return _native.hash(field, value, region)[1]


@forgetting
def context(
    *,
    url: str = "",
    headers: Headers = (),
    remote_addr: str | None = None,
    trusted_proxies: int = 0,
) -> Context:
    """What a web request tells about the visitor: `user`, `page` and `consent` as an event takes them, and `cookies`.

    `headers` is a mapping, or pairs as WSGI and ASGI have them. `trusted_proxies` is the number of proxies of your own
    in front of the application: only they are believed about the visitor's address. Each of `cookies` has the `header`
    to send as `Set-Cookie`.
    """
    import json

    told: Context = json.loads(_native.context(request(url, headers, remote_addr, trusted_proxies)))
    return told


@forgetting
def cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request, the first of each name."""
    import json

    told: dict[str, str] = json.loads(_native.cookies(request("", headers, None, 0)))
    return told


def request(url: str, headers: Headers, remote_addr: str | None, trusted_proxies: int) -> dict[str, object]:
    """A request's parts as the native half takes them."""
    given: Any = headers
    pairs = given.items() if isinstance(given, Mapping) else given
    listed: dict[str, list[str]] = {}
    for name, value in pairs:
        values = value if isinstance(value, list) else [value]
        listed.setdefault(_text(name), []).extend(map(_text, values))
    return {"url": url, "headers": listed, "remote_addr": remote_addr, "trusted_proxies": trusted_proxies}


def base_code(
    pixel_code: str,
    *,
    source: str | None = None,
    limited_data_use: bool = False,
    hold_consent: bool = False,
    nonce: str | None = None,
) -> BaseCode:
    """What a page has in its head: it loads the Pixel, keeps what is called before that is there, and reports the page view.

    `limited_data_use` is for people who opted out. With `hold_consent` the Pixel holds its reports until the page calls
    `ttq.grantConsent()`. `source` is another address of the Pixel's script, as a sandbox's. `nonce` is the page's CSP nonce.

    Raises `ConfigError` for a pixel code or an address that is none.
    """
    import json

    from ._answers import BaseCode

    given = {"pixel_code": pixel_code, "source": source, "nonce": nonce}
    flags = {"limited_data_use": limited_data_use, "hold_consent": hold_consent}
    return BaseCode(**json.loads(_native.base_code({**given, **flags})))


@forgetting
def describe(
    format: Format,
    payload: object,
    *,
    renewals: Handling = "skip",
    point_of_sale: Handling = "skip",
    drafts: Handling = "skip",
) -> Description:
    """What a shop has already, an order or a tracking call, as the events that `build`, `track` and `enqueue` take.

    `payload` is a dictionary, or its JSON text. The list is empty when there is nothing to send, as for a test order; its
    `problems` say why, and name each part of the payload that became part of no event.

    `renewals` of subscriptions, what was sold over a counter (`point_of_sale`) and what staff wrote down (`drafts`) are orders
    that nobody placed on the shop's pages: with `"send"` they are described too.

    Raises `InvalidEvent` when the payload is not one of the format.
    """
    from ._answers import Description

    given = _bytes(payload) if isinstance(payload, str) else payload
    options = {"renewals": renewals, "point_of_sale": point_of_sale, "drafts": drafts}
    return Description._read(_native.describe(format, given, options))


@forgetting
def verify_shopify(secret: str, body: str | bytes, header: str | None) -> bool:
    """Whether Shopify signed a webhook: `secret` is the app's client secret, `body` what arrived, to the byte, and `header`
    that of `X-Shopify-Hmac-Sha256`. Compared in constant time. An empty secret, or no header, verifies nothing.
    """
    return header is not None and _native.verify_shopify(secret, _bytes(body), header)


@forgetting
def verify_woocommerce(secret: str, body: str | bytes, header: str | None) -> bool:
    """Whether WooCommerce signed a webhook: `secret` is the webhook's own, `body` what arrived, to the byte, and `header` that
    of `X-WC-Webhook-Signature`. Compared in constant time. An empty secret, or no header, verifies nothing.
    """
    return header is not None and _native.verify_woocommerce(secret, _bytes(body), header)


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _text(part: str | bytes) -> str:
    return part.decode("latin-1") if isinstance(part, bytes) else part
