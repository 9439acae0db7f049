//! What becomes of events, told by a scripted service and a clock that never sleeps.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use support::{Paused, Scripted, client, code, event, events, options, status, told, with_header};
use tiktok_capi::{
    Cancel, Client, DeliveryErrorKind, Events, Failure, Input, Kind, Outcome, Prepared, Problem, Reason,
    Receipt, TransportError,
};

fn outcomes(receipt: &Receipt) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    receipt.results.iter().for_each(|result| *counts.entry(result.outcome.as_str()).or_default() += 1);
    counts
}

fn reasons(receipt: &Receipt) -> Vec<Option<Reason>> {
    receipt.results.iter().map(|result| result.outcome.reason()).collect()
}

#[test]
fn results_are_in_the_callers_order() {
    let service = Scripted::in_order([]);
    let client = client(&service, &Paused::default(), r#"{"require_consent": true, "consent": "granted"}"#);
    let denied = Input::from_json(br#"{"event":"Contact","event_id":"d","consent":"denied"}"#).unwrap();
    let receipt = client.track(&[event("a"), Input::Null, denied, event("b")]).unwrap();
    let told: Vec<_> = receipt.results.iter().map(|result| result.outcome.as_str()).collect();
    assert_eq!(told, ["accepted", "refused", "withheld", "accepted"]);
    assert_eq!(receipt.results[3].event_id.as_deref(), Some("b"));
    assert_eq!(receipt.results[0].request_id(), Some("r0"));
    assert_eq!(service.seen()[0].ids, ["a", "b"]);
    assert!(!receipt.ok() && receipt.error().is_none());
    assert_eq!(receipt.results[1].problems[0].code().as_str(), "wrong_type");
}

#[test]
fn an_accepted_event_keeps_its_warnings() {
    let service = Scripted::in_order([]);
    let doubtful =
        br#"{"event":"Contact","page":{"url":"https://shop.example/"},"user":{"ttp":"t","phone":"nope"}}"#;
    let receipt =
        client(&service, &Paused::default(), "{}").track(&Input::from_json(doubtful).unwrap()).unwrap();
    let codes = receipt.results[0].problems.iter().map(|problem| problem.code().as_str());
    assert!(receipt.ok() && codes.eq(["event_id_generated", "invalid_phone"]), "{receipt:?}");
}

#[test]
fn one_bad_event_alone_is_an_error() {
    let service = Scripted::in_order([]);
    let client = client(&service, &Paused::default(), "{}");
    let error = client.track(&Input::map([("event", Input::text("!"))])).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidEvent);
    assert!(error.problems().iter().any(|problem| problem.code().as_str() == "invalid_event_name"));
    assert!(client.track(&event("a")).unwrap().ok());
    assert_eq!(service.seen().len(), 1);
}

#[test]
fn what_sending_needs_is_told_before_anything_is_sent() {
    let bare = |json: &str| {
        let options = tiktok_capi::Options::from_input(&Input::from_json(json.as_bytes()).unwrap()).unwrap();
        Client::with_transport(options, Scripted::in_order([]), Paused::default()).unwrap()
    };
    let error = |client: &Client| client.track(&events(1)).unwrap_err();
    let without_token = bare(r#"{"pixel_code":"C4A"}"#);
    assert_eq!(
        (error(&without_token).code(), error(&without_token).place()),
        ("missing_option", Some("access_token"))
    );
    assert_eq!(error(&bare(r#"{"access_token":"t"}"#)).place(), Some("event_source_id"));
    assert!(without_token.build(&event("a")).event.is_ok());
    assert_eq!(without_token.explain(&event("a")).outcome, "ready");
    assert!(without_token.pixel(&event("a")).unwrap().is_some());
}

type Verb = fn(&Client, Events) -> Result<Receipt, Failure>;

const VERBS: [Verb; 3] = [Client::track, Client::enqueue, Client::deliver];

#[test]
fn a_missing_option_is_told_before_a_refused_event() {
    let bad = Input::map([("event", Input::text("!"))]);
    let bare = Client::new(tiktok_capi::Options::default()).unwrap();
    let able = client(&Scripted::in_order([]), &Paused::default(), "{}");
    let list = std::slice::from_ref(&bad);
    for verb in VERBS {
        assert_eq!(verb(&bare, bare.read(&bad)).unwrap_err().code(), "missing_option");
        assert_eq!(verb(&bare, bare.read(list)).unwrap_err().code(), "missing_option");
        assert_eq!(verb(&able, able.read(&bad)).unwrap_err().code(), "invalid_event");
        assert_eq!(verb(&able, able.read(list)).unwrap().results[0].outcome, Outcome::Refused);
    }
}

#[test]
fn what_cannot_be_read_is_refused_for_its_own_problem() {
    let client = client(&Scripted::in_order([]), &Paused::default(), "{}");
    let unreadable = || Input::from_json(b"{\"event\": \"\xff\"}");
    let code = |problems: &[Problem]| problems[0].code().as_str();
    let alone = client.track(unreadable()).unwrap_err();
    assert_eq!((alone.kind(), code(alone.problems())), (Kind::InvalidEvent, "not_unicode"));
    let receipt = client.track(vec![Ok(event("a")), unreadable()]).unwrap();
    let told: Vec<_> = receipt.results.iter().map(|result| result.outcome.as_str()).collect();
    assert_eq!((told, code(&receipt.results[1].problems)), (vec!["accepted", "refused"], "not_unicode"));
}

#[test]
fn a_transient_failure_is_tried_again_with_the_same_bytes() {
    let service = Scripted::in_order([Err(TransportError::Timeout), code(50_000), status(503), code(0)]);
    let clock = Paused::default();
    let generated = Input::map([("event", Input::text("Contact"))]);
    let receipt = client(&service, &clock, "{}").track(&[generated]).unwrap();
    let seen = service.seen();
    assert!(receipt.ok() && seen.iter().all(|request| *request == seen[0]));
    assert_eq!((receipt.requests, seen.len(), clock.waits().len()), (4, 4, 3));
    let ceilings = [0.5, 1.0, 2.0].map(Duration::from_secs_f64);
    assert!(clock.waits().iter().zip(ceilings).all(|(wait, ceiling)| *wait <= ceiling));
}

#[test]
fn four_tries_are_all() {
    for (answer, reason, may_have_arrived) in [
        (Err(TransportError::Connect), Reason::Connect, false),
        (Err(TransportError::Timeout), Reason::Timeout, true),
        (Err(TransportError::Lost), Reason::ConnectionLost, true),
        (Err(TransportError::NotHttp), Reason::UnreadableReply, true),
        (status(200), Reason::UnreadableReply, true),
        (status(502), Reason::ServiceError, true),
        (status(429), Reason::RateLimited, false),
        (status(302), Reason::UnreadableReply, true),
        (status(403), Reason::UnreadableReply, true),
        (code(40_100), Reason::RateLimited, false),
        (code(40_202), Reason::WriteConflict, false),
        (code(60_001), Reason::Maintenance, false),
    ] {
        let service = Scripted::new(move |_, _| answer.clone());
        let receipt = client(&service, &Paused::default(), "{}").track(&events(1)).unwrap();
        assert_eq!((receipt.requests, service.seen().len()), (4, 4), "{reason}");
        assert_eq!(reasons(&receipt), [Some(reason)]);
        assert_eq!(receipt.results[0].outcome.may_have_arrived(), may_have_arrived, "{reason}");
    }
}

#[test]
fn an_early_try_may_have_arrived() {
    let service = Scripted::in_order([Err(TransportError::Lost), code(40_100), code(40_100), code(40_100)]);
    let receipt = client(&service, &Paused::default(), "{}").track(&events(1)).unwrap();
    assert_eq!(reasons(&receipt), [Some(Reason::RateLimited)]);
    assert!(receipt.results[0].outcome.may_have_arrived());
    assert_eq!(receipt.error().unwrap().kind, DeliveryErrorKind::RateLimited);
}

#[test]
fn some_failures_are_not_tried_again() {
    for (error, reason) in [(TransportError::Tls, Reason::Tls), (TransportError::Setup, Reason::Setup)] {
        let service = Scripted::new(move |_, _| Err(error));
        let receipt = client(&service, &Paused::default(), r#"{"max_batch":1}"#).track(&events(3)).unwrap();
        assert_eq!((receipt.requests, reasons(&receipt)), (1, vec![Some(reason); 3]));
    }
    for (answer, expected) in [(code(40_050), Some(40_050)), (code(20_000), Some(20_000))] {
        let service = Scripted::new(move |_, _| answer.clone());
        let receipt = client(&service, &Paused::default(), "{}").track(&events(2)).unwrap();
        assert_eq!((receipt.requests, receipt.results[1].outcome.code()), (1, expected));
        assert_eq!(receipt.error().unwrap().kind, DeliveryErrorKind::Rejected);
        assert_eq!(receipt.error().unwrap().events, 2);
    }
}

#[test]
fn partly_is_neither_success_nor_sent_again() {
    let service = Scripted::in_order([code(20_001)]);
    let receipt = client(&service, &Paused::default(), "{}").track(&events(2)).unwrap();
    assert_eq!((receipt.requests, outcomes(&receipt)), (1, BTreeMap::from([("partly", 2)])));
    assert!(!receipt.ok() && receipt.error().is_some());
}

#[test]
fn retry_after_is_waited_for_within_reason() {
    let waits = |value: &str| {
        let value = value.to_owned();
        let service = Scripted::new(move |number, _| {
            if number == 0 { with_header(status(429), "retry-after", &value) } else { code(0) }
        });
        let clock = Paused::default();
        let receipt = client(&service, &clock, "{}").track(&events(1)).unwrap();
        (
            receipt.ok(),
            receipt.retry_after.map(|wait| wait.as_secs()),
            clock.waits().first().map(Duration::as_secs),
        )
    };
    assert_eq!(waits("7"), (true, None, Some(7)));
    assert_eq!(waits("Thu, 01 Jan 2026 00:00:20 GMT"), (true, None, Some(20)));
    assert_eq!(waits("3600"), (false, Some(3_600), None));
    for nonsense in ["-1", "soon", "1e9", "", "Thu, 01 Jan 1970 00:00:20 GMT"] {
        assert_eq!(waits(nonsense), (true, None, Some(0)), "{nonsense}");
    }
}

#[test]
fn a_bad_event_comes_back_and_the_others_arrive() {
    for message in ["no hint", "Batch.617.user.email: x", "data[3] is bad", "Batch.99999: x"] {
        let service = Scripted::new(move |_, seen| {
            if seen.ids.iter().any(|id| id == "617") { told(40_002, message) } else { code(0) }
        });
        let receipt = client(&service, &Paused::default(), "{}").track(&events(1_000)).unwrap();
        assert!(receipt.requests <= 21, "{message}: {}", receipt.requests);
        assert_eq!(outcomes(&receipt), BTreeMap::from([("accepted", 999), ("rejected", 1)]));
        assert_eq!(
            receipt.results[617].outcome,
            Outcome::Rejected { code: Some(40_002), status: 200, may_have_arrived: false }
        );
        assert_eq!(receipt.results[617].api_message(), Some(message));
        let mut arrived: Vec<_> = service
            .seen()
            .iter()
            .filter(|seen| !seen.ids.iter().any(|id| id == "617"))
            .flat_map(|seen| seen.ids.clone())
            .collect();
        arrived.sort_unstable();
        arrived.dedup();
        assert_eq!(arrived.len(), 999);
    }
}

#[test]
fn a_split_goes_on_over_a_transient_failure() {
    let service = Scripted::new(|number, seen| match number {
        1 => Err(TransportError::Timeout),
        2 => code(50_000),
        _ if seen.ids.contains(&"5".to_owned()) => code(40_062),
        _ => code(0),
    });
    let receipt = client(&service, &Paused::default(), "{}").track(&events(8)).unwrap();
    assert_eq!(outcomes(&receipt), BTreeMap::from([("accepted", 7), ("rejected", 1)]));
    assert_eq!(receipt.results[5].outcome.code(), Some(40_062));
}

#[test]
fn a_refused_token_stops_everything_at_once() {
    for bad in [40_001, 40_104, 40_105] {
        let service = Scripted::in_order([code(0), code(bad)]);
        let receipt = client(&service, &Paused::default(), r#"{"max_batch":2}"#).track(&events(7)).unwrap();
        assert_eq!(receipt.requests, 2);
        assert_eq!(outcomes(&receipt), BTreeMap::from([("accepted", 2), ("undelivered", 5)]));
        assert!(reasons(&receipt)[2..].iter().all(|reason| *reason == Some(Reason::Unauthorized)));
        let error = receipt.error().unwrap();
        assert_eq!(
            (error.kind, error.api_code, error.events),
            (DeliveryErrorKind::Unauthorized, Some(bad), 5)
        );
    }
}

#[test]
fn while_the_service_is_down_each_request_is_tried_once() {
    let service = Scripted::new(|number, _| if number < 10 { status(503) } else { code(0) });
    let receipt = client(&service, &Paused::default(), r#"{"max_batch":1}"#).track(&events(9)).unwrap();
    // Four tries of the first, one of each of the next six, and the last two arrive.
    assert_eq!(outcomes(&receipt), BTreeMap::from([("accepted", 2), ("undelivered", 7)]));
    assert_eq!(receipt.requests, 12);
}

#[test]
fn calls_share_a_budget_of_retries() {
    let service = Scripted::new(|_, _| status(503));
    let client = client(&service, &Paused::default(), "{}");
    (0..500).for_each(|_| drop(client.track(&events(1)).unwrap()));
    let requests = service.seen().len();
    assert!(
        (600..620).contains(&requests),
        "500 calls, 100 retries, and what came back in the time: {requests}"
    );
}

#[test]
fn a_cancelled_call_says_what_it_did_not_send() {
    let service = Scripted::new(|number, _| if number == 0 { code(0) } else { Err(TransportError::Timeout) });
    let client = client(&service, &Paused::cancelling(), r#"{"max_batch":1}"#);
    let cancel = Cancel::new();
    let receipt = client.track(client.read(&events(3)).until(&cancel)).unwrap();
    assert_eq!(reasons(&receipt), [None, Some(Reason::Cancelled), Some(Reason::Cancelled)]);
    let unknown: Vec<_> = receipt.results.iter().map(|result| result.outcome.may_have_arrived()).collect();
    assert_eq!(unknown, [false, true, false]);
    let late = client.track(client.read(&events(2)).until(&cancel)).unwrap();
    assert_eq!((receipt.requests, late.requests), (2, 0));
}

#[test]
fn requests_hold_what_they_may() {
    let service = Scripted::in_order([]);
    let receipt = client(&service, &Paused::default(), "{}").track(&events(2_001)).unwrap();
    assert!(receipt.ok());
    assert_eq!(service.seen().iter().map(|seen| seen.ids.len()).collect::<Vec<_>>(), [1_000, 1_000, 1]);
    let in_order: Vec<_> = service.seen().into_iter().flat_map(|seen| seen.ids).collect();
    assert_eq!(in_order, (0..2_001).map(|index| index.to_string()).collect::<Vec<_>>());
}

#[test]
fn kept_events_are_delivered_as_they_are() {
    let service = Scripted::in_order([]);
    let more = r#"{"test_event_code":"TEST1","partner_name":"Us"}"#;
    let client = client(&service, &Paused::default(), more);
    let kept = Prepared::from_parts("Contact", "a", br#"{"event":"Contact","event_id":"a"}"#.to_vec());
    assert!(client.deliver(kept).unwrap().ok());
    let expected = r#"{"data":[{"event":"Contact","event_id":"a"}],"event_source":"web","event_source_id":"C4A","partner_name":"Us","test_event_code":"TEST1"}"#;
    assert_eq!(String::from_utf8(service.seen()[0].body.clone()).unwrap(), expected);
}

#[test]
fn a_fixed_clock_and_seed_make_a_call_repeatable() {
    let bare = || Input::map([("event", Input::text("Contact"))]);
    let fixed = r#"{"now":1767225600,"event_id_seed":"00ff"}"#;
    let bytes = |more: &str| {
        let client = client(&Scripted::in_order([]), &Paused::default(), more);
        let read = client.read(&[bare(), bare()]);
        read.built().iter().map(|built| built.event.clone().unwrap().into_bytes()).collect::<Vec<_>>()
    };
    assert_eq!(bytes(fixed), bytes(fixed));
    assert_ne!(bytes(fixed)[0], bytes(fixed)[1]);
    assert_ne!(bytes("{}"), bytes("{}"));
}

#[test]
fn the_receipt_as_json() {
    let service = Scripted::in_order([told(40_002, "jo@example.com")]);
    let receipt = client(&service, &Paused::default(), "{}").track(&[event("a"), Input::Null]).unwrap();
    let json: serde_json::Value = serde_json::from_str(&receipt.to_json()).unwrap();
    assert_eq!(json["ok"], false);
    assert_eq!((&json["requests"], &json["retry_after"]), (&1.into(), &serde_json::Value::Null));
    assert_eq!(json["request_ids"][0], "r40002");
    assert_eq!((&json["error"]["code"], &json["error"]["api_code"]), (&"rejected".into(), &40_002.into()));
    let (first, second) = (&json["results"][0], &json["results"][1]);
    assert_eq!(
        (&first["outcome"], &first["code"], &first["status"]),
        (&"rejected".into(), &40_002.into(), &200.into())
    );
    assert_eq!(
        (&second["outcome"], &second["problems"][0]["code"]),
        (&"refused".into(), &"wrong_type".into())
    );
    assert_eq!((receipt.results[0].to_json(), &second["hint"]), (first.to_string(), &"".into()));
    let hint = receipt.results[0].hint();
    assert!(hint.ends_with('.') && first["hint"] == hint, "{first}");
    assert!(receipt.error().unwrap().to_string().ends_with(hint));
    assert!(!receipt.to_json().contains("example.com"));
    let full: serde_json::Value = serde_json::from_str(&receipt.to_json_with_api_messages()).unwrap();
    assert_eq!(full["results"][0]["api_message"], "jo@example.com");
}

#[test]
fn a_client_is_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let service = Scripted::in_order([]);
    let client = Client::with_transport(options("{}"), service.clone(), Paused::default()).unwrap();
    is_shared(&client);
    std::thread::scope(|scope| {
        (0..8).for_each(|_| drop(scope.spawn(|| assert!(client.track(&events(10)).unwrap().ok()))));
    });
    assert_eq!(service.seen().len(), 8);
}

/// Calls that fail together do not come back together.
#[test]
fn waits_differ_from_call_to_call() {
    let waits = (0..20).map(|_| {
        let (service, clock) = (Scripted::in_order([status(503)]), Paused::default());
        assert!(client(&service, &clock, "{}").track(&events(1)).unwrap().ok());
        clock.waits()[0]
    });
    assert!(waits.collect::<BTreeSet<_>>().len() > 10);
}

/// It may be the size alone, so what a half of the events showed says nothing about the other one.
#[test]
fn too_many_events_are_only_cut() {
    let service = Scripted::new(|_, seen| if seen.ids.len() > 500 { code(40_061) } else { code(0) });
    let receipt = client(&service, &Paused::default(), "{}").track(&events(1_000)).unwrap();
    assert!(receipt.ok());
    assert_eq!(receipt.requests, 3);
}
