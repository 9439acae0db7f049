"""The verb `describe`: what payloads say of their visitor's consent (rules 8)."""

from describing import case

VERB = "describe"

NOTES = {
    "destinations": "Segment's integrations: what is said of TikTok's destinations, else of all, turns a call off.",
    "limited": "TikTok's limited_data_use: among the properties of a call, in its context, or for a destination.",
    "rudderstack": "RudderStack's consentManagement: OneTrust's C0004 and iubenda's 5 must be allowed; of other providers words for advertising count.",
    "container": "Google's consent_state, gcs and gcd, as server containers have them, and consent of the Measurement Protocol.",
}

CALL = {"type": "track", "userId": "u1", "event": "Signed Up", "messageId": "m1"}
SIGNED_UP = {"event": "CompleteRegistration", "event_id": "m1", "user": {"external_id": "u1"}}
PUSHED = {"event_name": "sign_up"}


def off(id, integrations):
    return case("segment", f"consent-integrations-{id}", CALL | {"integrations": integrations}, [], "integrations not_for_tiktok", flags=["destinations"])


def on(id, integrations, **user):
    return case("segment", f"consent-integrations-{id}", CALL | {"integrations": integrations}, [SIGNED_UP | {"user": {"external_id": "u1"} | user}], flags=["destinations"])


def limited(id, given, sent):
    return case("segment", f"consent-limited-{id}", CALL | {"properties": {"limited_data_use": given}}, [SIGNED_UP | {"limited_data_use": sent}], flags=["limited"])


def limited_by(id, **members):
    return case("segment", f"consent-limited-{id}", CALL | members, [SIGNED_UP | {"limited_data_use": True}], flags=["limited"])


def managed(id, sent, provider, allowed=None, denied=None, **context):
    lists = {"allowedConsentIds": allowed, "deniedConsentIds": denied}
    management = {"provider": provider} | {name: ids for name, ids in lists.items() if ids is not None}
    consent = {} if sent is None else {"consent": management if sent == "as it is" else sent}
    unread = [f"context.consentManagement.{name}" for name, ids in lists.items() if ids and sent is None]
    call = CALL | {"context": {"consentManagement": management} | context}
    return case("segment", f"consent-rudderstack-{id}", call, [SIGNED_UP | consent], flags=["rudderstack"], left=unread)


def container(id, members, sent):
    consent = {} if sent is None else {"consent": sent}
    return case("ga4", f"consent-container-{id}", PUSHED | members, [{"event": "CompleteRegistration"} | consent], flags=["container"])


