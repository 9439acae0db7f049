//! Many events, and faults that come by chance, the same ones with the same seed.

use tiktok_capi::Reason::{ConnectionLost, RateLimited, ServiceError, UnreadableReply};

use super::{Fate, Row, row};

const ANY: Fate = Fate::AcceptedOr(&[ConnectionLost, RateLimited, ServiceError, UnreadableReply]);

/// A bit of everything that does not take long.
const STORM: [&str; 7] = [
    r#"{"fault":"refuse","probability":0.05}"#,
    r#"{"fault":"reset_before_body","probability":0.05}"#,
    r#"{"fault":"reset_after_body","recorded":true,"probability":0.1}"#,
    r#"{"fault":"half_body","recorded":true,"probability":0.1}"#,
    r#"{"fault":{"code":40100},"retry_after":"2","probability":0.1}"#,
    r#"{"fault":{"status":502},"recorded":true,"probability":0.1}"#,
    r#"{"fault":{"bad_body":"cut"},"recorded":true,"probability":0.1}"#,
];

pub(crate) fn rows() -> Vec<Row> {
    let by_chance = |name: &str, rules: &[&str]| {
        let row = row(name, rules.iter().copied());
        row.come_to(ANY, 0)
    };
    vec![
        by_chance("a fifth of 300 calls meets 503", &[r#"{"fault":{"status":503},"probability":0.2}"#])
            .calls(300)
            .requests(301..=450),
        by_chance(
            "a third of 200 answers is lost",
            &[r#"{"fault":"reset_after_body","recorded":true,"probability":0.3}"#],
        )
        .calls(200)
        .requests(201..=300)
        .counted(200),
        row("a third of 100 calls, ten tries", [r#"{"fault":{"code":50000},"probability":0.3}"#])
            .calls(100)
            .with("max_attempts", "10")
            .requests(101..=200)
            .arrived(100, 0),
        by_chance("a storm over 150 calls", &STORM).calls(150).requests(151..=350),
        by_chance("a storm over 50 calls of 20 events", &STORM).calls(50).events(20).requests(51..=150),
        by_chance("a storm over 4 threads of one client", &STORM)
            .calls(40)
            .threads(4)
            .events(3)
            .requests(161..=350),
        by_chance("a storm over 60 requests of one call", &STORM)
            .events(120)
            .with("max_batch", "2")
            .requests(61..=200),
        row("a storm over a batch with 3 bad events", STORM)
            .events(60)
            .with("max_attempts", "10")
            .unhashed([7, 8, 51])
            .but([7, 8, 51], Fate::Rejected(Some(40_062)))
            .requests(8..=80),
    ]
}
