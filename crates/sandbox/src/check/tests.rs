//! Each rule finds what it is there for, and answers as TikTok is thought to.

use std::collections::BTreeSet;

use super::*;
use crate::answer::PII_NOT_HASHED;

const NOW: i64 = 1_767_225_600;

/// A digest that means nothing.
const DIGEST: &str = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";

fn checked(json: &str, source: EventSource) -> (Checked, String) {
    let mut node: Node<'_> = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let checked = event(&mut node, source, NOW);
    (checked, serde_json::to_string(&node).unwrap())
}

/// A web event without anything wrong, with some of its members replaced or added.
fn web(members: &str) -> String {
    let mut event = serde_json::json!({
        "event": "Contact", "event_id": "e1", "event_time": NOW,
        "page": {"url": "https://x.de/"}, "user": {"email": DIGEST},
    });
    let more: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&format!("{{{members}}}")).unwrap();
    for (name, value) in more {
        event[name] = value;
    }
    event.to_string()
}

/// Path, finding, and TikTok's code of a web event that has one thing wrong.
fn only(members: &str) -> (String, &'static str, i64) {
    let (checked, _) = checked(&web(members), EventSource::Web);
    let code = checked.refusal.as_ref().map_or(0, |refusal| refusal.code);
    let [finding] = checked.findings.as_slice() else { panic!("{members}: {:?}", checked.findings) };
    (finding.path.clone(), finding.code.as_str(), code)
}

#[test]
fn nothing_is_wrong_with_a_good_event() {
    let (checked, event) = checked(&web(""), EventSource::Web);
    assert!(checked.findings.is_empty() && checked.refusal.is_none() && !checked.is_masked, "{checked:?}");
    assert!(event.contains(DIGEST));
}

