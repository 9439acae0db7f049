"""What TikTok is told of a purchase: by the server when it is made, and by the Pixel on the thanks page."""

from tiktok_capi import event_id


def purchase(order):
    """In TikTok's own names, with raw identifiers. Who is visiting, the middleware knows."""
    contents = [
        {"content_id": line["sku"], "content_name": line["name"], "price": line["price"], "quantity": line["quantity"]}
        for line in order.lines
    ]
    return {
        "event": "Purchase",
        "event_id": event_id("Purchase", order.number),
        "user": {"email": order.email, "phone": order.phone},
        "properties": {
            "currency": order.currency,
            "value": order.total,
            "content_type": "product",
            "description": ", ".join(line["name"] for line in order.lines),
            "contents": contents,
            "order_id": order.number,
        },
    }