CASES = [
    off("conversions", {"TikTok Conversions": False}),
    off("conversions-as-segment-spells-it", {"Tiktok Conversions": False}),
    off("conversions-beside-all", {"All": True, "TikTok Conversions": False}),
    off("offline", {"TikTok Offline Conversions": False}),
    off("app-events", {"TikTok App Events": False}),
    off("pixel", {"TikTok Pixel": False}),
    off("rudderstack", {"TikTok Ads": False}),
    off("capitals", {"TIKTOK_ADS": False}),
    off("slug", {"actions-tiktok-conversions": False}),
    off("all", {"All": False}),
    off("all-but-another", {"All": False, "Google Analytics 4": True}),
    off("one-of-two", {"TikTok Conversions": True, "TikTok Offline Conversions": False}),
    off("pixel-on-conversions-off", {"TikTok Pixel": True, "TikTok Conversions": False}),
    off("not-a-boolean", {"TikTok Conversions": "false"}),
    on("on", {"TikTok Conversions": True}),
    on("all-but-tiktok", {"All": False, "TikTok Conversions": True}),
    on("all-but-tiktok-with-a-click-id", {"All": False, "TikTok Conversions": {"ttclid": "T"}}, ttclid="T"),
    on("pixel-off-conversions-on", {"TikTok Pixel": False, "TikTok Conversions": True}),
    on("another-off", {"Facebook Pixel": False, "All": True}),
    on("blank", {}),
    on("null", {"TikTok Conversions": None}),

    limited("true", True, True),
    limited("false", False, False),
    limited("text", "true", True),
    limited("text-of-python", "True", True),
    limited("one", 1, True),
    limited_by("in-the-context", context={"limited_data_use": True}),
    limited_by("for-a-destination", integrations={"TikTok Conversions": {"limited_data_use": True}}),
    limited("text-of-another-kind", "maybe", "maybe"),

    managed("onetrust-granted", "granted", "oneTrust", ["C0001", "C0004"], ["C0002"]),
    managed("onetrust-denied", "denied", "oneTrust", ["C0001"], ["C0002", "C0004"]),
    managed("onetrust-denied-beside-what-cannot-be-read", "Advertising", "oneTrust", ["C0001"], ["C0002", "C0004"], consent={"categoryPreferences": "Advertising"}),
    managed("onetrust-not-allowed", "denied", "oneTrust", ["C0001"], []),
    managed("onetrust-in-other-case", "denied", "onetrust", ["C0001"], ["c0004"]),
    managed("onetrust-nobody-asked", None, "oneTrust", [], []),
    managed("iubenda-granted", "granted", "iubenda", ["1", "5"], ["4"]),
    managed("iubenda-of-numbers", "granted", "iubenda", [1, 5], [4]),
    managed("iubenda-denied", "denied", "iubenda", ["1", "4"], ["5"]),
    managed("ketch-denied", "denied", "ketch", ["analytics"], ["targeted_advertising"]),
    managed("ketch-granted", "granted", "ketch", ["analytics", "targeted_advertising"], []),
    managed("custom-granted", "granted", "custom", ["Marketing"]),
    managed("custom-denied", "denied", "custom", ["Analytics"], ["Advertising"]),
    managed("custom-both", "denied", "custom", ["marketing"], ["marketing"]),
    managed("custom-all-denied", "denied", "custom", [], ["4711"]),
    managed("custom-of-its-own-naming", None, "custom", ["4711"], ["4712"]),
    *(case("segment", f"consent-rudderstack-of-{name}", CALL | {"context": {"consentManagement": given}}, [SIGNED_UP | {"consent": given}], flags=["rudderstack"])
      for name, given in (("a-list", ["C0004"]), ("another-kind", True))),
    managed("unreadable", "as it is", "custom", "marketing", []),
    managed("beside-segment-denied", "denied", "custom", ["marketing"], [], consent={"categoryPreferences": {"Advertising": False}}),
    managed("denied-beside-segment", "denied", "custom", [], ["marketing"], consent={"categoryPreferences": {"Advertising": True}}),

    container("denied", {"consent_state": {"ad_storage": False, "ad_user_data": False}}, {"google": {"ad_storage": "denied", "ad_user_data": "denied"}}),
    container("granted", {"consent_state": {"ad_storage": True, "ad_user_data": True, "ad_personalization": True, "analytics_storage": True}},
              {"google": {"ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted", "analytics_storage": "granted"}}),
    container("words", {"consent_state": {"ad_storage": "granted", "analytics_storage": "denied"}}, {"google": {"ad_storage": "granted", "analytics_storage": "denied"}}),
    container("with-the-tags", {"consent_state": {"ad_storage": True}, "x-ga-gcs": "G111", "x-ga-gcd": "13r3r3r3r5"}, {"google": {"ad_storage": "granted", "gcs": "G111", "gcd": "13r3r3r3r5"}}),
    container("gcd-alone", {"x-ga-gcd": "11p1p1p1p5"}, {"google": {"gcd": "11p1p1p1p5"}}),
    container("measurement-protocol", {"consent": {"ad_user_data": "DENIED", "ad_personalization": "GRANTED"}}, {"google": {"ad_user_data": "DENIED", "ad_personalization": "GRANTED"}}),
    container("word-of-the-shop", {"consent": "denied"}, {"word": "denied"}),
    container("word-beside-the-state", {"consent": "denied", "consent_state": {"ad_storage": True}}, {"google": {"ad_storage": "granted"}, "word": "denied"}),
    container("unreadable", {"consent_state": {"ad_storage": "yes"}}, {"google": {"ad_storage": "yes"}}),
    container("unreadable-state", {"consent_state": "yes"}, {"google": "yes"}),
    container("nothing", {"consent_state": {}, "x-ga-gcs": "", "consent": None}, None),
]
