"""What type checkers refuse: each line that ends with `# wrong` must be told, and no other."""

from tiktok_capi import Client, Event, Receipt, User, event_id, hash, normalize

Client(pixel_cod="C4A")  # wrong
Client(strict="yes")  # wrong
Client("C4A")  # wrong
capi = Client()
user: User = {"emial": "jo@example.com"}  # wrong
event: Event = {"event": "Purchase", "event_time": [1]}  # wrong
unnamed: Event = {"event_id": "1"}  # wrong
choice: Event = {"event": "Purchase", "user": {"att_status": "MAYBE"}}  # wrong
hash("city", "Berlin")  # wrong
normalize("emial", "jo@example.com")  # wrong
receipt: Receipt = capi.atrack(event)  # wrong
body: bytes = capi.build(event)  # wrong
capi.track(5)  # wrong
event_id("Purchase", 1.5)  # wrong
capi.track(event).results[0].outcome == "acepted"  # wrong
capi.deliver(5)  # wrong
capi.track(event, visitor="denied")  # wrong
capi.visitor(consent="yes")  # wrong
