//! One event or one request among several.

use tiktok_capi::Reason::{
    ConnectionLost, Maintenance, RateLimited, ServiceError, Unauthorized, UnreadableReply,
};
use tiktok_capi_sandbox::{FORBIDDEN_TOKEN, REVOKED_TOKEN};

use super::Fate::{Accepted, Rejected, Undelivered};
use super::{Row, row};

pub(crate) fn rows() -> Vec<Row> {
    [bad_events(), splits_in_trouble(), unauthorized(), outages(), one_event(), mixed()].concat()
}

const NONE: [&str; 0] = [];
const UNHASHED: super::Fate = Rejected(Some(40_062));
const BAD_PARAMETER: super::Fate = Rejected(Some(40_002));

/// The service refuses a whole request for one of its events. The sandbox names the first bad one, which saves requests:
/// at most 12 for 1 of 1,000, where 21 are allowed.
fn bad_events() -> Vec<Row> {
    vec![
        row("a bad event alone", NONE).unhashed([0]).rejected(40_062, 1),
        row("1 bad event of 1,000", NONE).events(1_000).unhashed([617]).requests(2..=12).but([617], UNHASHED),
        row("the first and the last of 1,000 are bad", NONE)
            .events(1_000)
            .unhashed([0, 999])
            .requests(3..=22)
            .but([0, 999], UNHASHED),
        row("10 bad events of 100", NONE)
            .events(100)
            .unhashed((0..100).step_by(10))
            .requests(11..=61)
            .but((0..100).step_by(10), UNHASHED),
        row("8 bad events of 8", NONE).events(8).unhashed(0..8).rejected(40_062, 15),
        row("a bad event in the second of three requests", NONE)
            .events(30)
            .with("max_batch", "10")
            .unhashed([15])
            .requests(4..=11)
            .but([15], UNHASHED),
        row("wrong types: a time as text", NONE)
            .events(10)
            .spoiled([4], r#""event_time":"#, r#""event_time":"soon","x":"#)
            .requests(2..=9)
            .but([4], BAD_PARAMETER),
        row("a name is missing", NONE)
            .events(10)
            .spoiled([4, 5], r#""event":"Contact""#, r#""event":"""#)
            .requests(2..=17)
            .but([4, 5], BAD_PARAMETER),
        row("refused without a hint", [r#"{"fault":{"code":40002},"event_id":"41"}"#])
            .events(64)
            .requests(2..=13)
            .but([41], BAD_PARAMETER),
        row("refused with 40000", [r#"{"fault":{"code":40000},"event_id":"3"}"#])
            .events(8)
            .requests(2..=7)
            .but([3], Rejected(Some(40_000))),
        row("too large until it is cut", [r#"{"fault":{"code":40061},"first":3}"#]).events(8).accepted(7),
    ]
}

fn splits_in_trouble() -> Vec<Row> {
    let split = |name: &str, rule: &str| row(name, [rule]).events(100).unhashed([17]).but([17], UNHASHED);
    vec![
        split("a split, every third request throttled", r#"{"fault":{"code":40100},"every":3}"#)
            .requests(10..=30),
        split(
            "a split, every fourth answer lost",
            r#"{"fault":"reset_after_body","recorded":true,"every":4}"#,
        )
        .requests(10..=30),
        split("a split, every third connection broken", r#"{"fault":"reset_before_body","every":3}"#)
            .requests(10..=30),
        // After the first refusal 4 to 7 go first, since the message names event 1; the third request is 2 and 3.
        row("a split, unauthorized in the middle", [r#"{"fault":{"code":40105},"every":3}"#])
            .events(8)
            .unhashed([1])
            .requests(3..=3)
            .but(0..4, Undelivered(Unauthorized)),
    ]
}

fn unauthorized() -> Vec<Row> {
    let middle = |code: i64| {
        row(
            format!("unauthorized ({code}) in the middle of a call"),
            [format!(r#"{{"fault":{{"code":{code}}},"event_id":"2"}}"#)],
        )
        .events(5)
        .with("max_batch", "1")
        .accepted(3)
        .but(2..5, Undelivered(Unauthorized))
        .arrived(2, 0)
    };
    let mut rows: Vec<Row> = [40_001, 40_102, 40_104, 40_105].map(middle).into();
    let with = |name: &str, token| {
        let row = row(name, NONE).with("access_token", token).events(3).with("max_batch", "1");
        row.undelivered(Unauthorized, 1).arrived(0, 0)
    };
    rows.extend([
        with("a revoked token", REVOKED_TOKEN),
        with("a token without right on the source", FORBIDDEN_TOKEN),
        row(
            "unauthorized after a lost answer",
            [r#"{"fault":"reset_after_body","recorded":true,"first":1}"#, r#"{"fault":{"code":40105}}"#],
        )
        .undelivered(Unauthorized, 2)
        .open(true)
        .arrived(1, 0),
    ]);
    rows
}

/// While the service is down, the further requests of a call get one try each, and calls share a budget of retries.
fn outages() -> Vec<Row> {
    let five = |name: &str, rule: &str| row(name, [rule]).events(5).with("max_batch", "1");
    vec![
        five("down for the whole call", r#"{"fault":{"status":503}}"#).undelivered(ServiceError, 8),
        five("down for the first request", r#"{"fault":{"status":503},"first":4}"#)
            .accepted(8)
            .but([0], Undelivered(ServiceError)),
        five("down for the first two requests", r#"{"fault":{"status":503},"first":5}"#)
            .accepted(8)
            .but([0, 1], Undelivered(ServiceError)),
        row("down for 200 calls", [r#"{"fault":{"status":503}}"#])
            .calls(200)
            .undelivered(ServiceError, 300)
            .requests(300..=330),
    ]
}

/// One event of several meets the fault, again and again.
fn one_event() -> Vec<Row> {
    let alone = |name: &str, rule: &str| row(name, [rule]).events(8).with("max_batch", "1");
    vec![
        alone("event 3 meets 50000", r#"{"fault":{"code":50000},"event_id":"3"}"#)
            .accepted(11)
            .but([3], Undelivered(ServiceError))
            .arrived(7, 0),
        alone(
            "event 3 is lost after recording",
            r#"{"fault":"reset_after_body","recorded":true,"event_id":"3"}"#,
        )
        .accepted(11)
        .but([3], Undelivered(ConnectionLost))
        .arrived(8, 3),
        alone("event 0 is lost once", r#"{"fault":"half_body","recorded":true,"event_id":"0","first":1}"#)
            .accepted(9)
            .arrived(8, 1),
        row("one event holds up its batch", [r#"{"fault":{"code":60001},"event_id":"3"}"#])
            .events(8)
            .undelivered(Maintenance, 4)
            .arrived(0, 0),
    ]
}

fn mixed() -> Vec<Row> {
    vec![
        row(
            "refused, reset, 50000, then fine",
            [
                r#"{"fault":"refuse","first":1}"#,
                r#"{"fault":"reset_after_body","first":1}"#,
                r#"{"fault":{"code":50000},"first":1}"#,
            ],
        )
        .accepted(4)
        .arrived(1, 0),
        row(
            "502, no code, 40100, then fine",
            [
                r#"{"fault":{"status":502},"first":1}"#,
                r#"{"fault":{"bad_body":"no_code"},"first":1}"#,
                r#"{"fault":{"code":40100},"retry_after":"1","first":1}"#,
            ],
        )
        .accepted(4),
        row(
            "an answer lost, then throttled for good",
            [r#"{"fault":"reset_after_body","recorded":true,"first":1}"#, r#"{"fault":{"code":40100}}"#],
        )
        .undelivered(RateLimited, 4)
        .open(true)
        .arrived(1, 0),
        row(
            "throttled, then an answer lost for good",
            [r#"{"fault":{"code":40100},"first":3}"#, r#"{"fault":"half_body","recorded":true}"#],
        )
        .undelivered(ConnectionLost, 4)
        .arrived(1, 0),
        row(
            "an answer lost, then refused for good",
            [r#"{"fault":"reset_after_body","recorded":true,"first":1}"#, r#"{"fault":{"code":40063}}"#],
        )
        .rejected(40_063, 2)
        .open(true)
        .arrived(1, 0),
        row(
            "an answer lost, then HTTP 403",
            [r#"{"fault":"half_body","recorded":true,"first":1}"#, r#"{"fault":{"status":403}}"#],
        )
        .undelivered(UnreadableReply, 4)
        .open(true)
        .arrived(1, 0),
        row(
            "500, then a redirect",
            [r#"{"fault":{"status":500},"first":1}"#, r#"{"fault":{"redirect":{"to":"ELSEWHERE"}}}"#],
        )
        .undelivered(UnreadableReply, 4)
        .open(true)
        .arrived(0, 0),
        row("every second of ten calls fails", [r#"{"fault":{"status":500},"every":2}"#])
            .calls(10)
            .come_to(Accepted, 19)
            .arrived(10, 0),
    ]
}
