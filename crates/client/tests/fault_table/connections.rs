//! Connections that break, and answers that do not come.

use tiktok_capi::Reason::{Connect, ConnectionLost, Timeout};

use super::{Row, row};

pub(crate) fn rows() -> Vec<Row> {
    [opening(), breaking(), waiting()].concat()
}

fn opening() -> Vec<Row> {
    vec![
        row("nobody listens", [""; 0]).deserted().undelivered(Connect, 4),
        row("nobody listens, 3 requests in a call", [""; 0])
            .deserted()
            .events(3)
            .with("max_batch", "1")
            .undelivered(Connect, 6),
        row("refused once", [r#"{"fault":"refuse","first":1}"#]).accepted(2),
        row("refused three times", [r#"{"fault":"refuse","first":3}"#]).accepted(4),
        row("refused always", [r#"{"fault":"refuse"}"#]).undelivered(ConnectionLost, 4).arrived(0, 0),
    ]
}

fn breaking() -> Vec<Row> {
    vec![
        row("reset before the body, once", [r#"{"fault":"reset_before_body","first":1}"#]).accepted(2),
        row("reset before a body of 1,000 events", [r#"{"fault":"reset_before_body","first":2}"#])
            .events(1_000)
            .accepted(3)
            .arrived(1_000, 0),
        row("reset before the body, always", [r#"{"fault":"reset_before_body"}"#])
            .undelivered(ConnectionLost, 4)
            .arrived(0, 0),
        row("reset after the body, once", [r#"{"fault":"reset_after_body","first":1}"#])
            .accepted(2)
            .arrived(1, 0),
        row("reset after the body, always", [r#"{"fault":"reset_after_body"}"#])
            .undelivered(ConnectionLost, 4)
            .arrived(0, 0),
        row("reset after recording, once", [r#"{"fault":"reset_after_body","recorded":true,"first":1}"#])
            .accepted(2)
            .arrived(1, 1),
        row("reset after recording, always", [r#"{"fault":"reset_after_body","recorded":true}"#])
            .undelivered(ConnectionLost, 4)
            .arrived(1, 3),
        row("reset after recording, one try", [r#"{"fault":"reset_after_body","recorded":true}"#])
            .with("max_attempts", "1")
            .undelivered(ConnectionLost, 1)
            .arrived(1, 0),
        row("reset nine times, ten tries", [r#"{"fault":"reset_after_body","first":9}"#])
            .with("max_attempts", "10")
            .accepted(10)
            .arrived(1, 0),
        row("half a body, once", [r#"{"fault":"half_body","first":1}"#]).accepted(2).arrived(1, 0),
        row("half a body after recording, once", [r#"{"fault":"half_body","recorded":true,"first":1}"#])
            .accepted(2)
            .arrived(1, 1),
        row("half a body, always", [r#"{"fault":"half_body"}"#]).undelivered(ConnectionLost, 4).arrived(0, 0),
        row(
            "half a body after recording 1,000, once",
            [r#"{"fault":"half_body","recorded":true,"first":1}"#],
        )
        .events(1_000)
        .accepted(2)
        .arrived(1_000, 1_000),
        row("reset in the body, once", [r#"{"fault":"reset_in_body","first":1}"#]).accepted(2).arrived(1, 0),
        row(
            "reset in the body after recording, once",
            [r#"{"fault":"reset_in_body","recorded":true,"first":1}"#],
        )
        .accepted(2)
        .arrived(1, 1),
        row("a kept connection breaks", [r#"{"fault":"reset_after_body","every":2}"#])
            .calls(3)
            .accepted(5)
            .arrived(3, 0),
    ]
}

fn waiting() -> Vec<Row> {
    let hanging = |name: &str, rule: &str| row(name, [rule]).with("timeout", "0.4").with("max_attempts", "2");
    let late = |name: &str, rule: &str| row(name, [rule]).with("timeout", "2").accepted(2);
    vec![
        late("no answer, once", r#"{"fault":"timeout","first":1}"#).arrived(1, 0),
        late("no answer after recording, once", r#"{"fault":"timeout","recorded":true,"first":1}"#)
            .arrived(1, 1),
        hanging("no answer, always", r#"{"fault":"timeout"}"#).undelivered(Timeout, 2).arrived(0, 0),
        hanging("no answer after recording, always", r#"{"fault":"timeout","recorded":true}"#)
            .undelivered(Timeout, 2)
            .arrived(1, 1),
        late("one byte a second, once", r#"{"fault":{"slow_body":1000},"first":1}"#).arrived(1, 1),
        hanging("one byte a second, always", r#"{"fault":{"slow_body":1000}}"#)
            .undelivered(Timeout, 2)
            .arrived(1, 1),
        late("an answer after the time-out, once", r#"{"fault":{"delay":4000},"first":1}"#).arrived(1, 1),
        hanging("an answer after the time-out, always", r#"{"fault":{"delay":4000}}"#)
            .undelivered(Timeout, 2)
            .arrived(1, 1),
        // The second and third request of the call get one try each.
        hanging("no answer, 3 requests in a call", r#"{"fault":"timeout"}"#)
            .events(3)
            .with("max_batch", "1")
            .undelivered(Timeout, 4)
            .arrived(0, 0),
    ]
}