/// Members of a web event, where the fault is, which it is, and TikTok's code.
const CASES: &[(&str, &str, &str, i64)] = &[
    (r#""event_id":7"#, "event_id", "wrong_type", 40002),
    (r#""event_time":"1767225600""#, "event_time", "wrong_type", 40002),
    (r#""event_time":1767225600.5"#, "event_time", "wrong_type", 40002),
    (r#""event_time":1767225600000"#, "event_time", "time_in_milliseconds", 40002),
    (r#""event_time":46023"#, "event_time", "invalid_time", 40002),
    (r#""event_time":1767225600000000"#, "event_time", "invalid_time", 40002),
    (r#""event_time":1767225901"#, "event_time", "future_event", 0),
    (r#""event_time":1766620799"#, "event_time", "late_event", 0),
    (r#""limited_data_use":"yes""#, "limited_data_use", "wrong_type", 40002),
    (r#""limited_data_use":true"#, "limited_data_use", "ldu_without_ip", 0),
    (r#""event":"purchase""#, "event", "near_standard_name", 0),
    (r#""event":"Add To Cart""#, "event", "invalid_event_name", 0),
    (r#""event":"SubmitForm""#, "event", "legacy_event_name", 0),
    (r#""event":"ClickForm""#, "event", "reserved_event_name", 0),
    (r#""event":"ViewForm""#, "event", "reserved_event_name", 0),
    (r#""event_id":"""#, "event_id", "missing_event_id+empty_value", 0),
    (r#""page":{}"#, "page.url", "missing_page_url+empty_value", 0),
    (r#""page":{"url":"x.de"}"#, "page.url", "invalid_url", 0),
    (r#""page":{"url":"https://x.de/?email=a"}"#, "page.url", "personal_data", 0),
    (r#""page":7"#, "page.url", "missing_page_url+wrong_type", 40002),
    (r#""test_event_code":"T1""#, "test_event_code", "misplaced_field", 0),
    (r#""proprties":{}"#, "proprties", "unknown_field", 0),
    (r#""user":{"email":"jo@x.de"}"#, "user.email", "not_hashed", 40062),
    (r#""user":{"phone":"+4915112345678"}"#, "user.phone", "not_hashed", 40062),
    (r#""user":{"email":["0123456789abcdef0123456789abcdef"]}"#, "user.email[0]", "weak_hash", 40062),
    (r#""user":{"phone":"0123456789abcdef0123456789"}"#, "user.phone", "invalid_digest", 40062),
    (
        r#""user":{"email":"x48a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f"}"#,
        "user.email",
        "invalid_digest",
        40062,
    ),
    (
        r#""user":{"email":"848A771458438FC2EC420560D769FB9B9B86851EE338EC56517BAABD79D3BB4F"}"#,
        "user.email",
        "upper_case_digest",
        0,
    ),
    (
        r#""user":{"ttp":"t","email":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#,
        "user.email",
        "hash_of_nothing",
        0,
    ),
    (
        r#""user":{"ttp":"t","external_id":"74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"}"#,
        "user.external_id",
        "hash_of_placeholder",
        0,
    ),
    (r#""user":{"external_id":"user_123"}"#, "user.external_id", "not_hashed", 0),
    (r#""user":{"external_id":42}"#, "user.external_id", "wrong_type", 40002),
    (r#""user":{"email":{"sha256":"x"}}"#, "user.email", "wrong_type", 40002),
    (r#""user":{"ttp":"t","emial":"x"}"#, "user.emial", "unknown_field", 0),
    (r#""user":{"ttp":"t","lead_id":"x"}"#, "user.lead_id", "misplaced_field", 0),
    (r#""user":{"ttp":"t","phone_region":"GB"}"#, "user.phone_region", "unknown_field", 0),
    (r#""user":{"ttclid":"E.C.P.a%3D"}"#, "user.ttclid", "encoded_ttclid", 0),
    (r#""user":{"ttp":"t","ip":"10.0.0.1"}"#, "user.ip", "not_public_ip", 0),
    (r#""user":{"ttp":"t","ip":"::ffff:192.168.0.1"}"#, "user.ip", "not_public_ip", 0),
    (r#""user":{"ttp":"t","ip":"2001:db8::1"}"#, "user.ip", "not_public_ip", 0),
    (r#""user":{"ttp":"t","ip":"8.8.8.8, 1.1.1.1"}"#, "user.ip", "invalid_ip", 0),
    (r#""user":{"ttp":"t","locale":"en_US"}"#, "user.locale", "invalid_locale", 0),
    (r#""user":{"ttp":"t","city":"New York"}"#, "user.city", "wrong_case", 0),
    (r#""user":{"ttp":"t","country":"usa"}"#, "user.country", "invalid_country", 0),
    (r#""user":{"ttp":"t","country":"US"}"#, "user.country", "wrong_case", 0),
    (
        r#""user":{"ttp":"t","city":"848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f"}"#,
        "user.city",
        "hashed_in_plain_field",
        0,
    ),
    (
        r#""user":{"ttp":"t","idfa":"EA7583CD-A667-48BC-B806-42ECB2B48606"}"#,
        "user.idfa",
        "not_for_this_source",
        0,
    ),
    (r#""user":{"ttp":"t","phone":null}"#, "user.phone", "empty_value", 0),
    (r#""user":{}"#, "user", "no_identifier+empty_value", 0),
    (r#""properties":{"value":"19.90"}"#, "properties.value", "wrong_type", 40002),
    (r#""properties":{"value":-1}"#, "properties.value", "negative_number", 0),
    (r#""properties":{"num_items":1.5}"#, "properties.num_items", "wrong_type", 40002),
    (r#""properties":{"currency":"usd"}"#, "properties.currency", "invalid_currency", 0),
    (r#""properties":{"currency":"ISO"}"#, "properties.currency", "unlisted_currency", 0),
    (r#""properties":{"content_type":"products"}"#, "properties.content_type", "unknown_value", 0),
    (r#""properties":{"content_ids":"a"}"#, "properties.content_ids", "wrong_type", 40002),
    (r#""properties":{"content_ids":[1]}"#, "properties.content_ids[0]", "wrong_type", 40002),
    (r#""properties":{"contents":{}}"#, "properties.contents", "empty_value", 0),
    (
        r#""properties":{"contents":[{"content_id":4711}]}"#,
        "properties.contents[0].content_id",
        "wrong_type",
        40002,
    ),
    (
        r#""properties":{"contents":[{"content_type":"product"}]}"#,
        "properties.contents[0].content_type",
        "legacy_field",
        0,
    ),
    (r#""properties":{"query":"x"}"#, "properties.query", "legacy_field", 0),
    (r#""properties":{"curency":"EUR"}"#, "properties.curency", "unknown_field", 0),
    (r#""properties":{"contents":[{"prise":1}]}"#, "properties.contents[0].prise", "unknown_field", 0),
    (r#""properties":{"order_id":"undefined"}"#, "properties.order_id", "placeholder", 0),
    (r#""timestamp":"2026-01-01T00:00:00Z""#, "timestamp", "legacy_field", 0),
    (r#""user":{"ttp":"t","phone_number":"x"}"#, "user.phone_number", "legacy_field", 0),
    (r#""properties":{"event_id":"e"}"#, "properties.event_id", "misplaced_field", 0),
    (r#""properties":{"mine":{"email":"x"}}"#, "properties.mine.email", "personal_data", 0),
    (r#""properties":{"note":["call jo@x.de"]}"#, "properties.note[0]", "personal_data", 0),
    (r#""properties":{"description":"jo@x.de"}"#, "properties.description", "personal_data", 0),
];

#[test]
fn one_thing_is_wrong() {
    for (members, path, code, answer) in CASES {
        let Some((first, second)) = code.split_once('+') else {
            assert_eq!(only(members), ((*path).to_owned(), *code, *answer), "{members}");
            continue;
        };
        let (checked, _) = checked(&web(members), EventSource::Web);
        let codes: Vec<_> = checked.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, [first, second], "{members}");
        assert_eq!(checked.findings[0].path, *path);
        assert_eq!(checked.refusal.map_or(0, |refusal| refusal.code), *answer, "{members}");
    }
}

#[test]
fn required_fields_are_missed_in_their_source() {
    for (json, source, path) in [
        (r#"{"event_time":1767225600}"#, EventSource::Web, "event"),
        (r#"{"event":"Contact"}"#, EventSource::Web, "event_time"),
        (r#"{"event":"","event_time":1767225600}"#, EventSource::Web, "event"),
        (r#"{"event":"Login","event_time":1767225600}"#, EventSource::App, "app.app_id"),
        (r#"{"event":"Login","event_time":1767225600,"app":{}}"#, EventSource::App, "app.app_id"),
        (r#"{"event":"Lead","event_time":1767225600}"#, EventSource::Crm, "lead.lead_id"),
    ] {
        let (checked, _) = checked(json, source);
        let refusal = checked.refusal.unwrap();
        assert_eq!((refusal.code, refusal.path.as_str()), (PARAM_ERROR, path), "{json}");
        assert!(checked.findings.iter().any(|finding| finding.code == FindingCode::MissingField));
    }
    let (checked, _) = checked("7", EventSource::Web);
    assert_eq!(checked.refusal.unwrap().path, "");
}

#[test]
fn recommended_parameters_are_missed() {
    let (checked, _) =
        checked(&web(r#""event":"Purchase","properties":{"value":1,"content_ids":["a"]}"#), EventSource::Web);
    let found: BTreeSet<_> =
        checked.findings.iter().map(|finding| (finding.path.as_str(), finding.code.as_str())).collect();
    let expected =
        [("properties.content_type", "missing_recommended"), ("properties.currency", "missing_currency")];
    assert_eq!(found, expected.into());
}

#[test]
fn what_must_not_be_kept_is_masked_in_every_place() {
    let json = web(
        r#""user":{"email":["jo1@x.de"],"phone":"+4915112345671","first_name":"Canary","emial":"jo2@x.de","jo3@x.de":1,
            "external_id":"canary-7","idfa":"AAAAAAAA-A667-48BC-B806-42ECB2B48606","user_agent":"a jo4@x.de"},
           "properties":{"email":"jo5@x.de","a":{"b":["jo6@x.de"]},"+4915112345672":1,"tel":4915112345673,
            "value":"jo7@x.de","contents":[{"content_id":"jo8@x.de"},"jo9@x.de"]},
           "page":{"url":"https://x.de/a?q=jo10%40x.de&phone=4915112345674"},
           "event":"jo11@x.de","event_id":"jo12@x.de","app":"jo13@x.de","device":{"phone":"4915112345675"}"#,
    );
    let (checked, kept) = checked(&json, EventSource::Web);
    assert!(checked.is_masked);
    let findings = format!("{:?} {:?}", checked.findings, checked.refusal);
    for text in [kept, findings] {
        for canary in ["jo", "4915", "anary", "AAAAAAAA"] {
            assert!(!text.contains(canary), "{canary} in {text}");
        }
    }
}

#[test]
fn hundreds_of_findings_are_too_many() {
    let keys: Vec<_> = (0..200).map(|index| format!("\"k{index}\":1")).collect();
    let (checked, _) = checked(&web(&keys.join(",")), EventSource::Web);
    assert_eq!(checked.findings.len(), MOST_FINDINGS);
}

#[test]
fn a_key_that_stands_twice_is_found() {
    let json = web("").replacen("\"event\"", "\"event\":\"Lead\",\"event\"", 1);
    let (checked, _) = checked(&json, EventSource::Web);
    assert!(
        checked.findings.contains(&Finding { path: "event".to_owned(), code: FindingCode::DuplicateKey })
    );
}

#[test]
fn names_belong_to_sources() {
    for (source, name, code) in [
        (EventSource::Web, "Purchas", Some(FindingCode::NearStandardName)),
        (EventSource::Offline, "MyEvent", Some(FindingCode::CustomOfflineEvent)),
        (EventSource::Offline, "Login", Some(FindingCode::CustomOfflineEvent)),
        (EventSource::Web, "MyEvent", None),
        (EventSource::Web, "Login", None),
        (EventSource::App, "Checkout", None),
        (EventSource::Web, "Checkout", Some(FindingCode::ReservedEventName)),
        (EventSource::Web, "Pageview", None),
        (EventSource::Web, "page_view", Some(FindingCode::NearStandardName)),
        (EventSource::Web, "1st", Some(FindingCode::InvalidEventName)),
    ] {
        assert_eq!(names::faults(name, source), Vec::from_iter(code), "{name}");
    }
}

#[test]
fn what_nobody_can_be_known_by_is_no_key() {
    for user in [
        r#"{"ip":"10.0.0.1"}"#,
        r#"{"ip":"192.168.1.7","user_agent":"a","locale":"de"}"#,
        r#"{"ttclid":"__CLICKID__"}"#,
        r#"{"email":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}"#,
    ] {
        let json = web(&format!("\"user\":{user}"));
        let (checked, _) = checked(&json, EventSource::Web);
        let found = |code| checked.findings.iter().any(|finding| finding.code == code);
        assert!(found(FindingCode::NoIdentifier) && checked.refusal.is_none(), "{user}");
        assert_eq!(match_keys(&serde_json::from_str(&json).unwrap()).iter().count(), 0, "{user}");
    }
    let named = web(&format!("\"user\":{{\"first_name\":\"{DIGEST}\",\"ttclid\":\"E.C.P\"}}"));
    let (checked, _) = checked(&named, EventSource::Offline);
    assert!(checked.findings.iter().any(|finding| finding.code == FindingCode::NoIdentifier));
}

#[test]
fn every_code_can_be_found() {
    let mut found = BTreeSet::new();
    let mut look = |json: &str, source| {
        found.extend(checked(json, source).0.findings.iter().map(|finding| finding.code));
    };
    for (members, ..) in CASES {
        look(&web(members), EventSource::Web);
    }
    let long = "x".repeat(1_001);
    let many = vec![DIGEST; 21];
    look(&web(&format!("\"event_id\":\"{long}\",\"user\":{{\"ttclid\":\"{long}\"}}")), EventSource::Web);
    look(
        &web(&format!("\"user\":{{\"email\":{}}}", serde_json::to_string(&many).unwrap())),
        EventSource::Web,
    );
    look(r#"{"event":"Mine","event":"x"}"#, EventSource::Offline);
    look(&web(r#""event":"Purchase","properties":{"value":1}"#), EventSource::Web);
    let missing: Vec<_> = FindingCode::all().iter().filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(PII_NOT_HASHED, 40062);
}
