//! Answers that say no, or nothing that can be read.

use tiktok_capi::Reason::{
    self, Maintenance, RateLimited, ServiceError, Unauthorized, UnreadableReply, WriteConflict,
};

use super::{ELSEWHERE, Fate, Row, row};

pub(crate) fn rows() -> Vec<Row> {
    [codes(), statuses(), redirects(), bodies(), retry_after()].concat()
}

/// TikTok's codes (`events-api.md` §1.3), each as the only answer there is.
fn codes() -> Vec<Row> {
    let only = |code: i64| row(format!("code {code}, always"), [format!(r#"{{"fault":{{"code":{code}}}}}"#)]);
    let transient = |(code, reason): (i64, Reason)| only(code).undelivered(reason, 4).arrived(0, 0);
    let refused = [
        40_000, 40_002, 40_003, 40_006, 40_007, 40_008, 40_050, 40_051, 40_061, 40_062, 40_063, 40_101,
        40_103, 40_107, 40_113, 40_117, 40_118, 40_130, 40_400, 40_700, 40_900, 41_000, 41_001, 41_002,
        70_001, 49_999, -1,
    ];
    let asked_again = [
        (40_100, RateLimited),
        (40_132, RateLimited),
        (51_021, RateLimited),
        (61_000, RateLimited),
        (40_202, WriteConflict),
        (50_000, ServiceError),
        (50_002, ServiceError),
        (51_000, ServiceError),
        (51_010, ServiceError),
        (51_012, ServiceError),
        (52_000, ServiceError),
        (53_102, ServiceError),
        (59_999, ServiceError),
        (69_999, ServiceError),
        (60_001, Maintenance),
    ];
    let mut rows: Vec<Row> = refused.map(|code| only(code).rejected(code, 1).arrived(0, 0)).into();
    rows.extend(
        [40_001, 40_102, 40_104, 40_105].map(|code| only(code).undelivered(Unauthorized, 1).arrived(0, 0)),
    );
    rows.extend(asked_again.map(transient));
    rows.extend([
        row("code 20001 after recording", [r#"{"fault":{"code":20001},"recorded":true}"#])
            .come_to(Fate::Partly, 1)
            .arrived(1, 0),
        row("code 50000 three times", [r#"{"fault":{"code":50000},"first":3}"#]).accepted(4).arrived(1, 0),
        row("code 40100 twice", [r#"{"fault":{"code":40100},"first":2}"#]).accepted(3).arrived(1, 0),
        row("code 60001 once", [r#"{"fault":{"code":60001},"first":1}"#]).accepted(2).arrived(1, 0),
        row("code 40202 once", [r#"{"fault":{"code":40202},"first":1}"#]).accepted(2).arrived(1, 0),
        row("code 51010 after recording, once", [r#"{"fault":{"code":51010},"recorded":true,"first":1}"#])
            .accepted(2)
            .arrived(1, 1),
        row("code 50002 after recording, always", [r#"{"fault":{"code":50002},"recorded":true}"#])
            .undelivered(ServiceError, 4)
            .arrived(1, 3),
    ]);
    rows
}

/// What proxies answer: a status, and a page of HTML.
fn statuses() -> Vec<Row> {
    let html = |status: u16| {
        row(format!("HTTP {status} with HTML, always"), [format!(r#"{{"fault":{{"status":{status}}}}}"#)])
    };
    let refused = [400, 401, 402, 403, 404, 405, 407, 411, 413, 415, 421, 451];
    let asked_again = [
        (408, ServiceError),
        (429, RateLimited),
        (500, ServiceError),
        (502, ServiceError),
        (503, ServiceError),
        (504, ServiceError),
        (599, ServiceError),
        (200, UnreadableReply),
        (204, UnreadableReply),
    ];
    // Without TikTok's envelope it was not TikTok who refused (rules §7).
    let on_the_way = |status| html(status).undelivered(UnreadableReply, 4).arrived(0, 0);
    let mut rows: Vec<Row> = refused.map(on_the_way).into();
    rows.extend(asked_again.map(|(status, reason)| html(status).undelivered(reason, 4).arrived(0, 0)));
    rows.extend([
        row("HTTP 503 with HTML, twice", [r#"{"fault":{"status":503},"first":2}"#]).accepted(3).arrived(1, 0),
        row("HTTP 502 after recording, once", [r#"{"fault":{"status":502},"recorded":true,"first":1}"#])
            .accepted(2)
            .arrived(1, 1),
        row("HTTP 504 after recording, always", [r#"{"fault":{"status":504},"recorded":true}"#])
            .undelivered(ServiceError, 4)
            .arrived(1, 3),
    ]);
    rows
}

/// A redirect is not followed: the token is for one host.
fn redirects() -> Vec<Row> {
    let to = |name: &str, to: &str, status: u16| {
        let rule = format!(r#"{{"fault":{{"redirect":{{"to":"{to}","status":{status}}}}}}}"#);
        row(format!("HTTP {status} to {name}"), [rule]).undelivered(UnreadableReply, 4).arrived(0, 0)
    };
    let mut rows: Vec<Row> =
        [301, 302, 303, 307, 308].map(|status| to("another port", ELSEWHERE, status)).into();
    rows.push(to("another path", "/open_api/v1.3/event/track", 308));
    rows.push(to("nowhere", "", 302));
    rows
}

fn bodies() -> Vec<Row> {
    let kinds = ["empty", "html", "cut", "not_object", "no_code", "text_code", "not_utf8"];
    let always = |kind: &str| {
        row(format!("HTTP 200, body {kind}, always"), [format!(r#"{{"fault":{{"bad_body":"{kind}"}}}}"#)])
            .undelivered(UnreadableReply, 4)
            .arrived(0, 0)
    };
    let once = |kind: &str| {
        let rule = format!(r#"{{"fault":{{"bad_body":"{kind}"}},"recorded":true,"first":1}}"#);
        row(format!("HTTP 200, body {kind} after recording, once"), [rule]).accepted(2).arrived(1, 1)
    };
    let mut rows: Vec<Row> = kinds.map(always).into();
    rows.extend(kinds.map(once));
    rows.extend([
        row("a body of 2 MB, always", [r#"{"fault":{"huge_body":2000000}}"#])
            .undelivered(UnreadableReply, 4)
            .arrived(0, 0),
        // Read to its end, it would take longer than the time-out.
        row("a body of 4 GiB, one try", [r#"{"fault":{"huge_body":4294967296}}"#])
            .with("max_attempts", "1")
            .with("timeout", "2")
            .undelivered(UnreadableReply, 1)
            .arrived(0, 0),
        row(
            "a body of 4 GiB after recording, once",
            [r#"{"fault":{"huge_body":4294967296},"recorded":true,"first":1}"#],
        )
        .accepted(2)
        .arrived(1, 1),
    ]);
    rows
}

/// `Retry-After` is a minimum, as long as it is one that is worth waiting for.
fn retry_after() -> Vec<Row> {
    let throttled = |name: &str, header: &str| {
        let rule = format!(r#"{{"fault":{{"code":40100}},{header},"first":1}}"#);
        row(format!("Retry-After: {name}"), [rule]).accepted(2)
    };
    let text = |text: &str| {
        throttled(if text.is_empty() { "nothing" } else { text }, &format!(r#""retry_after":"{text}""#))
    };
    let date = |seconds: i64| {
        throttled(&format!("a date {seconds} s away"), &format!(r#""retry_after_date":{seconds}"#))
    };
    let mut rows: Vec<Row> = ["0", "-3", "1.5", "1e3", "soon", "", "Fri, 32 Dec 2026 00:00:00 GMT"]
        .map(|value| text(value).waits(0.0..=0.5))
        .into();
    rows.extend([
        text("2").waits(2.0..=2.0),
        text("30").waits(30.0..=30.0),
        text("31").undelivered(RateLimited, 1),
        text("86400").undelivered(RateLimited, 1),
        text("99999999999999999999").undelivered(RateLimited, 1),
        // Whole seconds, and the answer takes its time.
        date(9).waits(5.0..=9.0),
        date(-60).waits(0.0..=0.5),
        date(3_600).undelivered(RateLimited, 1),
        row("Retry-After: 3, with HTTP 503", [r#"{"fault":{"status":503},"retry_after":"3","first":1}"#])
            .accepted(2)
            .waits(3.0..=3.0),
        row("Retry-After: 3, with HTTP 429", [r#"{"fault":{"status":429},"retry_after":"3","first":1}"#])
            .accepted(2)
            .waits(3.0..=3.0),
        row("Retry-After: 30, always", [r#"{"fault":{"code":40100},"retry_after":"30"}"#])
            .undelivered(RateLimited, 4)
            .waits(30.0..=30.0),
    ]);
    rows
}
