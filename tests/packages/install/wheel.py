"""A first event, as a shop sends it, and how long the import took: run where the packages are installed and a sandbox answers."""

import sys
import time

begun = time.perf_counter()
import tiktok_capi

imported = time.perf_counter() - begun
receipt = tiktok_capi.Client().track(
    {
        "event": "Purchase",
        "event_id": tiktok_capi.event_id("Purchase", "order-4711"),
        "user": {"email": " Jo@Example.com ", "ip": "8.8.8.8", "user_agent": "Mozilla/5.0"},
        "page": {"url": "https://shop.example/thanks"},
        "properties": {"currency": "USD", "value": "39.80"},
    }
)
receipt.raise_for_error()
version = ".".join(map(str, sys.version_info[:3]))
whole = time.perf_counter() - begun
print(f"Python {version}: imported in {imported * 1000:.0f} ms, {receipt.results[0].outcome} {whole * 1000:.0f} ms after the start")
